"""Weights of the two scores in ``evidence`` and the thresholds on them (log-odds)."""

from __future__ import annotations

SENTENCE_WEIGHTS: dict[str, float] = {
    "bias": -4.0, "dense": 5.0, "passage_dense": 1.5, "words": 3.0, "concepts": 3.0, "themes": 1.0,
    "residual": -0.8, "same_language": -0.3, "heading": -1.5,
}

FIGURE_WEIGHTS: dict[str, float] = {
    "bias": -5.0, "clause_concepts": 3.0, "near_concepts": 1.5, "sentence_concepts": 1.0,
    "label_concepts": 0.6, "themes": 1.5, "scope_same": 1.0, "scope_other": -1.0,
    "clause_words": 2.0, "sentence_words": 0.5, "dense": 3.5, "passage_dense": 1.0,
    "family_same": 1.5, "family_other": -3.0, "counter_same": 1.0, "counter_other": -0.8,
    "unasked": -1.6, "missing": -2.7, "whole": 0.7, "extra": -1.3, "residual": -0.6,
    "year_same": 0.5, "year_other": -1.5,
    "change": -2.0, "not_change": -2.0, "previous": -1.5, "plan": -2.5, "same_language": -0.5,
}

LOOKUP_THRESHOLD = 0.0
STATED_THRESHOLD = 0.8
UNNAMED_MARGIN = 1.0
TOPIC_THRESHOLD = -1.5
MENTIONED_THRESHOLD = 0.0
SENTENCE_STATED_THRESHOLD = 0.5
