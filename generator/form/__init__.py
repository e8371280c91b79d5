"""One form, filled in.

field_values  one field's node to its value, by its kind
annexes       附件 of the 公文 block, each text with its place
official      the 公文 block of a form, element by element
head          the keys at the top of a form
homes         where a key that stands in the wrong place belongs
form          nodes and a library to a form
form_schema   the whole of a report's form as JSON Schema: head, 公文, sections
archive       where the forms of other years lie
opening       one form's bytes to what was filled in, with its templates
"""
