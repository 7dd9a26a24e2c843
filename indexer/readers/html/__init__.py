"""Saved web pages: the text that a visitor sees."""
