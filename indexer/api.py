"""The Python API: ``build`` creates or updates an index, ``Index`` answers from it.

from policyqa import Index, build
build("reports", ".policyqa")
with Index.open(".policyqa") as index:
    print(index.ask("which bureaus reported enforcement fines").answer)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .answers.answer import Answer, Citation, Row, RowFigure, RowVerdict
from .answers.citations import citation_of, section_path
from .answers.engine import Engine
from .answers.progress import OnProgress, Progress
from .document.report import Figure, RecognisedPage, Section
from .drafting.cite import Citer, Claim, source_of
from .drafting.sources import Source
from .errors import UsageError
from .glossary import own_glossary
from .index.building.status import status_of
from .index.schema import Failure, Links, ReportRow
from .index.status import Building, FileStatus, ServedStatus, Status
from .index.store.generation import Generation
from .index.store.manifest import CURRENT
from .index.store.recognition import Recognition
from .index.store.verify import verify
from .results import Heading, Hit, ShownReport
from .retrieval.filters import filtered_rows, other_years, rows_asked, rows_searched
from .retrieval.query import Filters, RankedPassage
from .settings import Settings

if TYPE_CHECKING:  # loaded only where a language model is used
    from .writing.assistant import Assistant
    from .writing.endpoint import Endpoint
    from .writing.written_answer import Writing

#: What commands, servers and the page use of an index; they import it from here alone.
__all__ = [
    "Answer",
    "Building",
    "Citation",
    "Claim",
    "Failure",
    "FileStatus",
    "Filters",
    "Index",
    "IndexInfo",
    "Links",
    "RecognisedPage",
    "ReportRow",
    "Row",
    "RowFigure",
    "RowVerdict",
    "Section",
    "ServedStatus",
    "Status",
    "OnProgress",
    "PointerState",
    "Progress",
    "pointer_state",
    "verify",
]


#: Inode, modification time (ns) and size.
PointerState = tuple[int, int, int]


def pointer_state(directory: Path) -> PointerState | None:
    """Identity of the file that names the active generation, None if there is none: every switch
    renames a new file into place. The name in it would not do, because a folder that was deleted
    and rebuilt counts from 1 again. Cheap: a server may call it at each request."""
    try:
        found = (directory / CURRENT).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


@dataclass(frozen=True, slots=True)
class IndexInfo:
    """Which index is open. ``directory`` is its folder; ``version`` names the open generation and
    changes with each build that changed something; ``built`` is the time of that build (ISO 8601,
    UTC); ``model`` is the embedding model; ``corpus`` lists the files and folders that it was built
    from; ``damage`` is the reason why the previous generation is open instead of the newest, ``""``
    if the newest is open."""

    directory: Path
    version: str
    built: str
    model: str
    corpus: tuple[str, ...]
    damage: str = ""


class Index:
    """One generation of an index, open for reading; safe to share between threads."""

    def __init__(
        self,
        generation: Generation,
        today: date | None = None,
        endpoint: Endpoint | None = None,
    ) -> None:
        """``today`` is the day of all questions and drafts; None: the current one. ``endpoint`` is
        the language model that may write; None: none is used."""
        self.generation, self._today, self.endpoint = generation, today, endpoint
        self.engine = Engine(generation)

    @classmethod
    def open(
        cls,
        directory: str | Path,
        *,
        glossary: str | Path | None = None,
        model: str | Path | None = None,
        settings: Settings | None = None,
    ) -> Index:
        """Open the active generation, or the previous one if that is damaged (``notice`` then says
        so). All files are opened now, so later builds take nothing away from a reader. ``glossary``
        is the glossary file that the index was built with (None: as set in the settings). The index
        records its model; if the model was moved, ``model`` is its current location, and it is
        loaded at once. ``settings`` None reads them from the environment.

        Raises IndexMissing, IndexDamaged, ModelError (also if ``model`` differs from the model that
        the index was built with), StoreError if its vectors are on a server that cannot be reached,
        UsageError for settings of a language model that cannot be right, or PolicyQAError for a
        glossary that cannot be read.
        """
        told = settings or Settings()
        own = Path(glossary) if glossary is not None else told.glossary
        generation = Generation.open(
            Path(directory),
            glossary=own_glossary(own),
            model=None if model is None else str(model),
            milvus_token=told.milvus_token,
        )
        if model is not None:
            _ = generation.embedder
        generation.open_stores()
        if told.llm_url is None:
            return cls(generation, told.today)
        from .writing.endpoint import Endpoint

        return cls(generation, told.today, Endpoint.of(told))

    @property
    def notice(self) -> str:
        """What a reader should know about the state of the index; ``""`` if all is well."""
        info = self.info
        if not info.damage:
            return ""
        return (
            f"{info.damage}. Answers come from the previous index, built {info.built}; "
            "to repair it, run: policyqa build"
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
        self,
        question: str,
        filters: Filters | None = None,
        *,
        all_rows: bool = False,
        today: date | None = None,
        after: Sequence[str] = (),
        on_progress: OnProgress | None = None,
    ) -> Answer:
        """Answer a question in any language, with citations; refuse if no report states the
        answer. ``today`` is the day that "last year" and similar expressions refer to (None: that
        of the settings). ``after`` are the questions asked before, the earliest first: a question
        that leans on them ("and in 2024?") is answered as the whole question that ``understood``
        of the answer then gives; a complete one is not changed. ``on_progress`` is given the rows
        of a question to many reports as these are judged, some at a time, and says whether to go
        on; the answer is the same as without it, or, if it said no, that of the reports judged
        until then (``stopped``)."""
        asked, day = self.understood(question, after, today=today), self._day(today)
        answer = self.engine.ask(
            asked,
            filters or Filters(),
            today=day,
            all_rows=all_rows,
            on_progress=on_progress,
        )
        if asked == question.strip():
            return answer
        return replace(answer, question=question.strip(), understood=asked)

    def understood(
        self, question: str, after: Sequence[str] = (), *, today: date | None = None
    ) -> str:
        """The whole question that ``question`` asks after the questions ``after`` (see ``ask``)."""
        if not question.strip():
            raise UsageError("the question is empty; enter a question")
        if not all(map(str.strip, after)):
            raise UsageError("an earlier question is empty; leave it out")
        if not after:
            return question.strip()
        return self.engine.in_context(question.strip(), after, self._day(today))

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages, best first. A filter that matches nothing gives no hits."""
        if not query.strip():
            raise UsageError("the query is empty; enter some words")
        if k < 1:
            raise UsageError(f"k is {k}; it must be at least 1")
        wanted = filters or Filters()
        rows = rows_searched(self.generation, wanted)
        if rows is not None and not rows:
            return []
        hidden = other_years(self.generation, rows, wanted)
        ranked = self.engine.retriever.search(query.strip(), k, rows, hidden)
        return [self._hit(passage, n) for n, passage in enumerate(ranked, 1)]

    def cite(
        self,
        text: str,
        filters: Filters | None = None,
        on_progress: Callable[[int, int], None] | None = None,
        *,
        today: date | None = None,
    ) -> list[Claim]:
        """Check a sentence or a draft: each claim with its verdict, figures and citations.
        ``today`` is as for :meth:`ask`."""
        if not text.strip():
            raise UsageError("the text is empty; enter a sentence to check")
        citer = Citer(self.engine, self.generation, self._day(today))
        return citer.cite(text, filters or Filters(), on_progress)

    @property
    def assistant(self) -> Assistant:
        """What the language model of the settings does. NoLanguageModel if they name none."""
        from .writing.assistant import Assistant
        from .writing.endpoint import required

        return Assistant(self.engine, self.generation, required(self.endpoint), self._day(None))

    def write(self, answer: Answer) -> Writing:
        """Have the language model write over the passages that ``answer`` cites, each sentence
        checked before it is given (see ``Assistant.write``)."""
        return self.assistant.write(answer)

    def report(self, name: str) -> ReportRow:
        """The report with the id or path ``name`` (or the file name, if only one report has it), in
        either Unicode form; UsageError if there is none. All methods below accept reports by the
        same names."""
        row = self.generation.find_report(name)
        if row is not None:
            return row
        raise UsageError(
            f"{name}: no report with this id or path is indexed; see `policyqa status`"
        )

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
        return list(self.generation.reports)

    @property
    def failures(self) -> list[Failure]:
        """Files that could not be read, and why."""
        return self.generation.failures

    @property
    def works(self) -> int:
        """The number of reports, without copies and superseded versions."""
        return len(self.generation.works.live)

    def reports_within(self, filters: Filters) -> list[ReportRow]:
        """The files that match the filters, in order of path; all files if there are no filters."""
        rows = filtered_rows(self.reports, filters, self.generation.parts)
        return [r for r in self.reports if rows is None or r.row in rows]

    def asked_of(self, filters: Filters) -> int:
        """The number of reports that a question with these filters refers to."""
        rows = rows_asked(self.generation, filters)
        return self.works if rows is None else len(rows)

    def text(self, report: str) -> str:
        """Canonical text of a report, to which all offsets refer (in code points)."""
        return self.generation.text(self.report(report).row)

    def sections(self, report: str) -> tuple[Section, ...]:
        """Sections of a report in order; together they cover its text."""
        return self.generation.sections(self.report(report).row)

    def section_path(self, report: str, offset: int) -> tuple[str, ...]:
        """Headings above the character at ``offset``, outermost first."""
        return section_path(self.generation, self.report(report).row, offset)

    def page_of(self, report: str, offset: int) -> int | None:
        """1-based page of the character at ``offset``; None for a format without pages."""
        return self.generation.page_of(self.report(report).row, offset)

    def page_span(self, report: str, page: int) -> tuple[int, int]:
        """First and last offset of the text of 1-based ``page``; of all text without pages."""
        return self.generation.page_span(self.report(report).row, page)

    def passages_around(self, report: str, start: int, end: int) -> tuple[int, int]:
        """First and last offset of the passages that contain ``text[start:end]``."""
        return self.generation.passages_around(self.report(report).row, start, end)

    def links(self, report: str) -> Links:
        """Copies and other versions of a report."""
        return self.generation.works.links(self.report(report).row)

    def recognised_pages(self, report: str) -> tuple[RecognisedPage, ...]:
        """Pages of a report that were recognised from their images, or could not be recognised."""
        return self.generation.recognised(self.report(report).row)

    def recognition(self, report: str, start: int, end: int) -> Recognition | None:
        """How ``text[start:end]`` was recognised; None if it comes from a text layer."""
        return self.generation.recognition(self.report(report).row, start, end)

    def citation(self, report: str, start: int, end: int, n: int = 1) -> Citation:
        """``text[start:end]`` of a report as citation ``n``."""
        return citation_of(self.generation, n, self.report(report).row, start, end)

    def figures(self, report: str, start: int, end: int) -> list[Figure]:
        """The figures within ``text[start:end]`` of a report, in order."""
        rows = self.generation.figures_of_report(self.report(report).row)
        return [r.figure for r in rows if start <= r.figure.start and r.figure.end <= end]

    def source(self, citation: Citation) -> Source:
        """What a citation style needs to know about a cited passage."""
        return source_of(self.generation, citation)

    def status(self) -> Status:
        """What the index holds, which files could not be read and why, and the outcome of its last
        build."""
        return status_of(self.generation, self.generation.index_dir)

    def _day(self, today: date | None) -> date:
        return today or self._today or date.today()

    def _hit(self, ranked: RankedPassage, n: int) -> Hit:
        row = self.generation.passage(ranked.passage).report
        cited = citation_of(self.generation, n, row, ranked.start, ranked.end)
        return Hit(**{f.name: getattr(cited, f.name) for f in fields(cited)}, score=ranked.score)

    def close(self) -> None:
        self.generation.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
