"""Finds the passages, bodies and times that a question refers to."""
