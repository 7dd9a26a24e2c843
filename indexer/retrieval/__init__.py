"""Which passages, bodies and times a question means: filters, scores, windows for the reader."""
