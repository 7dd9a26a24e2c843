"""Scores on question files."""
