"""Weights that join what the models say of a draft's figure.

Fitted by ``benchmarks/training/drafts.py`` on drafts of the question bank: quantities and reports
that no network was trained on, and of these the half ``fit`` (benchmarks/draft_bank.py).
"""

from __future__ import annotations

#: The reader's log-odds for a figure that it was not given to read.
UNREAD = -8.0
#: Cosines of figures, question to figure, sentences, question to sentence; reader's log-odds; same
#: role; same measure word; share of words; not read.
ALIKE = (2.0, 2.3, 0.0, 0.8, 0.87, 0.0, 0.0, 2.4, 4.0)
#: See ``figure_check.support_features`` and ``against_features``.
SUPPORT = (-1.725, 0.108, 0.379, 0.166, 0.0, 0.137, -0.532, 0.193, 0.769)
AGAINST = (-2.878, 0.146, 0.338, 0.239, 0.13, -0.49, 0.128, 1.217)
#: What each other figure of the claim that a sentence holds adds.
BESIDE = 1.5
#: Log-odds from which a figure is borne out (by one issuer's reports; by everybody's), and from
#: which it is contradicted.
SUPPORTED, SUPPORTED_AMONG_MANY, CONTRADICTED = 0.0, 1.0, 0.5
#: Log-odds of the reader, with what the cosines of sentences add, from which a sentence without
#: figures is borne out; the first are their weights.
MEANING_READER, MEANING_COSINE, MEANING_QUESTION = 0.5, 20.0, 5.0
MEANING = 16.0
