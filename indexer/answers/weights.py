"""Weights that join what the reader says with the evidence beside the text; all are log-odds.

Set with ``digests-questions-2.jsonl`` in view, whose reports and wordings no network was trained on
(docs/quality.md).
"""

from __future__ import annotations

#: log(body fit), log(time fit): what a report of another body or year costs.
BODY, TIME = 1.5, 2.0
#: What a cosine adds beyond the reader: of a figure's clause, and of a sentence.
FIGURE_COSINE, SENTENCE_COSINE = 24.0, 20.0
COSINE_MEAN = 0.45
#: log of the share that the question head gives to a figure's unit family.
FAMILY = 1.0
#: Log-odds that an answer needs, by kind.
LOOKUP, FACT, TOPIC = -2.0, -2.0, -6.0
#: Of a report in a census: for its figure, for its words.
CENSUS_FIGURE, CENSUS_WORDS = 0.0, -1.5
#: How far a question that names nobody, over many reports, may be about one of them.
UNNAMED = 0.2
#: How much the wish for a figure counts when a figure and a sentence both answer.
LEAN = 8.0
