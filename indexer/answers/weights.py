"""Weights that join what the reader says with the evidence beside the text, as log-odds or factors.

Set with ``digests-questions-2.jsonl`` in view, whose reports and wordings no network was trained on
(docs/quality.md).
"""

from __future__ import annotations

#: log(body fit), log(time fit): what a report of another body or year costs, and a figure of
#: another year.
BODY, TIME, FIGURE_TIME = 1.5, 2.0, 3.0
#: What a cosine adds beyond the reader: of a figure's clause, and of a sentence.
FIGURE_COSINE, SENTENCE_COSINE = 18.0, 10.0
COSINE_MEAN = 0.45
#: What the words that name one of the figures told in a row are worth, by their share.
NAMED_IN_ROW = 6.0
#: What a level loses as the answer to by how much something rose or fell.
NO_CHANGE = 4.0
#: log of the share that the question head gives to a figure's unit family.
FAMILY = 1.0
#: Log-odds that an answer needs, by kind.
LOOKUP, FACT, TOPIC = -3.3, -4.7, -4.0
#: Log-odds of its words with which one of many states it whatever the others say.
SURE = 3.0
#: How far below 0 log-odds leave in doubt whether one of many reports states it, or one of few, and
#: how wide a gap parts those that do from the rest.
DOUBT, DOUBT_OF_FEW, GAP = 1.75, 2.0, 1.75
#: What the share of the question's words is worth beside a cosine, where reports are ranked.
CENSUS_WORDS = 0.4
#: The same of how far its body is of a kind that the question speaks of.
CENSUS_KIND = 0.1
#: How far below the log-odds of a report's words its best figure may be and is told all the same,
#: where a figure is asked for.
FIGURE_LEAST = -4.0
#: What a figure loses in a census by how far none is asked for.
UNASKED = 3.0
#: How far a question that names nobody, over many reports, may be about one of them; and one that
#: names a body, a list over many, a ranking or a sum.
UNNAMED, LISTED, RANKED, ADDED = 0.35, 0.6, 1.0, 0.3
#: The same for one that names a place with more than a few reports, and nothing else.
OF_AREA = 1.0
#: Share of yes and no among what one report answers that makes an answer a yes or a no.
YES_NO = 0.4
#: How much the wish for a figure counts when a figure and a sentence both answer, and what words
#: need beyond FACT where a figure is surely wanted.
LEAN, WORDS = 16.0, 4.0
