"""``POST /v1/ask/stream``: the rows of a question to many reports as these are judged.

One JSON object a line (application/x-ndjson): ``{"progress": …}`` any number of times, then
``{"answer": …}``, or ``{"error": …}`` where something fails on the way. A client that hangs up
stops the judging.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any

from fastapi import FastAPI
from fastapi.responses import JSONResponse, StreamingResponse

from ..api import Answer, Index, Progress
from ..errors import PolicyQAError
from . import calls
from .live import LiveIndex
from .models import STREAM_LINE, AskRequest
from .workers import Deadline, Workers

NDJSON = "application/x-ndjson"


class _JsonLines(JSONResponse):
    """For the description alone: FastAPI gives the schema of JSON responses only."""

    media_type = NDJSON


@dataclass(frozen=True, slots=True)
class _Step:
    """What a worker has to say: a line, and the generation that it comes from."""

    version: str
    line: Progress | Answer


def add_stream(
    app: FastAPI,
    live: LiveIndex,
    workers: Workers,
    responses: Mapping[int | str, dict[str, Any]],
    closed: Sequence[Any],
    header: str,
    error_of: Callable[[PolicyQAError], JSONResponse],
) -> None:
    """``responses`` are those of errors; ``header`` names the generation; ``error_of`` is what
    a failure is answered with where it comes first."""

    @app.post(
        "/v1/ask/stream",
        response_class=_JsonLines,
        response_model=STREAM_LINE,
        responses={code: _as_json(told) for code, told in responses.items()},
        tags=["questions"],
        dependencies=closed,
    )
    async def ask_stream(request: AskRequest) -> StreamingResponse:
        """Answer a question, telling the rows of a question to many reports as they are judged."""
        steps = _steps(live, workers, request)
        first = await anext(steps)  # what is wrong at once has its own status
        lines = _lines(first, steps, error_of)
        return StreamingResponse(lines, media_type=NDJSON, headers={header: first.version})


def _as_json(told: Mapping[str, Any]) -> dict[str, Any]:
    """The description of an error, which is no stream."""
    error = {"schema": {"$ref": "#/components/schemas/ErrorResult"}}
    return {"description": told["description"], "content": {"application/json": error}}


async def _steps(live: LiveIndex, workers: Workers, request: AskRequest) -> AsyncIterator[_Step]:
    """The steps of the work as they come from its thread; ends it where nobody listens any more."""
    loop, gone = asyncio.get_running_loop(), Event()
    steps: asyncio.Queue[_Step | None] = asyncio.Queue()

    def put(step: _Step | None) -> None:
        loop.call_soon_threadsafe(steps.put_nowait, step)

    def work(deadline: Deadline) -> None:
        def on_progress(progress: Progress) -> bool:
            deadline.check()
            put(_Step(version, progress))
            return not gone.is_set()

        with live.use() as index:
            version = index.info.version
            put(_Step(version, answered(index, request, on_progress)))

    working = asyncio.ensure_future(workers.run(work))
    working.add_done_callback(lambda _: steps.put_nowait(None))
    try:
        while (step := await steps.get()) is not None:
            yield step
        await working
    finally:
        gone.set()
        if not working.done():
            working.cancel()


def answered(
    index: Index, request: AskRequest, on_progress: Callable[[Progress], bool] | None = None
) -> Answer:
    """The answer to what a client asks."""
    return calls.ask(
        index,
        request.question,
        request.filters(),
        all_rows=request.all_rows,
        after=request.after,
        id_=request.id,
        on_progress=on_progress,
    )


async def _lines(
    first: _Step, steps: AsyncIterator[_Step], error_of: Callable[[PolicyQAError], JSONResponse]
) -> AsyncIterator[bytes]:
    yield _line(first)
    try:
        async for step in steps:
            yield _line(step)
    except PolicyQAError as error:
        yield bytes(error_of(error).body) + b"\n"


def _line(step: _Step) -> bytes:
    name = "progress" if isinstance(step.line, Progress) else "answer"
    return json.dumps({name: step.line.to_json()}, ensure_ascii=False).encode() + b"\n"
