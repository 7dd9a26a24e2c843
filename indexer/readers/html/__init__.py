"""Saved web pages: what their reader saw."""
