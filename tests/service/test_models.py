"""CLI, HTTP and MCP return the same JSON, and it matches the typed models."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer import build
from indexer.briefs.brief import Brief
from indexer.cli import cli
from indexer.index.status import Status
from indexer.service import models
from indexer.service.live import LiveIndex
from indexer.service.workers import Workers
from indexer.settings import Settings

from .servers import write_version

testclient = pytest.importorskip("starlette.testclient")
jsonschema = pytest.importorskip("jsonschema")
pytest.importorskip("mcp")

from mcp.client.client import Client  # noqa: E402

from indexer.service.http import create_app  # noqa: E402
from indexer.service.mcp_server import create_server  # noqa: E402

DRAFT = "鹿泽县应急管理局2025年罚款11.1万元。鹤原县应急管理局2025年罚款99万元。局里加强了培训。"
RESULTS = (
    models.ANSWER,
    models.SEARCH,
    models.CITE,
    models.REPORTS,
    models.REPORT,
    models.PASSAGE,
    models.STATUS,
    models.model_of(Status),
    models.BRIEFS,
    models.BRIEF,
)

#: By name: the command line, the HTTP request, the MCP tool with its arguments, and the model of the
#: result. None: not offered there.
CALLS: dict[str, tuple[Any, Any, Any, Any]] = {
    **{
        f"ask {question}": (
            ("ask", question, "--all-rows"),
            ("POST", "/v1/ask", {"question": question, "all_rows": True}),
            ("ask_reports", {"question": question, "all_rows": True}),
            models.ANSWER,
        )
        for question in ("哪些局公布了罚款金额", "鹿泽县应急管理局2025年罚款多少", "谁是局长")
    },
    "search": (
        ("search", "罚款", "-k", "3"),
        ("POST", "/v1/search", {"query": "罚款", "k": 3}),
        ("search_reports", {"query": "罚款", "k": 3}),
        models.SEARCH,
    ),
    "cite": (
        ("cite", DRAFT, "--style", "apa"),
        ("POST", "/v1/cite", {"text": DRAFT, "style": "apa"}),
        ("cite_claim", {"text": DRAFT, "style": "apa"}),
        models.CITE,
    ),
    "show": (("show", "REPORT"), ("GET", "/v1/reports/REPORT", None), None, models.REPORT),
    "reports": (None, ("GET", "/v1/reports?limit=2", None), ("list_reports", {"limit": 2}),
                models.REPORTS),
    "briefs": (("brief", "list"), ("GET", "/v1/briefs", None), ("list_briefs", {}), models.BRIEFS),
    "brief": (("brief", "show", "核对"), ("GET", "/v1/briefs/核对", None),
              ("read_brief", {"brief": "核对"}), models.BRIEF),
    "checked brief": (("brief", "check", "核对"), ("POST", "/v1/briefs/核对/check", None),
                      ("check_brief", {"brief": "核对"}), models.BRIEF),
    "passage": (None, None, ("read_passage", {"report": "REPORT", "start": 2, "end": 9}),
                models.PASSAGE),
    "status": (None, ("GET", "/v1/status", None), None, models.STATUS),
    "status here": (("status",), None, None, models.model_of(Status)),
}  # fmt: skip


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveIndex]:
    """Three reports, one of them twice, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("models")
    corpus = write_version(folder / "corpus", "甲稿", "11.1")
    shutil.copy(next(iter(sorted(corpus.iterdir()))), corpus / "again.txt")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7 and no more")
    build([corpus], folder / "index")
    held = LiveIndex(folder / "index", Settings(briefs=folder / "briefs"))
    with pytest.MonkeyPatch.context() as patch, held.use() as index:
        patch.setenv("POLICYQA_BRIEFS", str(folder / "briefs"))
        brief = Brief.new(folder / "briefs" / "核对.brief.toml", "核对")
        brief.add_rows(index, index.ask("哪些局公布了罚款金额"), heading="罚款")
        yield held
    held.close()


def printed(index: Path, *arguments: str) -> Any:
    where = (
        [] if arguments[:2] in (("brief", "list"), ("brief", "show")) else ["--index", str(index)]
    )
    done = CliRunner().invoke(cli, [*arguments, *where, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def served(live: LiveIndex, method: str, path: str, body: Any) -> Any:
    workers = Workers(threads=1)
    with testclient.TestClient(create_app(live, workers)) as client:
        got = client.request(method, path, json=body)
    assert got.status_code == 200, got.text
    return got.json()


def called(live: LiveIndex, tool: str, arguments: dict[str, Any]) -> Any:
    workers = Workers(threads=1)

    async def call() -> Any:
        async with Client(create_server(live, workers)) as client:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, result.content
            return result.structured_content

    try:
        return asyncio.run(call())
    finally:
        workers.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", CALLS)
def test_every_face_gives_the_same_result_and_it_is_what_its_model_says(
    live: LiveIndex, name: str
) -> None:
    with live.use() as index:
        report = index.report("again.txt").id
    command, request, tool, model = json_with(CALLS[name], report)
    told = [
        *([printed(live.directory, *command)] if command else []),
        *([served(live, *request)] if request else []),
        *([called(live, *tool)] if tool else []),
    ]
    assert all(one == told[0] for one in told)
    assert list(told[0]) == [n for n in model.model_fields if n in told[0]]
    closed = closed_schema(model, open_to=("LastBuild",))
    jsonschema.validate(told[0], closed)


def json_with(call: tuple[Any, ...], report: str) -> tuple[Any, ...]:
    """The call with the id of a report inserted."""

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("REPORT", report)
        if isinstance(value, dict):
            return {key: put(item) for key, item in value.items()}
        return tuple(map(put, value)) if isinstance(value, tuple) else value

    return (*(put(part) for part in call[:3]), call[3])


def closed_schema(model: Any, open_to: tuple[str, ...] = ()) -> dict[str, Any]:
    """The model's schema; every field must have a description."""
    schema: dict[str, Any] = model.model_json_schema(mode="serialization")
    for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        if name not in open_to:
            part["additionalProperties"] = False
    return schema


def test_status_is_told_alike_but_for_its_place_and_files(live: LiveIndex) -> None:
    here = printed(live.directory, "status")
    assert here["files"] and here["index"] == str(live.directory)
    there = served(live, "GET", "/v1/status", None)
    assert {k: v for k, v in here.items() if k not in ("index", "files")} | {"problem": None} == (
        there
    )


@pytest.mark.parametrize("model", RESULTS, ids=lambda model: model.__name__)
def test_every_field_is_described(model: Any) -> None:
    schema = model.model_json_schema(mode="serialization")
    silent = [
        f"{name}.{field}"
        for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items()
        for field, about in part["properties"].items()
        if not about.get("description")
    ]
    assert silent == [] and schema["description"]


def test_what_is_left_out_where_empty_is_not_required() -> None:
    schema = models.SEARCH.model_json_schema(mode="serialization")["$defs"]["Hit"]
    links = {"also_in", "superseded_by", "supersedes", "other_versions"}
    assert links <= set(schema["properties"]) and not links & set(schema["required"])
    assert {"issuer", "recognised", "confidence"} <= set(schema["required"])
