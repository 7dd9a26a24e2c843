"""The SDK's own client against the MCP server, over stdio and streamable HTTP."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer import Index

from .servers import command, environment, running

mcp = pytest.importorskip("mcp")

from mcp.client.client import Client  # noqa: E402
from mcp.client.stdio import StdioServerParameters, stdio_client  # noqa: E402

pytestmark = pytest.mark.slow
TOOLS = {
    "ask_reports",
    "search_reports",
    "cite_claim",
    "read_passage",
    "list_reports",
    "list_briefs",
    "read_brief",
    "add_to_brief",
    "change_brief_item",
    "check_brief",
}
Session = Callable[[Callable[[Client], Awaitable[None]]], None]


def over_stdio(directory: Path) -> Any:
    line = command("mcp", "--index", str(directory))
    return stdio_client(StdioServerParameters(command=line[0], args=line[1:], env=environment()))


@pytest.fixture(scope="module")
def mcp_url(served_dir: Path) -> Iterator[str]:
    with running("mcp", "--http", "--index", str(served_dir), "--port", "0") as server:
        yield server.url


@pytest.fixture(params=["stdio", "http"])
def session(request: pytest.FixtureRequest, served_dir: Path) -> Session:
    """Runs a scenario with a connected client."""

    def run(scenario: Callable[[Client], Awaitable[None]]) -> None:
        async def connected() -> None:
            over = (
                over_stdio(served_dir)
                if request.param == "stdio"
                else request.getfixturevalue("mcp_url")
            )
            async with Client(over) as client:
                await scenario(client)

        asyncio.run(connected())

    if request.param == "http":
        request.getfixturevalue("mcp_url")
    return run


async def _call(client: Client, name: str, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return dict(result.structured_content)


def test_every_tool_is_listed_typed_and_can_be_called(
    session: Session, sample_index: Index
) -> None:
    async def scenario(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == TOOLS
        assert all(t.output_schema and t.description for t in tools.values())

        question = "哪些单位公布了罚款"
        answer = await _call(client, "ask_reports", question=question, year=[2025])
        assert answer["rows"] and answer["citations"]
        found = await _call(client, "search_reports", query="fines", k=2)
        assert [h["n"] for h in found["hits"]] == [1, 2]
        text = "青澜市应急管理局2025年立案638起。"
        claims = (await _call(client, "cite_claim", text=text, style="apa"))["claims"]
        assert claims == json.loads(json.dumps([c.to_json("apa") for c in sample_index.cite(text)]))
        listed = await _call(client, "list_reports", limit=3)
        assert listed["total"] == len(sample_index.reports) and len(listed["reports"]) == 3
        cited = answer["citations"][0]
        passage = await _call(
            client, "read_passage", report=cited["report"], start=cited["start"], end=cited["end"]
        )
        assert passage["text"] == cited["quote"]

    session(scenario)


def test_reports_are_resources_and_mistakes_come_back_as_error_texts(
    session: Session, sample_index: Index
) -> None:
    shown = sample_index.show(sample_index.reports[0].id).to_json()

    async def scenario(client: Client) -> None:
        listed = (await client.list_resource_templates()).resource_templates
        assert {t.uri_template for t in listed} == {
            "policyqa://report/{id}/outline",
            "policyqa://report/{id}/text",
        }
        text = await client.read_resource(f"policyqa://report/{shown['report']}/text")
        assert text.contents[0].text == shown["text"]
        outline = await client.read_resource(f"policyqa://report/{shown['report']}/outline")
        assert all(h["heading"] in outline.contents[0].text for h in shown["outline"])
        with pytest.raises(mcp.MCPError, match="no report"):
            await client.read_resource("policyqa://report/r0/text")
        wrong = await client.call_tool("read_passage", {"report": "r0", "start": 0, "end": 9})
        assert wrong.is_error and "no report with this id" in wrong.content[0].text
        blank = await client.call_tool("ask_reports", {"question": " "})
        assert blank.is_error and "question" in blank.content[0].text

    session(scenario)


def test_arguments_that_a_tool_does_not_know_are_refused_by_name(session: Session) -> None:
    calls = [
        ("ask_reports", {"question": "哪些单位公布了罚款", "years": [2024]}, "years"),
        ("ask_reports", {"question": "fines", "Year": [2024]}, "Year"),
        ("search_reports", {"query": "fines", "report_id": ["r0"]}, "report_id"),
        ("cite_claim", {"text": "Fines rose.", "issuers": "x"}, "issuers"),
        ("list_reports", {"report": ["r0"]}, "report"),
        ("read_passage", {"report": "r0", "start": 0, "end": 9, "length": 3}, "length"),
    ]

    async def scenario(client: Client) -> None:
        for tool in (await client.list_tools()).tools:
            assert tool.input_schema["additionalProperties"] is False
        for name, arguments, unknown in calls:
            wrong = await client.call_tool(name, arguments)
            assert wrong.is_error and f"has no argument {unknown};" in wrong.content[0].text, name

    session(scenario)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [({"question": "fines", "year": ["last"]}, "year"), ({"question": 7}, "question"),
     ({"question": "fines", "issuer": "水务局"}, "issuer"), ({"question": "fines", "all_rows": "many"}, "all_rows"),
     ({"quest": "fines"}, "quest")],
)  # fmt: skip
def test_values_of_a_wrong_type_are_refused_by_name(
    session: Session, arguments: dict[str, Any], named: str
) -> None:
    async def scenario(client: Client) -> None:
        wrong = await client.call_tool("ask_reports", arguments)
        assert wrong.is_error and named in wrong.content[0].text

    session(scenario)


def test_stdout_carries_protocol_messages_and_nothing_else(served_dir: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    with subprocess.Popen(
        command("mcp", "--index", str(served_dir)),
        env=environment(),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        out, err = process.communicate(json.dumps(hello) + "\n", timeout=60)
    messages = [json.loads(line) for line in out.splitlines()]
    assert [m["id"] for m in messages] == [1]
    assert messages[0]["result"]["serverInfo"]["name"] == "policyqa"
    assert process.returncode == 0 and err == ""
