"""The form that a unit fills in, as a page of text: what it asks for, what it says of that.

outline  which sections and fields a new form has lines for, and which it only names
advice   what stands above the fields of a form: names, units, help, short names, last year's values
page     the text of a new form
"""
