"""What follows from a form, and from the other forms it draws on.

own_figures  自定义 figures: totals and parts
own_relations  what 自定义 figures say of others: a whole, a target, last year, a place
series       one figure told month by month or quarter by quarter: which it is, whether its parts make it
sides        the sides of a total that are absent, so that it follows from the others
formulas     figures that follow from others by formula
unit_days    units summed whose figures are of another day or of other months
rollup       figures of a unit from those of the units below it
unit_series  series of a unit from those of the units below it
lacking      which units a sum over units, or a rate of two, lacks
copied       sentences of another paper: another unit's, last year's with its figures
lastyear     last year's form beside this year's: predecessors, jumps, what was not made anew
rules        the rules that sections and records declare
plausible    figures that can hardly be what was meant, by bounds that are data
news         what of a figure and its change may be told: what is asked about, only with its reason
days         the days of a form against one another: dates, 截至, signing
said_times   years and periods that texts name, against those of the form
private      numbers of persons that texts name: identity cards, telephones, bank cards
own_numerals  counts that texts write in Chinese numerals
checks       functions from a form to problems
senders      which units ought to report, under the names they have now, and who did not
named_files  the files that a line of 汇总自 names, within bounds
passed_over  what lies where 汇总自 looks and no line of it means
related      the other forms a form draws on: last year's, its towns'
"""
