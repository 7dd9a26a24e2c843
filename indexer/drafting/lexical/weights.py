"""Weights of the two scores in ``evidence`` and the threshold on a sentence's (log-odds).

They were fitted with a logistic model to development questions and another encoder's cosines.
"""

from __future__ import annotations

SENTENCE_WEIGHTS: dict[str, float] = {
    "bias": -4.0, "dense": 5.0, "passage_dense": 1.5, "words": 3.0, "concepts": 3.0, "themes": 1.0,
    "residual": -0.8, "untranslated": -1.0, "missing": -2.0,
    "same_language": -0.3, "path": 0.6, "heading": -1.5, "boilerplate": -0.8,
}

FIGURE_WEIGHTS: dict[str, float] = {
    "bias": -4.5, "clause_concepts": 2.7, "near_concepts": 1.45, "sentence_concepts": 0.5,
    "head_other": -0.3, "counter_unfit": -0.4, "label_concepts": 0.4, "themes": 1.25,
    "scope_same": 0.87, "scope_other": -1.05, "clause_words": 1.55, "sentence_words": 0.0,
    "dense": 3.5, "passage_dense": 1.0, "family_same": 1.75, "family_other": -2.95,
    "counter_same": 0.7, "counter_other": -0.55, "unasked": -1.95, "missing": -3.5,
    "untranslated": -0.4, "foreign": -1.5, "whole": 0.8, "extra": -1.45, "residual": -0.3,
    "year_same": 0.7, "year_other": -1.3, "change": -2.3, "not_change": -1.9,
    "previous": -2.0, "plan": -2.4, "same_language": -0.6,
}

SENTENCE_STATED_THRESHOLD = 0.5

#: Points of the lines from the bundled model's cosines to those that the weights were fitted to.
SENTENCE_COSINE = ((-0.1, -0.03), (0.15, 0.12), (0.4, 0.3), (0.65, 0.67), (0.82, 0.95), (1.0, 1.0))
PASSAGE_COSINE = ((-0.1, -0.03), (0.1, 0.09), (0.3, 0.18), (0.8, 0.67), (1.0, 0.9))
