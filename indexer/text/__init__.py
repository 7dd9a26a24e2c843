"""Characters, digits, numbers and lines of text, and the language they are in; knows no report."""
