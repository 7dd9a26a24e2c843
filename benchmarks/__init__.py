"""Benchmarks of retrieval, speed and answers, one command each (docs/benchmarks.md)."""
