"""Converts filters to report rows. A filter that matches nothing yields an empty set, never
everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ..document.report import Part
from ..gazetteer.regions import romanised
from ..index.schema import ReportRow
from ..index.store.generation import Generation
from ..sandbox.file_names import composed
from ..text.folding import fold
from .query import Filters


def filtered_rows(
    reports: Sequence[ReportRow],
    filters: Filters,
    parts: Callable[[int], Sequence[Part]] = lambda row: (),
) -> frozenset[int] | None:
    """Rows that pass every filter; None when there is no filter at all. ``parts`` gives the further
    years' reports in the file of a row, each of which passes for its own year."""
    if not filters:
        return None
    named = _named(reports, filters.reports)
    return frozenset(
        r.row
        for r in reports
        if (not filters.reports or r.row in named) and _passes(r, filters, parts)
    )


def other_years(
    generation: Generation, rows: frozenset[int] | None, filters: Filters
) -> NDArray[np.int64]:
    """Passages of ``rows`` (None: all) that report on other years than ``filters`` name, in files
    that contain several years' reports."""
    found: list[int] = []
    every = range(len(generation.reports)) if rows is None else sorted(rows)
    for row in every if filters.years else ():
        if generation.parts(row):
            found += [
                number
                for number in generation.passages_of(row)
                if generation.details_at(row, generation.passage(number).start).year
                not in filters.years
            ]
    return np.asarray(found, dtype=np.int64)


def _named(reports: Sequence[ReportRow], names: Sequence[str]) -> frozenset[int]:
    """Rows of the reports whose id or path, in either Unicode form, is one of ``names``."""
    ids = {report.id: report.row for report in reports}
    by_path = {report.path: report.row for report in reports}
    forms: dict[str, list[int]] = {}
    if not all(name.isascii() for name in names):
        for report in reports:
            forms.setdefault(composed(report.path), []).append(report.row)
    rows: set[int] = set()
    for name in names:
        exact = {known[name] for known in (ids, by_path) if name in known}
        rows |= exact or set(forms.get(composed(name), ()))
    return frozenset(rows)


def rows_asked(generation: Generation, filters: Filters) -> frozenset[int] | None:
    """Rows that a question is put to: for each work that passes the filters, the file that
    represents it, and no superseded version. A report that is named explicitly is used as it is.
    None: all reports."""
    rows = filtered_rows(generation.reports, filters, generation.parts)
    works = generation.works
    if works.plain:
        return rows
    if rows is None:
        return works.live
    if not filters.reports:
        return frozenset(works.work(row) for row in rows if not works.is_superseded(row))
    return frozenset(
        row
        for row in rows
        if row == works.work(row)
        or (works.work(row) not in rows and row <= min(set(works.copies(row)) & rows, default=row))
    )


def rows_searched(generation: Generation, filters: Filters) -> frozenset[int] | None:
    """The same with superseded versions, which a search may find."""
    rows = filtered_rows(generation.reports, filters, generation.parts)
    works = generation.works
    if works.plain or filters.reports:
        return rows_asked(generation, filters)
    every = range(len(generation.reports)) if rows is None else rows
    return frozenset(works.work(row) for row in every)


def _passes(report: ReportRow, filters: Filters, parts: Callable[[int], Sequence[Part]]) -> bool:
    details = report.details
    checks = (
        (filters.issuers, lambda v: _names(v, details.issuer)),
        (filters.regions, lambda v: _names(v, details.region)),
        (filters.years, lambda v: details.year == v or any(p.year == v for p in parts(report.row))),
        (filters.kinds, lambda v: fold(v) in fold(details.kind)),
    )
    return all(not values or any(test(v) for v in values) for values, test in checks)


@lru_cache(maxsize=65_536)  # many reports are of one body or place
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
