"""Requests and results of the HTTP API and the MCP server, typed; the shapes of docs/contract.md.

Results let further fields pass, since the contract may grow fields without a new number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from types import GenericAlias
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from ..answers import answer
from ..drafting import cite, claims
from ..drafting.styles import STYLES
from ..retrieval.query import Filters

QUESTION_LIMIT = 2_000
ID_LIMIT = 200
_NOT_BLANK = r"[^\s\u001c-\u001f\u0085]"


def _whole(value: object) -> object:
    """JSON has one kind of number: 2025.0 is an integer (JSON Schema, validation 6.1.1)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


if TYPE_CHECKING:
    Style = str
    Verdict = str
else:
    Style = Literal[tuple(STYLES)]
    Verdict = Literal[tuple(cite.VERDICTS)]  # of every module that gives one, for cite needs all
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


def _described(kind: Any, base: type[BaseModel] = _Result) -> Any:
    """The model of a dataclass of the contract, by what its fields tell of themselves."""
    hints = get_type_hints(kind)
    told: dict[str, Any] = {
        entry.name: (
            _type(hints[entry.name], entry.metadata),
            Field(description=entry.metadata.get("about")),
        )
        for entry in fields(kind)
        if not entry.metadata.get("hidden")
    }
    return create_model(kind.__name__, __base__=base, **told)


def _type(hint: Any, said: Mapping[str, Any]) -> Any:
    if choices := said.get("choices"):
        return Literal[tuple(choices)]
    if get_origin(hint) is tuple:
        return GenericAlias(list, get_args(hint)[:1])
    if said.get("number"):
        return hint | int
    return hint | None if said.get("null") else hint


class FilterFields(_Request):
    """Values of one field are alternatives; fields narrow each other."""

    issuer: Names = Field(default=[], description="Only reports of these issuers.")
    region: Names = Field(default=[], description="Only reports of these regions.")
    year: Years = Field(default=[], description="Only reports on these years.")
    kind: Names = Field(default=[], description="Only reports of these kinds.")
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
        default=None, description="Comes back in the answer."
    )
    all_rows: bool = Field(default=False, description="A row for every report examined.")


class SearchRequest(FilterFields):
    query: Question = Field(description="Words or a sentence in any language.")
    id: Annotated[str, Field(max_length=ID_LIMIT)] | None = Field(
        default=None, description="Comes back in the result."
    )
    k: Count = Field(default=10, description="How many passages.")


class CiteRequest(FilterFields):
    text: Text = Field(description="A sentence, or a whole draft as plain text.")
    style: Style = Field(default="gb7714", description="Citation style of `formatted`.")


class ReportsQuery(BaseModel):
    """Query string of the list of reports."""

    model_config = ConfigDict(extra="forbid")

    issuer: Names = Field(default=[], description="Only reports of these issuers; repeats.")
    region: Names = Field(default=[], description="Only reports of these regions; repeats.")
    year: Years = Field(default=[], description="Only reports on these years; repeats.")
    kind: Names = Field(default=[], description="Only reports of these kinds; repeats.")
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=100, description="How many reports at most."
    )
    offset: Annotated[int, Field(ge=0, le=10**9)] = Field(
        default=0, description="How many reports to leave out at the start."
    )


class Linked(_Result):
    """Where there is something to say, each as ``report`` and ``path``: ``also_in``, other files
    of the same report; ``superseded_by``, the current version; ``supersedes``, older versions;
    ``other_versions``, versions whose order is not known."""


_Citation: Any = _described(answer.Citation, Linked)


class Citation(_Citation):
    """A passage: ``quote`` is ``text[start:end]`` of the report's canonical text."""


class Hit(Citation):
    score: float


_RowFigure: Any = _described(answer.RowFigure)


class RowFigure(_RowFigure):
    """``value`` in base units (CNY, count, percent, hours, …); ``raw`` as the source spells it."""


_Row: Any = _described(answer.Row, Linked)


class Row(_Row):
    figures: list[RowFigure]


class Coverage(_Result):
    """``reports`` counts each report once; ``files``, given where there are more, counts copies
    and superseded versions too."""

    reports: int
    examined: int


_Answer: Any = _described(answer.Answer)


class AnswerResult(_Answer):
    """``answerable`` false: no report states it; ``citations`` are then the closest passages."""

    contract: int
    rows: list[Row]
    citations: list[Citation]
    coverage: Coverage


class SearchResult(_Result):
    contract: int
    id: str | None
    query: str
    hits: list[Hit]


_ClaimFigure: Any = _described(claims.ClaimFigure)


class ClaimFigure(_ClaimFigure):
    """A figure of the draft; ``source_value`` null: no source gives one."""


_Claim: Any = _described(claims.Claim)


class Claim(_Claim):
    """A sentence of the draft; ``start`` and ``end`` count characters of the text sent."""

    verdict: Verdict
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
    """``total`` reports fit; ``reports`` are those from ``offset`` on."""

    contract: int
    total: int
    offset: int
    reports: list[ReportEntry]


class Heading(_Result):
    heading: str
    level: int
    start: int


class PageRecognition(_Result):
    """A page without a usable text layer: how it was read, and how sure that is."""

    page: int
    how: Literal["recognised", "layer", "unread"]
    confidence: float | None = Field(description="Mean score of its characters, 0 to 1.")
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
    """``problem``: why the newest generation could not be opened; null when all is well."""

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
