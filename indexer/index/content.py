"""All that the index keeps of one report, whether just read or carried over from before."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ..reports.report import Details, Document, Figure, Mark, Report, Section
from .bundled import LONGEST_TEXT
from .embedder import ModelIdentity
from .passages import Passage, context, cut_passages

_LETTERS_FOR_A_VECTOR = 4


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report was read from, as it was then. ``overrides`` is a fingerprint of what
    corpus.toml said of it."""

    size: int
    mtime_ns: int
    sha256: str
    overrides: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """A report with its passages. ``contexts[i]`` is what goes before passage i when embedded."""

    path: str
    source: Source
    document: Document
    details: Details
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    contexts: tuple[str, ...]
    sentences: tuple[tuple[int, int], ...]
    figures: tuple[Figure, ...]

    @property
    def id(self) -> str:
        return report_id(self.path)

    @property
    def text(self) -> str:
        return self.document.text

    def passage_texts(self) -> list[str]:
        """Texts to embed, one for each passage."""
        return [
            before + self.text[start:end].strip()
            for before, (start, end, _) in zip(self.contexts, self.passages, strict=True)
        ]

    def sentence_texts(self) -> list[str]:
        """Texts to embed, one for each sentence, without what goes beyond the length that models
        look at; ``""`` where too short to mean anything."""
        return [
            shown if sum(map(str.isalpha, shown)) >= _LETTERS_FOR_A_VECTOR else ""
            for shown in (
                self.text[start:end].strip()[:LONGEST_TEXT] for start, end in self.sentences
            )
        ]

    def sentence_passages(self) -> list[int]:
        """For each sentence the number of the passage its first character lies in."""
        starts = [start for start, _, _ in self.passages]
        return [max(0, bisect_right(starts, start) - 1) for start, _ in self.sentences]

    def figure_places(self) -> list[tuple[int, int]]:
        """For each figure the numbers of its passage and its sentence (-1: in no sentence)."""
        passage_starts = [start for start, _, _ in self.passages]
        starts = [start for start, _ in self.sentences]
        return [
            (
                max(0, bisect_right(passage_starts, figure.start) - 1),
                bisect_right(starts, figure.start) - 1,
            )
            for figure in self.figures
        ]


def content_of(report: Report, source: Source) -> Content:
    """The content of a report that was just read: its passages are cut here."""
    passages = cut_passages(report)
    tables = sorted(
        (mark for mark in report.document.marks if mark.kind == "table"), key=lambda m: m.start
    )
    starts = [table.start for table in tables]
    return Content(
        path=report.path,
        source=source,
        document=report.document,
        details=report.details,
        sections=report.sections,
        passages=tuple(passages),
        contexts=tuple(
            context(report.text, passage, _tables_before(tables, starts, passage[0]))
            for passage in passages
        ),
        sentences=report.sentences,
        figures=tuple(sorted(report.figures, key=lambda f: (f.start, f.end))),
    )


def _tables_before(tables: list[Mark], starts: list[int], start: int) -> list[Mark]:
    """The last table that begins before ``start``: tables do not overlap, so no other can hold
    it. A report may have ten thousands."""
    last = bisect_left(starts, start) - 1
    return [tables[last]] if last >= 0 else []


def report_id(path: str) -> str:
    """``r`` and 10 hexadecimal digits of the path's SHA-256: stable as long as the path is."""
    return "r" + hashlib.sha256(path.encode()).hexdigest()[:10]


def text_keys(model: ModelIdentity, texts: Sequence[str]) -> list[bytes]:
    """16-byte keys of embedded texts: equal keys mean equal vectors. ``""`` has the zero key."""
    seed = f"{model.name}\0{model.revision}\0{model.dimension}\0{model.passage_prompt}\0".encode()
    return [
        hashlib.sha256(seed + text.encode("utf-8", "surrogatepass")).digest()[:16]
        if text
        else bytes(16)
        for text in texts
    ]
