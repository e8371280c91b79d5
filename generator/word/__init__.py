"""Tree and page to .docx.

runs         paragraphs and runs of WordprocessingML
styles       the styles of a layout
theme        the theme of a layout: the faces and greys that Word offers beside the styles
carried      what a document carries beside its text: data, and properties that name it
letter       信函: its mark, and its red double lines
package      every part of a .docx that depends on the layout alone, made once
told         texts for readers who cannot see a table or a chart
heads        heads of tables: columns that share one, and where their lines break
columns      widths of the columns of a table, and tables that do not fit
tables       tables in WordprocessingML
order        命令: its number, and the stamp of who signs it
minutes      纪要: who issued them, and who attended
joint        发文机关标志 of several organs
masthead     版头, title, 主送机关
first_page   how large the mark may be for the first page to show some of the body
signing      署名 and 成文日期, of one organ or several
closing      附件说明, 附注, 版记, and what signs the paper
chart_style  the look of charts: fonts, greys, axes, labels
paging       where pages end, by estimate
contents     目录
flow         charts moved among paragraphs, so that none leaves a hole on a page
charts       charts in DrawingML with their workbooks, through python-pptx
write        tree and layout to the bytes of a .docx
"""
