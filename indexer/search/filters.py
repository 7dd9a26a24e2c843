"""Filters to report rows. What matches nothing yields an empty set, never everything."""

from __future__ import annotations

from collections.abc import Sequence

from ..folding import fold
from ..index.schema import ReportRow
from ..reports.region import romanised
from .query import Filters


def filtered_rows(reports: Sequence[ReportRow], filters: Filters) -> frozenset[int] | None:
    """Rows that pass every filter; None when there is no filter at all."""
    if not filters:
        return None
    return frozenset(r.row for r in reports if _passes(r, filters))


def _passes(report: ReportRow, filters: Filters) -> bool:
    details = report.details
    checks = (
        (filters.issuers, lambda v: _names(v, details.issuer)),
        (filters.regions, lambda v: _names(v, details.region)),
        (filters.years, lambda v: details.year == v),
        (filters.kinds, lambda v: fold(v) in fold(details.kind)),
        (filters.reports, lambda v: v in (report.id, report.path)),
    )
    return all(not values or any(test(v) for v in values) for values, test in checks)


def _names(value: str, name: str) -> bool:
    """``value`` in ``name``, as printed, folded or romanised."""
    wanted, have = fold(value).strip(), fold(name)
    if not wanted:
        return False
    if wanted in have:
        return True
    latin = _letters(wanted)
    return wanted.isascii() and len(latin) >= 3 and latin in _letters(romanised(have))


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalpha())
