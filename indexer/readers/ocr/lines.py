"""Arranges the pieces that recognition found on a page into lines, in reading order.

Skew is corrected first. Columns are read one after the other between the lines that cross them;
cells of one row are joined by `` | `` if rows line up as a table does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from ...text.lines import CJK, is_page_number
from .engine import PageRead, Piece

Box = tuple[float, float, float, float]

_WIDE_GAP = 2.0  # line heights between two pieces of one row that are cells, not words
_COLUMN_SHARE = 0.25  # of the page's characters on each side of a gutter
_FULL = dict(zip(",;:?!()", "，；：？！（）", strict=True))
_DASHED_NUMBER = re.compile(r"[-—–一·•.~]{1,2}\s*(\d{1,4})\s*[-—–一·•.~]{1,2}$")
_INDENT = "\u3000\u3000"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line as recognised. ``scores`` has one value for each character of ``text``; ``boxes``
    (left, top, right, bottom in shares of the picture) one for each piece of it."""

    text: str
    scores: tuple[float, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece upright: edges in units of the picture's height, skew taken out."""

    piece: Piece
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_lines(page: PageRead) -> list[PageLine]:
    """Lines of a page in reading order. Indents are kept as two ideographic spaces, larger gaps
    between lines as empty lines."""
    parts = _straight(page)
    if not parts:
        return []
    lines: list[PageLine] = []
    for block in _blocks(parts):
        lines += _block_lines(block)
    return lines


def _straight(page: PageRead) -> list[_Part]:
    """Pieces in upright coordinates: turned as the page was, then by the lines' own slant."""
    ratio = page.ratio if page.turned in (0, 180) else 1 / page.ratio
    corners = []
    for piece in page.pieces:
        points = list(zip(piece.box[::2], piece.box[1::2], strict=True))
        for _ in range(page.turned // 90):
            points = [(y, 1 - x) for x, y in points]
        corners.append([(x * ratio, y) for x, y in points])
    slants = [
        math.atan2(b[1] - a[1], b[0] - a[0])
        for a, b, _, _ in corners
        if math.dist(a, b) > 0.2 * ratio and abs(b[1] - a[1]) < 0.2 * abs(b[0] - a[0])
    ]
    slant = median(slants) if slants else 0.0
    cos, sin = math.cos(-slant), math.sin(-slant)
    parts = []
    for piece, points in zip(page.pieces, corners, strict=True):
        turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in points]
        a, b, c, d = turned
        parts.append(
            _Part(
                piece,
                (a[0] + d[0]) / 2,
                (b[0] + c[0]) / 2,
                (a[1] + b[1]) / 2,
                (c[1] + d[1]) / 2,
            )
        )
    return sorted(parts, key=lambda part: (part.middle, part.left))


def _blocks(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Parts of each column in order; the whole page is one block where it has no columns."""
    gutter = _gutter(parts)
    if gutter is None:
        return [list(parts)]
    blocks: list[list[_Part]] = []
    sides: tuple[list[_Part], list[_Part]] = [], []
    crossing: list[_Part] = []
    for part in parts:
        if part.left < gutter < part.right:
            blocks += [side for side in sides if side]
            sides = [], []
            crossing.append(part)
            continue
        if crossing:
            blocks.append(crossing)
            crossing = []
        sides[part.left >= gutter].append(part)
    return [*blocks, *(side for side in sides if side), *([crossing] if crossing else [])]


def _gutter(parts: Sequence[_Part]) -> float | None:
    """Where two columns of prose part; None where the page has one, or a table."""
    size = sum(len(part.piece.text) for part in parts)
    left, right = min(p.left for p in parts), max(p.right for p in parts)
    best, best_crossing = None, 0.25 * size
    for step in range(30, 71):
        at = left + (right - left) * step / 100
        first = [p for p in parts if p.right <= at]
        second = [p for p in parts if p.left >= at]
        if not (_prose(first, left, at, size) and _prose(second, at, right, size)):
            continue
        crossing = size - sum(len(p.piece.text) for p in (*first, *second))
        middle = abs(step - 50) / 100
        if crossing + middle < best_crossing:
            best, best_crossing = at, crossing + middle
    return best


def _prose(side: Sequence[_Part], left: float, right: float, size: int) -> bool:
    """Whether a side holds a good share of the page in lines that fill their column."""
    if len(side) < 4 or sum(len(p.piece.text) for p in side) < _COLUMN_SHARE * size:
        return False
    widths = sorted(p.right - p.left for p in side)
    return widths[len(widths) // 2] > 0.6 * (right - left)


def _block_lines(parts: Sequence[_Part]) -> list[PageLine]:
    rows = _rows(parts)
    split = [_cells(row) for row in rows]
    table = [_in_table(split, i) for i in range(len(split))]
    heights = max(1e-4, median(part.height for part in parts))
    margin = _margin(split)
    lines: list[PageLine] = []
    for i, (row, cells) in enumerate(zip(rows, split, strict=True)):
        if i and _gap(rows[i - 1], row) > 1.6 * heights:
            lines.append(PageLine("", (), ()))
        line = _joined(cells, " | " if table[i] else "  ")
        indent = (cells[0][0].left - margin) / heights
        if not table[i] and 0.9 < indent < 3.2 and CJK.search(line.text):
            line = replace(line, text=_INDENT + line.text, scores=(1.0, 1.0, *line.scores))
        lines.append(line)
    return lines


def _rows(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Parts at one height, from left to right."""
    rows: list[list[_Part]] = []
    for part in parts:
        if rows:
            last = rows[-1]
            top, bottom = min(p.top for p in last), max(p.bottom for p in last)
            shared = min(bottom, part.bottom) - max(top, part.top)
            beside = all(part.left >= p.right - p.height or part.right <= p.left + p.height
                         for p in last)  # fmt: skip
            if beside and shared > 0.5 * min(part.height, bottom - top):
                last.append(part)
                continue
        rows.append([part])
    return [sorted(row, key=lambda part: part.left) for row in rows]


def _cells(row: Sequence[_Part]) -> list[list[_Part]]:
    """The parts of a row, those that stand close put together."""
    cells = [[row[0]]]
    for part in row[1:]:
        before = cells[-1][-1]
        if part.left - before.right > _WIDE_GAP * min(before.height, part.height):
            cells.append([part])
        else:
            cells[-1].append(part)
    return cells


def _in_table(split: Sequence[list[list[_Part]]], at: int) -> bool:
    """Whether a row of cells has a neighbour whose cells stand below or above its own."""
    cells = split[at]
    if len(cells) < 2:
        return False
    for other in (split[i] for i in (at - 1, at + 1) if 0 <= i < len(split)):
        if len(other) < 2 or abs(len(other) - len(cells)) > 1:
            continue
        shorter, longer = sorted((cells, other), key=len)
        if all(any(_over(a, b) for b in longer) for a in shorter):
            return True
    return False


def _over(a: Sequence[_Part], b: Sequence[_Part]) -> bool:
    """Whether two cells share most of the narrower one's width."""
    shared = min(a[-1].right, b[-1].right) - max(a[0].left, b[0].left)
    return shared > 0.4 * min(a[-1].right - a[0].left, b[-1].right - b[0].left)


def _margin(split: Sequence[list[list[_Part]]]) -> float:
    """The left edge that full lines share: the tenth part of the lines may stand further out."""
    edges = sorted(cells[0][0].left for cells in split)
    return edges[len(edges) // 10]


def _gap(above: Sequence[_Part], below: Sequence[_Part]) -> float:
    return min(p.top for p in below) - max(p.bottom for p in above)


def _joined(cells: Sequence[Sequence[_Part]], bar: str) -> PageLine:
    text, scores = "", []
    boxes = []
    for number, cell in enumerate(cells):
        for place, part in enumerate(cell):
            glue = (bar if number and not place else "") or (_word_gap(text, part) if text else "")
            text += glue + part.piece.text
            scores += [1.0] * len(glue) + list(part.piece.scores)
            xs, ys = part.piece.box[::2], part.piece.box[1::2]
            boxes.append((min(xs), min(ys), max(xs), max(ys)))
    dashed = _DASHED_NUMBER.match(text)
    if dashed and not is_page_number(text):
        text = f"— {dashed.group(1)} —"
        scores = [1.0] * len(text)
    return PageLine(_punctuated(text), tuple(scores), tuple(boxes))


def _word_gap(text: str, part: _Part) -> str:
    return "" if CJK.match(text[-1]) or CJK.match(part.piece.text[0]) else " "


def _punctuated(text: str) -> str:
    """``text`` with the marks of Chinese sentences as they are printed: recognition gives the
    narrow form of some. The length stays."""
    chars = list(text)
    for i, char in enumerate(chars):
        if char not in _FULL:
            continue
        before, after = text[i - 1 : i], text[i + 1 : i + 2]
        inner = text[i:].partition(")")[0] if char == "(" else text[:i].rpartition("(")[2]
        if char in "()":
            chinese = bool(CJK.search(inner) or CJK.match(before if char == "(" else after))
        else:
            chinese = bool(CJK.match(before)) or (
                not (before.isdigit() and after.isdigit()) and bool(CJK.match(after))
            )
        if chinese:
            chars[i] = _FULL[char]
    return "".join(chars)
