"""Turns a document into a report: title, issuer, outline, sentences, passages and figures."""
