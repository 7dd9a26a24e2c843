"""A brief's file: read back as written, readable, never half written, errors with their line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.briefs import file
from indexer.briefs.brief import Brief
from indexer.briefs.model import ChangedFigure, Check, Contents, Group
from indexer.errors import PolicyQAError, UsageError

from .made import evidence, marked, row

CHANGED = Check(
    "changed",
    "r1",
    "a.txt",
    ("一、",),
    3,
    5,
    9,
    "罚款34万元。",
    (ChangedFigure("33.5万元", "34万元", 340_000, "CNY"),),
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def whole(title: str = "罚款", note: str = "", *items: object) -> Contents:
    one = replace(row(), id="bcdfg")
    two = replace(marked(row(value=345_000, year=2024), CHANGED), id="hjkmn", note="第一行\n第二行")
    return Contents(title=title, note=note, groups=(Group("", (one,)), Group("二、引文", (two,))))


def test_what_is_written_is_read_back() -> None:
    assert file.parsed(Path("b"), file.written(whole())) == whole()


@given(WORDS, WORDS, WORDS)
def test_any_text_is_read_back_whatever_its_quotes_and_line_ends(a: str, b: str, c: str) -> None:
    item = replace(row(), id="bcdfg", text=a, note=b, citations=(evidence(c or "x", title=b),))
    contents = Contents(title="t" + a, note=c, groups=(Group(b, (item,)),))
    assert file.parsed(Path("b"), file.written(contents)) == contents


def test_zero_is_a_figure_and_a_place_and_is_kept() -> None:
    item = replace(row(value=0), id="bcdfg", citations=(evidence(start=0, end=1, quote="0"),))
    contents = Contents(title="零", groups=(Group("", (item,)),))
    assert file.parsed(Path("b"), file.written(contents)) == contents


def test_the_file_is_plain_toml_with_a_line_for_each_line_of_text_and_each_figure() -> None:
    text = file.written(whole()).decode()
    assert tomllib.loads(text)["title"] == "罚款"
    lines = text.splitlines()
    assert (
        '  { metric = "罚款", value = 335000, unit = "CNY", raw = "33.5万元", citation = 1 },'
        in lines
    )
    assert '第二行"""' in lines and 'quote = "罚款34.5万元。"' in lines


def test_changing_one_note_changes_one_line_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "b.brief.toml"
    brief = Brief.new(path, "罚款")
    brief.add(row(), row(year=2024, value=345_000))
    before = path.read_text().splitlines()
    brief.note("2", "与统计年鉴核对")
    after = path.read_text().splitlines()
    assert len(after) == len(before) + 1 and [x for x in after if x not in before] == [
        'note = "与统计年鉴核对"'
    ]


BREAKS = [
    ('title = "罚款"', 'title = "罚款', "not valid TOML"),
    ('title = "罚款"\n', "", 'the key "title" is missing'),
    ("year = 2024\nverdict", 'year = "2024"\nverdict', '"year" must be a whole number'),
    (
        'verdict = "stated"\nfigures = [\n  { metric = "罚款", value = 345000',
        'verdict = "maybe"\nfigures = [\n  { metric = "罚款", value = 345000',
        '"verdict" must be one of',
    ),
    ('id = "hjkmn"', 'id = "bcdfg"', "is used twice"),
    ('id = "hjkmn"', 'id = "12"', "a number"),
    ('heading = "二、引文"\n', "", 'the heading "" is used twice'),
    ('note = """', 'notice = """', 'unknown key "notice"'),
    ('quote = "罚款34.5万元。"\n', "", 'the key "quote" is missing'),
    ("value = 345000", 'value = "viel"', '"value" must be a number'),
    ('raw = "34.5万元", citation = 1', 'raw = "34.5万元", citation = 4', "names citation 4"),
    ('state = "changed"', 'state = "odd"', '"state" must be one of'),
]


@pytest.mark.parametrize(("old", "new", "why"), BREAKS, ids=[b[2] for b in BREAKS])
def test_a_hand_edit_that_breaks_it_is_named_with_file_and_line(
    old: str, new: str, why: str
) -> None:
    text = file.written(whole()).decode()
    assert text.count(old) == 1
    broken = text.replace(old, new)
    with pytest.raises(UsageError) as caught:
        file.parsed(Path("briefs/x.brief.toml"), broken.encode())
    message = str(caught.value)
    assert why in message and "\n" not in message
    line = int(re.match(r"briefs/x\.brief\.toml:(\d+): ", message)[1])  # type: ignore[index]
    at = broken[: broken.find(new) if new else 0].count("\n") + 1
    nearby = broken.splitlines()[max(0, line - 1) : line + 12]
    assert line == at or not new or any(new.split("\n")[0] in one for one in nearby), message


def test_lines_count_right_beside_text_that_looks_like_a_table() -> None:
    tricky = replace(whole(), note='[[groups]]\n[[groups.items]]\nyear = "x"\n# no')
    text = file.written(tricky).decode().replace("year = 2024\nverdict", "year = []\nverdict")
    with pytest.raises(
        UsageError, match=rf":{text[: text.find('year = []')].count(chr(10)) + 1}: "
    ):
        file.parsed(Path("b"), text.encode())


def test_a_file_of_another_encoding_or_version_is_refused_with_the_remedy() -> None:
    with pytest.raises(UsageError, match=r"b:4: not UTF-8 text; save the file as UTF-8"):
        file.parsed(
            Path("b"), file.written(whole()).replace("罚款".encode(), "罚款".encode("gb18030"), 1)
        )
    newer = file.written(whole()).replace(b"format = 1", b"format = 2")
    with pytest.raises(UsageError, match="b:3: written by a newer version"):
        file.parsed(Path("b"), newer)


def test_a_file_with_windows_line_ends_and_a_mark_is_read() -> None:
    data = b"\xef\xbb\xbf" + file.written(whole()).replace(b"\n", b"\r\n")
    assert file.parsed(Path("b"), data) == whole()


def test_a_missing_brief_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="policyqa brief new"):
        file.read(tmp_path / "none.brief.toml")
    with pytest.raises(UsageError, match="policyqa brief new"):
        file.edit(tmp_path / "none.brief.toml", lambda c: c)
    assert not list(tmp_path.iterdir())


def test_edits_from_many_threads_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "b.brief.toml"
    Brief.new(path, "罚款")
    briefs = [Brief.open(path) for _ in range(8)]

    def add(n: int) -> None:
        for k in range(5):
            briefs[n].add(row(issuer=f"局{n}-{k}"))

    threads = [threading.Thread(target=add, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({i.issuer for i in Brief.open(path).items}) == 40
    assert sorted(p.name for p in tmp_path.iterdir()) == [".briefs.lock", "b.brief.toml"]


@pytest.mark.slow
def test_edits_from_two_processes_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "b.brief.toml"
    Brief.new(path, "罚款")
    script = (
        "import sys; from indexer.briefs.brief import Brief; from tests.briefs.made import row\n"
        "for k in range(15): Brief.open(sys.argv[1]).add(row(issuer=sys.argv[2] + str(k)))"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in "甲乙"]
    assert [p.wait(timeout=120) for p in running] == [0, 0]
    assert len(Brief.open(path).items) == 30


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.brief.toml"
    brief = Brief.new(path, "罚款")
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PolicyQAError, match="No space left"):
        brief.add(row())
    assert path.read_bytes() == before and brief.items == ()
    assert sorted(p.name for p in tmp_path.iterdir()) == [".briefs.lock", "b.brief.toml"]
