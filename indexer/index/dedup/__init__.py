"""Copies, editions and versions of the same report."""
