"""``POST /v1/write``: what a language model writes, each sentence checked, as lines of JSON that
are sent as they come (docs/writing.md)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse

from ..api import Answer, Index
from ..errors import LanguageModelError, PolicyQAError
from . import calls
from .http_stream import NDJSON
from .live import LiveIndex
from .models import WriteRequest
from .workers import Deadline, Workers

if TYPE_CHECKING:
    from ..writing.written_answer import Writing

_log = logging.getLogger(__name__)
_LIMIT = 600.0  # seconds for a whole text
_AT_ONCE, _WAITING = 2, 4
_LOOKS_UP, _NOTHING = 0.5, object()  # seconds
#: Of one line; ``answer`` and ``sentence`` are those of docs/contract.md.
LINE_SCHEMA = {
    "type": "object",
    "properties": {
        "event": {"enum": ["judging", "answer", "sentence", "written", "error"]},
        "answer": {"type": "object"},
        "sentence": {"type": "object"},
        "calls": {"type": "integer"},
        "examined": {"type": "integer"},
        "share": {"type": "number"},
        "code": {"type": "string"},
        "message": {"type": "string"},
    },
    "required": ["event"],
}

Tell = Callable[[dict[str, Any]], None]


class _Call:
    """One text being written, which may be cancelled from another thread."""

    def __init__(self, live: LiveIndex, request: WriteRequest, tell: Tell) -> None:
        self._live, self._request, self._tell = live, request, tell
        self._stop = Event()
        self._writing: Writing | None = None

    def cancel(self) -> None:
        self._stop.set()
        if self._writing is not None:
            self._writing.cancel()

    def run(self, deadline: Deadline) -> None:
        with self._live.use() as index:
            answer = self._answered(index)
            self._tell({"event": "answer", "answer": answer.to_json()})
            self._writing = writing = index.write(answer)
            if self._stop.is_set():
                return
            for sentence in writing:
                self._tell({"event": "sentence", "sentence": sentence.to_json()})
                deadline.check()
            written = replace(writing.answer, id=self._request.id)
            self._tell({"event": "written", "answer": written.to_json()})

    def _answered(self, index: Index) -> Answer:
        """The ordinary answer, with what else is asked of the model."""
        assistant, request = index.assistant, self._request
        filters, every = request.filters(), request.all_rows
        answer = calls.ask(index, request.question, filters, all_rows=every, after=request.after)
        if request.judge:
            question = answer.understood or answer.question
            doubtful = assistant.borderline(question, filters, all_rows=every)
            if doubtful is not None and doubtful.calls:
                counts = {"calls": doubtful.calls, "examined": doubtful.examined}
                self._tell({"event": "judging", **counts, "share": doubtful.share})
                answer = assistant.judge(doubtful, cancelled=self._stop)
        if request.rewrite:
            answer = assistant.ask_rewritten(answer, filters)
        return replace(answer, id=request.id)


def writers() -> Workers:
    """Threads of their own: a model on the same machine may take minutes for a text."""
    return Workers(_LIMIT, _AT_ONCE, _WAITING)


def add_writing(
    app: FastAPI,
    live: LiveIndex,
    workers: Workers,
    responses: dict[int | str, dict[str, Any]],
    closed: list[Any],
) -> None:
    @app.post(
        "/v1/write",
        response_class=StreamingResponse,
        responses=responses
        | {200: {"content": {NDJSON: {"schema": LINE_SCHEMA}}, "description": "Lines of JSON"}},
        tags=["questions"],
        dependencies=closed,
    )
    async def write(request: WriteRequest, connection: Request) -> Any:
        """Answer a question and have the language model write over the cited passages. One JSON
        object a line, as they come: the answer, each checked sentence, the written answer."""
        told: asyncio.Queue[Any] = asyncio.Queue()  # lines, an exception, None at the end
        loop = asyncio.get_running_loop()

        def tell(line: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(told.put_nowait, line)

        call = _Call(live, request, tell)

        async def work() -> None:
            try:
                await workers.run(call.run)
            except Exception as error:
                await asyncio.sleep(0)  # after the lines of the thread
                told.put_nowait(error)
            finally:
                call.cancel()
                loop.call_soon(told.put_nowait, None)

        task = asyncio.create_task(work())
        first = await told.get()
        if isinstance(first, Exception):  # nothing has been sent yet
            raise first

        async def lines() -> AsyncIterator[bytes]:
            line = first
            try:
                while line is not None and not await connection.is_disconnected():
                    if line is not _NOTHING:
                        yield json.dumps(_line(line), ensure_ascii=False).encode() + b"\n"
                    line = await _next(told)
            finally:
                call.cancel()
                task.cancel()

        return StreamingResponse(lines(), media_type=NDJSON)


async def _next(told: asyncio.Queue[Any]) -> Any:
    """The next line, or ``_NOTHING`` if none has come in time to see whether anyone listens."""
    try:
        return await asyncio.wait_for(told.get(), _LOOKS_UP)
    except TimeoutError:
        return _NOTHING


def _line(line: Any) -> dict[str, Any]:
    if isinstance(line, dict):
        return line
    match line:
        case LanguageModelError():
            code, message = "language_model", str(line)
        case PolicyQAError():
            code, message = "time_limit", str(line)
        case _:
            _log.error("a text was not written", exc_info=line)
            code, message = "internal", "internal server error; see the server log"
    return {"event": "error", "code": code, "message": " ".join(message.split())}
