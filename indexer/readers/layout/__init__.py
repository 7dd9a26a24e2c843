"""Turns printed lines into the canonical text."""
