"""One verb of the user, one file: what it takes, the one call, what it prints.

options          options that several verbs share, and where they look for forms
here             where forms are looked for that nobody named, and what to type next
received         the forms that a new form sums: which there are, and how 汇总自 names them
new              ``zongjie new``: the form a unit starts its year with
check            ``zongjie check``: all that is wrong with forms
programs         other programs that help: where LibreOffice is, what a program prints
fonts            fonts a document names, and the faces that stand in for them
office_copy      what LibreOffice is given in a document's place, so that it sets the page as Word would
export           PDF and pictures through LibreOffice
build            ``zongjie build``: forms made into documents, one or many
convert          ``zongjie convert``: a form as a workbook, a workbook as the text of a form
compare          ``zongjie compare``: what differs between two forms
asked_units      who ought to report, from a list, a workbook or the county's form
collected        a heap of whatever units sent, file by file
collect          ``zongjie collect``: what units sent, put in order, and who is missing
verify           ``zongjie verify``: whether a document still says what its form says
diff             ``zongjie diff``: what differs between two documents
extract          ``zongjie extract``: the form that a document carries
show             ``zongjie show``: the text of a form's document on the terminal
ledger           ``zongjie ledger``: what every number of a paper rests on
check_templates  templates tried on full, half and empty forms
templates        ``zongjie templates``: what there is of templates, copied out, tried
shipped          manuals and examples that travel with the package
layouts          ``zongjie layouts``: which page formats there are, what each changes of the standard, and new ones from a document
examples         ``zongjie examples``: forms to look at and to try
manual_page      a manual as one page for a browser
manual           ``zongjie manual``: the manuals as pages for a browser
schema           ``zongjie schema``: what an editor must know to help with filling in a form
doctor           ``zongjie doctor``: what this computer has of what is needed
"""
