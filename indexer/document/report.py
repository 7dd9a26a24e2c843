"""A report as data: the result of reading a file, and all that later steps know about it.

All offsets are character offsets (Unicode code points) into ``Document.text``, the report's
canonical text; ``text[start:end]`` is the quote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from ..contract import HIDDEN
from .joint_issuers import issuers_of

#: What a figure expresses; see Figure.
FigureRole = Literal["level", "change", "previous", "plan", "ordinal", "date"]
#: From its image; from a hidden text layer made by other software; not at all.
RecognisedHow = Literal["recognised", "layer", "unread"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A heading, caption or table that the file's own format declares (HTML, DOCX, Markdown).

    ``kind`` is ``heading``, ``table`` or ``caption``; ``level`` is 1-based for headings, else 0.
    A table's span runs from its first to its last row; rows are lines, cells are joined by `` | ``.
    """

    kind: str
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True, slots=True)
class RecognisedLine:
    """A line of a page image: its span in the text, mean confidence (0..1), and box as fractions of
    the image's width and height from the top left."""

    start: int
    end: int
    score: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """How a page without a usable text layer was read: recognised from its image, taken from a
    hidden text layer made by other software, or not at all. ``key`` names the image in the cache
    of recognised pages."""

    page: Annotated[int, "Page number, from 1."]
    how: Annotated[RecognisedHow, "layer: taken from a hidden text layer made by other software."]
    confidence: Annotated[float | None, "Mean confidence of its characters, 0 to 1."] = None
    lines: Annotated[tuple[RecognisedLine, ...], HIDDEN] = ()
    doubtful: Annotated[tuple[tuple[int, int], ...], "Spans that may have been misread."] = ()
    key: Annotated[str, HIDDEN] = ""

    def is_doubtful(self, start: int, end: int) -> bool:
        """Whether a character of ``text[start:end]`` may be wrong."""
        return any(a < end and start < b for a, b in self.doubtful)


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader returns: canonical text with its layout, before any interpretation.

    ``page_starts[i]`` is the offset at which page ``i + 1`` begins (empty: the format has no
    pages). ``meta`` holds the file's own metadata, with lower-case keys as spelled by the format
    (``title``, ``author``, ``发布机构``, ``发文日期`` …). ``format`` is pdf, docx, html, markdown
    or text. ``recognised`` lists the pages that were not read from a text layer.
    """

    text: str
    format: str
    page_starts: tuple[int, ...] = ()
    marks: tuple[Mark, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    recognised: tuple[RecognisedPage, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """1-based page that holds the character at ``offset``; None where there are no pages."""
        return bisect_right(self.page_starts, offset) or 1 if self.page_starts else None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one heading. Sections tile the text: each begins where the last ends.

    ``path`` holds the headings from the top down, as printed; it is empty before the first
    heading. ``start`` is where the heading begins (a run-in heading is part of its paragraph);
    ``body`` is the offset just past the heading. ``level`` is 1-based, 0 before the first heading.
    """

    path: tuple[str, ...]
    level: int
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity as printed in a report.

    ``value`` is in base units of ``unit``: money in units of its ISO 4217 currency (万元 is
    multiplied out), ``percent`` (51 means 51 %), ``percentage_points``, ``count``, ``hours``,
    ``days``, ``m2``, ``m``, ``kg`` …; ``family`` groups units that may be compared: money, count,
    ratio, time, area, length, mass, volume, energy, other. ``counter`` is the measure word or
    counted noun as printed (件, 人次, 份, cases; empty for money). ``metric`` is the words that
    say what is counted (罚款, 行政处罚, notices). ``bound`` is ``""``, ``about``, ``over`` or
    ``under`` (余/近/约/超); ``high`` is the upper end of a range whose lower end is ``value``.

    ``role`` is ``level`` (how much there was), ``change`` (rise or fall by so much; negative for a
    fall), ``previous`` (an earlier period's level, 上年/去年/against … the year before),
    ``ordinal`` (第3批), ``date`` or ``plan`` (a target; negative where it is a fall). Only level,
    change, previous and plan are quantities.

    ``year`` is the calendar year that the figure's own words or its table give (in 2023, a column
    headed 2024); of a period of several years (2023/24, 2021年至2025年累计) it is the last and
    ``since`` the first. None where they give none, so that it is the report's. ``body`` is the
    part, place or unit that a table's row names (一大队, 合计); ``""`` where none is named.
    """

    raw: str
    value: float
    unit: str
    family: str
    counter: str
    metric: str
    start: int
    end: int
    clause_start: int
    clause_end: int
    sentence_start: int
    sentence_end: int
    bound: str = ""
    high: float | None = None
    role: FigureRole = "level"
    year: int | None = None
    since: int | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a report as a whole. ``None`` and ``""`` mean unknown, and are shown so.

    ``issuer`` is the body's full name as the report gives it (bodies that issue it together are
    parted by ``、`` or ``; ``, see ``joint``); ``region`` is free text, widest
    first (湖南衡阳, United Kingdom); ``year`` is the year reported on; ``date`` is
    ISO 8601 (the day of issue, possibly shortened to ``2026-01`` or ``2026``); ``language`` is
    an ISO 639-1 code; ``kind`` is the kind of report as its title names it (法治政府建设报告,
    annual report …). The rest is what a reference shows of its publication: ``url`` (http or
    https), ``place``, ``publisher`` where that is not the issuer, ``number`` (发文字号, report
    number), and ``accessed``, the day on which the address was read, ISO 8601.
    """

    title: str = ""
    issuer: str = ""
    region: str = ""
    year: int | None = None
    kind: str = ""
    date: str = ""
    language: str = ""
    sample: bool = False
    url: str = ""
    place: str = ""
    publisher: str = ""
    number: str = ""
    accessed: str = ""

    @property
    def issuers(self) -> tuple[str, ...]:
        """Each body that issued the report: ``issuer``, or its parts where it names several."""
        return issuers_of(self.issuer)


@dataclass(frozen=True, slots=True)
class Part:
    """The report for one year in a file that contains several (``bound_years.find_parts``): its
    title at ``start:body``, its text up to ``end``. ``date`` and ``number`` as in ``Details``, from
    its own text; ``""`` if unknown."""

    title: str
    year: int
    start: int
    body: int
    end: int
    date: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A file, read and understood. ``path`` is relative to its corpus folder, with ``/``;
    ``details`` are those of the first report in it, ``parts`` the further years' reports."""

    path: str
    document: Document
    details: Details
    sections: tuple[Section, ...]
    sentences: tuple[tuple[int, int], ...]
    figures: tuple[Figure, ...]
    parts: tuple[Part, ...] = ()

    @property
    def text(self) -> str:
        return self.document.text


def year_at(parts: Sequence[Part], offset: int) -> int | None:
    """The year of the part that contains ``offset``; None before the first part."""
    part = part_at(parts, offset)
    return part.year if part else None


def part_at(parts: Sequence[Part], offset: int) -> Part | None:
    """The part that contains ``offset``; None before the first part."""
    at = bisect_right(parts, offset, key=lambda part: part.start) - 1
    return parts[at] if at >= 0 else None
