"""Filters and ranked passages: the input and output of a search."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Filters:
    """Restricts a question to some reports. Values of one field are alternatives (OR); fields are
    combined (AND). A filter that matches no report yields nothing and is never widened.

    ``issuers`` and ``regions`` match by containment, in Chinese or romanised ("Hengyang");
    ``kinds`` by containment; ``reports`` by id or path, in either Unicode form.
    """

    issuers: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.issuers or self.regions or self.years or self.kinds or self.reports)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A passage with its score. ``passage`` is the row in the index; offsets are in the canonical
    text."""

    score: float
    passage: int
    report: str
    start: int
    end: int
