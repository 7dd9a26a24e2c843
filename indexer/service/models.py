"""Typed requests and results of the HTTP API and the MCP server; the forms of docs/contract.md.

Results allow further fields, because the contract may gain fields without a new number.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ..drafting.styles import StyleName
from ..retrieval.query import Filters

QUESTION_LIMIT = 2_000
ID_LIMIT = 200
_NOT_BLANK = r"[^\s\u001c-\u001f\u0085]"


def _whole(value: object) -> object:
    """JSON has one kind of number: 2025.0 is an integer (JSON Schema, validation 6.1.1)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Style = StyleName
Question = Annotated[str, Field(min_length=1, max_length=QUESTION_LIMIT, pattern=_NOT_BLANK)]
Text = Annotated[str, Field(min_length=1, pattern=_NOT_BLANK)]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=_NOT_BLANK)]
Names = Annotated[list[Name], Field(max_length=100)]
YearNumber = Annotated[int, Field(ge=1, le=9999), BeforeValidator(_whole)]
Years = Annotated[list[YearNumber], Field(max_length=100)]
Count = Annotated[int, Field(ge=1, le=100), BeforeValidator(_whole)]


class _Request(BaseModel):
    # Strict and closed: a misspelt field or a year in quotes is an error, not a wider search.
    model_config = ConfigDict(extra="forbid", strict=True)


class _Result(BaseModel):
    model_config = ConfigDict(extra="allow")


class FilterFields(_Request):
    """Values of one field are alternatives; several fields are combined."""

    issuer: Names = Field(default=[], description="Only reports by these issuers.")
    region: Names = Field(default=[], description="Only reports from these regions.")
    year: Years = Field(default=[], description="Only reports for these years.")
    kind: Names = Field(default=[], description="Only reports of these types.")
    report: Names = Field(default=[], description="Only these reports (id or path).")

    def filters(self) -> Filters:
        return Filters(
            tuple(self.issuer),
            tuple(self.region),
            tuple(self.year),
            tuple(self.kind),
            tuple(self.report),
        )


class AskRequest(FilterFields):
    question: Question = Field(description="A question in any language.")
    id: Annotated[str, Field(max_length=ID_LIMIT)] | None = Field(
        default=None, description="Returned unchanged in the answer."
    )
    all_rows: bool = Field(default=False, description="Include a row for every report examined.")


class SearchRequest(FilterFields):
    query: Question = Field(description="Words or a sentence in any language.")
    id: Annotated[str, Field(max_length=ID_LIMIT)] | None = Field(
        default=None, description="Returned unchanged in the result."
    )
    k: Count = Field(default=10, description="Number of passages.")


class CiteRequest(FilterFields):
    text: Text = Field(description="A sentence, or a whole draft as plain text.")
    style: Style = Field(default="gb7714", description="Citation style of `formatted`.")


class ReportsQuery(BaseModel):
    """Query string of the list of reports."""

    model_config = ConfigDict(extra="forbid")

    issuer: Names = Field(default=[], description="Only reports by these issuers; repeatable.")
    region: Names = Field(default=[], description="Only reports from these regions; repeatable.")
    year: Years = Field(default=[], description="Only reports for these years; repeatable.")
    kind: Names = Field(default=[], description="Only reports of these types; repeatable.")
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=100, description="Maximum number of reports."
    )
    offset: Annotated[int, Field(ge=0, le=10**9)] = Field(
        default=0, description="Number of reports to skip."
    )


class Linked(_Result):
    """Present only if applicable, each as ``report`` and ``path``: ``also_in``, other files with
    the same report; ``superseded_by``, the current version; ``supersedes``, older versions;
    ``other_versions``, versions whose order is unknown."""


class Citation(Linked):
    """A passage: ``quote`` is ``text[start:end]`` of the report's canonical text."""

    n: int
    report: str
    path: str
    title: str
    issuer: str | None
    year: int | None
    section: list[str]
    page: int | None
    start: int
    end: int
    quote: str
    recognised: bool = Field(default=False, description="Recognised from an image of the page.")
    confidence: float | None = Field(
        default=None, description="Confidence of recognised text, 0 to 1."
    )


class Hit(Citation):
    score: float


class RowFigure(_Result):
    """``value`` in base units (CNY, count, percent, hours, …); ``raw`` as printed in the source."""

    metric: str
    value: int | float
    unit: str
    raw: str
    citation: int
    uncertain: bool = Field(
        default=False, description="Recognised text that may have been misread."
    )


