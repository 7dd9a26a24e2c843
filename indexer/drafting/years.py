"""The years of a figure, in drafts and in reports alike, and whether two may be the same."""

from __future__ import annotations

from ..document.report import Figure


def years_of(figure: Figure) -> tuple[int, int] | None:
    """First and last year that a figure's own words give it; None where they give none."""
    return (figure.since or figure.year, figure.year) if figure.year else None


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two years or spells have a year in common; of two financial years (2013/14, 2014/15)
    whether they are the same."""
    if a[1] - a[0] == b[1] - b[0] == 1:
        return a == b
    return a[0] <= b[1] and b[0] <= a[1]
