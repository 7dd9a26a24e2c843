"""Figures with value, unit, role, period and the words that name them; tables."""
