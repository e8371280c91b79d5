"""templates/ read and checked: what files say, what lies over what, and what one kind of report needs of them.

overlays        template folders laid over one another, by file
settings        zongjie.yaml beside a form, and the form's own 模板 and 文字
claims          what is said where a form bears it out: topic sentences, headings of a result
entries         what stands in a report: sections, and groups of them
headline        what may stand at the head of a paper: figures with weight, the evidence each needs, its wordings
schema          what reports, sections, terms, units and checks files may say
unit_names      whether two names are of one unit
wording_schema  what wording.yaml may say
library         what one kind of report needs, ready to use
cache           libraries and templates made ready once, for the next launch
removals        what a file takes away from the one it lies over
order           the sections of a report over those of the report it extends
amendments      one definition file laid over another, entry by entry
layered         one definition read from all the template folders that have it
reports         the reports there are: what each is called, and which of them a unit of some name writes
headline_check  what a report and headline.yaml get wrong
scopes          parts by which figures of a group are told besides the whole, declared once and taken by name
each_part       what a section says once for each part of a scope, written out
sentences       sentences that overlays add to the wording of a section
said_check      labels, headings and titles, said where no field has a value
claims_check    what is wrong with topic sentences and headings in other styles
circles         formulas that come back to themselves
rulebook        rules, formulas and names of a section made ready to use
other_names     other names of fields and groups that mean another one already
section_files   one section read from its two files
json_schema     what may be typed for fields and groups, as an editor is told of it
loading         reads and checks the library of one report
misplaced       files of a template folder that are never looked for
unused          what of templates is never used
idle_names      names in the files that all sections share which nothing takes, or which name nothing
said_twice      what wording says that is printed already: a unit behind its figure, a heading below the same one
"""
