"""What was typed as a figure or a date, exactly.

interval    intervals of exact numbers, for rules over figures that may be qualified
quantity    what was typed as a figure: number, scale, unit, qualifier, range
unfinished  what was left blank, and what was typed by halves
dates       dates and periods as officials type them
values      figures, words, days, flags, holes: what forms hold, templates print and rules compute with
totals      what figures come to together, printed no finer than the coarsest of them
change      a figure beside last year's, and the words for it
"""
