"""One form, filled in.

field_values  one field's node to its value, by its kind
annexes       附件 of the 公文 block, each text with its place
official      the 公文 block of a form, element by element
head          the keys at the top of a form
homes         where a key that stands in the wrong place belongs
remarks       help behind the # of a form, and what was typed there by mistake
form          nodes and a library to a form
archive       where the forms of other years lie
mishap        a fault of the program's own, as a problem of one form
opening       one form's bytes to what was filled in, with its templates
"""
