"""Weights that join what the models say of a draft's figure.

Fitted by ``benchmarks/training/drafts.py`` on drafts of the question bank: quantities and reports
that no network was trained on, and of these the half ``fit`` (benchmarks/draft_bank.py).
"""

from __future__ import annotations

#: The reader's log-odds for a figure that it was not given to read.
UNREAD = -8.0
#: Cosines of figures, question to figure, sentences, question to sentence; reader's log-odds; same
#: role; same measure word; share of words; not read.
ALIKE = (1.023, 2.089, 0.421, 0.898, 0.642, -0.061, 0.221, 0.749, 0.612)
#: See ``figure_check.support_features`` and ``against_features``.
SUPPORT = (-0.761, 0.235, 0.197, -0.02, 0.181, -0.716, 0.207, 0.395, 0.205, 0.167, -0.191, -0.054)
AGAINST = (-2.877, 0.124, 0.419, 0.232, 0.659, -0.594, 0.078, 2.349)
#: What each other figure of the claim that a sentence holds adds.
BESIDE = 1.5
#: Log-odds from which a figure is borne out (by one issuer's reports; by everybody's), and from
#: which it is contradicted.
SUPPORTED, SUPPORTED_AMONG_MANY, CONTRADICTED = 0.0, 0.75, 1.0
#: What a sentence's cosine and the reader's log-odds count where no figure decides, and from where
#: together they bear a sentence out.
MEANING_COSINE, MEANING_READER, MEANING = 20.0, 1.0, 12.8
