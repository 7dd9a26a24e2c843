"""Ruled tables that continue on the next page: their columns are the same on each page, and a
single row, which otherwise is no table, counts as one if its table is on the adjacent page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .chars import Char, Sheet
from .grid import Grid, find_grids
from .overlays import upright_and_turned

_NEAR = 6.0  # points by which the same column edge may differ from page to page
_FURNITURE = 60  # characters of running lines that may stand between a table and the page's edge


@dataclass(frozen=True, slots=True)
class PageTable:
    """A page's table and the columns that are kept though none of its own cells fills them."""

    grid: Grid
    columns: frozenset[int] = frozenset()


def tables_of(sheets: Mapping[int, Sheet | None]) -> dict[int, list[PageTable]]:
    """The tables of each page, from the top down."""
    found = {n: find_grids(sheet.rules, 1) for n, sheet in sheets.items() if sheet is not None}
    chars = {
        n: upright_and_turned(sheet)[0] if found.get(n) else ()
        for n, sheet in sheets.items()
        if sheet is not None
    }
    chosen = {
        n: [PageTable(grid) if len(grid.ys) > 2 else None for grid in grids]
        for n, grids in found.items()
    }
    chain: list[tuple[int, int]] = []
    for number in sorted(found):
        linked = _linked(found, chars, number)
        if linked is None:
            _settle(chosen, found, chars, chain)
            chain = []
            continue
        upper, lower = linked
        last = len(found[number]) - 1
        found[number][last], found[number + 1][0] = upper, lower
        for place, grid in (((number, last), upper), ((number + 1, 0), lower)):
            chosen[place[0]][place[1]] = PageTable(grid)
        if chain[-1:] != [(number, last)]:
            _settle(chosen, found, chars, chain)
            chain = [(number, last)]
        chain.append((number + 1, 0))
    _settle(chosen, found, chars, chain)
    return {n: [kept for kept in tables if kept is not None] for n, tables in chosen.items()}


def _linked(
    found: Mapping[int, list[Grid]], chars: Mapping[int, Sequence[Char]], number: int
) -> tuple[Grid, Grid] | None:
    """The last table of a page and the first of the next where these are one table."""
    if not found.get(number) or not found.get(number + 1):
        return None
    upper, lower = found[number][-1], found[number + 1][0]
    if sum(char.y < upper.ys[-1] for char in chars[number]) > _FURNITURE:
        return None
    if sum(char.y > lower.ys[0] for char in chars[number + 1]) > _FURNITURE:
        return None
    if len(upper.ys) == 2 and len(upper.xs) < len(lower.xs):
        upper = _in_columns(upper, lower.xs) or upper
    elif len(lower.ys) == 2 and len(lower.xs) < len(upper.xs):
        lower = _in_columns(lower, upper.xs) or lower
    same = len(upper.xs) == len(lower.xs) and all(
        abs(a - b) <= _NEAR for a, b in zip(upper.xs, lower.xs, strict=True)
    )
    return (upper, lower) if same else None


def _in_columns(row: Grid, xs: Sequence[float]) -> Grid | None:
    """A table of one row as one of more columns, some of which its cells are merged over."""
    edges = []
    for x in row.xs:
        near = min(range(len(xs)), key=lambda i: abs(xs[i] - x))
        if abs(xs[near] - x) > _NEAR:
            return None
        edges.append(near)
    if edges[0] != 0 or edges[-1] != len(xs) - 1 or len(set(edges)) < len(edges):
        return None
    begin = [max(edge for edge in edges if edge <= column) for column in range(len(xs) - 1)]
    return replace(row, xs=tuple(xs), cells=(tuple((0, column) for column in begin),))


def _settle(
    chosen: dict[int, list[PageTable | None]],
    found: Mapping[int, list[Grid]],
    chars: Mapping[int, Sequence[Char]],
    chain: Sequence[tuple[int, int]],
) -> None:
    """Keeps in each table of a chain the columns that any of them fills."""
    filled: set[int] = set()
    for number, at in chain:
        grid = found[number][at]
        for char in chars[number]:
            slot = grid.slot((char.x0 + char.x1) / 2, char.y + 0.3 * char.size)
            if slot is not None:
                filled.add(slot[1])
    for number, at in chain:
        chosen[number][at] = PageTable(found[number][at], frozenset(filled))
