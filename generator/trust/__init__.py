"""Where what stands in a document came from, and whether it still stands.

numbers     the numbers that stand in a text, and the same number found in another
provenance  every number of a document with where it came from
"""
