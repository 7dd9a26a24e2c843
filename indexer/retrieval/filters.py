"""Converts filters to report rows. A filter that matches nothing yields an empty set, never
everything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

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
    tests = _tests(reports, filters, parts)
    return frozenset(r.row for r in reports if all(test(r) for test in tests))


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
    works = generation.works
    if works.plain or filters.reports:
        return rows_asked(generation, filters)
    rows = filtered_rows(generation.reports, filters, generation.parts)
    every = range(len(generation.reports)) if rows is None else rows
    return frozenset(works.work(row) for row in every)


def _tests(
    reports: Sequence[ReportRow], filters: Filters, parts: Callable[[int], Sequence[Part]]
) -> list[Callable[[ReportRow], bool]]:
    """A test for each filter given. Many reports are of one body, place or kind, which is compared
    once."""
    tests: list[Callable[[ReportRow], bool]] = []
    if filters.reports:
        named = _named(reports, filters.reports)
        tests.append(lambda r: r.row in named)
    if filters.issuers:
        of_issuer = cache(lambda name: any(_names(v, name) for v in filters.issuers))
        tests.append(lambda r: of_issuer(r.details.issuer))
    if filters.regions:
        of_region = cache(lambda name: any(_names(v, name) for v in filters.regions))
        tests.append(lambda r: of_region(r.details.region))
    if filters.years:
        years = frozenset(filters.years)
        tests.append(
            lambda r: r.details.year in years or any(p.year in years for p in parts(r.row))
        )
    if filters.kinds:
        of_kind = cache(lambda kind: any(fold(v) in fold(kind) for v in filters.kinds))
        tests.append(lambda r: of_kind(r.details.kind))
    return tests


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
