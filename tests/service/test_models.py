"""The typed results describe all that the commands print: one schema for CLI, HTTP and MCP."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

from indexer.cli import cli
from indexer.service import models

LINKS = {"also_in", "superseded_by", "supersedes", "other_versions"}  # told by Linked in words
#: Where the files lie is told on this machine only.
LOCAL = {"index", "files"}


def undescribed(value: Any, kind: Any, at: str = "") -> Iterator[str]:
    """Keys of JSON that its model has no field for."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        kinds = [k for k in typing.get_args(kind) if k is not type(None)]
        kind = kinds[0] if len(kinds) == 1 else None
    if isinstance(value, list) and typing.get_origin(kind) is list:
        for item in value:
            yield from undescribed(item, typing.get_args(kind)[0], at)
    elif isinstance(value, dict) and isinstance(kind, type) and issubclass(kind, BaseModel):
        kind.model_validate(value)
        for key, item in value.items():
            field = kind.model_fields.get(key)
            if field is not None:
                yield from undescribed(item, field.annotation, f"{at}.{key}")
            elif not (key in LINKS and issubclass(kind, models.Linked)):
                yield f"{at}.{key}"


def printed(index: Path, *arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(cli, [*arguments, "--index", str(index), "--json"])
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("ask", "哪些局公布了罚款金额", "--all-rows"), models.AnswerResult),
        (("ask", "罚款最多的是哪个局"), models.AnswerResult),
        (("ask", "谁是局长"), models.AnswerResult),
        (("search", "行政处罚"), models.SearchResult),
        (("cite", "全年罚款12.3万元。局里加强了培训。"), models.CiteResult),
        (("cite", "全年罚款12.3万元。", "--style", "apa"), models.CiteResult),
        (("status",), models.StatusResult),
    ],
)
def test_every_key_that_a_command_prints_is_described(
    served_dir: Path, arguments: tuple[str, ...], kind: type[BaseModel]
) -> None:
    told = printed(served_dir, *arguments)
    if kind is models.StatusResult:
        told = {k: v for k, v in told.items() if k not in LOCAL} | {"problem": None}
        told["last_build"] = {k: told["last_build"][k] for k in ("ended", "ok", "error")}
    assert set(undescribed(told, kind)) == set()


def test_every_key_of_a_shown_report_is_described(served_dir: Path) -> None:
    report = printed(served_dir, "status")["files"][0]["report"]
    assert set(undescribed(printed(served_dir, "show", report), models.ReportResult)) == set()


def test_a_key_without_a_field_is_noticed() -> None:
    hit = {
        "report": "a",
        "path": "b",
        "title": "",
        "issuer": None,
        "year": None,
        "section": [],
        "page": None,
        "start": 0,
        "end": 1,
        "quote": "x",
        "recognised": False,
        "confidence": None,
        "n": 1,
        "score": 1.0,
    }
    told = {"contract": 2, "id": None, "query": "x", "hits": [hit | {"colour": "red"}]}
    assert list(undescribed(told, models.SearchResult)) == [".hits.colour"]