class Row(Linked):
    issuer: str | None
    region: str | None
    year: int | None
    report: str
    verdict: Literal["stated", "mentioned", "none", "not_found"]
    figures: list[RowFigure]
    citations: list[int]


class Coverage(_Result):
    """``reports`` counts each report once; ``files``, given where there are more, counts copies
    and superseded versions too."""

    reports: int
    examined: int


class AnswerResult(_Result):
    """``answerable`` false: no report states it; ``citations`` are then the closest passages."""

    contract: int
    id: str | None
    question: str
    language: str
    kind: Literal["lookup", "fact", "yes_no", "enumerate", "compare", "total", "topic"]
    answerable: bool
    answer: str
    short: str | None = Field(
        default=None, description="The words of a fact, cut from its quote, or yes or no."
    )
    rows: list[Row]
    citations: list[Citation]
    coverage: Coverage
    generated_by: str | None


class SearchResult(_Result):
    contract: int
    id: str | None
    query: str
    hits: list[Hit]


class ClaimFigure(_Result):
    """A figure of the draft; ``source_value`` null: no source gives one."""

    raw: str
    value: int | float
    unit: str
    source_value: int | float | None
    agrees: bool = Field(description="Whether the figures agree at the draft's precision or bound.")
    source_raw: str | None = Field(description="The source's figure as printed.")
    note: str | None = Field(description="A note on the comparison, in words.")
    citation: int | None = Field(description="Number of the citation that contains it.")


class Claim(_Result):
    """A sentence of the draft; ``start`` and ``end`` count characters of the text sent."""

    text: str
    start: int
    end: int
    verdict: Literal["supported", "contradicted", "unsupported"]
    basis: Literal["figures", "meaning"] = Field(description="Whether figures or meaning decided.")
    reason: str | None = Field(description="Why it is not supported, in the claim's language.")
    figures: list[ClaimFigure]
    citations: list[Citation]
    formatted: list[str]
    in_text: list[str]


class CiteResult(_Result):
    contract: int
    claims: list[Claim]


class ReportEntry(Linked):
    report: str
    path: str
    title: str
    issuer: str | None
    region: str | None
    year: int | None
    kind: str | None
    date: str | None
    language: str | None
    pages: int | None
    characters: int


class ReportList(_Result):
    """``total`` reports match; ``reports`` are those from ``offset`` on."""

    contract: int
    total: int
    offset: int
    reports: list[ReportEntry]


class Heading(_Result):
    heading: str
    level: int
    start: int


class PageRecognition(_Result):
    """A page without a usable text layer: how it was read, and how certain the result is."""

    page: int
    how: Literal["recognised", "layer", "unread"]
    confidence: float | None = Field(description="Mean confidence of its characters, 0 to 1.")
    doubtful: list[tuple[int, int]] = Field(description="Spans that may be misread.")


class ReportResult(Linked):
    contract: int
    report: str
    path: str
    title: str
    issuer: str | None
    region: str | None
    year: int | None
    kind: str | None
    date: str | None
    language: str | None
    pages: int | None
    outline: list[Heading]
    recognition: list[PageRecognition]
    text: str


class Passage(_Result):
    """Part of a report: ``text`` is its canonical text from ``start`` to ``end``."""

    contract: int
    report: str
    path: str
    title: str
    issuer: str | None
    year: int | None
    section: list[str]
    page: int | None
    start: int
    end: int
    text: str
    before: str
    after: str


class Unread(_Result):
    path: str
    reason: str


class LastBuild(_Result):
    """What the last build did, or why it failed; the counts stand where it did not."""

    ended: str = Field(description="ISO 8601.")
    ok: bool
    error: str | None


class StatusResult(_Result):
    """``problem``: why the newest generation could not be opened; null if all is well."""

    contract: int
    generation: str
    built: str
    reports: int
    works: int = Field(description="Reports, copies and superseded versions left out.")
    passages: int
    sentences: int
    model: str
    dimension: int
    bytes: int
    recognised_pages: int
    unread_pages: int
    last_build: LastBuild | None
    failed: list[Unread]
    problem: str | None


class Health(_Result):
    status: Literal["ok"]
    version: str
    generation: str


class ErrorBody(BaseModel):
    code: str
    message: str


class ErrorResult(BaseModel):
    """Every error, whatever its status."""

    error: ErrorBody
