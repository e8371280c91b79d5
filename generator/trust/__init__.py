"""Where what stands in a document came from, and whether it still stands.

numbers     the numbers that stand in a text, and the same number found in another
packing     text packed small for a document to carry
embedded    the form that a document was made from, and what it printed, as the document itself carries them
changes     what differs between a paper as it was printed and as it stands now
accepted    tracked changes of a Word document settled: accepted or rejected
charted     what the charts of a document show, and the workbooks behind them
standing    what stands in a Word document as it lies there, whoever saved it last
headed      figures that stand under the name of another row or column than they did
redline     two texts as one with tracked changes
redlined    two documents as one: texts, what stands above and below the pages, notes
verified    whether a document still says what its form says
kept        what lies where a document is to be written: whether it may be written over
provenance  every number of a document with where it came from
sheets      tables as a workbook, as Markdown, as lines with commas
ledger      what every number of a paper rests on, and what was filled in and not printed
"""
