"""Typed requests and results of the HTTP API and the MCP server; the forms of docs/contract.md.

Results are generated from the dataclasses that define them (``indexer.contract``), so that each
field and its description are written once. They allow further fields, because the contract may gain
fields without a new number.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import cache, reduce
from operator import or_
from types import GenericAlias, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from ..api import Answer, Filters, Progress, ServedStatus
from ..briefs import limits
from ..briefs.model import BriefList, BriefResult
from ..contract import INLINE, NULL, OMITTED, WHOLE, is_empty, json_fields
from ..drafting.styles import STYLES
from ..results import CiteResult, Passage, ReportList, SearchResult, ShownReport

QUESTION_LIMIT = 2_000
ID_LIMIT = 200
_NOT_BLANK = r"[^\s\u001c-\u001f\u0085]"


def _whole(value: object) -> object:
    """JSON has one kind of number: 2025.0 is an integer (JSON Schema, validation 6.1.1)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


if TYPE_CHECKING:  # mypy rejects a computed Literal
    Style = str
else:
    Style = Literal[tuple(STYLES)]
Question = Annotated[str, Field(min_length=1, max_length=QUESTION_LIMIT, pattern=_NOT_BLANK)]
Earlier = Annotated[list[Question], Field(max_length=50)]
Text = Annotated[str, Field(min_length=1, pattern=_NOT_BLANK)]
Name = Annotated[str, Field(min_length=1, max_length=300, pattern=_NOT_BLANK)]
Names = Annotated[list[Name], Field(max_length=100)]
YearNumber = Annotated[int, Field(ge=1, le=9999), BeforeValidator(_whole)]
Years = Annotated[list[YearNumber], Field(max_length=100)]
Count = Annotated[int, Field(ge=1, le=100), BeforeValidator(_whole)]


Title = Annotated[str, Field(min_length=1, max_length=limits.TITLE, pattern=limits.TITLE_PATTERN)]
Heading = Annotated[str, Field(max_length=limits.HEADING)]
Note = Annotated[str, Field(max_length=limits.NOTE)]
Position = Annotated[int, Field(ge=1, le=10_000), BeforeValidator(_whole)]
Offset = Annotated[int, Field(ge=0, le=10**9), BeforeValidator(_whole)]


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
    after: Earlier = Field(
        default=[],
        description="Questions asked before, the earliest first; the question may lean on them.",
    )


class WriteRequest(AskRequest):
    rewrite: bool = Field(
        default=False, description="Let the language model rewrite a question that is refused."
    )
    judge: bool = Field(
        default=False,
        description="Let the language model decide on borderline reports of a question to many.",
    )


class SearchRequest(FilterFields):
    query: Question = Field(description="Words or a sentence in any language.")
    id: Annotated[str, Field(max_length=ID_LIMIT)] | None = Field(
        default=None, description="Returned unchanged in the result."
    )
    k: Count = Field(default=10, description="Number of passages.")


class CiteRequest(FilterFields):
    text: Text = Field(description="A sentence, or a whole draft as plain text.")
    style: Style = Field(default="gb7714", description="Citation style of `formatted`.")


class NewBrief(_Request):
    title: Title = Field(description="Title of the brief; its file is named by it.")
    note: Note = Field(default="", description="A note on the whole brief.")


class PassageSpan(_Request):
    report: Name = Field(description="Id or path of the report.")
    start: Offset = Field(description="Offset of its first character.")
    end: Offset = Field(description="Offset after its last character.")


class AddAnswer(FilterFields):
    question: Question = Field(description="Add the rows of the answer to this question.")
    rows: Annotated[list[Count], Field(max_length=100)] = Field(
        default=[], description="Only the rows with these numbers, from 1."
    )
    whole: bool = Field(default=False, description="Add the whole answer, not its rows.")
    after: Earlier = Field(
        default=[],
        description="Questions asked before, the earliest first; the question may lean on them.",
    )
    heading: Heading = Field(default="", description="Put them under this heading.")
    note: Note = Field(default="", description="A note on each item added.")


class AddPassages(_Request):
    passages: Annotated[list[PassageSpan], Field(min_length=1, max_length=100)] = Field(
        description="Each becomes an item."
    )
    heading: Heading = Field(default="", description="Put them under this heading.")
    note: Note = Field(default="", description="A note on each item added.")


class ItemChange(_Request):
    """What is given is changed, the rest stays."""

    position: Position | None = Field(default=None, description="Its new number, from 1.")
    heading: Heading | None = Field(default=None, description="Put it under this heading.")
    note: Note | None = Field(default=None, description="Your note; empty to take it away.")


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


@cache
def model_of(kind: type) -> type[BaseModel]:
    """The typed result of a dataclass that is output as JSON, generated from its fields."""
    told: dict[str, Any] = dict(_fields(kind))
    return create_model(kind.__name__, __base__=_Result, __doc__=inspect.getdoc(kind), **told)


def _fields(kind: type) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for one in json_fields(kind):
        if INLINE in one.marks:
            # Inline values without fixed fields are further fields, which a result allows.
            if isinstance(one.kind, type) and is_dataclass(one.kind):
                yield from _fields(one.kind)
            continue
        about = one.description or None
        told = _told(one.kind)
        if NULL in one.marks:
            told = told | None
        if WHOLE in one.marks:
            told = int | told
        if OMITTED in one.marks:
            default: Any = [] if get_origin(told) is list else None
            yield one.name, (told, Field(default=default, exclude_if=is_empty, description=about))
        else:
            yield one.name, (told, Field(description=about))


def _told(kind: Any) -> Any:
    """The type of a field in JSON."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is tuple and args[-1] is Ellipsis:
        return GenericAlias(list, (_told(args[0]),))
    if origin in (Union, UnionType):
        return reduce(or_, map(_told, args))
    return model_of(kind) if is_dataclass(kind) and isinstance(kind, type) else kind


class Health(_Result):
    status: Literal["ok"]
    version: str
    generation: str


ANSWER, SEARCH, CITE = model_of(Answer), model_of(SearchResult), model_of(CiteResult)
REPORTS, REPORT, PASSAGE = model_of(ReportList), model_of(ShownReport), model_of(Passage)
STATUS = model_of(ServedStatus)
BRIEFS, BRIEF = model_of(BriefList), model_of(BriefResult)


class ErrorBody(BaseModel):
    code: str
    message: str


class ErrorResult(BaseModel):
    """Every error, whatever its status."""

    error: ErrorBody


_LINE: Any = {
    name: (kind | None, Field(default=None, exclude_if=is_empty, description=about))
    for name, kind, about in (
        ("progress", model_of(Progress), "How far it is."),
        ("answer", ANSWER, "The answer; the last line."),
        ("error", ErrorBody, "Why there is no answer; the last line."),
    )
}
STREAM_LINE = create_model(
    "StreamLine", __base__=_Result, __doc__="One line of a stream; it has one of these.", **_LINE
)
