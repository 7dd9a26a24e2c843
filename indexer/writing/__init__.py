"""The optional language model: what it writes is checked against the reports before it is shown."""
