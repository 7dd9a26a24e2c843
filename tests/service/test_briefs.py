"""Briefs over HTTP and MCP, on the real app and server."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from indexer.briefs.brief import Brief
from indexer.service.live import LiveIndex
from indexer.service.workers import Workers
from indexer.settings import Settings
from tests.briefs.conftest import rebuilt_dir  # noqa: F401  (a fixture)

testclient = pytest.importorskip("starlette.testclient")
pytest.importorskip("mcp")

from mcp.client.client import Client  # noqa: E402

from indexer.service.http import create_app  # noqa: E402
from indexer.service.mcp_server import create_server  # noqa: E402

pytestmark = pytest.mark.slow
QUESTION = "霁明市水利局2024年罚款多少？"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "briefs"


@pytest.fixture
def before(rebuilt_dir: Path, folder: Path) -> Iterator[LiveIndex]:  # noqa: F811
    held = LiveIndex(rebuilt_dir / "before", Settings(briefs=folder))
    yield held
    held.close()


@pytest.fixture
def client(before: LiveIndex) -> Iterator[Any]:
    with testclient.TestClient(create_app(before, Workers(threads=1))) as made:
        yield made


def test_a_brief_is_made_filled_changed_and_exported_over_http(client: Any, folder: Path) -> None:
    made = client.post("/v1/briefs", json={"title": "罚款/情况", "note": "全年"})
    assert made.status_code == 200 and made.json()["name"] == "罚款 情况"
    at = "/v1/briefs/罚款 情况"
    first = client.post(f"{at}/answers", json={"question": QUESTION, "heading": "水利"}).json()
    item = first["groups"][0]["items"][0]
    assert first["added"] == [item["id"]] and item["figures"][0]["value"] == 335_000
    cited = item["citations"][0]
    span = {"report": cited["report"], "start": cited["start"], "end": cited["end"]}
    second = client.post(f"{at}/passages", json={"passages": [span], "note": "引"}).json()
    assert second["groups"][0]["items"][0]["note"] == "引" and len(second["added"]) == 1
    change = {"heading": "水利", "note": "核"}
    changed = client.patch(f"{at}/items/{second['added'][0]}", json=change).json()
    assert [[i["kind"] for i in g["items"]] for g in changed["groups"]] == [["row", "quote"]]
    moved = client.patch(f"{at}/items/2", json={"position": 1}).json()
    assert [i["note"] for i in moved["groups"][0]["items"]] == ["核", None]
    assert client.get(at).json() == {k: v for k, v in moved.items() if k != "added"}
    exported = client.get(f"{at}/export", params={"kind": "docx", "style": "apa"})
    assert docx.Document(io.BytesIO(exported.content)).paragraphs[0].text == "罚款/情况"
    assert client.delete(f"{at}/items/1").json()["groups"][0]["items"][0]["kind"] == "row"
    assert client.get("/v1/briefs").json()["briefs"][0]["items"] == 1
    assert Brief.open(folder / "罚款 情况.brief.toml").items[0].figures[0].value == 335_000


def test_a_check_over_http_marks_what_changed(
    client: Any,
    rebuilt_dir: Path,  # noqa: F811
    folder: Path,
) -> None:
    client.post("/v1/briefs", json={"title": "x"})
    client.post("/v1/briefs/x/answers", json={"question": QUESTION})
    assert client.post("/v1/briefs/x/check").json()["state"] == "unchanged"
    later = LiveIndex(rebuilt_dir / "after", Settings(briefs=folder))
    with testclient.TestClient(create_app(later, Workers(threads=1))) as other:
        told = other.post("/v1/briefs/x/check").json()
    later.close()
    assert told["state"] == "changed" and len(told["marked"]) == 1
    check = told["groups"][0]["items"][0]["citations"][0]["check"]
    assert check["figures"][0]["now"] == "35.1万元"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/v1/briefs/none", None, 404),
        ("GET", "/v1/briefs/..%2Fx", None, 404),
        ("GET", "/v1/briefs/none/export", None, 404),
        ("GET", "/v1/briefs/x/export?kind=pdf", None, 422),
        ("POST", "/v1/briefs/none/check", None, 404),
        ("POST", "/v1/briefs", {"title": "x"}, 409),
        ("POST", "/v1/briefs", {"title": "…"}, 422),
        ("POST", "/v1/briefs", {"titel": "x"}, 422),
        ("POST", "/v1/briefs/none/answers", {"question": "x"}, 404),
        ("POST", "/v1/briefs/x/answers", {}, 422),
        ("POST", "/v1/briefs/x/answers", {"question": "太阳系有几颗行星？"}, 404),
        ("POST", "/v1/briefs/x/answers", {"question": QUESTION, "rows": [9]}, 404),
        ("POST", "/v1/briefs/x/passages", {"passages": []}, 422),
        (
            "POST",
            "/v1/briefs/x/passages",
            {"passages": [{"report": "r", "start": 0, "end": 1}]},
            404,
        ),
        ("PATCH", "/v1/briefs/x/items/7", {"note": "x"}, 404),
        ("DELETE", "/v1/briefs/x/items/zzzzz", None, 404),
        ("GET", "/v1/briefs?limit=1", None, 422),
    ],
)
def test_what_cannot_be_done_is_one_line_and_the_right_status(
    client: Any, method: str, path: str, body: Any, status: int, folder: Path
) -> None:
    client.post("/v1/briefs", json={"title": "x"})
    got = client.request(method, path, json=body)
    assert got.status_code == status, got.text
    message = got.json()["error"]["message"]
    assert "\n" not in message and str(folder.parent) not in message
    assert [p.name for p in folder.glob("*.toml")] == ["x.brief.toml"]


def test_a_page_of_another_site_cannot_write(client: Any, folder: Path) -> None:
    """A form or a script without CORS can send text, but not JSON."""
    body, kind = b'{"title": "x"}', {"content-type": "text/plain"}
    got = client.post("/v1/briefs", content=body, headers=kind)
    assert got.status_code in (415, 422) and not folder.exists()


def test_a_broken_file_is_named_without_its_folder(client: Any, folder: Path) -> None:
    folder.mkdir()
    (folder / "坏.brief.toml").write_text("title =", encoding="utf-8")
    (told,) = client.get("/v1/briefs").json()["briefs"]
    assert told["problem"].startswith("坏.brief.toml:1: not valid TOML")
    got = client.get("/v1/briefs/坏")
    assert got.status_code == 422 and str(folder) not in got.text


def test_an_assistant_collects_changes_and_checks_over_mcp(before: LiveIndex, folder: Path) -> None:
    workers = Workers(threads=1)

    async def scenario() -> None:
        async with Client(create_server(before, workers)) as client:

            async def call(tool: str, **arguments: Any) -> dict[str, Any]:
                result = await client.call_tool(tool, arguments)
                assert not result.is_error, result.content
                return dict(result.structured_content or {})

            made = await call("add_to_brief", brief="罚款", question=QUESTION, rows=[1])
            assert made["name"] == "罚款" and len(made["added"]) == 1
            changed = await call(
                "change_brief_item", brief="罚款", item="1", heading="水利", note="核"
            )
            assert changed["groups"][0]["heading"] == "水利"
            assert (await call("read_brief", brief="罚款"))["groups"] == changed["groups"]
            assert (await call("check_brief", brief="罚款"))["state"] == "unchanged"
            assert (await call("list_briefs"))["briefs"][0]["items"] == 1
            emptied = await call("change_brief_item", brief="罚款", item="1", remove=True)
            assert emptied["groups"] == []
            wrong = await client.call_tool("read_brief", {"brief": "none"})
            assert wrong.is_error and "no such brief" in str(wrong.content)
            annotations = {t.name: t.annotations for t in (await client.list_tools()).tools}
            assert annotations["read_brief"].read_only_hint
            assert not annotations["add_to_brief"].read_only_hint

    try:
        asyncio.run(scenario())
    finally:
        workers.close()
