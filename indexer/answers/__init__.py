"""A question becomes an answer with citations, or a refusal."""
