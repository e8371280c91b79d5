"""Where what stands in a document came from, and whether it still stands.

numerals    the numbers that stand in a text, and the same number found in another
provenance  every number of a document with where it came from
"""
