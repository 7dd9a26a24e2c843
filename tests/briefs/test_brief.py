"""Collecting, ordering, grouping and annotating."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.briefs.brief import Brief
from indexer.briefs.names import entry_of, found, name_of, path_in, paths
from indexer.errors import UsageError

from .made import row


@pytest.fixture
def brief(tmp_path: Path) -> Brief:
    made = Brief.new(tmp_path / "b.brief.toml", " 罚款\n情况 ")
    made.add(row("甲局"), row("乙局"), heading="应急")
    made.add(row("丙局"), heading="水利")
    return made


def order(brief: Brief) -> list[tuple[str, str]]:
    assert Brief.open(brief.path).contents == brief.contents
    return [(g.heading, "".join(i.issuer[0] for i in g.items)) for g in brief.contents.groups]


def test_items_stand_under_their_headings_in_the_order_they_were_added(brief: Brief) -> None:
    assert (
        order(brief) == [("应急", "甲乙"), ("水利", "丙")] and brief.contents.title == "罚款 情况"
    )
    brief.add(row("丁局"))
    assert order(brief) == [("", "丁"), ("应急", "甲乙"), ("水利", "丙")]
    assert len({i.id for i in brief.items}) == 4 and all(i.added for i in brief.items)


def test_what_is_there_already_is_not_added_twice(brief: Brief) -> None:
    brief.note("1", "mine")
    assert brief.add(row("甲局"), row("戊局"), row("戊局"), heading="水利") == [brief.item("4")]
    assert order(brief) == [("应急", "甲乙"), ("水利", "丙戊")] and brief.item("1").note == "mine"


@pytest.mark.parametrize(
    ("item", "to", "after"),
    [
        ("1", 2, [("应急", "乙甲"), ("水利", "丙")]),
        ("1", 3, [("应急", "乙"), ("水利", "丙甲")]),
        ("3", 1, [("应急", "丙甲乙")]),
        ("2", 2, [("应急", "甲乙"), ("水利", "丙")]),
    ],
)
def test_a_moved_item_has_the_number_asked_for(
    brief: Brief, item: str, to: int, after: list[tuple[str, str]]
) -> None:
    moved = brief.item(item)
    brief.move(item, to)
    assert order(brief) == after and brief.item(str(to)).id == moved.id


def test_items_are_grouped_and_groups_moved_renamed_and_joined(brief: Brief) -> None:
    brief.group("重点", ["3", "1"])
    assert order(brief) == [("应急", "乙"), ("重点", "丙甲")]
    brief.move_group("重点", 1)
    brief.rename_group("应急", "其他")
    assert order(brief) == [("重点", "丙甲"), ("其他", "乙")]
    brief.rename_group("其他", "重点")
    assert order(brief) == [("重点", "丙甲乙")]


def test_items_are_named_by_number_or_id_and_unknown_ones_refused(brief: Brief) -> None:
    brief.remove(brief.item("2").id, "3")
    assert order(brief) == [("应急", "甲")]
    for wrong in ("2", "0", "xxxxx", ""):
        with pytest.raises(UsageError, match="no such item"):
            brief.note(wrong, "x")
    with pytest.raises(UsageError, match="no such heading"):
        brief.move_group("水利", 1)
    with pytest.raises(UsageError, match="has 1 items"):
        brief.move("1", 2)


def test_numbers_mean_what_the_file_holds_now(brief: Brief) -> None:
    other = Brief.open(brief.path)
    other.remove("1")
    brief.note("1", "nach der Änderung")
    assert brief.item("1").issuer == "乙局" and other.item("1").note == ""


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("2025 年 罚款情况：一/二", "2025 年 罚款情况：一 二"),
        ("a:b*c?", "a b c"),
        ("con", "_con"),
        (" ..x.. ", "x"),
        ("罚" * 100, "罚" * 60),
        ("e\u0301tat", "état"),
        ("a\u202eb", "a b"),
    ],
)
def test_a_title_becomes_a_file_name_that_is_safe_everywhere(title: str, name: str) -> None:
    assert name_of(title) == name


def test_a_title_without_letters_is_refused() -> None:
    with pytest.raises(UsageError, match="needs letters"):
        name_of("… / ?")


@pytest.mark.parametrize("name", ["../x", "a/b", "..", ".x", "", "a\\b", "x\0"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="not the name of a brief"):
        path_in(tmp_path, name)


def test_briefs_are_found_by_name_and_those_broken_say_why(tmp_path: Path) -> None:
    Brief.new(path_in(tmp_path, "罚款"), "罚款")
    (tmp_path / "坏.brief.toml").write_text("title = ", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text("", encoding="utf-8")
    assert found("罚款", tmp_path) == tmp_path / "罚款.brief.toml"
    assert found("罚款.brief.toml", tmp_path) == Path("罚款.brief.toml")
    good, bad = sorted(map(entry_of, paths(tmp_path)), key=lambda e: bool(e.problem))
    assert (good.name, good.title, good.items) == ("罚款", "罚款", 0)
    assert "坏.brief.toml:1: not valid TOML" in bad.problem
    with pytest.raises(UsageError, match="exists already"):
        Brief.new(path_in(tmp_path, "罚款"), "罚款")
