"""A document becomes a report: title, issuer, outline, sentences, passages, figures."""
