"""What every kind of answer works with: the question, its scope and evidence, and helpers."""

from __future__ import annotations

from dataclasses import dataclass

from ..index.generation import Generation
from ..index.schema import FigureRow
from ..lexicon import Lexicon
from ..search.issuers import Scope
from ..search.question import Question
from .answer import Answer, Row, RowFigure
from .citations import CitationList
from .evidence import Evidence
from .matter import Matter
from .phrases import phrase


@dataclass(frozen=True, slots=True)
class Context:
    """One question being answered."""

    generation: Generation
    lexicon: Lexicon
    question: Question
    scope: Scope
    matter: Matter
    evidence: Evidence
    citations: CitationList
    all_rows: bool = False
    parts: tuple[Context, ...] = ()

    @property
    def language(self) -> str:
        return "zh" if self.question.language == "zh" else "en"

    @property
    def rows(self) -> list[int]:
        """Report rows the question is asked of."""
        rows = self.generation.works.live if self.scope.rows is None else self.scope.rows
        return sorted(rows)

    def say(self, key: str, **values: object) -> str:
        return phrase(self.language, key, **values)

    def who(self, report: int) -> str:
        details = self.generation.reports[report].details
        return details.issuer or details.title or self.say("unknown")

    def year(self, report: int) -> str:
        year = self.generation.reports[report].details.year
        return self.say("year", year=year) if year else ""

    def body_and_year(self, report: int) -> tuple[str, int] | None:
        """Issuer and year of a report; None where either is not known."""
        details = self.generation.reports[report].details
        return (details.issuer, details.year) if details.issuer and details.year else None

    def row(
        self, report: int, verdict: str, figures: tuple[RowFigure, ...] = (),
        citations: tuple[int, ...] = (),
    ) -> Row:
        row = self.generation.reports[report]
        return Row(row.details.issuer, row.details.region, row.details.year, row.id, verdict,
                   figures, citations, self.generation.works.links(report))

    def figure(self, row: FigureRow, citation: int) -> RowFigure:
        f = row.figure
        recognition = self.generation.recognition(row.report, f.start, f.end)
        uncertain = recognition is not None and recognition.doubtful
        return RowFigure(f.metric, f.value, f.unit, f.raw, citation, uncertain)

    def stated(self, row: FigureRow) -> Row:
        """A report's row with one figure, whose sentence is cited."""
        n = self.citations.cite_sentence(row.sentence)
        return self.row(row.report, "stated", (self.figure(row, n),), (n,))

    def named(self, metric: str, raw: str) -> str:
        """A figure with the words that say what it counts, as each language writes it."""
        if not metric.strip() or metric in raw:
            return raw if self.language == "zh" else f" {raw}"
        if self.language != "zh":
            return f" {raw} ({metric})"
        return f"{metric} {raw}" if metric[-1].isascii() else f"{metric}{raw}"

    def _uncertain(self, rows: tuple[Row, ...]) -> str:
        """A warning of figures that may have been misread from a page picture; or nothing."""
        doubtful = [f for row in rows for f in row.figures if f.uncertain]
        if not doubtful:
            return ""
        items = self.say("list").join(
            f"{self.named(f.metric, f.raw).strip()}[{f.citation}]" for f in doubtful[:6])
        return ("" if self.language == "zh" else " ") + self.say("uncertain", items=items)

    def finish(
        self, kind: str, text: str, rows: tuple[Row, ...], *, confidence: float, examined: int,
    ) -> Answer:
        text += self._uncertain(rows)
        return Answer(
            question=self.question.text, language=self.question.language, kind=kind,
            answerable=True, answer=text + self._versions(rows), rows=rows,
            citations=self.citations.all(), reports=len(self.generation.works.live),
            files=len(self.generation.reports), examined=examined, confidence=confidence,
        )

    def _versions(self, rows: tuple[Row, ...]) -> str:
        """Says which of the reports in ``rows`` a newer version supersedes, and which are there
        in versions of unknown order."""
        told: dict[frozenset[str], str] = {}
        for row in rows:
            newer = row.links.superseded_by
            if row.verdict != "not_found" and newer:
                own = self.generation.report(row.report)
                told[frozenset({own.path})] = self.say("old", path=own.path, newer=newer.path)
            if row.verdict != "not_found" and row.links.other_versions:
                own = self.generation.report(row.report)
                paths = {own.path, *(link.path for link in row.links.other_versions)}
                told.setdefault(frozenset(paths), self.say(
                    "versions", who=self.who(own.row), year=self.year(own.row),
                    paths=self.say("list").join(sorted(paths))))
        gap = "" if self.language == "zh" else " "
        return "".join(gap + note for note in told.values())


def quoted(text: str, limit: int = 160) -> str:
    """A sentence as part of an answer: whole, or cut at ``limit`` with a mark of the cut."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"
