"""Bytes to nodes: what was typed, with its place.

nodes        what a form is read into: every key and value with its line
brackets     ``{…}`` and ``[…]`` of a form mended
scanning     where a look for slips stands in the text of a form, line by line
value_slips  slips in what is typed for a value: quotes, brackets, what YAML takes for its own
slips        slips of the Chinese keyboard named and mended before YAML sees them
files        files of the user opened within bounds
characters   characters that no page can show: refused, left out or made plain, however they are written
encodings    bytes to text: UTF-8, UTF-16, GBK and Big5 told apart
source       YAML text to nodes; encodings, repeated keys, limits
edits        values of a YAML form set anew in its text, and nothing else
cells        the cells of a workbook as texts
packed       packed workbooks opened within bounds
parcels      the files of a .zip, opened within bounds
xlsx         the sheets of an .xlsx
ods          the sheets of an .ods
biff         what an .xls says of its cells beside their values
xls          the sheets of an .xls or .et, through python-calamine
made_for     for whom a workbook was made, and by which templates, as it carries that itself
ways         where in a form a row of a workbook belongs
rowed        a sheet with a value in each row
recorded     a sheet with a record in each row
tabular      the tables of a workbook that is a form
workbook     the bytes of a workbook to nodes, each with its cell
cell_words   what is said of a form in text, said of cells
strict       definition files read as strictly as forms, into msgspec structs
"""
