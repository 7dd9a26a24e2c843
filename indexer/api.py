"""The Python face: ``build`` makes or refreshes an index, ``Index`` answers from one.

from policyqa import Index, build
build("reports", ".policyqa")
with Index.open(".policyqa") as index:
    print(index.ask("which bureaus reported enforcement fines").answer)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from types import TracebackType

from .answers.answer import Answer, Citation
from .answers.citations import citation_of, section_path
from .answers.engine import Engine
from .document.report import RecognisedPage, Section
from .drafting.cite import Citer, Claim, source_of
from .drafting.sources import Source
from .errors import UsageError
from .glossary import own_glossary
from .index.building.status import Status, status_of
from .index.schema import Failure, Links, ReportRow
from .index.store.generation import Generation
from .index.store.recognition import Recognition
from .results import Heading, Hit, ShownReport
from .retrieval.filters import filtered_rows, rows_asked, rows_searched
from .retrieval.query import Filters, RankedPassage
from .sandbox.file_names import named
from .settings import Settings


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which index is open. ``directory`` is its folder; ``version`` names what is open of it and
    is another after each build that changed something; ``built`` is when that was (ISO 8601, UTC);
    ``model`` the embedding model; ``corpus`` the files and folders that it was built from;
    ``damage`` why the version before is open instead of the newest, ``""`` when it is not."""

    directory: Path
    version: str
    built: str
    model: str
    corpus: tuple[str, ...]
    damage: str = ""


