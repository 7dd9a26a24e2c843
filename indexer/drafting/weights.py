"""Weights that combine the models' scores for a draft's figure.

Fitted by ``benchmarks/training/drafts.py`` on drafts of the question bank (the half ``fit`` of
benchmarks/draft_bank.py), with quantities and reports that no network was trained on.
"""

from __future__ import annotations

#: The reader's log-odds for a figure that it did not read.
UNREAD = -8.0
#: Cosines of figures, question to figure, sentences, question to sentence; reader's log-odds; same
#: role; same measure word; share of words; not read.
ALIKE = (1.727, 1.533, -0.169, 0.558, 0.652, 0.044, 0.523, 1.978, 0.308)
#: See ``figure_check.support_features`` and ``against_features``.
SUPPORT = (-0.89, 0.234, 0.136, -0.022, -1.141, -0.702, 0.268, 0.541, 0.19, 0.333, -0.122, -0.119)
AGAINST = (-2.397, 0.198, 0.411, 0.225, -0.187, -0.871, 0.146, 1.087)
#: Bonus for each other figure of the claim in the same sentence.
BESIDE = 1.5
#: Log-odds from which a figure is borne out (by one issuer's reports; by everybody's), and from
#: which it is contradicted.
SUPPORTED, SUPPORTED_AMONG_MANY, CONTRADICTED = 0.0, 0.75, 0.5
#: What a sentence's cosine and the reader's log-odds count where no figure decides, and from where
#: together they bear a sentence out.
MEANING_COSINE, MEANING_READER, MEANING = 20.0, 1.0, 12.2
