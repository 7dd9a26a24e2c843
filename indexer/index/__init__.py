"""The index on disk: what is in it, how it is built, which files are one report."""
