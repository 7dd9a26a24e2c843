"""Checks the claims of a draft against the reports; citation styles."""
