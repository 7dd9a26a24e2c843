"""A new generation beside the one that is active, then one rename."""
