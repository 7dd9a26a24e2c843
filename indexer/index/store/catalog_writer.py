"""Writes the catalog of a generation: a SQLite file and the spans as plain arrays beside it."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import numpy as np

from ...document.report import Figure
from ...sandbox import messages
from ..dedup.likeness import ComparedText, Spans, compared_text
from ..dedup.misread import doubtful_spans, recognised_spans
from ..schema import Failure, WorkRow
from .content import Content

DATABASE = "catalog.sqlite"
SPANS = (
    "passage_report",
    "passage_start",
    "passage_end",
    "sentence_report",
    "sentence_passage",
    "sentence_start",
    "sentence_end",
    "figure_report",
    "figure_passage",
    "figure_sentence",
)
FIGURE_FIELDS = (
    "raw, value, unit, family, counter, metric, start, end, clause_start, clause_end, "
    "sentence_start, sentence_end, bound, high, role, year, since, body"
)

_TABLES = """
CREATE TABLE reports (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, path TEXT NOT NULL UNIQUE,
  format TEXT NOT NULL, pages INTEGER, characters INTEGER NOT NULL, sha256 TEXT NOT NULL,
  size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, overrides TEXT NOT NULL, details TEXT NOT NULL,
  recognised INTEGER NOT NULL, unread INTEGER NOT NULL);
CREATE TABLE texts (report INTEGER PRIMARY KEY, page_starts TEXT NOT NULL, marks TEXT NOT NULL,
  meta TEXT NOT NULL, text TEXT NOT NULL, recognised TEXT NOT NULL);
CREATE TABLE sections (report INTEGER NOT NULL, number INTEGER NOT NULL, path TEXT NOT NULL,
  level INTEGER NOT NULL, start INTEGER NOT NULL, body INTEGER NOT NULL, end INTEGER NOT NULL,
  PRIMARY KEY (report, number)) WITHOUT ROWID;
CREATE TABLE parts (report INTEGER NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL,
  year INTEGER NOT NULL, start INTEGER NOT NULL, body INTEGER NOT NULL, end INTEGER NOT NULL,
  date TEXT NOT NULL, document_number TEXT NOT NULL, PRIMARY KEY (report, number)) WITHOUT ROWID;
