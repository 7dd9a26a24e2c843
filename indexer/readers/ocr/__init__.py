"""Scanned pages: finds them, recognises their text and arranges it in lines."""
