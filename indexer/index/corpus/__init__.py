"""The files of a corpus, and what corpus.toml says about them."""
