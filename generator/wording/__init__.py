"""Templates closed up over what was not filled in.

atoms          marked text as words, values, blanks and nested texts
items          the items of a clause closed up
connectives    words that introduce, and which only say when or where
clauses        sentences and their clauses closed up
doubled        what was typed and the sentence around it says already
heal_memo      what texts that differ only in what was typed have in common
heal           a whole text closed up over its blanks; tells what fell
timing         when the figures of a section are of: words for it, and where a section does not say
missing_units  which units a sum lacks, said behind it
even_money     amounts in the unit of the report, or those of a paragraph in one, where that loses no digit
fallen         what fell that an official would want to know of
unit_tables    tables of units and charts, from what a form and its towns hold
own_sentences  figures of the official's own as their template takes them, and the sentences they stand behind
headline       the sentence at the head of a paper, its weightiest figures, each with the evidence that it needs
short          short sections and short paragraphs joined to what stands beside them
outline        the texts of sections under the headings of their groups, each at the level that is left for it
sparing        the period of a paper said no more often than a reader needs it
topics         topic sentences and headings of a result: which a form bears out, in which words
compose        a form and its library to healed, marked Markdown
told_twice     figures that a paper tells twice: alike, or one thing by two numbers
red_pen        what a reader of the trade would mark in the sentences of the finished paper
"""
