"""Scores an index on question files."""
