"""The reading order of a page: columns one after the other, with spanning text in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ...text.lines import is_page_number, width
from .rows import Segment

_NUMBER = re.compile(r"[-+−–]?[£$€¥￥]?\d[\d,. ]*[%％]?[\u4e00-\u9fff]{0,2}$")
_LEAST_ROWS = 3
_MOST_GUTTERS = 25
_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Segments to be read row by row. ``column`` tells that they are one of several columns."""

    segments: tuple[Segment, ...]
    column: bool = False


def blocks_of(segments: Sequence[Segment]) -> list[Block]:
    """``segments``, as rows from the top down, as blocks in reading order."""
    rows = rows_of(segments)
    first, last = _inner(rows)
    parts = [_flat(rows[:first]), _flat(rows[first:last]), _flat(rows[last:])]
    return [
        block
        for number, part in enumerate(parts)
        for block in _blocks(part, False, _DEPTH if number == 1 else 0)
    ]


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Segments that come row after row, by their rows."""
    rows: list[list[Segment]] = []
    for segment in segments:
        if rows and rows[-1][0].row == segment.row:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _flat(rows: Sequence[Sequence[Segment]]) -> list[Segment]:
    return [segment for row in rows for segment in row]


def _inner(rows: Sequence[Sequence[Segment]]) -> tuple[int, int]:
    """The rows without at most two at the head and two at the foot that are set far apart: these
    belong to the page, not to a column."""
    leads = [a[0].y - b[0].y for a, b in zip(rows, rows[1:], strict=False)]
    # Rows of columns whose lines are not level stand closer than lines of one column can.
    lines = [lead for lead, row in zip(leads, rows, strict=False) if lead >= 0.8 * row[0].size]
    usual = median(lines) if lines else 0.0
    first, last = 0, len(rows)
    for _ in range(2):
        if last - first > 4 and leads[first] > 1.9 * usual + 0.5:
            first += 1
        foot = "".join(s.text for s in rows[last - 1]) if last > first else ""
        if last - first > 4 and (leads[last - 2] > 1.9 * usual + 0.5 or is_page_number(foot)):
            last -= 1
    return first, last


def _blocks(segments: Sequence[Segment], column: bool, depth: int) -> list[Block]:
    if not segments:
        return []
    split = _split(segments) if depth else None
    if split is None:
        return [Block(tuple(segments), column)]
    blocks: list[Block] = []
    for part, gutter in split:
        if gutter is None:
            blocks += _blocks(part, column, 0)
        else:
            blocks += _blocks([s for s in part if s.x1 <= gutter], True, depth - 1)
            blocks += _blocks([s for s in part if s.x1 > gutter], True, depth - 1)
    return blocks


_Rows = list[list[Segment]]


def _split(segments: Sequence[Segment]) -> list[tuple[list[Segment], float | None]] | None:
    """Bands from the top down, with the gutter of those that stand in columns."""
    best: tuple[int, list[tuple[_Rows, float | None]]] = (0, [])
    gutters = _gutters(segments)
    for gutter in gutters:
        bands = _bands(segments, gutter, gutters)
        score = sum(len(rows) for rows, at in bands if at is not None)
        if score > best[0]:
            best = score, bands
    if not best[0]:
        return None
    joined: list[tuple[list[Segment], float | None]] = []
    for rows, at in best[1]:
        flat = _flat(rows)
        if joined and at is None and joined[-1][1] is None:
            joined[-1][0].extend(flat)
        else:
            joined.append((flat, at))
    return joined


def _gutters(segments: Sequence[Segment]) -> list[float]:
    """Places well inside the page at which rows begin, those at which the most do."""
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    starts = sorted((s.x0, s.size) for s in segments if left + 0.15 * (right - left) < s.x0 < right)
    found: list[tuple[int, float]] = []
    at = 0
    while at < len(starts):
        end = at
        while end < len(starts) and starts[end][0] - starts[at][0] <= 0.6 * starts[at][1]:
            end += 1
        found.append((at - end, starts[at][0]))
        at = end
    return [place for _, place in sorted(found)[:_MOST_GUTTERS]]


def _bands(
    segments: Sequence[Segment], gutter: float, gutters: Sequence[float]
) -> list[tuple[_Rows, float | None]]:
    rows = rows_of(segments)
    bands: list[tuple[_Rows, float | None]] = []
    held: _Rows = []
    for row in [*rows, []]:
        if row and not any(_crosses(s, gutter) for s in row):
            held.append(row)
            continue
        if held:
            bands += _told_apart(held, gutter, gutters)
            held = []
        if row:
            bands.append(([row], None))
    return bands


def _crosses(segment: Segment, gutter: float) -> bool:
    """Whether a segment crosses a gutter. A segment that ends within half a character of it counts
    as crossing: columns keep a larger distance, except those whose gutter was found by its
    characters."""
    apart = (0.2 if segment.at_gutter else 0.5) * segment.size
    return segment.x0 < gutter - 1 and segment.x1 > gutter - apart


def _told_apart(
    rows: _Rows, gutter: float, gutters: Sequence[float]
) -> list[tuple[_Rows, float | None]]:
    """The band as columns, without single rows far above and below it; otherwise unchanged."""
    first, last = _inner(rows)
    inner = rows[first:last]
    if not in_columns(inner, gutter):
        between = _column_pair(inner, gutter, gutters)
        if not between or not in_columns(between, gutter):
            return [(rows, None)]
    bands: list[tuple[_Rows, float | None]] = [(inner, gutter)]
    if first:
        bands.insert(0, (rows[:first], None))
    if last < len(rows):
        bands.append((rows[last:], None))
    return bands


def _column_pair(rows: _Rows, gutter: float, gutters: Sequence[float]) -> _Rows:
    """Of three or more columns the two at ``gutter``; no rows where there are two in all."""
    clear = [
        g
        for g in gutters
        if abs(g - gutter) > 1 and not any(_crosses(s, g) for row in rows for s in row)
    ]
    if not clear:
        return []
    left = max((g for g in clear if g < gutter), default=float("-inf"))
    right = min((g for g in clear if g > gutter), default=float("inf"))
    pair = [[s for s in row if left - 1 <= s.x0 < right - 1] for row in rows]
    return [row for row in pair if row]


def in_columns(rows: _Rows, gutter: float) -> bool:
    """Running text on both sides of the gutter, rather than the cells of a table."""
    sides = [[], []]  # type: list[list[list[Segment]]]
    for row in rows:
        for side in (0, 1):
            part = [s for s in row if (s.x0 >= gutter - 1) == bool(side)]
            if part:
                sides[side].append(part)
    if len(sides[0]) >= 5 and 0 < len(sides[1]) < _LEAST_ROWS:
        # The last column may be cut short after a line or two; it begins beside the first.
        heads = sides[1][0][0].row == sides[0][0][0].row and sides[1][0][0].x0 < gutter + 40
        words = all(len(s.text) > 2 and not _NUMBER.match(s.text) for s in sides[1][0])
        return heads and words and _runs_on(sides[0])
    if any(len(side) < _LEAST_ROWS for side in sides):
        return False
    tops = [side[0][0].y for side in sides]
    bottoms = [side[-1][0].y for side in sides]
    if min(tops) <= max(bottoms):  # one below the other
        return False
    return all(_runs_on(side) for side in sides)


def _runs_on(side: _Rows) -> bool:
    """Whether the rows of a column are running text: most fill it and some hold punctuation."""
    if any(s.cells for row in side for s in row):
        side = [row for row in side if not any(s.cells for s in row)]
        if len(side) < _LEAST_ROWS:
            return False
    left = min(row[0].x0 for row in side)
    ends = sorted(row[-1].x1 for row in side)
    right = ends[int(0.75 * len(ends))]  # a title or another column may reach further
    texts = ["".join(s.text for s in row) for row in side]
    full = sum(row[-1].x1 - row[0].x0 > 0.7 * (right - left) for row in side)
    numbers = sum(bool(_NUMBER.match(text)) for text in texts)
    stops = sum(bool(re.search(r"[，。；、：]|[,.;:](?:\s|$)|\w-$", text)) for text in texts)
    return (
        full >= 0.45 * len(side)
        and numbers <= 0.25 * len(side)
        and (stops >= 0.25 * len(side) or (stops >= 0.1 * len(side) and _goes_on(texts)))
        and median(width(text) for text in texts) >= 12
    )


def _goes_on(texts: Sequence[str]) -> bool:
    """Whether most lines begin in the middle of a sentence, as those of Latin script do."""
    return sum(text[:1].islower() for text in texts) >= 0.5 * len(texts)


def full_width(block: Block) -> int:
    """Columns that a full line of the block takes, as ``lines.width`` counts them."""
    widths = sorted(width(s.text) for s in block.segments if not s.cells)
    if len(widths) >= 4:
        return widths[int(len(widths) * 0.9)]
    reach = max(s.x1 for s in block.segments) - min(s.x0 for s in block.segments)
    return round(2 * reach / max(s.size for s in block.segments))
