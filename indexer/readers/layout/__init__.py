"""Printed lines become the canonical text."""
