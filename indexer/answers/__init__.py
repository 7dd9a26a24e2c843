"""Answers a question with citations, or declines to answer."""
