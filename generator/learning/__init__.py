"""A unit's own Word document, and the layout that it shows.

learnt    what a document was found to look like, as the rules of a layout
opened    a Word document of the user's opened for reading, or why it cannot be
resolved  what paragraphs and runs of a user's Word document look like in the end
lines     the lines of a user's Word document, how they are set, and what most of them look like
number    the page number of a user's Word document
sample    what a unit's own Word document looks like
"""
