"""The index on disk: its contents, how it is built, and which files are the same report."""
