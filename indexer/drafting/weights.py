"""Weights that join what the models say of a draft's figure.

Fitted by ``benchmarks/training/drafts.py`` on drafts of the question bank: quantities and reports
that no network was trained on, and of these the half ``fit`` (benchmarks/draft_bank.py).
"""

from __future__ import annotations

#: The reader's log-odds for a figure that it was not given to read.
UNREAD = -8.0
#: Cosines of figures, question to figure, sentences, question to sentence; reader's log-odds; same
#: role; same measure word; share of words; not read.
ALIKE = (1.554, 2.612, -0.208, 0.992, 0.808, 0.211, -0.127, 1.539, 3.837)
#: See ``figure_check.support_features`` and ``against_features``.
SUPPORT = (-1.922, 0.119, 0.224, 0.209, -0.159, -0.398, 0.158, 0.783, 0.21, 0.186, -0.111, 0.001)
AGAINST = (-2.84, 0.141, 0.406, 0.244, 0.205, -0.296, 0.074, 1.281)
#: What each other figure of the claim that a sentence holds adds.
BESIDE = 1.5
#: Log-odds from which a figure is borne out (by one issuer's reports; by everybody's), and from
#: which it is contradicted.
SUPPORTED, SUPPORTED_AMONG_MANY, CONTRADICTED = 0.25, 1.0, 0.5
#: What a sentence's cosine and the reader's log-odds count where no figure decides, and from where
#: together they bear a sentence out.
MEANING_COSINE, MEANING_READER, MEANING = 20.0, 1.0, 12.8
