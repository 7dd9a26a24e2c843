"""Narrow gutters between columns of text, found from the positions of the characters.

Rows are split at gaps wider than the type (``rows``); a gutter may be narrower, down to less than
half of that. It differs from the spaces between words by being in one place over many rows, and
from the columns of a table by running text on both sides.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from .columns import in_columns, rows_of
from .rows import Gutter, Run, Segment, ink_end, segments_in

_NARROWEST = 0.4  # of the type's size
_LEAST_ROWS = 4
_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's characters by their left ends; ``ends`` are their right ends, ``inked`` those with
    marks that may hang over the column's edge taken for as good as nothing."""

    starts: list[float]
    ends: list[float]
    inked: list[float]
    y: float
    size: float

    def clear(self, x: float) -> bool:
        """Whether nothing is printed right before ``x``."""
        at = bisect_left(self.starts, x - 0.1 * self.size)
        return at == 0 or self.inked[at - 1] <= x - (_NARROWEST - 0.1) * self.size

    def begins(self, x: float) -> bool:
        """Whether text begins at ``x``."""
        at = bisect_left(self.starts, x - 0.1 * self.size)
        return at < len(self.starts) and self.starts[at] <= x + 0.1 * self.size


def narrow_gutters(rows: Sequence[Sequence[Run]]) -> list[Gutter]:
    """The narrow gutters of a page whose rows of runs, from the top down, are ``rows``."""
    lines = [_row(row) for row in rows]
    likely = [
        (Gutter(x, lines[first].y, lines[last].y), first, last)
        for x in _places(lines)
        for first, last in _bands(lines, x)
    ]
    found: list[Gutter] = []
    for gutter, first, last in likely:
        others = [g for g, a, b in likely if g.x != gutter.x and a <= first + 4 and b >= last - 4]
        band = rows_of(segments_in(rows[first : last + 1], frozenset(), [*others, gutter]))
        if in_columns(_between(band, others, gutter.x), gutter.x):
            found.append(gutter)
    return found


def _row(row: Sequence[Run]) -> _Row:
    chars = sorted((char for run in row for char in run.chars), key=lambda char: char.x0)
    ends, inked = [c.x1 for c in chars], [ink_end(c) for c in chars]
    return _Row([c.x0 for c in chars], ends, inked, row[0].y, row[0].size)


def _places(lines: Sequence[_Row]) -> list[float]:
    """Left ends, after a gap or the white of a whole column, that several rows share; those that
    the most do first."""
    left = min((line.starts[0] for line in lines if line.starts), default=0.0)
    right = max((line.ends[-1] for line in lines if line.ends), default=0.0)
    starts = sorted(
        (start, line.size)
        for line in lines
        for start, before in zip(line.starts, [left, *line.ends], strict=False)
        if start - before >= _NARROWEST * line.size and start > left + 0.15 * (right - left)
    )
    places = [start for start, _ in starts]
    counted: list[tuple[int, float]] = []
    at = 0
    while at < len(starts):
        place, size = starts[at]
        end = bisect_right(places, place + 0.12 * size)
        if end - at >= _LEAST_ROWS:
            counted.append((at - end, place))
        at = end
    return [place for _, place in sorted(counted)[:_MOST_PLACES]]


def _bands(lines: Sequence[_Row], x: float) -> list[tuple[int, int]]:
    """First and last of the rows, one below the other, that leave the strip before ``x`` white, if
    most of those with text on its right have it begin at ``x``."""
    found: list[tuple[int, int]] = []
    first = 0
    for at in range(len(lines) + 1):
        if at < len(lines) and lines[at].clear(x):
            continue
        right = [n for n in range(first, at) if lines[n].ends and lines[n].ends[-1] > x]
        own = sum(lines[n].begins(x) for n in right)
        if own >= _LEAST_ROWS and own >= 0.5 * len(right):
            found.append((first, at - 1))
        first = at + 1
    return found


def _between(
    rows: Sequence[Sequence[Segment]], others: Sequence[Gutter], x: float
) -> list[list[Segment]]:
    """The parts of ``rows`` that stand between the gutters next to ``x``."""
    left = max((g.x for g in others if g.x < x - 1), default=float("-inf"))
    right = min((g.x for g in others if g.x > x + 1), default=float("inf"))
    kept = [[s for s in row if s.x0 >= left - 1 and s.x0 < right - 1] for row in rows]
    return [row for row in kept if row]
