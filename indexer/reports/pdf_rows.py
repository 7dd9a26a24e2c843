"""Printed rows from the characters of a page: one baseline each, cut where gaps are wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .pdf_chars import Char

_SUPERSCRIPT = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
NOTE_MARK = re.compile(r"[（(\[〔]?(?:\d{1,3}|[①-⑳*＊†‡])[)）\]〕]?$")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one row without a wide gap. ``marks`` are the note marks set above the line in
    it; ``row`` numbers the rows of a page from the top; ``cells`` holds a whole table's rows."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    row: int
    marks: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


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


def segments_of(runs: Sequence[Run], notes: frozenset[str]) -> list[Segment]:
    """The rows of ``runs`` from the top down, each cut where a gap is wider than the type.

    Marks above the line that are in ``notes`` are left out of the text.
    """
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (-round(run.size), -run.y, run.x0)):
        row = _level(rows, run) or _host(rows, run)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    found: list[Segment] = []
    for number, row in enumerate(sorted(rows, key=lambda row: (-row[0].y, row[0].x0))):
        found += _cut(row, number, notes)
    return found


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


def _cut(row: Sequence[Run], number: int, notes: frozenset[str]) -> list[Segment]:
    base = max(row, key=lambda run: (run.size, len(run.chars)))
    size, y = base.size, base.y
    chars = sorted((char for run in row for char in run.chars), key=lambda char: char.x0)
    parts: list[list[Char]] = []
    for char in chars:
        if parts and char.x0 - parts[-1][-1].x1 <= 1.0 * size:
            parts[-1].append(char)
        else:
            parts.append([char])
    found = []
    for part in parts:
        text, marks = _text(part, size, y, notes)
        if text or marks:
            found.append(Segment(text, part[0].x0, part[-1].x1, y, size, number, marks))
    return found


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
        while stop < len(chars) and raised(chars[stop], size, y):
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


def raised(char: Char, size: float, y: float) -> bool:
    """Whether the character is set small and above the line."""
    return char.size < 0.8 * size and char.y - y > 0.15 * size


def bare_mark(mark: str) -> str:
    """A note mark without its brackets; circled digits as digits."""
    core = mark.strip("（()）[]〔〕")
    return str(ord(core) - 0x245F) if "①" <= core <= "⑳" else core
