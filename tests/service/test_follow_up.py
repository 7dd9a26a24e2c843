"""Questions that lean on earlier ones, over HTTP and MCP."""

from __future__ import annotations

from typing import Any

import pytest

from indexer import Index

from .servers import Server
from .test_mcp import Session, mcp_url, session

httpx = pytest.importorskip("httpx")
__all__ = ["mcp_url", "session"]
pytestmark = pytest.mark.slow
FIRST, SECOND = "衡阳市应急管理局罚款多少？", "那湘乡市应急管理局呢"
WHOLE = "湘乡市应急管理局罚款多少？"


def test_http_takes_earlier_questions(api: Server, sample_index: Index) -> None:
    wanted = sample_index.ask(SECOND, after=[FIRST]).to_json()
    with httpx.Client(base_url=api.url, timeout=60) as client:
        got = client.post("/v1/ask", json={"question": SECOND, "after": [FIRST]})
        assert got.json() == wanted and wanted["understood"] == WHOLE
        blank = client.post("/v1/ask", json={"question": SECOND, "after": [" "]})
        assert blank.status_code == 422 and "after" in blank.json()["error"]["message"]
        alone = client.post("/v1/ask", json={"question": WHOLE, "after": [FIRST]}).json()
    assert "understood" not in alone


def test_mcp_takes_earlier_questions(session: Session) -> None:
    async def scenario(client: Any) -> None:
        got = await client.call_tool("ask_reports", {"question": SECOND, "after": [FIRST]})
        assert not got.is_error
        assert got.structured_content["understood"] == WHOLE

    session(scenario)
