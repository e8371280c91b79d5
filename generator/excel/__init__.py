"""A form as a workbook, and a workbook as the text of a form.

rows     the rows of a form, each with what is to be known of it
book     rows to the bytes of a workbook, through XlsxWriter
whole    a form as a workbook
as_text  nodes to YAML that reads back the same
"""
