"""What the terminal shows, and what it answers to a mistyped command.

console        what every verb prints in the same way: problems, tables, JSON
last_resort    exit codes, and the log of a fault of the program's own
chinese_click  click in Chinese: help, and complaints about a mistyped command
show           a document on the terminal: its text, what fell out, where its numbers come from
"""
