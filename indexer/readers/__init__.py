"""A file becomes a document: one reader a format, chosen by ``registry``."""
