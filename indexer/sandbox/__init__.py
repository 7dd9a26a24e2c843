"""What keeps a file of unknown origin from doing harm: limits, safe opening, checked messages."""
