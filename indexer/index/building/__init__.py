"""Builds a new generation of the index beside the active one, then switches to it."""
