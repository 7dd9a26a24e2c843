"""Which reports represent a current work, and how the others relate to them; looked up by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace

from ...document.report import Details
from ..schema import Link, Links, ReportRow, WorkRow
from .report_rows import ReportRows


class WorkRelations:
    """Works of one generation. ``live`` are rows of the files that represent current works, to
    which questions are put. ``plain``: every report is a work of its own, because there are no
    copies."""

    def __init__(self, reports: Sequence[ReportRow], works: Sequence[WorkRow]) -> None:
        """``works``: the place of each report that has copies or other versions, or is one; others
        may be left out."""
        self._reports = reports
        self._places = {place.report: place for place in works}
        self._members: dict[int, list[int]] = defaultdict(list)
        self._older: dict[int, list[int]] = defaultdict(list)
        for place in works:
            self._members[place.work].append(place.report)
            if place.successor is not None and place.work == place.report:
                self._older[place.successor].append(place.report)
        self.live = frozenset(range(len(reports))) - {
            w.report for w in works if w.work != w.report or w.successor is not None
        }
        self.plain = len(self.live) == len(reports)

    @property
    def places(self) -> list[WorkRow]:
        """The place of each report, by row."""
        return [self._place(row) for row in range(len(self._reports))]

    def _place(self, row: int) -> WorkRow:
        return self._places.get(row) or WorkRow(row, row)

    def work(self, row: int) -> int:
        """The row that represents the work of ``row``."""
        return self._place(row).work

    def standing(self, row: int) -> int:
        """The row that represents the current version of the work of ``row``."""
        place = self._place(row)
        return place.work if place.successor is None else place.successor

    def copies(self, row: int) -> tuple[int, ...]:
        """Other files of the same work."""
        return tuple(r for r in self._members.get(self.work(row), ()) if r != row)

    def is_superseded(self, row: int) -> bool:
        return self._place(row).successor is not None

    def older(self, row: int) -> tuple[int, ...]:
        """Rows that represent versions superseded by the work of ``row``."""
        return tuple(self._older.get(self.work(row), ()))

    def unordered(self, row: int) -> tuple[int, ...]:
        """Rows that represent versions of this work whose order is unknown."""
        return self._place(row).unordered

    def reason(self, row: int) -> str:
        """Why ``row`` does not represent a current work; ``""`` if it does."""
        return self._place(row).reason

    def links(self, row: int) -> Links:
        """The other files that a report is to be shown with."""
        place = self._place(row)
        newer = None if place.successor is None else self._link(place.successor)
        return Links(
            also_in=tuple(map(self._link, self.copies(row))),
            superseded_by=newer,
            supersedes=tuple(map(self._link, self.older(row))),
            other_versions=tuple(map(self._link, place.unordered)),
        )

    def completed(self) -> Sequence[ReportRow]:
        """The reports; unknown details of one that represents a work are taken from its copies."""
        if all(len(members) < 2 for members in self._members.values()):
            return self._reports
        return ReportRows(
            len(self._reports),
            lambda first, end: [self._completed(r) for r in self._reports[first:end]],
        )

    def _completed(self, report: ReportRow) -> ReportRow:
        members = self._members.get(report.row, ())
        if len(members) < 2:
            return report
        details = report.details
        for row in members:
            details = _filled(details, self._reports[row].details)
        return replace(report, details=details)

    def _link(self, row: int) -> Link:
        return Link(self._reports[row].id, self._reports[row].path)


def _filled(details: Details, other: Details) -> Details:
    empty = {
        f.name: getattr(other, f.name)
        for f in fields(Details)
        if getattr(details, f.name) in ("", None)
    }
    return replace(details, **empty)
