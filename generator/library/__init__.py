"""templates/ read and checked: what a form may hold, and the language of wording.

overlays     template folders laid over one another, by file
settings     zongjie.yaml beside a form, and the form's own 模板 and 文字
phrases      short names of sentences, as they are typed
typed        what was typed for one field, and what came of it
texts        texts as they are typed for fields, own text among them
kinds        every kind of field: how it is read, summed, explained, tried out
fields       fields and groups as sections declare them
wordings     filters of words: lists, one wording of several, words said alone
entries      what stands in a report: sections, and groups of them
schema       what reports, sections, terms, units and checks files may say
unit_names   whether two names are of one unit
wording_schema  what wording.yaml may say
filters      filters of the template language: figures in, figures out
budget       how much a template may do, counted while it runs
expressions  rules and formulas computed from their tree
language     sandboxed Jinja with Chinese names: the one language of wording, formulas and rules
names_check  every name a template or rule uses, checked against the fields before a form is read
unit_check   unlike units that a rule compares or adds
library      what one kind of report needs, ready to use
removals     what a file takes away from the one it lies over
order        the sections of a report over those of the report it extends
amendments   one definition file laid over another, entry by entry
layered      one definition read from all the template folders that have it
scopes       parts by which figures of a group are told besides the whole, declared once and taken by name
sentences    sentences that overlays add to the wording of a section
said_check   labels, headings and titles, said where no field has a value
rulebook     rules, formulas and names of a section made ready to use
section_files  one section read from its two files
json_schema  what may be typed for fields and groups, as an editor is told of it
loading      reads and checks the library of one report
unused       what of templates is never used
"""
