"""The MCP server: the index as tools and resources for drafting assistants (docs/mcp.md).

Model Context Protocol, over stdio or streamable HTTP, by the SDK's MCPServer. Results are typed
as those of the HTTP API; a failure the caller can mend comes back as the tool's error text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.server.mcpserver.tools import Tool
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from .. import __version__
from ..api import Filters, Index
from ..errors import PolicyQAError, UsageError
from ..sandbox.file_names import escaped
from . import calls
from .live import LiveIndex
from .mcp_briefs import reading_tools, writing_tools
from .models import (
    ANSWER,
    CITE,
    PASSAGE,
    REPORTS,
    SEARCH,
    Count,
    Earlier,
    Names,
    Question,
    Style,
    Text,
    Years,
)
from .workers import Deadline, Workers

if TYPE_CHECKING:
    from starlette.applications import Starlette

_Tool = TypeVar("_Tool", bound=Callable[..., Any])
_TEXT_LIMIT = 100_000
_INSTRUCTIONS = (
    "Answers and passages from indexed policy reports. Ask with ask_reports; check a drafted "
    "sentence with cite_claim before it is kept: 'contradicted' means that a figure differs from "
    "its source. Quotes are verbatim; cite them as given and never reword inside quotation marks. "
    "When a result says answerable: false, no indexed report states it. Collect evidence that the "
    "reader wants to keep with add_to_brief."
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_WRITES = ToolAnnotations(read_only_hint=False, destructive_hint=False, open_world_hint=False)

Issuer = Annotated[Names, Field(description="Only reports by these issuers.")]
Region = Annotated[Names, Field(description="Only reports from these regions.")]
Year = Annotated[Years, Field(description="Only reports for these years.")]
Kind = Annotated[Names, Field(description="Only reports of these types.")]
Report = Annotated[Names, Field(description="Only these reports (id or path).")]
After = Annotated[Earlier, Field(description="Questions asked before, the earliest first.")]
ReportName = Annotated[str, Field(min_length=1, description="Id or path of a report.")]
Offset = Annotated[int, Field(ge=0, description="Character offset in the report's text.")]


def create_server(live: LiveIndex, workers: Workers) -> MCPServer[Any]:
    """The server with its tools and resources; run it over stdio or take ``http_app``."""
    run = _runner(live, workers)
    reads = (*_questions(run), *_reading(run), *reading_tools(run, _gives, live))
    tools: list[Tool] = [
        _ClosedTool.from_function(function, annotations=annotations)
        for functions, annotations in ((reads, _READS), (writing_tools(run, _gives, live), _WRITES))
        for function in functions
    ]
    server: MCPServer[Any] = MCPServer(
        "policyqa",
        title="PolicyQA",
        version=__version__,
        instructions=_INSTRUCTIONS,
        log_level="WARNING",
        tools=tools,
    )
    _add_resources(server, run)
    return server


class _ClosedTool(Tool):
    """A tool that rejects unknown arguments, as the HTTP API does, so that a misspelt filter never
    widens a search. The SDK's own tools ignore them."""

    @classmethod
    def from_function(cls, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> _ClosedTool:
        """As the SDK makes a tool; its schema says that it is closed."""
        tool = super().from_function(fn, *args, **kwargs)
        tool.parameters["additionalProperties"] = False
        assert isinstance(tool, cls)
        return tool

    async def run(self, arguments: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The tool's result; raises ToolError that names the arguments it does not know."""
        known = self.parameters["properties"]
        unknown = [escaped(name)[:80] for name in arguments if name not in known]
        if unknown:
            raise ToolError(
                f"{self.name} has no argument {', '.join(unknown[:10])}; "
                f"its arguments are {', '.join(known)}"
            )
        return await super().run(arguments, *args, **kwargs)


def http_app(server: MCPServer[Any]) -> Starlette:
    """The streamable HTTP transport at ``/mcp``. It keeps no sessions, so a client may come and
    go; who may call is decided by the Guard before it."""
    from mcp.server.transport_security import TransportSecuritySettings

    return server.streamable_http_app(
        stateless_http=True,
        json_response=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )


def _runner(live: LiveIndex, workers: Workers) -> Callable[..., Any]:
    async def run(job: Callable[[Index, Deadline], Any]) -> Any:
        def on_index(deadline: Deadline) -> Any:
            with live.use() as index:
                return job(index, deadline)

        try:
            return await workers.run(on_index)
        except PolicyQAError as error:
            raise ToolError(" ".join(str(error).split())) from error

    return run


def _gives(model: type[BaseModel]) -> Callable[[_Tool], _Tool]:
    """Sets the type of a tool's result; the SDK generates the output schema from the annotation."""

    def named(tool: _Tool) -> _Tool:
        tool.__annotations__["return"] = model
        return tool

    return named


def _filters(issuer: Names, region: Names, year: Years, kind: Names, report: Names = []) -> Filters:
    return Filters(tuple(issuer), tuple(region), tuple(year), tuple(kind), tuple(report))


def _questions(run: Callable[..., Any]) -> tuple[Callable[..., Any], ...]:
    @_gives(ANSWER)
    async def ask_reports(
        question: Question,
        issuer: Issuer = [],
        region: Region = [],
        year: Year = [],
        kind: Kind = [],
        report: Report = [],
        all_rows: bool = False,
        after: After = [],
    ) -> Any:
        """Answer a question over all indexed reports, in its language, with cited passages.
        Handles single facts, "which ones", comparisons, totals and open topics. A question that
        leans on those in after ("and in 2024?") is answered as the whole question in understood."""
        value = await run(
            lambda index, _: calls.ask(
                index,
                question,
                _filters(issuer, region, year, kind, report),
                all_rows=all_rows,
                after=after,
            )
        )
        return ANSWER.model_validate(value.to_json())

    @_gives(SEARCH)
    async def search_reports(
        query: Question,
        k: Count = 10,
        issuer: Issuer = [],
        region: Region = [],
        year: Year = [],
        kind: Kind = [],
        report: Report = [],
    ) -> Any:
        """Ranked passages for words or a sentence, best first, across languages."""
        value = await run(
            lambda index, _: calls.search(
                index, query, k, _filters(issuer, region, year, kind, report)
            )
        )
        return SEARCH.model_validate(value.to_json())

    @_gives(CITE)
    async def cite_claim(
        text: Annotated[Text, Field(max_length=_TEXT_LIMIT)],
        style: Style = "gb7714",
        issuer: Issuer = [],
        region: Region = [],
        year: Year = [],
        kind: Kind = [],
        report: Report = [],
    ) -> Any:
        """Check a drafted sentence or draft: each claim is supported, contradicted or
        unsupported, with the source's own figures, passages and formatted citations."""
        value = await run(
            lambda index, deadline: calls.cite(
                index, text, style, _filters(issuer, region, year, kind, report), deadline
            )
        )
        return CITE.model_validate(value.to_json())

    return ask_reports, search_reports, cite_claim


def _reading(run: Callable[..., Any]) -> tuple[Callable[..., Any], ...]:
    @_gives(PASSAGE)
    async def read_passage(
        report: ReportName,
        start: Offset,
        end: Offset,
        context: Annotated[int, Field(ge=0, le=calls.CONTEXT_LIMIT)] = 300,
    ) -> Any:
        """The text of a report from start to end (as citations give them), with some text
        before and after."""
        value = await run(lambda index, _: calls.passage(index, report, start, end, context))
        return PASSAGE.model_validate(value.to_json())

    @_gives(REPORTS)
    async def list_reports(
        issuer: Issuer = [],
        region: Region = [],
        year: Year = [],
        kind: Kind = [],
        limit: Annotated[int, Field(ge=1, le=500)] = 50,
        offset: Annotated[int, Field(ge=0)] = 0,
    ) -> Any:
        """The indexed reports with their ids, issuers, years and titles."""
        value = await run(
            lambda index, _: calls.reports(
                index, _filters(issuer, region, year, kind), limit, offset
            )
        )
        return REPORTS.model_validate(value.to_json())

    return read_passage, list_reports


def _add_resources(server: MCPServer[Any], run: Callable[..., Any]) -> None:
    async def read(job: Callable[[Index, Deadline], str]) -> str:
        try:
            return str(await run(job))
        except ToolError as error:
            if isinstance(error.__cause__, UsageError):
                raise ResourceNotFoundError(str(error)) from error
            raise

    @server.resource(
        "policyqa://report/{id}/outline",
        mime_type="text/plain",
        description="Details and headings of a report, each with its offset.",
    )
    async def report_outline(id: str) -> str:
        return await read(lambda index, _: calls.outline(index, id))

    @server.resource(
        "policyqa://report/{id}/text",
        mime_type="text/plain",
        description="The canonical text of a report, to which all offsets refer.",
    )
    async def report_text(id: str) -> str:
        return await read(lambda index, _: index.text(id))
