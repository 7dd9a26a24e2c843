"""Weights that combine the reader's scores with other evidence, as log-odds or factors.

They were set with ``digests-questions-2.jsonl`` in view, whose reports and wordings no network was
trained on (docs/quality.md).
"""

from __future__ import annotations

#: Factors of log(match of body) and log(match of time): the penalty for a report of another body
#: or year, and for a figure of another year.
BODY, TIME, FIGURE_TIME = 1.5, 2.0, 3.0
#: Weight of a cosine in addition to the reader: of a figure's clause, and of a sentence.
FIGURE_COSINE, SENTENCE_COSINE = 18.0, 10.0
COSINE_MEAN = 0.45
#: Weight of the words that name one of several enumerated figures, by their share.
NAMED_IN_ROW = 6.0
#: Penalty for a level as the answer to a question by how much something rose or fell.
NO_CHANGE = 4.0
#: Factor of the log share that the question head gives to a figure's unit family.
FAMILY = 1.0
#: Minimum log-odds of an answer, by kind.
LOOKUP, FACT, TOPIC = -3.3, -4.7, -4.0
#: Log-odds of its words at which one of many reports states it, whatever the others say.
SURE = 3.0
#: How far below 0 the log-odds of a report are still doubtful, for many and for few reports, and
#: how wide a gap separates reports that state it from the rest.
DOUBT, DOUBT_OF_FEW, GAP = 1.75, 2.0, 1.75
#: Log-odds between which the verdict on a report is so doubtful that a language model may be asked.
BORDERLINE_BELOW, BORDERLINE_ABOVE = -DOUBT, 1.75
#: What a report of another type of body than the question names loses, as log-odds, if one of that
#: type states it. Of the bank's questions, 2 % of the former and 64 % of the latter state it.
OTHER_KIND = 6.0
#: Weight of the share of the question's words relative to a cosine when reports are ranked.
CENSUS_WORDS = 0.4
#: The same for how well the body matches a type that the question names.
CENSUS_KIND = 0.1
#: How far below the log-odds of a report's words its best figure may be and still be given, if a
#: figure is asked for.
FIGURE_LEAST = -4.0
#: Penalty for a figure in a census, scaled by how likely it is that none is asked for.
UNASKED = 3.0
#: Weight of single-report questions that name nobody when there are many reports, and of lists,
#: rankings and sums that name a body.
UNNAMED, LISTED, RANKED, ADDED = 0.35, 0.6, 1.0, 0.3
#: The same for a question that names only a place with more than a few reports.
OF_AREA = 1.0
#: Share of yes/no among single-report kinds from which an answer is a yes or no.
YES_NO = 0.4
#: Weight of the wish for a figure if both a figure and a sentence answer, and what words need
#: beyond FACT if a figure is certainly wanted.
LEAN, WORDS = 16.0, 4.0
