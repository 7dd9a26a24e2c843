"""The import graph: one direction, no circle, no module too long to read at one sitting."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.index.store.catalog_writer import SPANS
from tools.rooms import LONGEST, circles, graph, imports, levels, modules, room

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("passage", "sentence", "figure", "name")


def test_no_rooms_import_each_other_in_a_circle() -> None:
    arrows, _ = graph(modules())
    assert len(arrows) > 20 and circles(arrows) == []


def test_no_module_is_longer_than_it_may_be() -> None:
    long = {
        name: lines
        for name, path in modules().items()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_the_table_of_rooms_in_the_documentation_is_the_one_that_the_command_prints() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tools.rooms", "--markdown"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert told.stdout in (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("face", ["cli", "evaluation", "service", "ui"])
def test_faces_ask_the_index_and_never_open_what_it_reads(face: str) -> None:
    known = modules()
    own = {name: path for name, path in known.items() if name.startswith(f"indexer.{face}.")}
    reaching = [
        name
        for name, path in own.items()
        if "indexer.index.store.generation" in imports(name, path, known)
        or re.search(r"index\.generation\b", path.read_text(encoding="utf-8"))
    ]
    assert own and reaching == []


@pytest.mark.parametrize("name", ["answers", "drafting", "retrieval"])
def test_answers_ask_a_generation_for_what_they_want_not_for_its_arrays(name: str) -> None:
    arrays = "|".join((*SPANS, *(f"{kind}_vectors" for kind in KINDS)))
    own = list((ROOT / "indexer" / name).rglob("*.py"))
    reaching = [
        path.name
        for path in own
        if re.search(rf"gen(eration)?\.({arrays})\b", path.read_text(encoding="utf-8"))
    ]
    assert own and reaching == []


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        name
        for name, path in modules().items()
        if path.name == "__init__.py" and not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("arrows", "found"),
    [
        ({"a": {"b"}, "b": set()}, []),
        ({"a": {"b"}, "b": {"a"}}, [("a", "b")]),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}, [("a", "b", "c")]),
        ({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c"}}, [("a", "b"), ("c", "d")]),
    ],
)
def test_circles_are_found(arrows: dict[str, set[str]], found: list[tuple[str, ...]]) -> None:
    assert circles(arrows) == found


def test_rooms_are_ordered_so_that_each_imports_such_as_come_before() -> None:
    assert levels({"c": {"b"}, "b": {"a"}, "a": set()}) == ["a", "b", "c"]


def test_imports_are_read_in_every_form(tmp_path: Path) -> None:
    module = tmp_path / "x.py"
    module.write_text(
        "import json, indexer.text.lines\nfrom ..text import folding\nfrom .store.terms import T\n"
        "def f():\n    from indexer.errors import ReadError\n",
        encoding="utf-8",
    )
    known = dict.fromkeys(
        [
            "indexer.text.lines",
            "indexer.text.folding",
            "indexer.text",
            "indexer.index.store.terms",
            "indexer.errors",
        ],
        module,
    )
    assert sorted(imports("indexer.index.x", module, known)) == [
        "indexer.errors",
        "indexer.index.store.terms",
        "indexer.text.folding",
        "indexer.text.lines",
    ]
    assert room("indexer.index.store.terms") == "index/store" and room("indexer.api") == "api"
