"""What ``search``, ``show``, ``cite`` and lists of reports give, in the contract's shapes."""

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
    score: Annotated[float, "How well it fits the query; comparable within one result."]


@dataclass(frozen=True)
class Hit(Citation, _Scored):
    """A passage that fits a query. ``n`` is its rank, from 1."""


@dataclass(frozen=True, kw_only=True)
class SearchResult(Envelope):
    """Passages for a query, best first."""

    id: Annotated[str | None, "As it was sent."] = None
    query: Annotated[str, "As it was sent."]
    hits: Annotated[tuple[Hit, ...], "Best first."]


@dataclass(frozen=True, kw_only=True)
class CiteResult(Envelope):
    """Each sentence of a draft with its verdict."""

    claims: Annotated[tuple[FormattedClaim, ...], "In the order of the draft."]


@dataclass(frozen=True, kw_only=True)
class ReportDetails(Told):
    """A report as a whole; null: not known."""

    report: Annotated[str, "Id, the same over rebuilds as long as the path is."]
    path: Annotated[str, "Relative to its corpus folder; with several folders behind its name."]
    title: Annotated[str, "As printed, or as corpus.toml says."]
    issuer: Annotated[str, "Who issued it.", NULL]
    region: Annotated[str, "Where.", NULL]
    year: Annotated[int | None, "The year that it reports on."]
    kind: Annotated[str, "Kind of report.", NULL]
    date: Annotated[str, "Day of issue, ISO 8601, possibly only its month or year.", NULL]
    language: Annotated[str, "ISO 639-1.", NULL]
    pages: Annotated[int | None, "Null: a format without pages."]


@dataclass(frozen=True, kw_only=True)
class ReportEntry(ReportDetails):
    """A report in a list."""

    characters: Annotated[int, "Of its canonical text."]
    links: Annotated[Links, INLINE] = NO_LINKS

    @classmethod
    def of(cls, row: ReportRow, links: Links) -> ReportEntry:
        return cls(**_details(row), characters=row.characters, links=links)


@dataclass(frozen=True, kw_only=True)
class ReportList(Envelope):
    """``total`` reports fit; ``reports`` are those from ``offset`` on."""

    total: Annotated[int, "How many reports fit."]
    offset: Annotated[int, "How many were left out at the start."]
    reports: Annotated[tuple[ReportEntry, ...], "In order of their path."]


@dataclass(frozen=True)
class Heading(Told):
    """A heading of a report's outline."""

    heading: Annotated[str, "As printed."]
    level: Annotated[int, "From 1, the highest."]
    start: Annotated[int, "Where it begins in the text."]


@dataclass(frozen=True, kw_only=True)
class ShownReport(ReportDetails, Envelope):
    """A report's details, outline and text. ``start`` and ``end`` only where a part of the text
    was asked for; ``text`` is that part then."""

    links: Annotated[Links, INLINE] = NO_LINKS
    outline: Annotated[tuple[Heading, ...], "Its headings, in order."]
    recognition: Annotated[
        tuple[RecognisedPage, ...], "Pages without a usable text layer: how each was read."
    ]
    text: Annotated[str, "The canonical text, which all offsets count in (code points)."]
    start: Annotated[int | None, "Offset of the part.", OMITTED] = None
    end: Annotated[int | None, "Offset behind the part.", OMITTED] = None

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

    def part(self, start: int, end: int) -> ShownReport:
        """The same with ``text[start:end]`` alone."""
        return replace(self, start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, kw_only=True)
class Passage(Envelope):
    """Part of a report: ``text`` is its canonical text from ``start`` to ``end``."""

    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "Relative to its corpus folder."]
    title: Annotated[str, "Of the report."]
    issuer: Annotated[str, "Who issued it; null: not known.", NULL]
    year: Annotated[int | None, "The year that it reports on; null: not known."]
    section: Annotated[tuple[str, ...], "Headings above it, from the top down."]
    page: Annotated[int | None, "From 1; null: a format without pages."]
    start: Annotated[int, "Offset in the canonical text, in code points."]
    end: Annotated[int, "Offset behind it."]
    text: Annotated[str, "To the letter."]
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
