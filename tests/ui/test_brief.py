"""Briefs on the page: collected with one click, ordered, annotated, checked and exported."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indexer import Index
from indexer.briefs.brief import Brief
from indexer.briefs.collect import passage_of
from indexer.ui.brief_items import item_html
from indexer.ui.process import page_process
from indexer.ui.strings import tr
from tests.briefs.conftest import QUOTES, rebuilt_dir  # noqa: F401  (a fixture)

from .conftest import HOSTILE
from .test_page import html
from .test_safe import Seen

ROOT = Path(__file__).resolve().parents[2]
QUESTION = "哪些单位报告了罚款？"

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICYQA_BRIEFS", str(tmp_path / "briefs"))
    return tmp_path / "briefs"


@pytest.fixture
def page(folder: Path, rebuilt_dir: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:  # noqa: F811
    monkeypatch.setenv("POLICYQA_INDEX", str(rebuilt_dir / "before"))
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)


def only(folder: Path) -> Brief:
    (path,) = folder.glob("*.brief.toml")
    return Brief.open(path)


def test_one_click_puts_rows_a_quote_and_the_answer_into_a_brief_that_is_made(
    page: AppTest, folder: Path
) -> None:
    page.query_params.update({"q": QUESTION, "lang": "zh"})
    page.run()
    assert not folder.exists()
    page.button(key="collect_rows").click().run()
    assert not page.exception and page.toast[0].value == tr(
        "zh", "brief_added", n=len(only(folder).items)
    )
    rows = len(only(folder).items)
    assert rows >= 2 and {i.kind for i in only(folder).items} == {"row"}
    page.button(key="collect_1").click().run()
    page.button(key="collect_answer").click().run()
    assert [i.kind for i in only(folder).items[rows:]] == ["quote", "answer"]
    assert only(folder).path.name == "简报.brief.toml"
    page.button(key="collect_answer").click().run()
    assert page.toast[0].value == tr("zh", "brief_known") and len(only(folder).items) == rows + 2


def test_what_the_reader_marks_is_collected(page: AppTest, folder: Path, rebuilt_dir: Path) -> None:  # noqa: F811
    with Index.open(rebuilt_dir / "before") as index:
        row = index.report("霁明市水利局2024.txt")
        at = index.text(row.id).index("整治河道")
    page.query_params.update({"view": "reader", "report": row.id, "at": f"{at}:{at + 7}"})
    page.run()
    page.button(key="collect_spot").click().run()
    assert not page.exception and only(folder).items[0].citations[0].quote == "整治河道18条"


@pytest.fixture
def filled(page: AppTest, folder: Path, rebuilt_dir: Path) -> AppTest:  # noqa: F811
    """The view of a brief of three quotes under two headings."""
    brief = Brief.new(folder / "执法.brief.toml", "执法情况")
    with Index.open(rebuilt_dir / "before") as index:
        for heading, name in zip("甲甲乙", list(QUOTES)[1:4], strict=True):
            at = index.text(name).index(QUOTES[name])
            brief.add(passage_of(index, name, at, at + len(QUOTES[name])), heading=heading)
    page.query_params.update({"view": "brief", "lang": "zh"})
    return page.run()


def order(folder: Path) -> list[tuple[str, list[str]]]:
    return [
        (g.heading, [i.citations[0].path[:3] for i in g.items])
        for g in only(folder).contents.groups
    ]


def test_items_are_moved_grouped_annotated_and_removed(filled: AppTest, folder: Path) -> None:
    assert not filled.exception and "执法情况" in html(filled)
    first, second, third = (i.id for i in only(folder).items)
    filled.button(key=f"down_{first}").click().run()
    assert order(folder)[0] == ("甲", ["溪坪县", "霁明市"])
    filled.button(key=f"up_{first}").click().run()
    assert order(folder)[0] == ("甲", ["霁明市", "溪坪县"])
    (note,) = [a for a in filled.text_area if a.key.startswith(f"note_{second}_")]
    note.set_value("与上年对照")
    (under,) = [s for s in filled.selectbox if s.key.startswith(f"under_{second}_")]
    under.set_value("乙")
    filled.button(key=f"save_{second}").click().run()
    assert order(folder) == [("甲", ["霁明市"]), ("乙", ["临汀市", "溪坪县"])]
    assert only(folder).item(second).note == "与上年对照" and "与上年对照" in html(filled)
    filled.button(key="group_up_1").click().run()
    assert [h for h, _ in order(folder)] == ["乙", "甲"]
    filled.button(key=f"remove_{third}").click().run()
    assert order(folder) == [("乙", ["溪坪县"]), ("甲", ["霁明市"])]


def test_a_note_changed_elsewhere_is_shown_and_not_put_back(filled: AppTest, folder: Path) -> None:
    first = only(folder).items[0].id
    only(folder).note(first, "在命令行写的")
    filled.run()
    (note,) = [a for a in filled.text_area if a.key.startswith(f"note_{first}_")]
    assert note.value == "在命令行写的"
    filled.button(key=f"save_{first}").click().run()
    assert only(folder).item(first).note == "在命令行写的"


def test_an_item_removed_elsewhere_is_said_to_be_gone(filled: AppTest, folder: Path) -> None:
    first = only(folder).items[0].id
    only(folder).remove(first)
    filled.button(key=f"remove_{first}").click().run()
    assert not filled.exception and "no such item" in html(filled)


def test_opening_after_a_new_build_marks_what_changed_and_takes_it_over(
    filled: AppTest,
    folder: Path,
    rebuilt_dir: Path,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not only(folder).marked
    monkeypatch.setenv("POLICYQA_INDEX", str(rebuilt_dir / "after"))
    page_process.clear()
    filled.run()
    assert {i.state for i in only(folder).items} == {"changed", "moved", "gone"}
    assert tr("zh", "brief_marked", n=2) in html(filled)
    assert "全年检查412次，罚款35.1万元" in html(filled) and "报告已不在索引中" in html(filled)
    changed = only(folder).items[0].id
    filled.button(key=f"accept_{changed}").click().run()
    assert only(folder).item(changed).state == "unchanged"
    filled.button(key=f"item_open_{changed}_1").click().run()
    assert filled.session_state["view"] == "reader" and '<mark id="quote">' in html(filled)
    filled.button(key="back").click().run()
    assert filled.session_state["view"] == "brief"


def test_a_brief_is_created_and_chosen_and_its_link_reopens_it(
    filled: AppTest, folder: Path
) -> None:
    filled.text_input(key="brief_new_title").set_value("另一份/简报")
    filled.button(key="brief_create").click().run()
    assert (folder / "另一份 简报.brief.toml").exists() and tr("zh", "brief_empty") in html(filled)
    assert filled.query_params["brief"] == "另一份 简报"
    filled.selectbox(key="brief_choice").set_value("执法").run()
    assert "执法情况" in html(filled) and filled.query_params["brief"] == "执法"


def test_the_title_and_note_of_the_whole_are_edited(filled: AppTest, folder: Path) -> None:
    (title,) = [i for i in filled.text_input if i.key and i.key.startswith("brief_title_")]
    (note,) = [a for a in filled.text_area if a.key and a.key.startswith("brief_note_")]
    title.set_value("新标题")
    note.set_value("截至年底")
    filled.button(key="brief_save").click().run()
    assert (only(folder).contents.title, only(folder).contents.note) == ("新标题", "截至年底")
    assert not filled.exception and "新标题" in html(filled) and "截至年底" in html(filled)


def test_a_comparison_and_a_checked_draft_are_collected_from(
    page: AppTest,
    folder: Path,
    rebuilt_dir: Path,  # noqa: F811
) -> None:
    with Index.open(rebuilt_dir / "before") as index:
        chosen = [index.report(n).id for n in ("霁明市水利局2024.txt", "溪坪县林业局2024.txt")]
    page.query_params.update({"view": "compare", "cq": "罚款", "cr": chosen})
    page.run()
    page.button(key=f"collect_compare_{chosen[0]}").click().run()
    assert not page.exception and "33.5万元" in only(folder).items[0].citations[0].quote
    page.session_state["view"] = "draft"
    page.session_state["draft_checked"] = "溪坪县林业局2024年罚款14.8万元。"
    page.run()
    page.button(key="collect_claim_1").click().run()
    assert not page.exception and "14.8万元" in only(folder).items[1].citations[0].quote


def test_the_downloads_hold_the_brief(filled: AppTest) -> None:
    keys = {b.proto.id.rsplit("-", 1)[-1] for b in filled.get("download_button")}
    assert {"brief_docx", "brief_md", "brief_xlsx"} <= keys


def test_a_broken_file_is_named_with_its_line_and_without_its_folder(
    filled: AppTest, folder: Path
) -> None:
    shutil.copy(only(folder).path, folder / "坏.brief.toml")
    (folder / "坏.brief.toml").write_text("title = \n", encoding="utf-8")
    filled.session_state["brief"] = "坏"
    filled.run()
    assert not filled.exception and "坏.brief.toml:1: not valid TOML" in html(filled)
    assert str(folder.parent) not in html(filled)


def test_without_briefs_the_view_says_how_to_begin(page: AppTest) -> None:
    page.query_params["view"] = "brief"
    page.run()
    assert not page.exception and tr("en", "brief_empty_folder")[:20] in html(page)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_brief_is_shown_as_text(text: str) -> None:
    from dataclasses import replace

    from tests.briefs.made import evidence, row

    item = replace(
        row(), text=text, note=text, citations=(evidence(text, title=text, issuer=text),)
    )
    seen = Seen(item_html(1, item))
    assert set(seen.tags) <= {"article", "div", "span"} and seen.text.count(text) >= 4
