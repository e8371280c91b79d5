"""What was typed as a figure or a date, exactly.

interval    intervals of exact numbers, for rules over figures that may be qualified
quantity    a figure as a value: number, scale, unit, qualifier, exact bounds
unfinished  what was left blank, and what was typed by halves
written     a figure as it is written, taken apart to the letter
mistyped    slips of the hand in a figure, mended so that the number stays the same
reader      what was typed for a figure, to a quantity, or why it is none and what to type instead
dates       dates and periods as officials type them
values      figures, words, days, flags, holes: what forms hold, templates print and rules compute with
saying      a figure as a sentence says it
several     several figures of one thing typed together
together    the figures that stand in one text, each with the words about it
totals      what figures come to together, printed no finer than the coarsest of them
over_units  sums over units beside one another
change      a figure beside last year's, and the words for it
cause       what a change of an amount is made of: of how many, of how much each
"""
