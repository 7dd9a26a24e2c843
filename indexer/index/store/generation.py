"""One generation of the index, opened for reading: everything that search and answers need.

It never changes while open and may be used from many threads at once. Vectors and word indexes are
opened when first needed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...document.report import Details, Mark, Part, RecognisedPage, Section, part_at
from ...errors import IndexDamaged, ModelError
from ...glossary import NO_GLOSSARY, Glossary
from ...models.embedder import BUNDLED, Embedder, load_embedder
from ...models.pieces import Piece
from ...sandbox.file_names import find_by_name
from ..schema import Failure, FigureRow, PassageRow, ReportRow, WorkRow
from .catalog import Catalog
from .content import Content, Source
from .manifest import GENERATIONS, check_files, current_folder, load_manifest, pointer_text
from .recognition import Recognition, recognition_of
from .report_rows import ReportRows
from .stores import Stores
from .tokens import tokenise
from .work_relations import WorkRelations

_ATTEMPTS = 3


class Generation(Stores):
    """``instead_of`` is the reason why the active generation could not be opened and this previous
    one was; ``""`` for the active generation itself."""

    instead_of: str = ""

    def __init__(
        self,
        folder: Path,
        index_dir: Path,
        *,
        full: bool = False,
        glossary: Glossary = NO_GLOSSARY,
        model: str | None = None,
        milvus_token: str | None = None,
    ) -> None:
        """Open the generation in ``folder`` (:meth:`open` finds the active one). ``full``: check
        the checksums of large files too. ``glossary``: the user's own terms that its words were
        indexed with. ``model``: where its model is now, if it was moved after the build.
        ``milvus_token``: what a Milvus server asks for that has the vectors."""
        self.folder, self.index_dir, self.milvus_token = folder, index_dir, milvus_token
        self.glossary, self.model = glossary, model
        self.manifest = load_manifest(folder)
        for problem in check_files(folder, self.manifest, full=full):
            raise IndexDamaged(f"{problem}; run: policyqa build --rebuild")
        super().__init__()
        self._catalog = Catalog(folder)
        reports = ReportRows(self._catalog.count("reports"), self._catalog.reports)
        self.works = WorkRelations(reports, self._catalog.works(related=True))
        self.reports: Sequence[ReportRow] = self.works.completed()
        self.failures: list[Failure] = self._catalog.failures()
        self._load_spans(folder)
        self._text = lru_cache(maxsize=256)(self._catalog.text)
        self._sections = lru_cache(maxsize=1024)(self._catalog.sections)
        self._parts = lru_cache(maxsize=16384)(self._catalog.parts)
        self._passage = lru_cache(maxsize=8192)(self._catalog.passage)
        self._figure = lru_cache(maxsize=8192)(self._catalog.figure)
        # A long report has thousands, and several steps of an answer ask for the same report's.
        self._figures = lru_cache(maxsize=8)(self._catalog.figures_of_report)
        self._page_starts = lru_cache(maxsize=1024)(self._catalog.page_starts)
        self._recognised = lru_cache(maxsize=256)(self._catalog.recognised)

    @classmethod
    def open(
        cls,
        index_dir: Path | str,
        *,
        full: bool = False,
        glossary: Glossary = NO_GLOSSARY,
        model: str | None = None,
        milvus_token: str | None = None,
    ) -> Generation:
        """The active generation in ``index_dir``, or the previous one if that is damaged.

        Raises IndexMissing if nothing was built there; IndexDamaged if a file is missing, altered
        or has another schema, and no intact generation is left.
        """
        place = Path(index_dir)
        opened = partial(cls, full=full, glossary=glossary, model=model, milvus_token=milvus_token)
        for attempt in range(_ATTEMPTS):
            pointer = pointer_text(place)
            try:
                return opened(current_folder(place), place)
            except IndexDamaged as error:
                # Two builds ending at this moment removed the generation: the pointer has moved.
                if attempt < _ATTEMPTS - 1 and pointer_text(place) != pointer:
                    continue
                spare = cls.spare(
                    place, full=full, glossary=glossary, model=model, milvus_token=milvus_token
                )
                if spare is None:
                    raise
                spare.instead_of = str(error).rsplit("; ", 1)[0]
                return spare
        raise AssertionError("unreachable")

    @classmethod
    def spare(
        cls,
        index_dir: Path,
        *,
        full: bool = False,
        glossary: Glossary = NO_GLOSSARY,
        model: str | None = None,
        milvus_token: str | None = None,
    ) -> Generation | None:
        """The newest intact generation, active or not; None if there is none."""
        home = index_dir / GENERATIONS
        names = [f.name for f in home.iterdir() if f.name.isdigit()] if home.is_dir() else []
        for name in sorted(names, key=int, reverse=True):
            try:
                return cls(
                    home / name,
                    index_dir,
                    full=full,
                    glossary=glossary,
                    model=model,
                    milvus_token=milvus_token,
                )
            except IndexDamaged:
                continue
        return None

    def tokens(self, text: str) -> list[str]:
        """Tokens of a question, as those of the reports were made."""
        return tokenise(text, self.glossary)

    def __enter__(self) -> Generation:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._catalog.close()

    def text(self, report_row: int) -> str:
        """Canonical text of a report."""
        return self._text(int(report_row))

    def sections(self, report_row: int) -> tuple[Section, ...]:
        """Sections of a report in order; they tile its text."""
        return self._sections(int(report_row))

    def parts(self, report_row: int) -> tuple[Part, ...]:
        """The further years' reports that a file binds, in order; most bind none."""
        row = int(report_row)
        return self._parts(row) if row in self._catalog.bound else ()

    def details_at(self, report_row: int, offset: int) -> Details:
        """The details of the report that the character at ``offset`` stands in: of a file that
        binds several years' reports, that part's title, year, date and number."""
        details = self.reports[report_row].details
        part = part_at(self.parts(report_row), offset)
        return details if part is None else _of_part(details, part)

    def every_details(self, report_row: int) -> list[Details]:
        """The details of each report that a file holds, most often one."""
        details = self.reports[report_row].details
        return [details, *(_of_part(details, part) for part in self.parts(report_row))]

    def passage(self, row: int) -> PassageRow:
        """A passage by its row."""
        return self._passage(int(row))

    def report(self, id_: str) -> ReportRow:
        """A report by its id; KeyError when there is none."""
        row = self._catalog.row_of(id_)
        if row is None or self.reports[row].id != id_:
            raise KeyError(id_)
        return self.reports[row]

    def find_report(self, name: str) -> ReportRow | None:
        """A report by its id or path, or its file name if only one report has it, in either
        Unicode form; None when there is none."""
        row = self._catalog.row_of(name)
        if row is not None:
            return self.reports[row]
        fits = find_by_name(name, self.reports, lambda r: r.path) or find_by_name(
            name, self.reports, lambda r: Path(r.path).name
        )
        return fits[0] if len(fits) == 1 else None

    def passages_around(self, report_row: int, start: int, end: int) -> tuple[int, int]:
        """Offsets in the report's text: the start of the first passage that contains part of
        ``text[start:end]``, and the end of the last one."""
        rows = self.passages_of(report_row)
        if not rows:
            return 0, len(self.text(report_row))
        starts = self.passage_start[rows.start : rows.stop].tolist()
        first = max(0, bisect_right(starts, start) - 1)
        last = max(0, bisect_right(starts, max(start, end - 1)) - 1)
        return starts[first], int(self.passage_end[rows[last]])

    def figure(self, row: int) -> FigureRow:
        """A figure by its row."""
        return self._figure(int(row))

    def page_of(self, report_row: int, offset: int) -> int | None:
        """1-based page of the character at ``offset``; None for a format without pages."""
        starts = self._page_starts(int(report_row))
        return (bisect_right(starts, offset) or 1) if starts else None

    def page_span(self, report_row: int, page: int) -> tuple[int, int]:
        """Offsets of the first character of 1-based ``page`` and of what follows its last one."""
        starts = self._page_starts(int(report_row))
        length = len(self.text(report_row))
        first = starts[page - 1] if 1 < page <= len(starts) else 0 if page == 1 else length
        return first, starts[page] if 0 < page < len(starts) else length

    def figures_of_sentences(self, rows: Iterable[int]) -> dict[int, list[FigureRow]]:
        """Figures by sentence row, in order; sentences without figures are left out."""
        return self._catalog.figures_of_sentences(rows)

    def figures_of_report(self, report_row: int) -> list[FigureRow]:
        """Figures of a report, in order."""
        return list(self._figures(int(report_row)))

    def recognised(self, report_row: int) -> tuple[RecognisedPage, ...]:
        """Pages of a report that were recognised from their pictures, or could not be."""
        row = int(report_row)
        report = self.reports[row]
        return self._recognised(row) if report.recognised or report.unread else ()

    def recognition(self, report_row: int, start: int, end: int) -> Recognition | None:
        """How ``text[start:end]`` was recognised; None where it stands in a text layer."""
        pages = self.recognised(report_row)
        return recognition_of(pages, self._page_starts(int(report_row)), start, end)

    def marks(self, report_row: int) -> tuple[Mark, ...]:
        return self._catalog.marks(report_row)

    def meta(self, report_row: int) -> dict[str, str]:
        return self._catalog.meta(report_row)

    def sources(self) -> dict[str, tuple[int, Source]]:
        """Row and source file of each report, by path."""
        return self._catalog.sources()

    def content(self, report_row: int) -> Content:
        """All of one report, to be carried over into a new generation."""
        return self._catalog.content(int(report_row))

    def places(self) -> list[WorkRow]:
        """The place of each report among the works, as the catalog has it."""
        return self._catalog.works() or self.works.places

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages of the reports; "" where one is not known."""
        return self._catalog.languages()

    def count(self, table: str) -> int:
        """Rows of a table of the catalog: reports, sections, passages, sentences, figures."""
        return self._catalog.count(table)

    @property
    def embedder(self) -> Embedder:
        """The model that the index was built with; ModelError if it is unavailable."""
        with self._opening:
            return self._embedder

    def vectors_of(
        self,
        text: str,
        sentences: tuple[tuple[int, int], ...],
        figures: tuple[tuple[int, int, int, int], ...] = (),
    ) -> NDArray[np.float32]:
        """Vectors of a text, its sentences (spans) and its figures (spans of clause and number),
        one a row, made as those of reports are."""
        return self.embedder.pieces([Piece(text, sentences, figures)])

    @cached_property
    def regions_of(self) -> dict[str, frozenset[str]]:
        """The regions of the reports of each issuer: several for bodies of one name."""
        found: dict[str, set[str]] = {}
        for report in self.reports:
            found.setdefault(report.details.issuer, set()).add(report.details.region)
        return {issuer: frozenset(regions) for issuer, regions in found.items()}

    @cached_property
    def _embedder(self) -> Embedder:
        identity = self.manifest.model
        embedder = load_embedder(self.model or identity.name, note_folder=self.index_dir)
        if self.model and replace(embedder.identity, name=identity.name) != identity:
            raise ModelError(
                f"The index in {self.index_dir} was built with the model {identity.name}, and "
                f"{self.model} is a different one; give the location of that model, or run: "
                f"policyqa build --rebuild --model {self.model}"
            )
        if not self.model and embedder.identity != identity:
            raise ModelError(
                f"The index in {self.index_dir} was built with another version of the model "
                f"{identity.name}; run: policyqa build --rebuild"
                + ("" if identity.name == BUNDLED else f" --model {identity.name}")
            )
        return embedder


def _of_part(details: Details, part: Part) -> Details:
    return replace(details, title=part.title, year=part.year, date=part.date, number=part.number)
