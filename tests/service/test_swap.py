"""Both servers answer while builds swap the generation under them: none fails, none is mixed."""

from __future__ import annotations

import asyncio
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from indexer import build

from .servers import running, write_version
from .test_mcp import over_stdio

pytest.importorskip("fastapi")
pytest.importorskip("mcp")
httpx = pytest.importorskip("httpx")

from mcp.client.client import Client  # noqa: E402

CALLS = 340  # over each of HTTP, MCP over stdio and MCP over HTTP: some 1 000 in all
FINES = {"甲稿": 111_000, "乙稿": 222_000}
QUESTION = "哪些单位公布了罚款"


def _version(answer: dict[str, Any]) -> str:
    """The one version that every quote and every figure of an answer comes from."""
    marks = {mark for c in answer["citations"] for mark in re.findall("[甲乙]稿", c["quote"])}
    assert len(marks) == 1, answer
    (mark,) = marks
    assert len(answer["rows"]) == 3
    assert {f["value"] for r in answer["rows"] for f in r["figures"]} == {FINES[mark]}
    return mark


class _Builder(threading.Thread):
    """Builds one version and the other in turn until told to stop."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.over, self.builds = folder, threading.Event(), 0
        self.versions: dict[str, str] = {}
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            while not self.over.is_set():
                mark, fines = [("乙稿", "22.2"), ("甲稿", "11.1")][self.builds % 2]
                corpus = write_version(self.folder / "corpus", mark, fines)
                self.versions[build([corpus], self.folder / "index").generation] = mark
                self.builds += 1
        except BaseException as error:
            self.error = error


def _http_calls(url: str) -> list[tuple[str, str]]:
    with httpx.Client(base_url=url, timeout=60) as client:

        def call(_: int) -> tuple[str, str]:
            got = client.post("/v1/ask", json={"question": QUESTION})
            assert got.status_code == 200, got.text
            return got.headers["x-policyqa-generation"], _version(got.json())

        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(call, range(CALLS)))


async def _mcp_calls(over: Any) -> list[str]:
    seen: list[str] = []

    async with Client(over) as client:

        async def call() -> None:
            for _ in range(CALLS // 4):
                result = await client.call_tool("ask_reports", {"question": QUESTION})
                assert not result.is_error, result.content
                seen.append(_version(result.structured_content))

        await asyncio.gather(*(call() for _ in range(4)))
    return seen


@pytest.mark.slow
def test_calls_during_builds_all_succeed_and_each_comes_from_one_generation(
    small_index: Path,
) -> None:
    directory = small_index / "index"
    with (
        running("serve", "--index", str(directory), "--port", "0") as server,
        running("mcp", "--http", "--index", str(directory), "--port", "0") as mcp_server,
    ):
        builder = _Builder(small_index)
        builder.start()
        try:
            with ThreadPoolExecutor(3) as pool:
                http = pool.submit(_http_calls, server.url)
                stdio = pool.submit(lambda: asyncio.run(_mcp_calls(over_stdio(directory))))
                streamed = pool.submit(lambda: asyncio.run(_mcp_calls(mcp_server.url)))
                over_http, over_mcp, over_stream = http.result(), stdio.result(), streamed.result()
        finally:
            builder.over.set()
            builder.join(60)
    assert builder.error is None and builder.builds >= 3
    assert len(over_http) == len(over_mcp) == len(over_stream) == CALLS
    known = builder.versions | {"000001": "甲稿"}
    assert all(known.get(generation, mark) == mark for generation, mark in over_http)
    assert {mark for _, mark in over_http} == set(over_mcp) == set(over_stream) == set(FINES)
