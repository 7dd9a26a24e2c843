"""The Python API: ``build`` creates or updates an index, ``Index`` answers from it.

from policyqa import Index, build
build(["reports"], ".policyqa")
with Index.open(".policyqa") as index:
    print(index.ask("which bureaus reported enforcement fines").answer)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from .answers.answer import CONTRACT, Answer
from .answers.citations import section_path
from .answers.engine import Engine
from .drafting.cite import Citer, Claim
from .errors import UsageError
from .glossary import own_glossary
from .index.schema import Failure, ReportRow
from .index.store.generation import Generation
from .retrieval.filters import rows_searched
from .retrieval.query import Filters, Hit
from .sandbox.file_names import named
from .settings import Settings


class Index:
    """One generation of an index, open for reading; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.engine = Engine(generation)

    @classmethod
    def open(cls, directory: str | Path, *, glossary: str | Path | None = None) -> Index:
        """Open the active generation, or the previous one if that is damaged (``notice`` then says
        so). All files are opened now, so later builds take nothing away from a reader. ``glossary``
        is the glossary file that the index was built with (None: as set in the settings).

        Raises IndexMissing, IndexDamaged, ModelError, or PolicyQAError for a glossary that cannot
        be read.
        """
        own = Path(glossary) if glossary is not None else Settings().glossary
        generation = Generation.open(Path(directory))
        generation.glossary = own_glossary(own)
        generation.open_stores()
        return cls(generation)

    @property
    def notice(self) -> str:
        """What a reader should know about the state of the index; ``""`` if all is well."""
        why, manifest = self.generation.instead_of, self.generation.manifest
        if not why:
            return ""
        return (
            f"{why}. Answers come from the previous index, built {manifest.created}; "
            "to repair it, run: policyqa build"
        )

    def ask(
        self, question: str, filters: Filters | None = None, *, all_rows: bool = False
    ) -> Answer:
        """Answer a question in any language, with citations; refuse if no report states the
        answer."""
        if not question.strip():
            raise UsageError("the question is empty; enter a question")
        return self.engine.ask(question.strip(), filters or Filters(), all_rows=all_rows)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Hit]:
        """The ``k`` best passages, best first. A filter that matches nothing gives no hits."""
        if not query.strip():
            raise UsageError("the query is empty; enter some words")
        if k < 1:
            raise UsageError(f"k is {k}; it must be at least 1")
        rows = rows_searched(self.generation, filters or Filters())
        if rows is not None and not rows:
            return []
        return self.engine.retriever.search(query.strip(), k, rows)

    def cite(
        self,
        text: str,
        filters: Filters | None = None,
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[Claim]:
        """Check a sentence or a draft: each claim with its verdict, figures and citations."""
        if not text.strip():
            raise UsageError("the text is empty; enter a sentence to check")
        return Citer(self.engine, self.generation).cite(text, filters or Filters(), on_progress)

    def report(self, name: str) -> ReportRow:
        """The report with the id or path ``name`` (or the file name, if only one report has it), in
        either Unicode form."""
        reports = self.generation.reports
        for row in reports:
            if name in (row.id, row.path):
                return row
        fits = named(name, reports, lambda r: r.path) or named(
            name, reports, lambda r: Path(r.path).name
        )
        if len(fits) == 1:
            return fits[0]
        raise UsageError(
            f"{name}: no report with this id or path is indexed; see `policyqa status`"
        )

    def show(self, name: str) -> dict[str, Any]:
        """A report's details, outline and canonical text, in the form of the contract."""
        row = self.report(name)
        gen = self.generation
        outline = [
            {"heading": s.path[-1], "level": s.level, "start": s.start}
            for s in gen.sections(row.row)
            if s.path and s.body > s.start
        ]
        return {
            "contract": CONTRACT,
            **details_json(row),
            **gen.works.links(row.row).to_json(),
            "outline": outline,
            "recognition": [
                {
                    "page": p.page,
                    "how": p.how,
                    "confidence": p.confidence,
                    "doubtful": [list(span) for span in p.doubtful],
                }
                for p in gen.recognised(row.row)
            ],
            "text": gen.text(row.row),
        }

    def hit_json(self, hit: Hit, n: int) -> dict[str, Any]:
        """A hit with the fields of a citation."""
        gen = self.generation
        passage = gen.passage(hit.passage)
        row = gen.reports[passage.report]
        details = gen.details_at(row.row, hit.start)
        recognition = gen.recognition(row.row, hit.start, hit.end)
        return {
            "score": hit.score,
            "n": n,
            "report": row.id,
            "path": row.path,
            "title": details.title,
            "issuer": details.issuer or None,
            "year": details.year,
            "section": list(section_path(gen, row.row, hit.start)),
            "page": passage.page,
            "start": hit.start,
            "end": hit.end,
            "quote": gen.text(row.row)[hit.start : hit.end],
            "recognised": recognition is not None,
            "confidence": recognition.confidence if recognition else None,
            **gen.works.links(row.row).to_json(),
        }

    @property
    def reports(self) -> list[ReportRow]:
        return self.generation.reports

    @property
    def failures(self) -> list[Failure]:
        return self.generation.failures

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


def details_json(row: ReportRow) -> dict[str, Any]:
    """The details of a report as a whole, in the form of the contract."""
    details = row.details
    return {
        "report": row.id,
        "path": row.path,
        "title": details.title,
        "issuer": details.issuer or None,
        "region": details.region or None,
        "year": details.year,
        "kind": details.kind or None,
        "date": details.date or None,
        "language": details.language or None,
        "pages": row.pages,
    }
