"""Weights that join what the models say of a draft's figure.

Fitted by ``benchmarks/training/drafts.py`` on drafts of the question bank: quantities and reports
that no network was trained on, and of these the half ``fit`` (benchmarks/draft_bank.py).
"""

from __future__ import annotations

#: The reader's log-odds for a figure that it was not given to read.
UNREAD = -8.0
#: Cosines of figures, question to figure, sentences, question to sentence; reader's log-odds; same
#: role; same measure word; share of words.
ALIKE = (6.0, 10.0, 2.0, 2.0, 0.5, 1.5, 0.5, 2.0)
#: See ``figure_check.support_features`` and ``against_features``.
SUPPORT = (-8.0, 0.5, 0.5, 0.5, 0.5, -1.0, 0.0, 0.0, 0.0)
AGAINST = (-8.0, 0.3, 0.5, 0.3, 0.0, 0.0, 0.0, 0.0)
#: What each other figure of the claim that a sentence holds adds.
BESIDE = 1.5
#: Log-odds from which a figure is borne out (by one issuer's reports; by everybody's), and from
#: which it is contradicted.
SUPPORTED, SUPPORTED_AMONG_MANY, CONTRADICTED = 0.0, 2.0, 3.0
#: Log-odds of the reader, with what the cosines of sentences add, from which a sentence without
#: figures is borne out; the first are their weights.
MEANING_READER, MEANING_COSINE, MEANING_QUESTION = 0.5, 20.0, 5.0
MEANING = 16.0
