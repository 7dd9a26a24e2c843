"""Ruled tables of a PDF page: cells derived from the lines around them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...text.table_rows import MAX_COLUMNS
from .chars import Rule

_NEAR = 3.0  # points by which lines that meet may miss each other
_HEADS = 3  # ruled rows at the top that may be heads
_MOST_RULES = 4_000
_MOST_STEPS = 4_000_000  # slots times lines


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. ``xs`` ascend, ``ys`` descend; slots are numbered by row, then column.

    ``cells[row][column]`` is the (row, column) at which the cell that takes the slot begins.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[tuple[int, int], ...], ...]

    def slot(self, x: float, y: float) -> tuple[int, int] | None:
        """The cell that holds the point; None outside of the table."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]):
            return None
        column = min(bisect_right(self.xs, x), len(self.xs) - 1) - 1
        row = min(bisect_right([-edge for edge in self.ys], -y), len(self.ys) - 1) - 1
        return self.cells[row][column]


def find_grids(rules: Sequence[Rule], least: int = 2) -> list[Grid]:
    """The tables with at least ``least`` rows and two columns, from the top of the page down."""
    if len(rules) > _MOST_RULES:
        return []
    level = _merged([(r.y0, r.x0, r.x1) for r in rules if r.y0 == r.y1])
    plumb = _merged([(r.x0, r.y0, r.y1) for r in rules if r.x0 == r.x1])
    grids = [grid for group in _groups(level, plumb) if (grid := _grid(*group, least)) is not None]
    return sorted(grids, key=lambda grid: -grid.ys[0])


_Edge = tuple[float, float, float]  # where it lies, from, to


def _merged(edges: Iterable[_Edge]) -> list[_Edge]:
    """Edges that lie on one line and touch, as one."""
    rows: list[tuple[float, list[_Edge]]] = []
    for edge in sorted(edges):
        if rows and edge[0] - rows[-1][0] <= _NEAR:
            rows[-1][1].append(edge)
        else:
            rows.append((edge[0], [edge]))
    out: list[_Edge] = []
    for _, row in rows:
        at = sum(edge[0] for edge in row) / len(row)
        spans: list[list[float]] = []
        for _, start, end in sorted(row, key=lambda edge: edge[1]):
            if spans and start <= spans[-1][1] + _NEAR:
                spans[-1][1] = max(spans[-1][1], end)
            else:
                spans.append([start, end])
        out += [(at, start, end) for start, end in spans]
    return out


def _groups(level: list[_Edge], plumb: list[_Edge]) -> list[tuple[list[_Edge], list[_Edge]]]:
    """Lines that meet, directly or by others."""
    parent = list(range(len(level) + len(plumb)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(plumb, len(level)):
            if x0 - _NEAR <= x <= x1 + _NEAR and y0 - _NEAR <= y <= y1 + _NEAR:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[_Edge], list[_Edge]]] = {}
    for i, edge in enumerate([*level, *plumb]):
        groups.setdefault(root(i), ([], []))[i >= len(level)].append(edge)
    return list(groups.values())


def _grid(level: list[_Edge], plumb: list[_Edge], least: int) -> Grid | None:
    if len(level) < 2 or not plumb:
        return None
    # A table may be open at its sides: its level lines then reach past the last plumb ones.
    ends = [min(edge[1] for edge in level), max(edge[2] for edge in level)]
    xs = _distinct([*(edge[0] for edge in plumb), *ends])
    ys = _distinct([edge[0] for edge in level])[::-1]
    half = _half_way(plumb, ys)
    ys = sorted([*ys, *half], reverse=True)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < least or columns < 2 or columns > MAX_COLUMNS:
        return None
    if rows * columns * (len(level) + len(plumb)) > _MOST_STEPS:
        return None
    origin = {(r, c): (r, c) for r in range(rows) for c in range(columns)}

    def first(slot: tuple[int, int]) -> tuple[int, int]:
        while origin[slot] != slot:
            slot = origin[slot]
        return slot

    def unite(one: tuple[int, int], other: tuple[int, int]) -> None:
        a, b = sorted((first(one), first(other)))
        origin[b] = a

    for r in range(rows):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(columns):
            centre = (xs[c] + xs[c + 1]) / 2
            if c + 1 < columns and not _drawn(plumb, xs[c + 1], middle):
                unite((r, c), (r, c + 1))
            edge = ys[r + 1] if r + 1 < rows else 0.0
            sides = half.get(edge)
            apart = _drawn(level, edge, centre) if sides is None else _beside(sides, xs, c)
            if r + 1 < rows and not apart:
                unite((r, c), (r + 1, c))
    cells = tuple(tuple(first((r, c)) for c in range(columns)) for r in range(rows))
    if len({cell for row in cells for cell in row}) < min(4, 2 * rows):
        return None
    return Grid(tuple(xs), tuple(ys), cells)


def _half_way(plumb: Sequence[_Edge], ys: Sequence[float]) -> dict[float, list[float]]:
    """Heights between the top horizontal lines at which vertical lines end, each with their
    positions: a header over several columns may be separated from the column headers only by the
    ends of these lines. There may be one between two horizontal lines; more of them form a
    drawing."""
    ends: list[tuple[float, float]] = []
    for x, bottom, top in plumb:
        free = [y for y in (bottom, top) if all(abs(y - at) > 2 * _NEAR for at in ys)]
        ends += [(y, x) for y in free if len(free) == 1]
    found: dict[float, list[float]] = {}
    last = None
    for y, x in sorted(ends):
        if last is None or y - last > 2 * _NEAR:
            last = y
            found[y] = []
        found[last].append(x)
    inside = {y: sides for y, sides in found.items() if ys[: _HEADS + 1][-1] < y < ys[0]}
    places = Counter(sum(at > y for at in ys) for y in inside)
    return {
        y: sides
        for y, sides in inside.items()
        if len(_distinct(sides)) > 1 and places[sum(at > y for at in ys)] == 1
    }


def _beside(sides: Sequence[float], xs: Sequence[float], column: int) -> bool:
    """Whether a line that ends half way stands on either side of a column."""
    return any(min(abs(x - xs[column]), abs(x - xs[column + 1])) <= 2 * _NEAR for x in sides)


def _distinct(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > 2 * _NEAR:
            found.append(place)
    return found


def _drawn(edges: Sequence[_Edge], at: float, across: float) -> bool:
    return any(abs(edge[0] - at) <= 2 * _NEAR and edge[1] <= across <= edge[2] for edge in edges)
