"""The neutral tree of a finished paper, and the way to it from marked text and from what officials wrote in lines.

tree        the document as frozen values, and the numbers of its headings
walk        every line of a document in reading order, with its place
marks       the private-use marks that carry values through Jinja, healing and Markdown
own_table   tables in bars as people type them, cell by cell
own_totals  rows of such tables that are called the sum of the others
own_lines   the lines of such a text gathered into paragraphs, headings, items and rows
own_text    what an official wrote in lines to blocks, read strictly
markdown    marked Markdown of templates to the tree
"""
