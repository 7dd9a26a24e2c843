"""Scanned pages: found, recognised, put into lines."""
