"""Answers as data; ``to_json`` gives the shapes of the contract (see docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from ..contract import CONTRACT, HIDDEN, INLINE, NULL, OMITTED, WHOLE, Told
from ..index.schema import NO_LINKS, Links

AnswerKind = Literal["lookup", "fact", "yes_no", "enumerate", "compare", "total", "topic"]
RowVerdict = Literal["stated", "mentioned", "none", "not_found"]


@dataclass(frozen=True, slots=True)
class Citation(Told):
    """A quote and where it stands: ``quote == canonical text[start:end]`` of ``report``.

    ``title`` and ``year`` are those of the report that the quote stands in; ``path`` may be a file
    that binds several years' reports.
    """

    n: Annotated[int, "Its number, from 1: [n] in the words of an answer."]
    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "The report's file, relative to its corpus folder."]
    title: Annotated[str, "Of the report that the quote stands in."]
    issuer: Annotated[str, "Who issued the report; null: not known.", NULL]
    year: Annotated[int | None, "The year that the report is on; null: not known."]
    section: Annotated[tuple[str, ...], "Headings above the quote, from the top down."]
    page: Annotated[int | None, "From 1; null: a format without pages."]
    start: Annotated[int, "Offset of the quote in the canonical text, in code points."]
    end: Annotated[int, "Offset behind the quote."]
    quote: Annotated[str, "The words of the report, to the letter."]
    recognised: Annotated[bool, "Read from a page picture."] = False
    confidence: Annotated[float | None, "Of recognised text, 0 to 1; null: not known."] = None
    links: Annotated[Links, INLINE] = NO_LINKS


@dataclass(frozen=True, slots=True)
class RowFigure(Told):
    """A figure in an answer. ``shown`` is ``raw`` with the unit that its table gives."""

    metric: Annotated[str, "What is counted or measured."]
    value: Annotated[float, "In base units of `unit`.", WHOLE]
    unit: Annotated[str, "CNY or another ISO currency, count, percent, hours, days, m2 …"]
    raw: Annotated[str, "As the source spells it."]
    citation: Annotated[int, "Number of the citation that holds it."]
    uncertain: Annotated[bool, "Recognised, and a character of it may be wrong."] = False
    shown: Annotated[str, HIDDEN] = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row(Told):
    """One report's verdict. ``links`` are the other files of the same work and its other
    versions."""

    issuer: Annotated[str, "Who issued the report; null: not known.", NULL]
    region: Annotated[str, "Where; null: not known.", NULL]
    year: Annotated[int | None, "The year that the report, or its first figure, is of."]
    report: Annotated[str, "Id of the report."]
    verdict: Annotated[
        RowVerdict,
        "stated (with a figure), mentioned (no figure), none (it says that there was none) or "
        "not_found.",
    ]
    figures: Annotated[tuple[RowFigure, ...], "What it states, the leading one first."] = ()
    citations: Annotated[tuple[int, ...], "Numbers of the citations that bear it out."] = ()
    links: Annotated[Links, INLINE] = NO_LINKS


@dataclass(frozen=True, slots=True)
class Coverage(Told):
    """How much of the index an answer rests on."""

    reports: Annotated[int, "Indexed reports, each counted once."]
    examined: Annotated[int, "Those that were judged."]
    files: Annotated[
        int | None, "With copies and superseded versions, where these make more.", OMITTED
    ] = None


@dataclass(frozen=True, slots=True)
class Answer(Told):
    """The answer to one question.

    ``answerable`` false: no report states it; ``citations`` are then the closest passages.
    ``reports`` counts current works (a report that is there twice is one), ``files`` all files.
    """

    contract: Annotated[int, "Version of these shapes; fields may be added without a new one."] = (
        field(default=CONTRACT, init=False)
    )
    id: Annotated[str | None, "As it was sent."] = field(default=None, kw_only=True)
    question: Annotated[str, "As it was asked."]
    language: Annotated[str, "Of the question, ISO 639-1."]
    kind: Annotated[AnswerKind, "What is asked."]
    answerable: Annotated[bool, "Whether a report states it."]
    answer: Annotated[str, "In the question's language, with [n] for citations."]
    short: Annotated[str, "The words of a fact, cut from its quote, or yes or no.", NULL] = field(
        default="", kw_only=True
    )
    rows: Annotated[tuple[Row, ...], "Verdicts on single reports; empty for a topic."] = ()
    citations: Annotated[tuple[Citation, ...], "The quotes that it rests on."] = ()
    reports: Annotated[int, HIDDEN] = 0
    examined: Annotated[int, HIDDEN] = 0
    files: Annotated[int, HIDDEN] = 0
    coverage: Annotated[Coverage, "How much of the index it rests on."] = field(
        init=False, compare=False
    )
    generated_by: Annotated[str | None, "The language model that wrote it; null: none did."] = (
        field(default=None, kw_only=True)
    )
    confidence: Annotated[float, HIDDEN] = field(default=0.0, compare=False, kw_only=True)

    def __post_init__(self) -> None:
        more = self.files if self.files > self.reports else None
        object.__setattr__(self, "coverage", Coverage(self.reports, self.examined, more))
