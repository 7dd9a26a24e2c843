"""Reads the catalog of a generation. Safe for many threads: one connection, one lock.

The file is opened immutable: it never changes once its generation is active.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from ...document.report import Details, Document, Figure, Mark, Part, RecognisedPage, Section
from ...errors import IndexDamaged
from ...sandbox import messages
from ..schema import Failure, FigureRow, PassageRow, ReportRow, WorkRow
from .catalog_writer import DATABASE, FIGURE_FIELDS
from .content import Content, Source

_FIGURE_NAMES = FIGURE_FIELDS.split(", ")
_FIGURE_COLUMNS = f"row, report, passage, sentence, {FIGURE_FIELDS}"
_RECOGNISED = messages.decoder(tuple[RecognisedPage, ...])
_MOST = 2**62  # beyond every row
_AT_ONCE = 500  # variables in one statement; SQLite's oldest limit is 999


class Catalog:
    """Rows of reports, sections, passages and figures; IndexDamaged when the file is not sound."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / DATABASE
        self._lock = Lock()
        # SQLite counts by reading the table, and each report that is carried over asks for it.
        self._known_count = lru_cache(maxsize=None)(self.count)
        try:
            self._database = sqlite3.connect(
                self.path.resolve().as_uri() + "?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def count(self, table: str) -> int:
        """Rows of ``table`` (reports, sections, passages, sentences, figures or failures)."""
        return int(self._rows(f"SELECT count(*) FROM {table}")[0][0])

    def reports(self, first: int = 0, end: int | None = None) -> list[ReportRow]:
        """Reports by row, from ``first`` up to ``end`` (None: to the last)."""
        rows = self._rows(
            "SELECT row, id, path, format, details, pages, characters, sha256, recognised, "
            "unread FROM reports WHERE row>=? AND row<? ORDER BY row",
            first,
            _MOST if end is None else end,
        )
        details = json.loads(f"[{','.join(row[4] for row in rows)}]")  # faster than one by one
        return [
            ReportRow(row, id_, path, format_, Details(**own), *rest)
            for (row, id_, path, format_, _, *rest), own in zip(rows, details, strict=True)
        ]

    def row_of(self, name: str) -> int | None:
        """The row of the report with this id, else of the one with this path; None for neither."""
        for column in ("id", "path"):
            found = self._rows(f"SELECT row FROM reports WHERE {column}=?", name)
            if found:
                return int(found[0][0])
        return None

    def languages(self) -> frozenset[str]:
        """The languages of the reports; "" where one is not known."""
        query = "SELECT DISTINCT json_extract(details, '$.language') FROM reports"
        return frozenset(language or "" for (language,) in self._rows(query))

    def sources(self) -> dict[str, tuple[int, Source]]:
        """Row and source of each report, by path."""
        columns = "row, path, size, mtime_ns, sha256, overrides"
        return {
            path: (row, Source(*rest))
            for row, path, *rest in self._rows(f"SELECT {columns} FROM reports")
        }

    def failures(self) -> list[Failure]:
        return [Failure(*row) for row in self._rows("SELECT path, reason FROM failures")]

    def works(self, *, related: bool = False) -> list[WorkRow]:
        """The place of each report; none in an index from before works were told apart.
        ``related``: only of those that have copies or other versions, or are one."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name='works'"):
            return []
        query = "SELECT report, work, successor, rivals, reason FROM works"
        if related:
            apart = "work=report AND successor IS NULL AND rivals='[]' AND reason=''"
            query += (
                f" WHERE NOT ({apart}) OR report IN (SELECT work FROM works WHERE NOT ({apart}))"
                f" OR report IN (SELECT successor FROM works WHERE NOT ({apart}))"
            )
        return [
            WorkRow(report, work, successor, _numbers(unordered), reason)
            for report, work, successor, unordered, reason in self._rows(f"{query} ORDER BY report")
        ]

    def text(self, report: int) -> str:
        return str(self._one("SELECT text FROM texts WHERE report=?", report)[0])

    def page_starts(self, report: int) -> tuple[int, ...]:
        row = self._one("SELECT page_starts FROM texts WHERE report=?", report)
        return tuple(json.loads(row[0]))

    def marks(self, report: int) -> tuple[Mark, ...]:
        row = self._one("SELECT marks FROM texts WHERE report=?", report)
        return tuple(Mark(*mark) for mark in json.loads(row[0]))

    def meta(self, report: int) -> dict[str, str]:
        row = self._one("SELECT meta FROM texts WHERE report=?", report)
        return dict(json.loads(row[0]))

    def recognised(self, report: int) -> tuple[RecognisedPage, ...]:
        row = self._one("SELECT recognised FROM texts WHERE report=?", report)
        pages: tuple[RecognisedPage, ...] = _RECOGNISED(json.loads(row[0]))
        return pages

    def sections(self, report: int) -> tuple[Section, ...]:
        rows = self._rows(
            "SELECT path, level, start, body, end FROM sections WHERE report=? ORDER BY number",
            report,
        )
        return tuple(Section(tuple(json.loads(path)), *rest) for path, *rest in rows)

    @cached_property
    def bound(self) -> frozenset[int]:
        """Rows of the files that bind several years' reports, which are few; none in an index from
        before parts were kept."""
        if not self._rows("SELECT 1 FROM sqlite_master WHERE name='parts'"):
            return frozenset()
        return frozenset(row for (row,) in self._rows("SELECT DISTINCT report FROM parts"))

    def parts(self, report: int) -> tuple[Part, ...]:
        """Further years' reports that the file binds."""
        if report not in self.bound:
            return ()
        rows = self._rows(
            "SELECT title, year, start, body, end, date, document_number FROM parts "
            "WHERE report=? ORDER BY number",
            report,
        )
        return tuple(Part(*row) for row in rows)

    def passage(self, row: int) -> PassageRow:
        found = self._one(
            "SELECT row, report, start, end, page, section FROM passages WHERE row=?", row
        )
        number, report, start, end, page, section = found
        return PassageRow(number, report, start, end, page, tuple(json.loads(section)))

    def figure(self, row: int) -> FigureRow:
        return _figure(self._one(f"SELECT {_FIGURE_COLUMNS} FROM figures WHERE row=?", row))

    def figures_of_report(self, report: int) -> list[FigureRow]:
        query = f"SELECT {_FIGURE_COLUMNS} FROM figures WHERE report=? ORDER BY row"
        return [_figure(row) for row in self._rows(query, report)]

    def figures_of_sentences(self, rows: Iterable[int]) -> dict[int, list[FigureRow]]:
        """Figures by sentence row, in order; sentences without figures are left out."""
        wanted = sorted({int(row) for row in rows})
        found: dict[int, list[FigureRow]] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            places = ",".join("?" * len(part))
            chosen = f"sentence IN ({places}) ORDER BY row"
            for row in self._rows(f"SELECT {_FIGURE_COLUMNS} FROM figures WHERE {chosen}", *part):
                found.setdefault(row[3], []).append(_figure(row))
        return found

    def content(self, report: int) -> Content:
        """All of one report, to be carried over into a new generation."""
        path, format_, details, *source = self._one(
            "SELECT path, format, details, size, mtime_ns, sha256, overrides "
            "FROM reports WHERE row=?",
            report,
        )
        passages = self._rows(
            "SELECT start, end, section, context FROM passages WHERE report=? "
            "AND row BETWEEN ? AND ? ORDER BY row",
            report,
            *self._range("passages", report),
        )
        sentences = self._rows(
            "SELECT start, end FROM sentences WHERE report=? AND row BETWEEN ? AND ? ORDER BY row",
            report,
            *self._range("sentences", report),
        )
        page_starts, marks, meta = self.page_starts(report), self.marks(report), self.meta(report)
        return Content(
            path=path,
            source=Source(*source),
            document=Document(
                self.text(report), format_, page_starts, marks, meta, self.recognised(report)
            ),
            details=Details(**json.loads(details)),
            sections=self.sections(report),
            passages=tuple((s, e, tuple(json.loads(section))) for s, e, section, _ in passages),
            contexts=tuple(row[3] for row in passages),
            sentences=tuple((start, end) for start, end in sentences),
            figures=tuple(row.figure for row in self.figures_of_report(report)),
            parts=self.parts(report),
        )

    def _range(self, table: str, report: int) -> tuple[int, int]:
        """First and last row of a report: rows of one report are consecutive and ascend, so a
        binary search over the primary key finds them and no index need be kept."""
        count = self._known_count(table)

        def first_from(value: int) -> int:
            low, high = 0, count
            while low < high:
                middle = (low + high) // 2
                at = self._one(f"SELECT report FROM {table} WHERE row=?", middle)[0]
                low, high = (middle + 1, high) if at < value else (low, middle)
            return low

        return first_from(report), first_from(report + 1) - 1

    def _one(self, query: str, value: int) -> tuple[Any, ...]:
        rows = self._rows(query, int(value))
        if not rows:
            raise IndexError(f"no row {value} in {self.path}")
        return rows[0]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._database.execute(query, values).fetchall()
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> IndexDamaged:
        return IndexDamaged(f"{self.path} cannot be read ({error}); run: policyqa build --rebuild")


def _numbers(told: str) -> tuple[int, ...]:
    return () if told == "[]" else tuple(json.loads(told))  # most rows list nothing


def _figure(row: tuple[Any, ...]) -> FigureRow:
    number, report, passage, sentence, *fields = row
    figure = Figure(**dict(zip(_FIGURE_NAMES, fields, strict=True)))
    return FigureRow(number, report, passage, sentence, figure)