CREATE TABLE passages (row INTEGER PRIMARY KEY, report INTEGER NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL, page INTEGER, section TEXT NOT NULL, context TEXT NOT NULL);
CREATE TABLE sentences (row INTEGER PRIMARY KEY, report INTEGER NOT NULL,
  passage INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE figures (row INTEGER PRIMARY KEY, report INTEGER NOT NULL, passage INTEGER NOT NULL,
  sentence INTEGER NOT NULL, raw TEXT NOT NULL, value REAL NOT NULL, unit TEXT NOT NULL,
  family TEXT NOT NULL, counter TEXT NOT NULL, metric TEXT NOT NULL, start INTEGER NOT NULL,
  end INTEGER NOT NULL, clause_start INTEGER NOT NULL, clause_end INTEGER NOT NULL,
  sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL, bound TEXT NOT NULL, high REAL,
  role TEXT NOT NULL, year INTEGER, since INTEGER, body TEXT NOT NULL);
CREATE TABLE works (report INTEGER PRIMARY KEY, work INTEGER NOT NULL, successor INTEGER,
  rivals TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE failures (path TEXT NOT NULL, reason TEXT NOT NULL);
"""
_INDEXES = """
CREATE INDEX figures_by_sentence ON figures (sentence);
CREATE INDEX figures_by_report ON figures (report);
"""


class CatalogWriter:
    """Takes reports in order of path; rows are numbered as they come."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = sqlite3.connect(folder / DATABASE, isolation_level=None)
        # The folder is synced and renamed as a whole: no journal is needed.
        self._database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES}")
        self._database.execute("BEGIN")
        self._spans = {name: array("i") for name in SPANS}  # a tenth of the memory of lists
        self._first_figures: list[int] = []
        self._recognised: dict[int, tuple[Spans, Spans]] = {}  # and doubtful, by report
        self.counts = {"reports": 0, "passages": 0, "sentences": 0, "figures": 0, "characters": 0}
        self.counts |= {"recognised_pages": 0, "unread_pages": 0}

    def add(self, content: Content) -> None:
        """Write one report's rows. sqlite3.Error if the disk cannot store them."""
        report = self.counts["reports"]
        self._add_report(report, content)
        self._add_spans(report, content)
        first = self.counts["passages"], self.counts["sentences"], self.counts["figures"]
        self._add_passages(report, first[0], content)
        self._add_sentences(report, first, content)
        self._add_figures(report, first, content)
        self._first_figures.append(first[2])
        if recognised := recognised_spans(content.document):
            self._recognised[report] = (recognised, doubtful_spans(content.document))
        self.counts["reports"] += 1
        self.counts["passages"] += len(content.passages)
        self.counts["sentences"] += len(content.sentences)
        self.counts["figures"] += len(content.figures)
        self.counts["characters"] += len(content.text)

    def whole(self, report: int) -> ComparedText:
        """A report just written, read back to be compared with others."""
        text = self._database.execute("SELECT text FROM texts WHERE report=?", (report,)).fetchone()
        ends = self._first_figures[report + 1 : report + 2]
        last = ends[0] if ends else self.counts["figures"]
        rows = self._database.execute(
            f"SELECT {FIGURE_FIELDS} FROM figures WHERE row>=? AND row<? ORDER BY row",
            (self._first_figures[report], last),
        )
        names = FIGURE_FIELDS.split(", ")
        figures = (Figure(**dict(zip(names, row, strict=True))) for row in rows)
        return compared_text(text[0], figures, *self._recognised.get(report, ((), ())))

    def owners(self) -> tuple[Sequence[int], Sequence[int]]:
        """The report of each passage and of each sentence, in order of row."""
        return self._spans["passage_report"], self._spans["sentence_report"]

    def add_works(self, works: Iterable[WorkRow]) -> None:
        """Write which reports are one work and which supersede which."""
        self._insert(
            "works",
            5,
            ((w.report, w.work, w.successor, _json(w.unordered), w.reason) for w in works),
        )

    def finish(self, failures: Iterable[Failure]) -> None:
        """Write the failures, the indexes and the span arrays, and close the database."""
        self._insert("failures", 2, ((f.path, f.reason) for f in failures))
        self._database.execute("COMMIT")
        self._database.executescript(_INDEXES)
        self._database.close()
        for name, values in self._spans.items():
            np.save(self._folder / f"{name}.npy", np.asarray(values, dtype=np.int32))

    def close(self) -> None:
        """Close the database after a failure; finishing closes it too."""
        self._database.close()

    def _insert(self, table: str, columns: int, rows: Iterable[tuple[Any, ...]]) -> None:
        marks = ",".join("?" * columns)
        self._database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    def _add_report(self, report: int, content: Content) -> None:
        document, source = content.document, content.source
        pages = len(document.page_starts) or None
        row = (report, content.id, content.path, document.format, pages, len(content.text))
        stamp = (source.sha256, source.size, source.mtime_ns, source.overrides)
        unread = sum(page.how == "unread" for page in document.recognised)
        pages_read = len(document.recognised) - unread
        details = _json(asdict(content.details))
        self._insert("reports", 13, [(*row, *stamp, details, pages_read, unread)])
        self.counts["recognised_pages"] += pages_read
        self.counts["unread_pages"] += unread
        marks = [(m.kind, m.start, m.end, m.level) for m in document.marks]
        parts = (_json(document.page_starts), _json(marks), _json(document.meta), content.text)
        recognised = json.dumps(document.recognised, default=messages.plain, separators=(",", ":"))
        self._insert("texts", 6, [(report, *parts, recognised)])
        self._insert(
            "sections",
            7,
            (
                (report, n, _json(s.path), s.level, s.start, s.body, s.end)
                for n, s in enumerate(content.sections)
            ),
        )
        self._insert("parts", 9, ((report, n, *astuple(p)) for n, p in enumerate(content.parts)))

    def _add_spans(self, report: int, content: Content) -> None:
        spans, first = self._spans, self.counts["passages"]
        spans["passage_report"].extend([report] * len(content.passages))
        spans["passage_start"].extend([start for start, _, _ in content.passages])
        spans["passage_end"].extend([end for _, end, _ in content.passages])
        spans["sentence_report"].extend([report] * len(content.sentences))
        spans["sentence_passage"].extend([first + number for number in content.sentence_passages()])
        spans["sentence_start"].extend([start for start, _ in content.sentences])
        spans["sentence_end"].extend([end for _, end in content.sentences])
        places = content.figure_places()
        spans["figure_report"].extend([report] * len(places))
        spans["figure_passage"].extend([first + passage for passage, _ in places])
        before = self.counts["sentences"]
        spans["figure_sentence"].extend([before + s if s >= 0 else -1 for _, s in places])

    def _add_passages(self, report: int, first: int, content: Content) -> None:
        pairs = zip(content.passages, content.contexts, strict=True)
        rows = (
            (first + n, report, start, end, _page(content, start), _json(path), before)
            for n, ((start, end, path), before) in enumerate(pairs)
        )
        self._insert("passages", 7, rows)

    def _add_sentences(self, report: int, first: tuple[int, int, int], content: Content) -> None:
        pairs = zip(content.sentences, content.sentence_passages(), strict=True)
        rows = (
            (first[1] + n, report, first[0] + passage, start, end)
            for n, ((start, end), passage) in enumerate(pairs)
        )
        self._insert("sentences", 5, rows)

    def _add_figures(self, report: int, first: tuple[int, int, int], content: Content) -> None:
        pairs = zip(content.figures, content.figure_places(), strict=True)
        rows = (
            (
                first[2] + n,
                report,
                first[0] + passage,
                first[1] + sentence if sentence >= 0 else -1,
                *(getattr(figure, name) for name in FIGURE_FIELDS.split(", ")),
            )
            for n, (figure, (passage, sentence)) in enumerate(pairs)
        )
        self._insert("figures", 22, rows)


def _page(content: Content, start: int) -> int | None:
    """The page of the passage's first printed character: a slice may begin with a line feed."""
    text = content.text
    while start < len(text) - 1 and text[start].isspace():
        start += 1
    return content.document.page_of(start)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
