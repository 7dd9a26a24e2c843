"""The public bodies that a question names, with a score for each report."""
