"""One verb of the user, one file.

build            the pipeline over one form or many
check_templates  templates tried on full, half and empty forms
blank_form       the blank form that ``zongjie new`` writes
new              what is known when a form is begun: last year, the towns
compare          what differs between two forms
export           PDF and pictures through LibreOffice
doctor           what this computer has of what is needed
"""
