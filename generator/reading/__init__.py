"""Bytes to nodes: what was typed, with its place.

nodes       what a form is read into: every key and value with its line
brackets    ``{…}`` and ``[…]`` of a form mended
slips       slips of the Chinese keyboard named and mended before YAML sees them
source      YAML text to nodes; encodings, repeated keys, limits
strict      definition files read as strictly as forms, into msgspec structs
"""
