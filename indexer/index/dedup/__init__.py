"""Copies, editions and versions of one report."""
