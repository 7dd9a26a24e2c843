"""Text basics: characters, numbers, lines, tables and language; knows nothing of reports."""
