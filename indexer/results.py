"""The results of ``search``, ``show``, ``cite`` and report lists, as the contract defines them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from .answers.answer import Citation
from .contract import INLINE, NULL, OMITTED, Envelope, Told
from .document.report import RecognisedPage
from .drafting.claims import FormattedClaim
from .index.schema import NO_LINKS, Links, ReportRow


@dataclass(frozen=True)
class _Scored(Told):
    score: Annotated[float, "How well it matches the query; comparable within one result."]


@dataclass(frozen=True)
class Hit(Citation, _Scored):
    """A passage that matches a query. ``n`` is its rank, from 1."""


@dataclass(frozen=True, kw_only=True)
class SearchResult(Envelope):
    """Passages for a query, best first."""

    id: Annotated[str | None, "As sent in the request."] = None
    query: Annotated[str, "As sent in the request."]
    hits: Annotated[tuple[Hit, ...], "Best first."]


@dataclass(frozen=True, kw_only=True)
class CiteResult(Envelope):
    """Each sentence of a draft with its verdict."""

    claims: Annotated[tuple[FormattedClaim, ...], "In the order of the draft, one per sentence."]


@dataclass(frozen=True, kw_only=True)
class ReportDetails(Told):
    """A report as a whole; null if unknown."""

    report: Annotated[
        str, "Id of the report; unchanged by rebuilds as long as its path stays the same."
    ]
    path: Annotated[
        str,
        "Relative to its corpus folder; preceded by the folder's name if there are several.",
    ]
    title: Annotated[str, "As printed, or as set in corpus.toml."]
    issuer: Annotated[str, "Issuer of the report.", NULL]
    region: Annotated[str, "Region of the issuer.", NULL]
    year: Annotated[int | None, "The reporting year."]
    kind: Annotated[str, "Kind of report.", NULL]
    date: Annotated[str, "Date of issue, ISO 8601; possibly only year and month, or year.", NULL]
    language: Annotated[str, "ISO 639-1.", NULL]
    pages: Annotated[int | None, "Number of pages; null for a format without pages."]


@dataclass(frozen=True, kw_only=True)
class ReportEntry(ReportDetails):
    """A report in a list."""

    characters: Annotated[int, "Length of its canonical text, in code points."]
    links: Annotated[Links, INLINE] = NO_LINKS

    @classmethod
    def of(cls, row: ReportRow, links: Links) -> ReportEntry:
        return cls(**_details(row), characters=row.characters, links=links)


@dataclass(frozen=True, kw_only=True)
class ReportList(Envelope):
    """``total`` reports match; ``reports`` are those from ``offset`` on."""

    total: Annotated[int, "Number of matching reports."]
    offset: Annotated[int, "Number of reports skipped at the start."]
    reports: Annotated[tuple[ReportEntry, ...], "In order of path."]


@dataclass(frozen=True)
class Heading(Told):
    """A heading of a report's outline."""

    heading: Annotated[str, "As printed."]
    level: Annotated[int, "Level, starting from 1 for the highest."]
    start: Annotated[int, "Offset in the canonical text."]


@dataclass(frozen=True, kw_only=True)
class ShownReport(ReportDetails, Envelope):
    """A report's details, outline and text. ``start`` and ``end`` are only given if part of
    the text was requested; ``text`` is then that part."""

    links: Annotated[Links, INLINE] = NO_LINKS
    outline: Annotated[tuple[Heading, ...], "Its headings, in order."]
    recognition: Annotated[
        tuple[RecognisedPage, ...], "How each page without a usable text layer was read."
    ]
    text: Annotated[str, "The canonical text, to which all offsets refer (in code points)."]
    start: Annotated[int | None, "Offset of the requested part.", OMITTED] = None
    end: Annotated[int | None, "Offset after the requested part.", OMITTED] = None

    @classmethod
    def of(
        cls,
        row: ReportRow,
        links: Links,
        outline: tuple[Heading, ...],
        recognition: tuple[RecognisedPage, ...],
        text: str,
    ) -> ShownReport:
        return cls(
            **_details(row), links=links, outline=outline, recognition=recognition, text=text
        )

    def outline_lines(self) -> list[str]:
        """Its headings as plain lines, indented by level, each with its offset."""
        return [f"{'  ' * (h.level - 1)}{h.heading}  ({h.start})" for h in self.outline]

    def part(self, start: int, end: int) -> ShownReport:
        """The same report with only ``text[start:end]``."""
        return replace(self, start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, kw_only=True)
class Passage(Envelope):
    """Part of a report: ``text`` is its canonical text from ``start`` to ``end``."""

    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "Relative to its corpus folder."]
    title: Annotated[str, "Title of the report."]
    issuer: Annotated[str, "Issuer of the report; null if unknown.", NULL]
    year: Annotated[int | None, "The reporting year; null if unknown."]
    section: Annotated[tuple[str, ...], "Headings above it, outermost first."]
    page: Annotated[int | None, "Page number, from 1; null for a format without pages."]
    start: Annotated[int, "Offset in the canonical text, in code points."]
    end: Annotated[int, "Offset after its last character."]
    text: Annotated[str, "Exactly as in the report."]
    before: Annotated[str, "The text before it."]
    after: Annotated[str, "The text after it."]


def _details(row: ReportRow) -> dict[str, Any]:
    details = row.details
    return {
        "report": row.id,
        "path": row.path,
        "title": details.title,
        "issuer": details.issuer,
        "region": details.region,
        "year": details.year,
        "kind": details.kind,
        "date": details.date,
        "language": details.language,
        "pages": row.pages,
    }
