"""How likely it is that each report read states what a question to many reports asks for.

The reader's scores for reports that do not state it differ from question to question. Each report
is therefore compared with the question's background: a logistic regression over the scores of
reader, cosines and words, fitted on questions whose answer is known for every report
(``benchmarks.training.census_head``). If few reports are read, all or none of them may state it, so
there is no background; a separate head then judges each report by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from . import weights
from .inquiry import Inquiry
from .judging import Judged

BACKGROUND = 16  # the report, by descending measure, that serves as the background
_NO_FIGURE = -9.0
#: Measures of a report: the best log-odds of its words and of its figures, the best cosine of its
#: sentences and of its figures, the share of the question's words in it, its score before it was
#: read, the cosine of its title and body, and how well its body matches a type in the question.
MEASURES = 8
FEATURES, FEATURES_OF_FEW = 15, 7
_MOST = 5.0  # log-odds beyond which the reader is just as sure
#: The measures used as absolute values, and those used relative to the background.
_OWN, _AGAINST = [0, 2, 4, 5, 1, 3, 6, 7], [0, 2, 1, 5, 4, 6]
_KIND = 7  # the measure of the type of body
_RIGHT_KIND, _WRONG_KIND = 0.4, -0.2  # of the type that is named, and of another one
_EITHER_KIND = 0.5  # neutral: neither the type asked for nor another one

Array = NDArray[np.float64]


def measures_of(inquiry: Inquiry, judged: Sequence[Judged], worth: float) -> list[float]:
    """The MEASURES of one report, from its windows that were read."""
    words = inquiry.finder.words
    report = judged[0].report
    return [
        max(j.logit + j.fit for j in judged),
        max((f.score for j in judged for f in j.figures[:1]), default=_NO_FIGURE),
        max(j.candidate.cosine for j in judged),
        max(j.candidate.best_figure for j in judged),
        max(float(words[j.sentence]) for j in judged),
        worth,
        inquiry.finder.name_cosine(report),
        inquiry.type_fit.get(report, _EITHER_KIND) - _EITHER_KIND,
    ]


def features_of(measures: Array, figure: float, silence: Array) -> Array:
    """FEATURES of each report, from the ``measures`` (n, MEASURES) of all that were read.
    ``figure``: how likely a figure is asked for, 0 to 1; ``silence`` (6,): upper limit of the
    background, because all reports read may state it if very many do."""
    scaled = scaled_measures(measures)
    scaled[:, [1, 3]] *= figure
    wanted = np.where(np.array(_AGAINST) == 1, figure, 1.0)
    against = np.minimum(background_of(measures), silence) * wanted
    return np.column_stack(
        [scaled[:, _OWN], np.full(len(scaled), figure), scaled[:, _AGAINST] - against]
    )


def features_of_few(measures: Array, figure: float) -> Array:
    """FEATURES_OF_FEW of each report by itself. Words are not among them, because an answer in
    another language shares no words with the question."""
    scaled = scaled_measures(measures)
    words, own = scaled[:, :2].clip(-_MOST, _MOST).T
    return np.column_stack(
        [
            words,
            own * figure,
            scaled[:, 2],
            scaled[:, 3] * figure,
            scaled[:, 5],
            scaled[:, 7],
            np.full(len(scaled), figure),
        ]
    )


def background_of(measures: Array) -> Array:
    """Typical measures (6,) of reports that do not state the answer, from reports most of which do
    not."""
    ordered = -np.sort(-scaled_measures(measures), axis=0)
    background: Array = ordered[_behind(len(ordered))][_AGAINST]
    return background


def _behind(count: int) -> int:
    """Which of ``count`` reports, by descending measure, is the background: the sixteenth, or that
    many from the last if reading went on because more reports state it."""
    return min(max(BACKGROUND, count - BACKGROUND), count) - 1


def scaled_measures(measures: Array) -> Array:
    """``measures`` with cosines in tenths, so that a step is about as much as one of log-odds."""
    scaled: Array = measures * np.array([1, 1, 10, 10, 1, 10, 10, 1])
    return scaled


class Evidence:
    """The reports of one question as they are read. ``figure``: how likely a figure is asked
    for."""

    def __init__(self, inquiry: Inquiry, figure: float) -> None:
        self._inquiry, self._figure = inquiry, figure
        self._measures: dict[int, list[float]] = {}
        self._alone: dict[int, float] = {}

    def add(self, report: int, judged: Sequence[Judged], worth: float) -> None:
        self._measures[report] = measures_of(self._inquiry, judged, worth)
        self._alone[report] = _whatever_others(judged, self._figure)

    def scores(self) -> dict[int, float]:
        """Log-odds for each report that it states the answer; above 0 it counts as stating it."""
        rows = sorted(self._measures)
        if not rows:
            return {}
        measures = np.array([self._measures[r] for r in rows])
        reader = self._inquiry.judge.reader()
        if len(rows) < BACKGROUND:
            features, head = features_of_few(measures, self._figure), reader.few
            doubt = weights.DOUBT_OF_FEW
        else:
            features, head = features_of(measures, self._figure, reader.silence), reader.census
            doubt = weights.DOUBT
        alone = np.array([self._alone[r] for r in rows])
        scores = np.maximum(features @ head.weight + head.bias, alone)
        scores -= _cut(scores, doubt)
        kind = measures[:, _KIND]
        if scores[kind >= _RIGHT_KIND].max(initial=-1.0) >= 0:
            scores[kind <= _WRONG_KIND] -= weights.OTHER_KIND
        return dict(zip(rows, scores.tolist(), strict=True))


def _cut(scores: Array, doubt: float) -> float:
    """The threshold for stating it: 0, or the last report before a wide gap that begins just below
    0, since the rest is then clearly unrelated."""
    ordered = -np.sort(-scores)
    below = ordered[:-1][
        (ordered[:-1] < 0) & (ordered[:-1] >= -doubt) & (ordered[:-1] - ordered[1:] >= weights.GAP)
    ]
    return float(below[0]) if len(below) else 0.0


def _whatever_others(judged: Sequence[Judged], figure: float) -> float:
    """Log-odds of one report by itself: of its best figure if one is wanted, and of words that the
    reader is sure of."""
    lowered = weights.UNASKED * (1.0 - figure)
    return max(
        max([j.score - weights.SURE, *(f.score - lowered for f in j.figures[:1] if figure)])
        for j in judged
    )
