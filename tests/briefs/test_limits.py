"""The words of a brief have the same limits wherever they come from."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer.briefs import limits
from indexer.briefs.brief import Brief
from indexer.briefs.names import name_of, path_in
from indexer.cli import cli
from indexer.errors import UsageError
from indexer.service.live import LiveIndex
from indexer.service.workers import Workers
from indexer.settings import Settings

from .made import row

testclient = pytest.importorskip("starlette.testclient")
pytest.importorskip("mcp")

from mcp.client.client import Client  # noqa: E402

from indexer.service.http import create_app  # noqa: E402
from indexer.service.mcp_server import create_server  # noqa: E402

#: Titles, and whether a brief may have them.
TITLES = [
    ("罚款", True),
    ("Отчёт", True),
    ("報告書あ", True),
    ("보고서", True),
    ("x" * limits.TITLE, True),
    ("罚" * limits.TITLE, True),
    ("x" * (limits.TITLE + 1), False),
    ("罚" * (limits.TITLE + 1), False),
    ("!!!", False),
    (" ", False),
]
QUESTION = "霁明市水利局2024年罚款多少？"


@pytest.fixture
def brief(tmp_path: Path) -> Brief:
    made = Brief.new(tmp_path / "b.brief.toml", "罚款")
    made.add(row("甲局"))
    return made


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda b: b.describe(title="x" * 201), "title"),
        (lambda b: b.describe(note="x" * 4001), "note"),
        (lambda b: b.note("1", "x" * 4001), "note"),
        (lambda b: b.add(row("乙局"), heading="x" * 201), "heading"),
        (lambda b: b.group("x" * 201, ["1"]), "heading"),
        (lambda b: b.rename_group("", "x" * 201), "heading"),
        (lambda b: Brief.new(b.path.with_name("c.brief.toml"), "t", "x" * 4001), "note"),
        (lambda b: path_in(b.path.parent, "x" * 201), "name"),
    ],
)
def test_what_is_too_long_is_refused_in_one_line_and_changes_nothing(
    brief: Brief, change: Any, what: str
) -> None:
    before = brief.path.read_text(encoding="utf-8")
    with pytest.raises(
        UsageError, match=rf'^the {what} "x+…" has \d+ characters; it may have'
    ) as e:
        change(brief)
    assert "\n" not in str(e.value) and len(str(e.value)) < 160
    assert brief.path.read_text(encoding="utf-8") == before
    assert list(brief.path.parent.glob("*.toml")) == [brief.path]


def test_what_is_just_short_enough_is_taken(brief: Brief) -> None:
    brief.describe(title="y" * 200, note="n" * 4000)
    brief.group("h" * 200, ["1"])
    brief.note("1", "n" * 4000)
    again = Brief.open(brief.path)
    assert again.contents.title == "y" * 200 and len(again.item("1").note) == 4000


@pytest.fixture
def live(rebuilt_dir: Path, tmp_path: Path) -> Iterator[LiveIndex]:
    held = LiveIndex(rebuilt_dir / "before", Settings(briefs=tmp_path / "briefs"))
    yield held
    held.close()


@pytest.mark.slow
@pytest.mark.parametrize(("title", "good"), TITLES)
def test_command_line_http_and_mcp_take_the_same_titles(
    live: LiveIndex,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    title: str,
    good: bool,
) -> None:
    monkeypatch.setenv("POLICYQA_BRIEFS", str(tmp_path / "own"))
    result = CliRunner().invoke(cli, ["brief", "new", title])
    assert result.exit_code == (0 if good else 2), result.output
    with testclient.TestClient(create_app(live, Workers(threads=1))) as client:
        response = client.post("/v1/briefs", json={"title": title})
        assert response.status_code == (200 if good else 422), response.text
    if good:
        (live.settings.briefs / (name_of(title) + ".brief.toml")).unlink()

    async def asked() -> bool:
        async with Client(create_server(live, Workers(threads=1))) as client:
            arguments = {"brief": title, "question": QUESTION}
            return not (await client.call_tool("add_to_brief", arguments)).is_error

    assert asyncio.run(asked()) == good
    written = [*(tmp_path / "own").glob("*"), *live.settings.briefs.glob("*")]
    assert any(p.suffix == ".toml" for p in written) == good


@pytest.mark.slow
def test_a_follow_up_is_collected_as_the_whole_question(live: LiveIndex, tmp_path: Path) -> None:
    whole = "溪坪县林业局2024年罚款多少？"
    body = {"question": "溪坪县林业局呢", "after": [QUESTION]}
    with testclient.TestClient(create_app(live, Workers(threads=1))) as client:
        client.post("/v1/briefs", json={"title": "一"})
        added = client.post("/v1/briefs/一/answers", json=body).json()
        item = added["groups"][0]["items"][0]
        assert item["question"] == whole and item["figures"][0]["value"] == 148_000
        wrong = client.post("/v1/briefs/一/answers", json=body | {"after": [" "]})
        assert wrong.status_code == 422

    async def asked() -> Any:
        async with Client(create_server(live, Workers(threads=1))) as client:
            got = await client.call_tool("add_to_brief", {"brief": "二"} | body)
            return got.structured_content

    assert asyncio.run(asked())["groups"][0]["items"][0]["question"] == whole
    with live.use() as index:
        brief = Brief.new(tmp_path / "b.brief.toml", "三")
        brief.add_rows(index, index.ask(body["question"], after=body["after"]))
    assert [i.question for i in brief.items] == [whole]
