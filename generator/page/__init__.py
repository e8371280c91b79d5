"""The page as data.

stated         one rule of a layout: [value, force, clause] into Word's units
line_ends      what no line begins or ends with: marks, and what keeps a number with its unit
layout         the page format as data
layout_files   layout files found, laid over one another, compared with the standard
printed_width  how much of a line text takes up on the page
words          words that no line may break
names          lists of names in lines, none broken
title          a title broken into lines by meaning
"""
