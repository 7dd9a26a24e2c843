"""Places, countries and kinds of public bodies: data files and their look-up."""
