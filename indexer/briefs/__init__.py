"""Briefs: evidence collected from the reports, kept in a file, exported and checked again."""
