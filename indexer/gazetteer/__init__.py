"""Places, countries and types of public bodies: data files and lookup."""
