"""Reads a file into a document: one reader per format, chosen by ``registry``."""
