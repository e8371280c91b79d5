"""A form as a workbook, and a workbook as the text of a form.

records   the records of a form, each kind on a sheet of its own
official  the 公文 block of a form as rows, and its annexes as a sheet with a row for each
rows      the rows of a form, each with what is to be known of it
watch     what a workbook tells while it is filled in
book      rows to the bytes of a workbook, through XlsxWriter
whole     a form as a workbook
as_text   nodes to YAML that reads back the same
"""
