"""One form, filled in.

homes           which fields a key may mean that no field has
cures           how a cure is worded: fields by where they stand, figures of one's own as they are written
instalments     figures typed by months or quarters in place of the year's: the series to write instead
strays          what to do about a key of a section that no field has
top_keys        what to do about a key at the top of a form that is none there
crowd           a value that no reader understands, with what stands around its field
crowded         several figures typed for one field: which belongs where
field_values    one field's node to its value, by its kind
annexes         附件 of the 公文 block, each text with its place
elements        single elements of the 公文 block
organs          the organs of a joint paper
formats         what a letter and minutes hold, and what they never do
official        the 公文 block of a form, element by element
coverage        of which months and which day figures are
title           标题: plain words, or a pattern with names in braces
head            the keys at the top of a form
remarks         help behind the # of a form, and what was typed there by mistake
notes           names that a form uses instead of those of its year, and what it says to warnings
headless        entries whose line above is missing
form            nodes and a library to a form
places          where an official wants a chapter of their own
form_schema     the whole of a report's form as JSON Schema: head, 公文, sections
archive         where the forms of other years lie
folders         what of a folder was read and what was not; forms that two files hold, or of another year
mishap          a fault of the program's own, as a problem of one form
made_otherwise  what is to be said of a workbook that was made for another form, or by other templates
opening         one form's bytes to what was filled in, with its templates
"""
