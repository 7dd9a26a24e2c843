"""All that the index keeps of one report, whether just read or carried over from before."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...document.report import Details, Document, Figure, Mark, Part, Report, Section
from ...extraction.passages import Passage, context, split_passages
from ...extraction.quantities.measure import core_of, without_periods
from ...models.pieces import LONGEST_TEXT, ModelIdentity, Piece
from ...text.table_rows import is_row
from ...text.table_words import is_total

_LETTERS_FOR_A_VECTOR = 4
_MOST_NAMES = 500  # of figures of one report


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
    parts: tuple[Part, ...] = ()

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

    def name_text(self) -> str:
        """The text to embed that names the report: its title and its body."""
        return f"{self.details.title} {self.details.issuer}"

    def pieces(self) -> list[Piece]:
        """What is embedded, one piece for each passage with its sentences and figures.

        The sentences of all pieces in order are those of the report, and so with figures. What
        begins in a passage and runs on beyond it is cut at its end.
        """
        texts = self.passage_texts()
        sentences: list[list[tuple[int, int]]] = [[] for _ in texts]
        figures: list[list[tuple[int, int, int, int]]] = [[] for _ in texts]
        named: list[list[tuple[str, ...]]] = [[] for _ in texts]
        names = self._names()
        places = [
            _Place(len(before), text, self.text, passage)
            for before, text, passage in zip(self.contexts, texts, self.passages, strict=True)
        ]
        for (start, end), shown, p in zip(
            self.sentences, self.sentence_texts(), self.sentence_passages(), strict=True
        ):
            sentences[p].append(places[p].span(start, end) if shown else (0, 0))
        for number, (p, _) in enumerate(self.figure_places()):
            figure = self.figures[number]
            clause = places[p].span(figure.clause_start, figure.clause_end)
            figures[p].append((*clause, *places[p].span(figure.start, figure.end)))
            named[p].append(names[number])
        return [
            Piece(text, tuple(sentences[p]), tuple(figures[p]), tuple(named[p]))
            for p, text in enumerate(texts)
        ]

    def _names(self) -> list[tuple[str, ...]]:
        """For each figure the words that name it where a table's row does not: what its column
        counts, and that with its row. Each name takes time, so long tables have the first alone."""
        names = []
        for figure in self.figures:
            row = is_row(self.text[figure.clause_start : figure.clause_end])
            core, whole = core_of(figure), without_periods(figure.metric)
            own = bool(figure.body) and (
                is_total(figure.body) or figure.body in self.details.issuer
            )
            found = (core,) if own and core else (core, whole)
            names.append(tuple(dict.fromkeys(filter(None, found))) if row else ())
        many = len({name for own in names for name in own}) > _MOST_NAMES
        if many:
            known = Counter(name for own in names for name in own[:1])
            kept = {name for name, _ in known.most_common(_MOST_NAMES)}
            names = [tuple(name for name in own[:1] if name in kept) for own in names]
        return names

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


class _Place:
    """Where a passage's own words stand in the text that is embedded for it."""

    def __init__(self, lead: int, embedded: str, text: str, passage: Passage) -> None:
        start, end, _ = passage
        shown = text[start:end]
        self._lead, self._length = lead, len(embedded)
        self._shift = lead - start - (len(shown) - len(shown.lstrip()))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters of the embedded text for ``start:end`` of the report, within the passage."""
        low = min(max(start + self._shift, self._lead), self._length)
        return low, min(max(end + self._shift, low), self._length)


def content_of(report: Report, source: Source) -> Content:
    """The content of a report that was just read: its passages are cut here."""
    passages = split_passages(report)
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
        parts=report.parts,
    )


def _tables_before(tables: list[Mark], starts: list[int], start: int) -> list[Mark]:
    """The last table that begins before ``start``: tables do not overlap, so no other can hold
    it. A report may have ten thousands."""
    last = bisect_left(starts, start) - 1
    return [tables[last]] if last >= 0 else []


def report_id(path: str) -> str:
    """``r`` and 10 hexadecimal digits of the path's SHA-256: stable as long as the path is."""
    return "r" + hashlib.sha256(path.encode()).hexdigest()[:10]


def piece_keys(model: ModelIdentity, pieces: Sequence[Piece]) -> list[bytes]:
    """16-byte keys of pieces: equal keys mean equal vectors. A blank piece has the zero key."""
    return [
        _key(model, "\0".join(map(str, (piece.text, piece.sentences, piece.figures, piece.named))))
        if piece.text.strip()
        else bytes(16)
        for piece in pieces
    ]


def name_key(model: ModelIdentity, text: str) -> bytes:
    """The key of a report's name, as those of pieces."""
    return _key(model, text) if text.strip() else bytes(16)


def _key(model: ModelIdentity, text: str) -> bytes:
    seed = f"{model.name}\0{model.revision}\0{model.dimension}\0{model.passage_prompt}\0".encode()
    return hashlib.sha256(seed + text.encode("utf-8", "surrogatepass")).digest()[:16]
