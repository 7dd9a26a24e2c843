"""Weights of the two scores in ``evidence`` and the thresholds on them (log-odds)."""

from __future__ import annotations

SENTENCE_WEIGHTS: dict[str, float] = {
    "bias": -4.0, "dense": 5.0, "passage_dense": 1.5, "words": 3.0, "concepts": 3.0, "themes": 1.0,
    "residual": -0.8, "untranslated": -1.0, "missing": -2.0, "same_language": -0.3, "heading": -1.5,
}

FIGURE_WEIGHTS: dict[str, float] = {
    "bias": -4.64, "clause_concepts": 2.73, "near_concepts": 1.43, "sentence_concepts": 0.68,
    "label_concepts": 0.51, "themes": 1.3, "scope_same": 0.89, "scope_other": -1.04,
    "clause_words": 1.6, "sentence_words": 0.07, "dense": 3.62, "passage_dense": 1.08,
    "family_same": 1.73, "family_other": -3.01, "counter_same": 0.8, "counter_other": -0.72,
    "unasked": -1.81, "missing": -3.51, "untranslated": -0.71, "whole": 0.84,
    "extra": -1.61, "residual": -0.34, "year_same": 0.72, "year_other": -1.06,
    "change": -2.16, "not_change": -1.95, "previous": -1.73, "plan": -2.55,
    "same_language": -0.75,
}

LOOKUP_THRESHOLD = 0.0
STATED_THRESHOLD = 0.8
UNNAMED_MARGIN = 1.8
NAMED_MARGIN = 0.8
TOPIC_THRESHOLD = -1.5
MENTIONED_THRESHOLD = 0.0
SENTENCE_STATED_THRESHOLD = 0.5
