"""Ruled tables of a PDF from the lines drawn round their cells."""

from __future__ import annotations

import pytest

from indexer.readers.pdf.chars import Rule
from indexer.readers.pdf.grid import find_grids

XS = (0.0, 100.0, 150.0, 200.0, 250.0, 300.0)
GROUPS = ((1, 3), (3, 5))  # columns, the ends exclusive


def half_ruled(middle: float) -> list[Rule]:
    """A head of 20 points whose groups' inner lines reach from below up to ``middle`` alone."""
    level = [Rule(XS[0], y, XS[-1], y) for y in (100.0, 80.0, 60.0, 40.0)]
    outer = {XS[0], XS[-1], *(XS[first] for first, _ in GROUPS)}
    plumb = [Rule(x, 40.0, x, 100.0 if x in outer else middle) for x in XS]
    return [*level, *plumb]


@pytest.mark.parametrize("middle", [88.0, 90.0, 92.0])
def test_lines_that_end_half_way_part_a_head_from_those_below_it(middle: float) -> None:
    (grid,) = find_grids(half_ruled(middle))
    assert grid.ys == (100.0, middle, 80.0, 60.0, 40.0)
    assert grid.cells[0] == ((0, 0), (0, 1), (0, 1), (0, 3), (0, 3))
    assert grid.cells[1] == ((0, 0), (1, 1), (1, 2), (1, 3), (1, 4))


@pytest.mark.parametrize("middle", [80.0, 82.0, 98.0, 100.0])
def test_lines_that_end_near_a_level_line_part_nothing(middle: float) -> None:
    (grid,) = find_grids(half_ruled(middle))
    assert len(grid.ys) == 4
