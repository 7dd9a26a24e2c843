"""Which reports' bodies a question names, with scores."""
