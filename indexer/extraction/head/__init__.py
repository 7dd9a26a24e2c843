"""Who issued a report, and where its title stands."""
