"""Encoder, reader and question heads: files, tokenizer, networks and vectors."""
