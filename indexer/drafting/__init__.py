"""Claims of a draft held against the reports; citation styles."""
