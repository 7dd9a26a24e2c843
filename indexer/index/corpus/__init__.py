"""Which files make up a corpus, and what corpus.toml says of them."""
