"""Chinese text as text: numerals, punctuation, characters, how wide it runs.

numerals     Chinese numerals read exactly or not at all; capital figures of money
ranges       what stands between the two ends of a range
punctuation  half-width marks between Chinese set right, and said so
numbering    numbers that people type before sentences and headings
lines        lines of typed text: how they join, and where people part them
script       Simplified and Traditional; a whole tree converted
radicals     radicals and compatibility forms made the words they stand for
reserved     the private-use characters that zongjie keeps for itself
width        how many half-width characters a text is as wide as
"""
