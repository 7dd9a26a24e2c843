"""A brief as data: headings, the items under them, and the evidence of each item.

Everything that an export needs is in the brief, so that it can be exported without the index and
even after a report has gone. ``file`` writes these classes as TOML, ``contract`` as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args

from ..api import Citation, RowVerdict
from ..contract import HIDDEN, INLINE, NULL, OMITTED, WHOLE, Envelope, Told
from ..drafting.sources import Source

ItemKind = Literal["row", "quote", "answer"]
#: From what needs no look to what is lost.
CheckState = Literal["unchanged", "moved", "superseded", "changed", "removed", "gone"]
STATES: tuple[CheckState, ...] = get_args(CheckState)
#: The evidence stands as it was collected, if perhaps at another place.
STANDING: frozenset[CheckState] = frozenset({"unchanged", "moved"})
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ChangedFigure(Told):
    """A figure that the report states differently now."""

    was: Annotated[str, "As printed when it was collected."]
    now: Annotated[str, "As printed now; empty if the sentence no longer has such a figure."]
    value: Annotated[float | None, "Its value now, in base units of the unit.", WHOLE] = None
    unit: Annotated[str, "Unit of the value now; null if there is none.", NULL] = ""


@dataclass(frozen=True, slots=True)
class Check(Told):
    """What a check found that differs from what was collected. ``report`` to ``quote`` are the
    place where the reports say it now; empty if none does."""

    state: Annotated[
        CheckState,
        "moved (the same words at another place), superseded (a newer version of the report is "
        "indexed), changed (the sentence or its figure), removed (the report no longer has such "
        "a sentence) or gone (the report is not indexed any more).",
    ]
    report: Annotated[str, "Id of the report that says it now.", NULL] = ""
    path: Annotated[str, "Its file.", NULL] = ""
    section: Annotated[tuple[str, ...], "Headings above the place."] = ()
    page: Annotated[int | None, "Page number, from 1."] = None
    start: Annotated[int | None, "Offset of the quote now."] = None
    end: Annotated[int | None, "Offset after the quote now."] = None
    quote: Annotated[str, "What the report says now; null if nothing similar.", NULL] = ""
    figures: Annotated[tuple[ChangedFigure, ...], "Figures that differ."] = ()
    reason: Annotated[str, "More about the finding.", NULL] = ""


@dataclass(frozen=True, slots=True)
class Evidence(Told):
    """A quote with its place and with what a reference needs to know of its report, as collected:
    ``quote == text[start:end]`` of the file whose SHA-256 is ``sha256``."""

    quote: Annotated[str, "The exact words of the report."]
    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "The report's file, relative to its corpus folder."]
    sha256: Annotated[str, "SHA-256 of that file."]
    start: Annotated[int, "Offset of the quote in the canonical text, in code points."]
    end: Annotated[int, "Offset after the quote."]
    page: Annotated[int | None, "Page number, from 1; null for a format without pages."] = None
    section: Annotated[tuple[str, ...], "Headings above the quote, outermost first."] = ()
    title: Annotated[str, "Title of the report.", NULL] = ""
    issuer: Annotated[str, "Issuer of the report.", NULL] = ""
    year: Annotated[int | None, "The reporting year."] = None
    date: Annotated[str, "Date of issue, ISO 8601, possibly shortened.", NULL] = ""
    kind: Annotated[str, "Kind of report.", NULL] = ""
    language: Annotated[str, "ISO 639-1.", NULL] = ""
    number: Annotated[str, "Document number.", NULL] = ""
    url: Annotated[str, "Address of the report.", NULL] = ""
    place: Annotated[str, "Place of publication.", NULL] = ""
    publisher: Annotated[str, "Publisher, if not the issuer.", NULL] = ""
    accessed: Annotated[str, "Date on which the address was read.", NULL] = ""
    recognised: Annotated[bool, "Recognised from an image of the page."] = False
    check: Annotated[
        Check | None, "What the last check found to differ; null if nothing or not checked."
    ] = None

    @property
    def source(self) -> Source:
        """What a citation style needs to know."""
        return Source(
            title=self.title or self.path,
            issuer=self.issuer,
            year=self.year,
            date=self.date,
            url=self.url,
            page=self.page,
            section=" > ".join(self.section),
            language=self.language,
            kind=self.kind,
            path=self.path,
            place=self.place,
            accessed=self.accessed,
            number=self.number,
            publisher=self.publisher,
        )

    def citation(self, n: int) -> Citation:
        """The same as citation ``n`` of an answer."""
        return Citation(
            n=n,
            report=self.report,
            path=self.path,
            title=self.title,
            issuer=self.issuer,
            year=self.year,
            section=self.section,
            page=self.page,
            start=self.start,
            end=self.end,
            quote=self.quote,
            recognised=self.recognised,
        )


@dataclass(frozen=True, slots=True)
class ItemFigure(Told):
    """A figure of an item."""

    metric: Annotated[str, "What is counted or measured."]
    value: Annotated[float, "In base units of `unit`.", WHOLE]
    unit: Annotated[str, "CNY or another ISO currency, count, percent, hours, days, m2 …"]
    raw: Annotated[str, "As printed in the source."]
    citation: Annotated[int, "Number of the citation of this item that contains it, from 1."] = 1
    shown: Annotated[str, "As printed, with the unit given by its table.", NULL] = ""
    uncertain: Annotated[bool, "Recognised text that may have been misread."] = False

    @property
    def printed(self) -> str:
        return self.shown or self.raw


@dataclass(frozen=True, slots=True)
class Item(Told):
    """A row of an answer, a quote, or a whole answer."""

    id: Annotated[str, "Identifies the item in its brief."]
    kind: Annotated[ItemKind, "What was collected."]
    text: Annotated[str, "What it says; [n] cites. Empty for a quote.", NULL] = ""
    note: Annotated[str, "The reader's note.", NULL] = ""
    question: Annotated[str, "The question that was asked.", NULL] = ""
    issuer: Annotated[str, "Issuer of a row.", NULL] = ""
    region: Annotated[str, "Region of a row.", NULL] = ""
    year: Annotated[int | None, "Year of a row."] = None
    verdict: Annotated[RowVerdict | None, "Verdict of a row."] = None
    figures: Annotated[tuple[ItemFigure, ...], "Figures of a row, the leading one first."] = ()
    citations: Annotated[tuple[Evidence, ...], "The evidence."] = ()
    added: Annotated[str, "Time at which it was added, ISO 8601, UTC.", NULL] = ""

    @property
    def state(self) -> CheckState:
        """The worst state of its evidence."""
        found = [e.check.state for e in self.citations if e.check is not None]
        return max(found, key=STATES.index, default="unchanged")

    def same_as(self, other: Item) -> bool:
        """Whether both collect the same thing, whatever their notes."""
        return self._collected() == other._collected()

    def _collected(self) -> tuple[object, ...]:
        places = tuple((e.report, e.start, e.end, e.quote) for e in self.citations)
        return self.kind, self.question, self.text, places


@dataclass(frozen=True, slots=True)
class Group(Told):
    """Items under one heading; the first group may have none."""

    heading: Annotated[str, "The heading.", NULL] = ""
    items: Annotated[tuple[Item, ...], "In order."] = ()


@dataclass(frozen=True, slots=True)
class Contents(Told):
    """A whole brief. ``checked`` names the index that it was last checked against."""

    title: Annotated[str, "Title of the brief."]
    note: Annotated[str, "A note on the whole.", NULL] = ""
    created: Annotated[str, "ISO 8601, UTC.", NULL] = ""
    checked: Annotated[str, "Time of the last check, ISO 8601, UTC.", NULL] = ""
    checked_with: Annotated[str, HIDDEN] = ""
    groups: Annotated[tuple[Group, ...], "In order."] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in reading order."""
        return tuple(item for group in self.groups for item in group.items)

    def with_item(self, item: Item) -> Contents:
        """The same with ``item`` in place of the one with its id."""
        groups = tuple(
            replace(g, items=tuple(item if i.id == item.id else i for i in g.items))
            for g in self.groups
        )
        return replace(self, groups=groups)


@dataclass(frozen=True, slots=True)
class BriefEntry(Told):
    """A brief in a list."""

    name: Annotated[str, "Name of the brief: its file without the ending."]
    title: Annotated[str, "Title of the brief; null if the file cannot be read.", NULL]
    items: Annotated[int, "Number of items."]
    marked: Annotated[int, "Items whose evidence no longer stands as collected."]
    checked: Annotated[str, "Time of the last check.", NULL] = ""
    problem: Annotated[str, "Why the file cannot be read.", OMITTED] = ""


@dataclass(frozen=True, kw_only=True)
class BriefList(Envelope):
    """The briefs of the folder."""

    briefs: Annotated[tuple[BriefEntry, ...], "In order of name."]


@dataclass(frozen=True, kw_only=True)
class BriefResult(Envelope):
    """A brief, after what was done to it."""

    name: Annotated[str, "Name of the brief: its file without the ending."]
    state: Annotated[CheckState, "The worst state that the last check found."]
    marked: Annotated[tuple[str, ...], "Ids of items whose evidence no longer stands as collected."]
    added: Annotated[tuple[str, ...], "Ids of the items just added.", OMITTED] = ()
    contents: Annotated[Contents, INLINE]
