"""Protection against harmful files: limits, safe opening, checked messages."""
