"""Whether a figure of a supported sentence is the one that its passage gives for that matter.

A passage often gives several figures in one unit (15 sessions, of which 3 on law). The check of a
draft accepts a value that is there for a similar matter; a model's sentence is held to more: no
other figure of the passage may be about as likely to be meant. Figures of the passage that the
sentence gives too, and such of another year, do not count against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..answers.answer import Citation
from ..answers.engine import Engine
from ..drafting.evidence import Collector, Pair
from ..drafting.segmentation import Piece
from ..drafting.stated import stated_figures
from ..retrieval.times.times import certain_spans, periods

Span = tuple[int, int]
#: By how much, in log-odds, the figure must be likelier than any other of its passages.
MARGIN = 0.5
_QUANTITIES = ("level", "change", "previous", "plan")


def mistakable(
    piece: Piece, heading: str, citations: Sequence[Citation], engine: Engine, today: date
) -> list[Span]:
    """Spans of the figures in ``piece.text`` beside which ``citations`` have another one that may
    be meant as well."""
    figures = [f for f in piece.figures if f.role in _QUANTITIES]
    if not figures:
        return []
    generation = engine.generation
    places = [(generation.report(c.report).row, c.start, c.end) for c in citations]
    rows = frozenset(row for row, _, _ in places)
    found = periods(piece.text, sorted(certain_spans(piece.text)), today)
    years = [(p.first, p.last) for p in found if p.first]
    collector = Collector(engine, generation, today)
    beside = [
        [p for p in collector.pairs(one, rows, years) if _inside(p, places)]
        for one in stated_figures(generation, piece, figures, heading)
    ]
    told = {(p.row.figure.value, p.row.figure.unit) for pairs in beside for p in pairs if p.equal}
    doubtful = []
    for figure, pairs in zip(figures, beside, strict=True):
        same = max((p.score for p in pairs if p.equal), default=None)
        others = [
            p.score
            for p in pairs
            if not p.equal
            and p.read
            and p.role
            and not p.other_year
            and (p.row.figure.value, p.row.figure.unit) not in told
        ]
        if same is not None and max(others, default=-99.0) > same - MARGIN:
            doubtful.append((figure.start - piece.start, figure.end - piece.start))
    return doubtful


def _inside(pair: Pair, places: Sequence[tuple[int, int, int]]) -> bool:
    row, figure = pair.row.report, pair.row.figure
    return any(row == r and a <= figure.start and figure.end <= b for r, a, b in places)
