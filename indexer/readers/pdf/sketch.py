"""Finds the PDF pages whose geometry must be examined, with a sketch taken while pypdf reads the
text.

Most pages are one column in one size, and plain extraction reads them correctly; fetching the
position of each character takes several times as long. ``Sketch`` observes the operators that pypdf
processes anyway (ISO 32000-1, 9.4 and 8.5) and identifies the other pages from them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_DRAWS = frozenset({b"re", b"l"})
_LEAST_LINES = 6  # strokes that a table of two rows and columns needs
_MOST_SHOWS = 40_000


class Sketch:
    """Give ``see`` to pypdf as ``visitor_operand_before``, then ask ``plain``."""

    def __init__(self) -> None:
        self._drawn = 0
        self._size = 0.0
        self._rise = 0.0
        self._shows: list[tuple[float, float, float, int]] = []  # x, y, size, angle in degrees

    def see(self, operator: bytes, operands: Any, cm: Sequence[float], tm: Sequence[float]) -> None:
        """One operator with its matrices, as pypdf's visitors get them."""
        if operator == b"Tf" and len(operands) > 1:
            self._size = _number(operands[1])
        elif operator == b"Ts" and operands:  # the matrix does not hold it
            self._rise = _number(operands[0])
        elif operator in _DRAWS:
            self._drawn += 1
        elif operator in _SHOWS and len(self._shows) < _MOST_SHOWS:
            a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5] + self._rise * math.hypot(a, b)
            angle = round(math.degrees(math.atan2(b, a))) % 360
            self._shows.append((x, y, abs(self._size) * math.hypot(a, b), angle))

    @property
    def drawn(self) -> int:
        """How many lines and rectangles are drawn."""
        return self._drawn

    def plain(self, text: str) -> bool:
        """Whether ``text``, the page as plain extraction gives it, is in reading order already."""
        if not self._shows:
            return True
        return not (
            self._drawn >= _LEAST_LINES
            or len({angle for *_, angle in self._shows}) > 1
            or self._shows[0][3] != 0
            or self._sized()
            or self._aligned()
            or _numbered(text)
        )

    def _sized(self) -> bool:
        """Whether small print stands on the lines of the body (note marks), or a block of it below
        them (notes), or very large print anywhere but at the head (watermarks)."""
        sizes = Counter(round(size, 1) for *_, size, _ in self._shows)
        body = sizes.most_common(1)[0][0]
        if body <= 0:
            return False
        large = [y for x, y, size, _ in self._shows if abs(size - body) < 0.1 * body]
        small = [(x, y) for x, y, size, _ in self._shows if 0 < size < 0.85 * body]
        rows = {round(y) for _, y in small}
        below = {y for y in rows if y < min(large)}
        # pdfs of one text operator a line have a page number below the body, and no more
        if len(below) > 1:
            return True
        heights = sorted(large)
        return any(_near(heights, y, 0.15 * body, 0.7 * body) for _, y in small) or any(
            size > 1.9 * body and y < max(large) - 4 * body for _, y, size, _ in self._shows
        )

    def _aligned(self) -> bool:
        """Whether four lines begin at one place well inside the page: columns, of text or cells."""
        left = min(x for x, *_ in self._shows)
        right = max(x for x, *_ in self._shows)
        rows: dict[int, set[int]] = {}
        for x, y, *_ in self._shows:
            if x > left + 0.2 * (right - left) and right - left > 60:
                rows.setdefault(round(x), set()).add(round(y))
        return any(len(ys) >= 4 for ys in rows.values())


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0


def _near(heights: Sequence[float], y: float, least: float, most: float) -> bool:
    """Whether ``y`` is above one of the sorted ``heights`` by ``least`` to ``most``."""
    from bisect import bisect_left

    at = bisect_left(heights, y - most)
    return at < len(heights) and heights[at] <= y - least


def _numbered(text: str) -> bool:
    """Whether the lines are numbered in the margin."""
    found = [int(n) for n in re.findall(r"^\s*(\d{1,4})(?=\s|\D|$)", text, re.M)]
    return sum(b - a == 1 for a, b in zip(found, found[1:], strict=False)) >= 8
