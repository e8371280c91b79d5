"""templates/ read and checked: what a form may hold, and the language of wording.

overlays     template folders laid over one another, by file
settings     zongjie.yaml beside a form, and the form's own 模板 and 文字
typed        what was typed for one field, and what came of it
texts        texts as they are typed for fields, own text among them
kinds        every kind of field: how it is read, summed, explained, tried out
fields       fields and groups as sections declare them
entries      what stands in a report: sections, and groups of them
schema       what reports, sections, terms, wording and checks files may say
filters      filters of the template language: figures in, figures out
budget       how much a template may do, counted while it runs
expressions  rules and formulas computed from their tree
language     sandboxed Jinja with Chinese names: the one language of wording, formulas and rules
names_check  every name a template or rule uses, checked against the fields before a form is read
unit_check   unlike units that a rule compares or adds
library      what one kind of report needs, ready to use
said_check   labels, headings and titles, said where no field has a value
json_schema  what may be typed for fields and groups, as an editor is told of it
loading      reads and checks the library of one report
unused       what of templates is never used
"""