class Index:
    """One generation of an index, open for reading; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.engine = Engine(generation)

    @classmethod
    def open(
        cls,
        directory: str | Path,
        *,
        glossary: str | Path | None = None,
        model: str | Path | None = None,
    ) -> Index:
        """Open the active generation, or the one before when that is damaged (then ``notice``
        says so). All files are opened now: later builds take nothing from under a reader.
        ``glossary`` is the file of your own terms that it was built with (None: as the settings
        say). The index remembers its model; ``model`` is where that lies now, if it was moved, and
        is loaded at once. Raises IndexMissing, IndexDamaged, ModelError (also where ``model`` is
        another one than the index was built with), or PolicyQAError for a glossary that cannot be
        read."""
        own = Path(glossary) if glossary is not None else Settings().glossary
        generation = Generation.open(Path(directory))
        generation.glossary = own_glossary(own)
        if model is not None:
            generation.model = str(model)
            _ = generation.embedder
        generation.open_stores()
        return cls(generation)

    @property
    def notice(self) -> str:
        """What a reader should know of the state of the index; ``""`` when all is well."""
        info = self.info
        if not info.damage:
            return ""
        return (
            f"{info.damage}. Answers come from the generation before, built {info.built}; "
            "repair it: policyqa build"
        )

    @property
    def info(self) -> IndexInfo:
        """Which index is open: its folder, version, age, model and corpus."""
        manifest = self.generation.manifest
        return IndexInfo(
            directory=self.generation.index_dir,
            version=manifest.name,
            built=manifest.created,
            model=manifest.model.name,
            corpus=tuple(manifest.corpus),
            damage=self.generation.instead_of,
        )

    def ask(
        self, question: str, filters: Filters | None = None, *, all_rows: bool = False
    ) -> Answer:
        """Answer a question in any language, with citations; refuses when no report says it."""
        if not question.strip():
            raise UsageError("the question is empty; ask something")
        return self.engine.ask(question.strip(), filters or Filters(), all_rows=all_rows)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages, best first. A filter that matches nothing gives no hits."""
        if not query.strip():
            raise UsageError("the query is empty; give some words")
        if k < 1:
            raise UsageError(f"k is {k}; ask for at least one passage")
        rows = rows_searched(self.generation, filters or Filters())
        if rows is not None and not rows:
            return []
        ranked = self.engine.retriever.search(query.strip(), k, rows)
        return [self._hit(passage, n) for n, passage in enumerate(ranked, 1)]

    def cite(
        self,
        text: str,
        filters: Filters | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[Claim]:
        """Check a sentence or a draft: each claim with its verdict, figures and citations."""
        if not text.strip():
            raise UsageError("the text is empty; give a sentence to check")
        return Citer(self.engine, self.generation).cite(text, filters or Filters(), on_progress)

    def report(self, name: str) -> ReportRow:
        """The report whose id or path is ``name`` (or whose file name is, when only one fits), in
        either Unicode form. UsageError when there is none. So are reports named in all that
        follows."""
        try:
            return self.generation.report(name)
        except KeyError:
            reports = self.generation.reports
        for row in reports:
            if name == row.path:
                return row
        fits = named(name, reports, lambda r: r.path) or named(
            name, reports, lambda r: Path(r.path).name
        )
        if len(fits) == 1:
            return fits[0]
        raise UsageError(f"{name}: no report of that id or path is indexed; see `policyqa status`")

    def show(self, name: str) -> ShownReport:
        """A report's details, outline and canonical text."""
        row, gen = self.report(name), self.generation
        return ShownReport.of(
            row,
            gen.works.links(row.row),
            tuple(
                Heading(s.path[-1], s.level, s.start)
                for s in gen.sections(row.row)
                if s.path and s.body > s.start
            ),
            gen.recognised(row.row),
            gen.text(row.row),
        )

    @property
    def reports(self) -> list[ReportRow]:
        """Every indexed file, in order of its path."""
        return self.generation.reports

    @property
    def failures(self) -> list[Failure]:
        """Files that could not be read, and why."""
        return self.generation.failures

    @property
    def works(self) -> int:
        """How many reports there are, copies and superseded versions left out."""
        return len(self.generation.works.live)

    def reports_within(self, filters: Filters) -> list[ReportRow]:
        """The files that pass the filters, in order of their path; all when there is none."""
        rows = filtered_rows(self.reports, filters)
        return [r for r in self.reports if rows is None or r.row in rows]

    def asked_of(self, filters: Filters) -> int:
        """How many reports a question with these filters is asked of."""
        rows = rows_asked(self.generation, filters)
        return self.works if rows is None else len(rows)

    def text(self, report: str) -> str:
        """Canonical text of a report, which all offsets count in (code points)."""
        return self.generation.text(self.report(report).row)

    def sections(self, report: str) -> tuple[Section, ...]:
        """Sections of a report in order; they tile its text."""
        return self.generation.sections(self.report(report).row)

    def section_path(self, report: str, offset: int) -> tuple[str, ...]:
        """Headings above the character at ``offset``, from the top down."""
        return section_path(self.generation, self.report(report).row, offset)

    def page_of(self, report: str, offset: int) -> int | None:
        """1-based page of the character at ``offset``; None for a format without pages."""
        return self.generation.page_of(self.report(report).row, offset)

    def passages_around(self, report: str, start: int, end: int) -> tuple[int, int]:
        """First and last offset of the passages that hold ``text[start:end]``."""
        return self.generation.passages_around(self.report(report).row, start, end)

    def links(self, report: str) -> Links:
        """Copies and other versions of a report."""
        return self.generation.works.links(self.report(report).row)

    def recognised_pages(self, report: str) -> tuple[RecognisedPage, ...]:
        """Pages of a report that were recognised from their pictures, or could not be."""
        return self.generation.recognised(self.report(report).row)

    def recognition(self, report: str, start: int, end: int) -> Recognition | None:
        """How ``text[start:end]`` was recognised; None where it stands in a text layer."""
        return self.generation.recognition(self.report(report).row, start, end)

    def source(self, citation: Citation) -> Source:
        """What a citation style needs to know of a cited passage."""
        return source_of(self.generation, citation)

    def status(self) -> Status:
        """What the index holds, what could not be read and why, and how its last build went."""
        return status_of(self.generation, self.generation.index_dir)

    def _hit(self, ranked: RankedPassage, n: int) -> Hit:
        row = self.generation.passage(ranked.passage).report
        cited = citation_of(self.generation, n, row, ranked.start, ranked.end)
        return Hit(**{f.name: getattr(cited, f.name) for f in fields(cited)}, score=ranked.score)

    def close(self) -> None:
        self.generation.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
