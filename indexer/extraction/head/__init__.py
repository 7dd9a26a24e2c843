"""Finds who issued a report and where its title is."""
