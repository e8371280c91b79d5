"""What templates are written in: kinds of field, filters, sandboxed Jinja, and checks of the names and units used.

phrases      short names of sentences, as they are typed
typed        what was typed for one field, and what came of it
texts        texts as they are typed for fields, own text among them
kinds        every kind of field: how it is read, summed, explained, tried out
fields       fields and groups as sections declare them
wordings     filters of words: lists, one wording of several, words said alone
context      what filters ask of the form they print, besides the figures they are given
unit_filters  filters that set the units of a sum beside one another
filters      filters of the template language: figures in, figures out
budget       how much a template may do, counted while it runs
plain        rules that only add, multiply and compare, read without Jinja's lexer
expressions  rules and formulas computed from their tree
sandbox      sandboxed Jinja with Chinese names: the one language of wording, formulas and rules
signs        braces and signs of templates as they are mistyped, and how to write them
names_check  every name a template or rule uses, checked against the fields before a form is read
unit_check   unlike units that a rule compares or adds
evidence     what must stand in a form before something may be claimed of it
possible     figures for which evidence holds, found by trying
"""
