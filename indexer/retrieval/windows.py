"""Windows: the sections of a report that the reader model reads, one candidate each.

A window is a sentence, or a piece of a long one, with what a reader of the page would have in view:
its report, its headings, and the preceding words or the header of its table. Training and answering
both create them here, so that the model sees the same form as in training.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..document.report import Details

LONGEST = 240
_SHORT = 160  # shorter sentences are read with the words before them
_BEFORE = 80
_HEADINGS = 2
_HEADING_SHOWN = 30
_TITLE_SHOWN = 60
_ROW_SHOWN = 160
_STRONG = re.compile(r"[；;。]\s*|\n")
_WEAK = re.compile(r"[，,、]\s*|\s")
_EDGE = re.compile(r"[，。；！？、,;.!?]\s*|\n")


@dataclass(frozen=True, slots=True)
class Window:
    """``text[start:end]`` is read; ``text[before[0]:before[1]]`` goes before it. ``sentence`` is
    its number among the sentences that were given."""

    start: int
    end: int
    before: tuple[int, int]
    sentence: int


def windows(text: str, sentences: Sequence[tuple[int, int]], floors: Sequence[int]) -> list[Window]:
    """Windows over ``sentences`` of ``text``, in order; ``floors[i]`` is the offset that the words
    before sentence ``i`` may not reach beyond (where its passage begins)."""
    found = []
    for number, ((start, end), floor) in enumerate(zip(sentences, floors, strict=True)):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        for low, high in _pieces(text, start, end):
            found.append(Window(low, high, _before(text, low, high, floor), number))
    return found


def heading_line(details: Details, path: Sequence[str]) -> str:
    """What goes before every window of a report: its title, body and year, the last headings."""
    title = " ".join(details.title.split())[:_TITLE_SHOWN]
    parts = [details.issuer] if details.issuer and details.issuer not in title else []
    parts.append(title)
    if details.year and str(details.year) not in title:
        parts.append(str(details.year))
    parts += [" ".join(h.split())[:_HEADING_SHOWN] for h in path[-_HEADINGS:]]
    return " · ".join(part for part in parts if part)


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """``start:end`` in pieces of at most LONGEST characters, cut at clauses."""
    pieces = []
    while end - start > LONGEST:
        low, high = start + LONGEST // 3, start + LONGEST
        ends = [m.end() for m in _STRONG.finditer(text, low, high)] or [
            m.end() for m in _WEAK.finditer(text, low, high)
        ]
        cut = ends[-1] if ends else high
        pieces.append((start, cut))
        start = cut
    if end > start:
        pieces.append((start, end))
    return pieces


def _before(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """The head of the table that the window is a row of, else the words before a short one."""
    if " | " in text[start:end]:
        return _table_head(text, start)
    if end - start >= _SHORT or start <= floor:
        return start, start
    low = max(floor, start - _BEFORE)
    if low > floor:
        edge = _EDGE.search(text, low, start)
        low = edge.end() if edge else start
    return min(low, start), start


def _table_head(text: str, start: int) -> tuple[int, int]:
    """The first row of the table around ``start``: rows are lines with `` | `` in them."""
    row = text.rfind("\n", 0, start) + 1
    head = row
    while head > 0:
        above = text.rfind("\n", 0, head - 1) + 1
        if " | " not in text[above:head]:
            break
        head = above
    if head == row:
        return start, start
    line_end = text.find("\n", head)
    return head, min(line_end, head + _ROW_SHOWN)
