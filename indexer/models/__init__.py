"""Encoder, reader and question heads: their files, tokenizer, networks, vectors."""
