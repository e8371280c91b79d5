"""Bytes of a form to bytes of a document.

summarize   the pipeline over one form, and the one place that lists its stages
taken_back  figures that hands changed in a document, put back into its form
placing     files written beside their place and moved into it
workers     many forms at a time, by processes that outlive one another
"""
