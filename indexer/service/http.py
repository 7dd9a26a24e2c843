"""The HTTP API: one FastAPI app over a LiveIndex (docs/api.md).

Work is done by a bounded pool (``workers``); this module only maps requests to calls, and errors to
one JSON form. FastAPI's interactive page is disabled, because it loads scripts from elsewhere.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi import Path as PathValue
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from .. import __version__
from ..api import Filters, Index
from ..errors import LanguageModelError, NoLanguageModel, PolicyQAError, UsageError
from . import calls
from .http_briefs import add_briefs
from .http_stream import add_stream, answered
from .http_writing import add_writing, writers
from .live import LiveIndex
from .models import (
    ANSWER,
    CITE,
    REPORT,
    REPORTS,
    SEARCH,
    STATUS,
    AskRequest,
    CiteRequest,
    ErrorResult,
    Health,
    ReportsQuery,
    SearchRequest,
)
from .workers import Busy, Deadline, TimeLimit, Workers

GENERATION_HEADER = "X-PolicyQA-Generation"
_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    409: "exists",
    415: "media_type",
}
_WHY = {
    400: "Not JSON",
    401: "The token is missing or wrong",
    404: "No such report or brief",
    408: "The request did not arrive in time",
    409: "There is a brief of that name already, or no language model is set up",
    413: "The body is too large",
    421: "The Host header is not this machine's",
    422: "A value is missing, wrong or unknown",
    500: "Internal server error",
    502: "The language model does not answer",
    503: "The index cannot be read, or too many requests are waiting",
    504: "Not completed within the time limit",
}


def _errors(*codes: int) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": ErrorResult, "description": _WHY[code]} for code in codes}


_READ = _errors(401, 421, 422, 500, 503, 504)
_SEND = _errors(400, 401, 408, 413, 421, 422, 500, 503, 504)


def create_app(live: LiveIndex, workers: Workers) -> FastAPI:
    """The app; the caller puts it behind a Guard and owns ``live``."""
    writing = writers()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        workers.close()
        writing.close()

    app = FastAPI(
        title="PolicyQA",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        swagger_ui_oauth2_redirect_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        description="Answers about policy reports, with the passages behind each answer.",
    )
    _add_error_handlers(app)
    _add_questions(app, live, workers)
    add_stream(app, live, workers, _SEND, _CLOSED, GENERATION_HEADER, _error_of)
    _add_reports(app, live, workers)
    read, send = _READ | _errors(404), _SEND | _errors(404, 409)
    add_briefs(app, _runner(live, workers), live, workers, read, send, _CLOSED)
    add_writing(app, live, writing, _SEND | _errors(409, 502), _CLOSED)
    return app


def _no_query(request: Request) -> None:
    """Rejects a query string where none is expected: ``?year=2023`` must not be ignored."""
    for name in request.query_params:
        where = ("query", name[:80])
        raise RequestValidationError(
            [{"type": "extra_forbidden", "loc": where, "msg": "Extra inputs are not permitted"}]
        )


_CLOSED = [Depends(_no_query)]


def _runner(live: LiveIndex, workers: Workers) -> Callable[..., Any]:
    async def run(response: Response, job: Callable[[Index, Deadline], Any]) -> Any:
        """Do ``job`` on the active generation, and name that in a header."""

        def on_index(deadline: Deadline) -> tuple[str, Any]:
            with live.use() as index:
                return index.info.version, job(index, deadline)

        version, value = await workers.run(on_index)
        response.headers[GENERATION_HEADER] = version
        return value.to_json()

    return run


def _add_questions(app: FastAPI, live: LiveIndex, workers: Workers) -> None:
    run = _runner(live, workers)

    @app.post(
        "/v1/ask",
        response_model=ANSWER,
        responses=_SEND,
        tags=["questions"],
        dependencies=_CLOSED,
    )
    async def ask(request: AskRequest, response: Response) -> Any:
        """Answer a question with cited passages, or say that no report states it."""
        return await run(response, lambda index, _: answered(index, request))

    @app.post(
        "/v1/search",
        response_model=SEARCH,
        responses=_SEND,
        tags=["questions"],
        dependencies=_CLOSED,
    )
    async def search(request: SearchRequest, response: Response) -> Any:
        """Ranked passages for a query, best first."""
        return await run(
            response,
            lambda index, _: calls.search(
                index, request.query, request.k, request.filters(), request.id
            ),
        )

    @app.post(
        "/v1/cite",
        response_model=CITE,
        responses=_SEND,
        tags=["drafting"],
        dependencies=_CLOSED,
    )
    async def cite(request: CiteRequest, response: Response) -> Any:
        """Check each sentence of a draft: verdict, its figures beside the source's, passages."""
        return await run(
            response,
            lambda index, deadline: calls.cite(
                index, request.text, request.style, request.filters(), deadline
            ),
        )


