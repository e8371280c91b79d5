"""Which zongjie this is; the metadata of the package are read from here."""

VERSION = "0.1.0"
