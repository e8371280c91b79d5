"""Bytes of a form to bytes of a document.

summarize  the pipeline over one form, and the one place that lists its stages
placing    files written beside their place and moved into it
workers    many forms at a time, by processes that outlive one another
"""
