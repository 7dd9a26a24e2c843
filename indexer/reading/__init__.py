"""Reads files in separate processes."""
