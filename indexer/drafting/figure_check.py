"""Compares a draft's figure with those of the reports: which supports it, which contradicts it.

An equal value supports a figure if the models consider it the same quantity, rather than a figure
of another value in the same reports. A contradiction needs more: a figure of another value that is
certainly the same quantity in the same role, when no equal value could be meant.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from ..document.report import Figure
from . import weights
from .evidence import COUNTER, FIGURE, QUESTION, READER, WORDS, Pair
from .rounding import APART, significant
from .stated import Stated

_FEW = frozenset({"level", "plan", "previous"})


def find_supporting(
    stated: Stated, pairs: Sequence[Pair], beside: Counter[int], single: bool, missing: bool
) -> Pair | None:
    """The pair that supports the figure, if any. ``beside`` counts, by sentence row, the figures of
    the claim whose value the sentence contains: a sentence with several is the likely source.
    ``single``: the reports are by one issuer; ``missing``: none for the year is indexed, so that
    the source must name the year itself."""
    fitting = plausible_pairs(stated, pairs, missing)
    other = [p for p in fitting if stated.scope and p.scope and stated.scope != p.scope]
    same = [p for p in fitting if p not in other]
    said = [p for p in same if stated.scope and p.scope == stated.scope]
    for group in (said, same, other):
        good = [
            p
            for p in group
            if support_log_odds(stated, p, pairs, beside[p.row.sentence]) >= _bar(single)
        ]
        if good:
            return good[0]
    return None


def find_contradicting(stated: Stated, pairs: Sequence[Pair]) -> Pair | None:
    """The pair that contradicts the figure: certainly the same quantity, with another value."""
    best = best_other(pairs)
    if best is None:
        return None
    # Similar figures with other values (a part of it, the year before) are evidence against it too.
    metric, value = best.row.figure.metric, best.row.figure.value
    rest = [
        p
        for p in pairs
        if p.row.figure.value != value
        and (_may_be(stated, p) if p.equal else not metric or p.row.figure.metric != metric)
    ]
    moved = any(_of_another_year(p, best) for p in pairs)
    return (
        best if contradiction_log_odds(stated, best, rest, moved) >= weights.CONTRADICTED else None
    )


def _of_another_year(pair: Pair, best: Pair) -> bool:
    """Whether ``pair`` has the draft's value, which the sentence of ``best`` gives for another
    year: the two years have been confused."""
    a, b = pair.row, best.row
    return (
        pair.equal
        and pair.other_year
        and best.year_said
        and a.sentence == b.sentence
        and bool(a.figure.metric)
        and a.figure.metric == b.figure.metric
    )


def plausible_pairs(stated: Stated, pairs: Sequence[Pair], missing: bool) -> list[Pair]:
    """Pairs with an equal value that may be the quantity, judging by their parts and years."""
    return [p for p in pairs if p.equal and _may_be(stated, p) and (p.year_said or not missing)]


def best_other(pairs: Sequence[Pair]) -> Pair | None:
    """The likeliest pair with another value that the reader saw."""
    return next((p for p in pairs if not p.equal and p.role and p.read and not p.other_year), None)


def support_log_odds(stated: Stated, pair: Pair, pairs: Sequence[Pair], beside: int) -> float:
    """Log-odds that ``pair``, with an equal value, is the quantity stated in the draft."""
    return sum(
        w * f for w, f in zip(weights.SUPPORT, support_features(stated, pair, pairs), strict=True)
    ) + (weights.BESIDE * min(max(beside - 1, 0), 2))


def support_features(stated: Stated, pair: Pair, pairs: Sequence[Pair]) -> tuple[float, ...]:
    """The features for support; ``pairs`` are all pairs of the draft's figure."""
    dated = (
        pair.year_said and stated.year is not None
    )  # figures for other years then do not compete
    others = [
        p
        for p in pairs
        if p.row.report == pair.row.report and p.agreement == APART and not (dated and p.other_year)
    ]
    return (
        1.0,
        pair.score,
        _margin(pair.score, [p.score for p in others]),
        float(evidence_digits(stated.figure.value)),
        float(pair.other_year),
        pair.features[COUNTER],
        pair.features[READER],
        math.log1p(len(others)),
        *(
            _margin(times * pair.features[n], [times * p.features[n] for p in others])
            for n, times in ((READER, 1), (QUESTION, 10), (FIGURE, 10), (WORDS, 10))
        ),
    )


def contradiction_log_odds(
    stated: Stated, pair: Pair, others: Sequence[Pair], moved: bool = False
) -> float:
    """Log-odds that ``pair``, with another value, is the quantity; ``others`` have yet other
    values. ``moved``: the draft's value is that of another year."""
    return sum(
        w * f
        for w, f in zip(
            weights.AGAINST, contradiction_features(stated, pair, others, moved), strict=True
        )
    )


def contradiction_features(
    stated: Stated, pair: Pair, others: Sequence[Pair], moved: bool = False
) -> tuple[float, ...]:
    agreeing = [p.score for p in others if p.equal]
    return (
        1.0,
        pair.score,
        _margin(pair.score, [p.score for p in others]),
        _margin(pair.score, agreeing),
        float(bool(agreeing)),
        pair.features[COUNTER],
        pair.features[READER],
        float(moved or _slip(stated.figure, pair.row.figure)),
    )


def evidence_digits(value: float) -> int:
    """How much an equal value proves, in digits: two trailing zeros count as one digit, four as
    two, because 2.3亿 occurs by chance less often than 23."""
    whole = f"{abs(value):.0f}"
    zeros = min((len(whole) - len(whole.rstrip("0"))) // 2, 2)
    return min(significant(value) + zeros, 6)


def supported_by_sentence(pairs: Sequence[Sequence[Pair]]) -> Counter[int]:
    """By sentence row, how many of the figures of a claim, whose ``pairs`` these are, have their
    value there."""
    counted: Counter[int] = Counter()
    for found in pairs:
        counted.update({p.row.sentence for p in found if p.equal})
    return counted


def _may_be(stated: Stated, pair: Pair) -> bool:
    roles = {stated.figure.role, pair.row.figure.role}
    return (pair.role or roles <= _FEW) and not (pair.other_year and stated.year is not None)


def _bar(single: bool) -> float:
    return weights.SUPPORTED if single else weights.SUPPORTED_AMONG_MANY


def _margin(score: float, others: Sequence[float]) -> float:
    """How far ``score`` lies above the best of ``others``, within bounds."""
    return min(max(score - max(others, default=-math.inf), -8.0), 8.0)


def _slip(stated: Figure, source: Figure) -> bool:
    """Whether the digits are the same in another order, or with another unit."""
    return _digits(stated.value) == _digits(source.value)


def _digits(value: float) -> list[str]:
    return sorted(f"{abs(value):.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0"))
