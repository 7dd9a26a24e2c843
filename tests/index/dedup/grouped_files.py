"""Invented files for the tests of grouping: no index is built."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.document.report import Details
from indexer.extraction.quantities.figures import find_figures
from indexer.index.dedup.likeness import ComparedText, compared_text
from indexer.index.dedup.misread import Scan
from indexer.index.dedup.works import Entry, entry_of, find_works
from indexer.index.relations import Relations
from indexer.index.schema import WorkRow
from indexer.text.sentences import split_sentences


class Grouped:
    """Files by name; ``works`` groups them, ``groups`` names those that are one work."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str, Details]] = {}
        self.scans: dict[str, tuple[float, tuple[str, ...]]] = {}

    def add(self, path: str, lines: list[str], format_: str = "text", **details: object) -> None:
        year = re.search(r"20\d\d", lines[0])
        known = Details(
            title=lines[0],
            issuer=lines[0].split("20")[0],
            language="zh",
            year=int(year.group()) if year else None,
            kind="行政执法工作报告",
        )
        self.files[path] = (format_, "\n".join(lines), replace(known, **details))

    def scan(
        self,
        path: str,
        lines: list[str],
        confidence: float = 0.97,
        doubtful: tuple[str, ...] = (),
        **details: object,
    ) -> None:
        """A recognised PDF; what is printed in ``doubtful`` may be wrong."""
        self.add(path, lines, "pdf", **details)
        self.scans[path] = (confidence, doubtful)

    def works(
        self, relations: dict[str, Relations] | None = None, by_hand: frozenset[str] = frozenset()
    ) -> dict[str, WorkRow]:
        paths = sorted(self.files)
        entries: list[Entry] = []
        for row, path in enumerate(paths):
            format_, text, details = self.files[path]
            scan = Scan(1.0, self.scans[path][0]) if path in self.scans else Scan()
            entries.append(entry_of(row, path, format_, details, text, text, path in by_hand, scan))

        def load(row: int) -> ComparedText:
            _, text, details = self.files[paths[row]]
            figures = find_figures(text, split_sentences(text, ()), "zh", details.year)
            if paths[row] not in self.scans:
                return compared_text(text, figures)
            doubtful = [(text.index(d), text.index(d) + len(d)) for d in self.scans[paths[row]][1]]
            return compared_text(text, figures, ((0, len(text)),), tuple(doubtful))

        self.paths = paths
        return dict(zip(paths, find_works(entries, load, relations), strict=True))

    def groups(self, relations: dict[str, Relations] | None = None) -> list[list[str]]:
        works = self.works(relations)
        chiefs = sorted({w.work for w in works.values()})
        return [[p for p in self.paths if works[p].work == chief] for chief in chiefs]

    def superseded(self, relations: dict[str, Relations] | None = None) -> dict[str, str]:
        return {
            p: self.paths[w.successor]
            for p, w in self.works(relations).items()
            if w.successor is not None
        }

    def chiefs(self) -> set[str]:
        """Files that stand for a work."""
        return {self.paths[w.work] for w in self.works().values()}
