"""Pairs of reports worth comparing: only a few, even among thousands from one template."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from ...text.folding import normal

if TYPE_CHECKING:
    from .works import Entry

# A run of characters with a number in it that more reports share is the template's.
_COMMON = 24
_SERIES = 60  # reports of one issuer, year and title: more are a series, not versions


def candidate_pairs(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Pairs of rows, ascending: of equal text, of shared numbers in the same words, or of one
    issuer, year and title."""
    pairs: set[tuple[int, int]] = set()
    for held in _held((e.sketch.exact, e.row) for e in entries):
        pairs.update(_chained(held))
    for held in _held((e.sha256, e.row) for e in entries):
        pairs.update(_chained(held))
    pairs |= _by_numbers(entries)
    titles = (
        ((normal(e.details.issuer), e.details.year, e.edition.title), e.row)
        for e in entries
        if e.details.issuer and e.edition.title
    )
    for held in _held(titles):
        if len(held) <= _SERIES:
            pairs.update(combinations(held, 2))
    return sorted(pairs)


def _by_numbers(entries: Sequence[Entry]) -> set[tuple[int, int]]:
    """Pairs that share two rare shingles with digits, or that have no numbers and share two rare
    ones of any kind."""
    shared: Counter[tuple[int, int]] = Counter()
    keys = (
        (int(h), e.row)
        for e in entries
        for h in (e.sketch.numbers if len(e.sketch.numbers) else e.sketch.lowest[:32])
    )
    for held in _held(keys):
        if len(held) <= _COMMON:
            shared.update(combinations(held, 2))
    return {pair for pair, count in shared.items() if count >= 2}


def _held(pairs: Iterable[tuple[Hashable, int]]) -> list[list[int]]:
    """Rows by key, ascending, of the keys that two or more have."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return [rows for rows in groups.values() if len(rows) > 1]


def _chained(rows: list[int]) -> list[tuple[int, int]]:
    """Enough pairs to unite equal ones: all of a few, of many each with the first ones."""
    if len(rows) <= _COMMON:
        return list(combinations(rows, 2))
    return [
        pair for n, row in enumerate(rows) for pair in ((r, row) for r in rows[:3] if r < row) if n
    ]
