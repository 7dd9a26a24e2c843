"""Weights that join what the models say of a draft's figure.

Fitted by ``benchmarks/training/drafts.py`` on drafts of the question bank: quantities and reports
that no network was trained on, and of these the half ``fit`` (benchmarks/draft_bank.py).
"""

from __future__ import annotations

#: The reader's log-odds for a figure that it was not given to read.
UNREAD = -8.0
#: Cosines of figures, question to figure, sentences, question to sentence; reader's log-odds; same
#: role; same measure word; share of words; not read.
ALIKE = (1.082, 2.359, -0.146, 0.327, 0.667, 0.148, 0.224, 1.002, 1.122)
#: See ``figure_check.support_features`` and ``against_features``.
SUPPORT = (-1.4, 0.219, 0.202, 0.009, 0.079, -0.675, 0.205, 0.533, 0.216, 0.119, -0.187, -0.048)
AGAINST = (-3.256, 0.188, 0.504, 0.229, 0.437, -0.461, 0.128, 1.533)
#: What each other figure of the claim that a sentence holds adds.
BESIDE = 1.5
#: Log-odds from which a figure is borne out (by one issuer's reports; by everybody's), and from
#: which it is contradicted.
SUPPORTED, SUPPORTED_AMONG_MANY, CONTRADICTED = 0.0, 0.75, 1.0
#: What a sentence's cosine and the reader's log-odds count where no figure decides, and from where
#: together they bear a sentence out.
MEANING_COSINE, MEANING_READER, MEANING = 20.0, 1.0, 12.8
