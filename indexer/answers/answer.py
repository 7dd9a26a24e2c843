"""Answers as data; ``to_json`` gives the form of the contract (see docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from ..contract import CONTRACT, HIDDEN, INLINE, NULL, OMITTED, WHOLE, Told
from ..index.schema import NO_LINKS, Links

AnswerKind = Literal["lookup", "fact", "yes_no", "enumerate", "compare", "total", "topic"]
RowVerdict = Literal["stated", "mentioned", "none", "not_found"]


@dataclass(frozen=True, slots=True)
class Citation(Told):
    """A quote and its location: ``quote == canonical text[start:end]`` of ``report``.

    ``title`` and ``year`` are those of the report that contains the quote; ``path`` may be a file
    with reports for several years.
    """

    n: Annotated[int, "Number of the citation, from 1; written as [n] in the answer."]
    report: Annotated[str, "Id of the report."]
    path: Annotated[str, "The report's file, relative to its corpus folder."]
    title: Annotated[str, "Title of the report that contains the quote."]
    issuer: Annotated[str, "Issuer of the report; null if unknown.", NULL]
    year: Annotated[int | None, "The reporting year; null if unknown."]
    section: Annotated[tuple[str, ...], "Headings above the quote, outermost first."]
    page: Annotated[int | None, "Page number, from 1; null for a format without pages."]
    start: Annotated[int, "Offset of the quote in the canonical text, in code points."]
    end: Annotated[int, "Offset after the quote."]
    quote: Annotated[str, "The exact words of the report."]
    recognised: Annotated[bool, "Recognised from an image of the page."] = False
    confidence: Annotated[
        float | None, "Confidence of recognised text, 0 to 1; null if unknown."
    ] = None
    links: Annotated[Links, INLINE] = NO_LINKS


@dataclass(frozen=True, slots=True)
class RowFigure(Told):
    """A figure in an answer. ``shown`` is ``raw`` with the unit given by its table."""

    metric: Annotated[str, "What is counted or measured."]
    value: Annotated[float, "In base units of `unit`.", WHOLE]
    unit: Annotated[str, "CNY or another ISO currency, count, percent, hours, days, m2 …"]
    raw: Annotated[str, "As printed in the source."]
    citation: Annotated[int, "Number of the citation that contains it."]
    uncertain: Annotated[bool, "Recognised text that may have been misread."] = False
    shown: Annotated[str, HIDDEN] = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Row(Told):
    """One report's verdict. ``links`` are the other files with the same report and its
    other versions."""

    issuer: Annotated[str, "Issuer of the report; null if unknown.", NULL]
    region: Annotated[str, "Region of the issuer; null if unknown.", NULL]
    year: Annotated[int | None, "Year of the report or of its first figure."]
    report: Annotated[str, "Id of the report."]
    verdict: Annotated[
        RowVerdict,
        "stated (with a figure), mentioned (no figure), none (the report says there was none) or "
        "not_found.",
    ]
    figures: Annotated[
        tuple[RowFigure, ...], "The figures it states, the most important one first."
    ] = ()
    citations: Annotated[tuple[int, ...], "Numbers of the citations that support it."] = ()
    links: Annotated[Links, INLINE] = NO_LINKS


@dataclass(frozen=True, slots=True)
class Coverage(Told):
    """How much of the index an answer is based on."""

    reports: Annotated[int, "Indexed reports, each counted once."]
    examined: Annotated[int, "Reports that were evaluated."]
    files: Annotated[
        int | None, "Including copies and superseded versions; only given if this is more.", OMITTED
    ] = None


@dataclass(frozen=True, slots=True)
class Answer(Told):
    """The answer to one question.

    ``answerable`` false: no report states it; ``citations`` are then the closest passages.
    ``reports`` counts current reports (a report with several copies counts once), ``files`` all
    files.
    """

    contract: Annotated[
        int, "Version of the contract; fields may be added without a new version."
    ] = field(default=CONTRACT, init=False)
    id: Annotated[str | None, "As sent in the request."] = field(default=None, kw_only=True)
    question: Annotated[str, "The question as asked."]
    understood: Annotated[
        str,
        "The whole question that was answered, if the question leans on earlier ones or a language "
        "model rewrote it.",
        OMITTED,
    ] = field(default="", kw_only=True)
    language: Annotated[str, "Language of the question, ISO 639-1."]
    kind: Annotated[AnswerKind, "Kind of question."]
    answerable: Annotated[bool, "Whether a report states the answer."]
    answer: Annotated[str, "In the question's language, with [n] for citations."]
    short: Annotated[
        str, "The short answer to a fact, taken from its quote, or yes or no.", NULL
    ] = field(default="", kw_only=True)
    rows: Annotated[
        tuple[Row, ...], "Verdicts on individual reports; empty for an open question."
    ] = ()
    citations: Annotated[tuple[Citation, ...], "The quotes that support the answer."] = ()
    reports: Annotated[int, HIDDEN] = 0
    examined: Annotated[int, HIDDEN] = 0
    files: Annotated[int, HIDDEN] = 0
    coverage: Annotated[Coverage, "How much of the index the answer is based on."] = field(
        init=False, compare=False
    )
    stopped: Annotated[
        bool,
        "Judging was stopped by the caller: the answer is that of the reports judged until then, "
        "and its list is incomplete.",
        OMITTED,
    ] = field(default=False, kw_only=True)
    generated_by: Annotated[
        str | None, "The language model that wrote the answer; null if none was used."
    ] = field(default=None, kw_only=True)
    assisted_by: Annotated[
        str | None,
        "The language model that rewrote the question, or decided on borderline reports.",
        OMITTED,
    ] = field(default=None, kw_only=True)
    confidence: Annotated[float, HIDDEN] = field(default=0.0, compare=False, kw_only=True)

    def __post_init__(self) -> None:
        more = self.files if self.files > self.reports else None
        object.__setattr__(self, "coverage", Coverage(self.reports, self.examined, more))
