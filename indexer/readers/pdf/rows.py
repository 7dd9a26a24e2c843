"""Printed rows from the characters of a page: one baseline each, split at wide gaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .chars import Char

_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_HANGING = frozenset("，。、；：！？）》」』】〉”’．")
NOTE_MARK = re.compile(r"[（(\[〔]?(?:\d{1,3}|[①-⑳*＊†‡])[)）\]〕]?$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one row without a wide gap. ``marks`` are the note marks set above the line in
    it; ``row`` numbers the rows of a page from the top; ``cells`` holds a whole table's rows;
    ``at_gutter`` tells that a narrow gutter is on its right."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    row: int
    marks: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    at_gutter: bool = False


@dataclass(frozen=True, slots=True)
class Gutter:
    """White between two columns: text on its right begins at ``x``, on the rows whose baselines are
    from ``top`` down to ``bottom``."""

    x: float
    top: float
    bottom: float

    def beside(self, y: float) -> bool:
        """Whether the row at ``y`` is one of those between whose halves it stands."""
        return self.bottom - 0.1 <= y <= self.top + 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow each other in the file, on one baseline, of one size and colour."""

    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @property
    def y(self) -> float:
        return self.chars[0].y

    @property
    def size(self) -> float:
        return self.chars[0].size


def runs_of(chars: Iterable[Char]) -> list[Run]:
    """``chars`` in the order of the file, as runs."""
    runs: list[Run] = []
    held: list[Char] = []
    for char in chars:
        if held and not _follows(held[-1], char):
            runs.append(Run(tuple(held)))
            held = []
        held.append(char)
    return [*runs, Run(tuple(held))] if held else runs


def _follows(before: Char, after: Char) -> bool:
    size = max(before.size, after.size, 1.0)
    return (
        abs(before.y - after.y) < 0.1 * size
        and abs(before.size - after.size) < 0.1 * size
        and before.ink == after.ink
        and -0.5 * size < after.x0 - before.x1 < size
    )


def body_size(runs: Iterable[Run]) -> float:
    """The size most characters are printed in, in points."""
    counts: dict[float, int] = {}
    for run in runs:
        size = round(run.size * 2) / 2
        counts[size] = counts.get(size, 0) + len(run.chars)
    return max(counts, key=lambda size: (counts[size], size), default=0.0) or 1.0


def segments_of(
    runs: Sequence[Run], notes: frozenset[str], gutters: Sequence[Gutter] = ()
) -> list[Segment]:
    """The rows of ``runs`` from the top down, each cut where a gap is wider than the type, and at
    ``gutters``.

    Marks above the line that are in ``notes`` are left out of the text.
    """
    return segments_in(rows_in(runs), notes, gutters)


def segments_in(
    rows: Sequence[Sequence[Run]], notes: frozenset[str], gutters: Sequence[Gutter] = ()
) -> list[Segment]:
    """The same of ``rows`` that ``rows_in`` gave."""
    found: list[Segment] = []
    for number, row in enumerate(rows):
        found += _cut(row, number, notes, [g.x for g in gutters if g.beside(row[0].y)])
    return found


def rows_in(runs: Sequence[Run]) -> list[list[Run]]:
    """``runs`` by the rows that they stand in, from the top down."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-round(run.size), -run.y, run.x0)):
        row = _level(rows, run) or _host(rows, run)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    return sorted(rows, key=lambda row: (-row[0].y, row[0].x0))


def _level(rows: list[list[Run]], run: Run) -> list[Run] | None:
    """The row that ``run`` is level with; a row's first run is its largest."""
    near = [row for row in rows if abs(row[0].y - run.y) <= 0.3 * min(run.size, row[0].size)]
    return min(near, key=lambda row: abs(row[0].y - run.y), default=None)


def _host(rows: list[list[Run]], run: Run) -> list[Run] | None:
    """The row of larger type that a mark or index stands at."""
    best: tuple[float, list[Run]] | None = None
    for row in rows:
        for base in row:
            if base.size * 0.8 <= run.size:
                continue
            rise = (run.y - base.y) / base.size
            beside = -0.6 * base.size <= run.x0 - base.x1 <= 0.6 * base.size
            within = base.x0 - 0.2 * base.size - (run.x1 - run.x0) <= run.x0 <= base.x1
            nearer = best is None or abs(rise) < best[0]
            if -0.35 <= rise <= 0.75 and (beside or within) and nearer:
                best = abs(rise), row
    return best[1] if best else None


def _cut(
    row: Sequence[Run], number: int, notes: frozenset[str], gutters: Sequence[float]
) -> list[Segment]:
    base = max(row, key=lambda run: (run.size, len(run.chars)))
    size, y = base.size, base.y
    chars = sorted((char for run in row for char in run.chars), key=lambda char: char.x0)
    parts: list[list[Char]] = []
    for char in chars:
        apart = bool(parts) and any(parts[-1][-1].x0 < x - 0.1 * size <= char.x0 for x in gutters)
        if parts and not apart and char.x0 - parts[-1][-1].x1 <= 1.0 * size:
            parts[-1].append(char)
        else:
            parts.append([char])
    found = []
    for part in parts:
        text, marks = _text(part, size, y, notes)
        if text or marks:
            x1 = part[-1].x1
            near = any(part[-1].x0 < x and x - x1 < 1.2 * size for x in gutters)
            x1 = ink_end(part[-1]) if near else x1
            found.append(Segment(text, part[0].x0, x1, y, size, number, marks, (), near))
    return found


def ink_end(char: Char) -> float:
    """The right end of a character; of a full-width mark that may hang over the edge of a column,
    its left end, near which it is printed."""
    return char.x0 if char.text in _HANGING and char.x1 - char.x0 > 0.6 * char.size else char.x1


def _text(
    chars: Sequence[Char], size: float, y: float, notes: frozenset[str]
) -> tuple[str, tuple[str, ...]]:
    """The text of a segment, with spaces where gaps are, and the marks above the line in it."""
    out: list[str] = []
    marks: list[str] = []
    at = 0
    end = chars[0].x0
    while at < len(chars):
        stop = at
        while stop < len(chars) and is_raised(chars[stop], size, y):
            stop += 1
        piece = "".join(char.text for char in chars[at:stop] or chars[at : at + 1])
        spaced = chars[at].spaced or chars[at].x0 - end > 0.2 * size
        if out and spaced and not out[-1].endswith(" "):
            out.append(" ")
        if stop > at:
            whole = NOTE_MARK.match(piece) is not None
            if whole:
                marks.append(bare_mark(piece))
            if not (out and whole and bare_mark(piece) in notes):
                out.append(piece.translate(_SUPERSCRIPT))
        else:
            out.append(piece)
            stop = at + 1
        end = max(char.x1 for char in chars[at:stop])
        at = stop
    return "".join(out).strip(), tuple(marks)


def is_raised(char: Char, size: float, y: float) -> bool:
    """Whether the character is set small and above the line."""
    return char.size < 0.8 * size and char.y - y > 0.15 * size


def bare_mark(mark: str) -> str:
    """A note mark without its brackets; circled digits as digits."""
    core = mark.strip("（()）[]〔〕")
    return str(ord(core) - 0x245F) if "①" <= core <= "⑳" else core
