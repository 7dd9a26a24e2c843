"""The briefs in the HTTP API; ``http`` makes the app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Response
from fastapi import Path as PathValue
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from ..api import Index
from ..briefs.brief import Brief
from ..briefs.export import MEDIA_TYPES
from ..briefs.limits import NAME
from . import brief_calls
from .live import LiveIndex
from .models import BRIEF, BRIEFS, AddAnswer, AddPassages, ItemChange, NewBrief, Style
from .workers import Deadline, Workers

Run = Callable[..., Any]
Job = Callable[[Index, Deadline], Any]
BriefName = Annotated[str, PathValue(min_length=1, max_length=NAME, description="Name of a brief.")]
ItemName = Annotated[
    str, PathValue(min_length=1, max_length=20, description="Id of an item, or its number.")
]
_MIME = MEDIA_TYPES | {"md": f"{MEDIA_TYPES['md']}; charset=utf-8"}


class ExportQuery(BaseModel):
    """Query string of an export."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["docx", "md", "xlsx"] = Field(default="docx", description="Kind of file.")
    style: Style = Field(default="gb7714", description="Citation style.")


def _found(job: Job) -> Job:
    """``job`` with what it does not find as 404, and what exists already as 409."""

    def do(index: Index, deadline: Deadline) -> Any:
        try:
            return job(index, deadline)
        except brief_calls.NotThere as error:
            raise HTTPException(404, str(error)) from None
        except brief_calls.BriefExists as error:
            raise HTTPException(409, str(error)) from None

    return do


def add_briefs(
    app: FastAPI,
    run: Run,
    live: LiveIndex,
    workers: Workers,
    read: dict[int | str, dict[str, Any]],
    send: dict[int | str, dict[str, Any]],
    closed: list[Any],
) -> None:
    """Add the calls; ``read`` and ``send`` describe their errors, ``closed`` rejects queries."""

    def opened(name: str) -> Brief:
        return brief_calls.open_brief(live.settings.briefs, name)

    shared: dict[str, Any] = {"tags": ["briefs"], "dependencies": closed}

    @app.get("/v1/briefs", response_model=BRIEFS, responses=read, **shared)
    async def briefs(response: Response) -> Any:
        """The briefs, in order of name."""
        return await run(response, lambda index, _: brief_calls.list_briefs(live.settings.briefs))

    @app.post("/v1/briefs", response_model=BRIEF, responses=send, **shared)
    async def create(request: NewBrief, response: Response) -> Any:
        """Create an empty brief."""
        made = (request.title, request.note)
        job = _found(lambda index, _: brief_calls.create_brief(live.settings.briefs, *made))
        return await run(response, job)

    @app.get("/v1/briefs/{name}", response_model=BRIEF, responses=read, **shared)
    async def brief(name: BriefName, response: Response) -> Any:
        """A brief with its items and the marks of the last check."""
        return await run(response, _found(lambda index, _: opened(name).result()))

    @app.post("/v1/briefs/{name}/answers", response_model=BRIEF, responses=send, **shared)
    async def add(name: BriefName, request: AddAnswer, response: Response) -> Any:
        """Ask a question and add the rows of its answer, or the whole answer."""

        def job(index: Index, _: Deadline) -> Any:
            found = opened(name)
            answer = index.ask(request.question, request.filters(), after=request.after)
            items = brief_calls.items_of_question(index, answer, request.rows, request.whole)
            return brief_calls.add_items(found, items, request.heading, request.note)

        return await run(response, _found(job))

    @app.post("/v1/briefs/{name}/passages", response_model=BRIEF, responses=send, **shared)
    async def add_passages(name: BriefName, request: AddPassages, response: Response) -> Any:
        """Add passages, by report and offsets as citations give them."""

        def job(index: Index, _: Deadline) -> Any:
            found = opened(name)
            places = [(p.report, p.start, p.end) for p in request.passages]
            items = brief_calls.items_of_passages(index, places)
            return brief_calls.add_items(found, items, request.heading, request.note)

        return await run(response, _found(job))

    @app.patch("/v1/briefs/{name}/items/{item}", response_model=BRIEF, responses=send, **shared)
    async def change(
        name: BriefName, item: ItemName, request: ItemChange, response: Response
    ) -> Any:
        """Move an item, put it under a heading, or set its note."""

        def job(index: Index, _: Deadline) -> Any:
            found = opened(name)
            asked = (request.position, request.heading, request.note)
            return brief_calls.change_item(found, item, *asked)

        return await run(response, _found(job))

    @app.delete("/v1/briefs/{name}/items/{item}", response_model=BRIEF, responses=read, **shared)
    async def remove(name: BriefName, item: ItemName, response: Response) -> Any:
        """Take an item out."""
        job = _found(lambda index, _: brief_calls.remove_item(opened(name), item))
        return await run(response, job)

    @app.post("/v1/briefs/{name}/check", response_model=BRIEF, responses=read, **shared)
    async def check(name: BriefName, response: Response) -> Any:
        """Compare every quote with the index and mark what differs."""
        job = _found(lambda index, _: brief_calls.recheck(index, opened(name)))
        return await run(response, job)

    @app.get(
        "/v1/briefs/{name}/export",
        response_class=Response,
        responses=read | {200: {"content": {kind: {} for kind in _MIME.values()}}},
        tags=["briefs"],
    )
    async def export(name: BriefName, query: Annotated[ExportQuery, Query()]) -> Response:
        """The brief as a Word, Markdown or Excel file."""

        def job(_: Deadline) -> bytes:
            return brief_calls.export_bytes(opened(name), query.kind, query.style)

        try:
            data = await workers.run(job)
        except brief_calls.NotThere as error:
            raise HTTPException(404, str(error)) from None
        return Response(data, media_type=_MIME[query.kind])