def _add_reports(app: FastAPI, live: LiveIndex, workers: Workers) -> None:
    run = _runner(live, workers)

    @app.get("/v1/reports", response_model=REPORTS, responses=_READ, tags=["reports"])
    async def reports(query: Annotated[ReportsQuery, Query()], response: Response) -> Any:
        """The indexed reports, in order of their path."""
        filters = Filters(
            tuple(query.issuer), tuple(query.region), tuple(query.year), tuple(query.kind)
        )
        return await run(
            response, lambda index, _: calls.reports(index, filters, query.limit, query.offset)
        )

    @app.get(
        "/v1/reports/{report}",
        response_model=REPORT,
        responses=_READ | _errors(404),
        tags=["reports"],
        dependencies=_CLOSED,
    )
    async def report(
        report: Annotated[str, PathValue(min_length=1, description="Id of the report.")],
        response: Response,
    ) -> Any:
        """A report's details, outline and canonical text."""

        def show(index: Index, _: Deadline) -> Any:
            try:
                return index.show(report)
            except UsageError as error:
                raise HTTPException(404, str(error)) from None

        return await run(response, show)

    @app.get(
        "/v1/status",
        response_model=STATUS,
        responses=_READ,
        tags=["service"],
        dependencies=_CLOSED,
    )
    async def status(response: Response) -> Any:
        """Counts, model and age of the index, and what could not be read."""
        return await run(response, lambda index, _: calls.status(index, live))

    @app.get("/health", response_model=Health, responses=_errors(421), tags=["service"])
    async def health() -> Any:
        """That the server is up; needs no token."""
        with live.use() as index:
            return {
                "status": "ok",
                "version": __version__,
                "generation": index.info.version,
            }


def _add_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            return _error(400, "bad_json", "the body is not JSON")
        place = ".".join(str(part) for part in first["loc"])
        blank = first["type"] == "string_pattern_mismatch"
        why = "must not be blank" if blank else first["msg"]
        return _error(422, "invalid", f"{place}: {why}")

    @app.exception_handler(HTTPException)
    async def refused(_: Request, error: HTTPException) -> JSONResponse:
        code = _CODES.get(error.status_code, "error")
        return _error(error.status_code, code, str(error.detail), dict(error.headers or {}))

    @app.exception_handler(PolicyQAError)
    async def failed(_: Request, error: PolicyQAError) -> JSONResponse:
        return _error_of(error)

    @app.exception_handler(Exception)
    async def fault(_: Request, error: Exception) -> JSONResponse:
        return _error(500, "internal", "internal server error; see the server log")


def _error_of(error: PolicyQAError) -> JSONResponse:
    message = " ".join(str(error).split())
    match error:
        case UsageError():
            return _error(422, "invalid", message)
        case NoLanguageModel():
            return _error(409, "no_language_model", message)
        case LanguageModelError():
            return _error(502, "language_model", message)
        case TimeLimit():
            return _error(504, "time_limit", message)
        case Busy():
            return _error(503, "busy", message, {"Retry-After": "1"})
        case _:
            return _error(503, "index", message)


def _error(
    status: int, code: str, message: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
