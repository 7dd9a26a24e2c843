"""A brief against a new build: what stands, what moved, what changed, what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import Index, build
from indexer.briefs.brief import Brief
from indexer.briefs.collect import passage_of
from indexer.briefs.model import Item
from indexer.briefs.relocate import relocate

from .conftest import REPORTS, Rebuilt

pytestmark = pytest.mark.slow


def of(brief: Brief, name: str) -> Item:
    return next(i for i in brief.items if i.citations[0].path.startswith(name))


def test_nothing_is_marked_against_the_index_it_was_collected_from(rebuilt: Rebuilt) -> None:
    assert rebuilt.brief.recheck(rebuilt.before) == "unchanged"
    assert rebuilt.brief.is_checked(rebuilt.before) and not rebuilt.brief.marked
    assert not rebuilt.brief.is_checked(rebuilt.after)


def test_each_change_of_a_report_is_told_from_the_others(rebuilt: Rebuilt) -> None:
    assert rebuilt.brief.recheck(rebuilt.after) == "gone"
    states = {i.citations[0].path[:3]: i.state for i in rebuilt.brief.items}
    assert states == {
        "岫川县": "unchanged",
        "霁明市": "changed",
        "溪坪县": "moved",
        "临汀市": "gone",
        "堰塘区": "removed",
        "柘溪县": "changed",
    }
    assert len(rebuilt.brief.marked) == 4


def test_a_changed_sentence_is_shown_with_its_new_figure_and_place(rebuilt: Rebuilt) -> None:
    rebuilt.brief.recheck(rebuilt.after)
    check = of(rebuilt.brief, "霁明市").citations[0].check
    assert check is not None and check.quote == "全年检查412次，罚款35.1万元，已全部缴入国库。"
    assert [(f.was, f.now, f.value, f.unit) for f in check.figures] == [
        ("33.5万元", "35.1万元", 351_000, "CNY")
    ]
    assert check.start is not None and check.end is not None
    assert rebuilt.after.text(check.report)[check.start : check.end] == check.quote


def test_a_figure_whose_table_has_another_unit_now_is_changed_though_its_row_is_not(
    rebuilt: Rebuilt,
) -> None:
    rebuilt.brief.recheck(rebuilt.after)
    evidence = of(rebuilt.brief, "柘溪县").citations[0]
    assert evidence.check is not None and evidence.check.quote == evidence.quote
    assert [(f.was, f.value) for f in evidence.check.figures] == [("3.4", 340_000_000)]


def test_marks_are_kept_in_the_file_and_a_second_check_writes_nothing(rebuilt: Rebuilt) -> None:
    rebuilt.brief.recheck(rebuilt.after)
    kept = rebuilt.brief.path.read_bytes()
    again = Brief.open(rebuilt.brief.path)
    assert again.contents == rebuilt.brief.contents and again.state == "gone"
    again.recheck(rebuilt.after)
    assert rebuilt.brief.path.read_bytes() == kept


def test_what_is_accepted_stands_and_what_no_report_says_stays_marked(rebuilt: Rebuilt) -> None:
    rebuilt.brief.accept(rebuilt.after)
    states = [i.state for i in rebuilt.brief.items]
    assert sorted(states) == ["gone", "removed", "unchanged", "unchanged", "unchanged", "unchanged"]
    item = of(rebuilt.brief, "霁明市")
    assert "罚款35.1万元" in item.citations[0].quote
    assert [(f.value, f.raw) for f in item.figures if f.unit == "CNY"] == [(351_000, "35.1万元")]


def test_a_report_under_another_file_name_is_found_by_its_content(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    name = "霁明市水利局2024.txt"
    (corpus / name).write_text(REPORTS[name], encoding="utf-8")
    build([corpus], tmp_path / "index")
    brief = Brief.new(tmp_path / "b.brief.toml", "改名")
    with Index.open(tmp_path / "index") as index:
        at = index.text(name).index("整治河道")
        brief.add(passage_of(index, name, at, at + 8))
    (corpus / name).rename(corpus / "水利2024.txt")
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert brief.recheck(index) == "moved"
        check = brief.items[0].citations[0].check
        assert check is not None and check.path == "水利2024.txt"


def test_a_report_that_a_newer_version_supersedes_is_marked_with_what_that_says(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    old, new = "霁明市水利局2024.txt", "霁明市水利局2024（更正）.txt"
    (corpus / old).write_text(REPORTS[old], encoding="utf-8")
    build([corpus], tmp_path / "index")
    brief = Brief.new(tmp_path / "b.brief.toml", "更正")
    with Index.open(tmp_path / "index") as index:
        text = index.text(old)
        for words in ("全年检查412次，罚款33.5万元，已全部入库。", "整治河道18条，清淤6.2万方。"):
            brief.add(passage_of(index, old, text.index(words), text.index(words) + len(words)))
    (corpus / new).write_text(REPORTS[old].replace("33.5万元", "35.3万元"), encoding="utf-8")
    (corpus / "corpus.toml").write_text(
        f'[reports."{new}"]\nsupersedes = "{old}"\n', encoding="utf-8"
    )
    build([corpus], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        assert brief.recheck(index) == "superseded"
        found = [i.citations[0].check for i in brief.items]
    assert [c.path for c in found if c] == [new, new]
    assert [c.quote for c in found if c] == [
        "全年检查412次，罚款35.3万元，已全部入库。",
        "整治河道18条，清淤6.2万方。",
    ]


TEXT = "甲单位全年检查412次，罚款33.5万元。乙单位全年检查98次，罚款7.1万元。\n食堂改造已完成。"


@pytest.mark.parametrize(
    ("quote", "said", "same"),
    [
        ("食堂改造 已\n完成。", "食堂改造已完成。", True),
        ("甲单位全年检查500次，罚款40万元。", "甲单位全年检查412次，罚款33.5万元。", False),
        ("乙单位全年检查105次，罚款8万元。", "乙单位全年检查98次，罚款7.1万元。", False),
    ],
)
def test_the_nearest_wording_is_found_whatever_its_numbers(
    quote: str, said: str, same: bool
) -> None:
    found = relocate(TEXT, (), quote, 900, ())
    assert found is not None and found.same == same and TEXT[found.start : found.end] == said


@pytest.mark.parametrize("quote", ["新建学校三所，投资两千万元。", "道路照明更换路灯1200盏。"])
def test_a_sentence_on_another_matter_is_not_taken_for_a_new_wording(quote: str) -> None:
    assert relocate(TEXT, (), quote, 0, ()) is None
