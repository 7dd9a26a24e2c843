"""Canonical text: what is joined, what is dropped, and that nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Document
from indexer.readers.layout.canonical import (
    Block,
    blocks_text,
    canonical_pages,
    canonical_text,
    with_captions,
)

ROOT = Path(__file__).parents[3]
LONG = (
    "全年对辖区内取用水单位开展检查312家次，下达整改通知书45份，督促落实节水措施，案卷评查发现问题"
)


def ink(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("检查 10 件", "检查10件"),
        ("年度工作 报告", "年度工作报告"),
        ("2024 年", "2024年"),
        ("通过率 94.7 %", "通过率94.7 %"),
        ("the annual report", "the annual report"),
        ("12 34", "12 34"),
        ("5 km of pipe", "5 km of pipe"),
        ("\u3000\u3000各位代表：", "各位代表："),
        ("soft\u00adhy\ufeffphen", "softhyphen"),
        ("零\u200b宽", "零\u200b宽"),
        ("第一章 总则", "第一章 总则"),
        ("罚款（万元） 698.2 740.9", "罚款（万元） 698.2 740.9"),
        ("（全角）：①…", "（全角）：①…"),
    ],
)
def test_layout_spaces_go_and_all_else_stays(printed: str, expected: str) -> None:
    assert canonical_text(printed) == expected


def test_a_sentence_cut_by_a_page_end_is_joined() -> None:
    assert canonical_text(f"{LONG}\n\n78项，已全部整改。\n") == f"{LONG}78项，已全部整改。"


@pytest.mark.parametrize(
    "after",
    ["二、存在的问题", "（二）培训情况", "2.培训情况。全年两次。", "2025年1月8日", "第二章 附则"],
)
def test_a_heading_or_date_is_never_joined_to_what_stands_before(after: str) -> None:
    assert canonical_text(f"{LONG}\n\n{after}\n").split("\n")[1] == after


def test_headings_lists_and_signatures_keep_their_own_lines() -> None:
    lines = ["一、基本情况", "全年运行平稳。", "下一步打算", "云岭市水务局", "2025年1月8日"]
    assert canonical_text("\n\n".join(lines)).split("\n") == lines
    assert canonical_text("\n".join(lines)).split("\n") == lines


def test_a_title_broken_over_lines_becomes_one_and_an_issuer_above_stays_apart() -> None:
    text = canonical_text(
        "云岭市水务局\n\n关于2024年度法治政府建设\n工作情况的\n报告\n\n全年运行平稳。"
    )
    assert text.split("\n")[:2] == ["云岭市水务局", "关于2024年度法治政府建设工作情况的报告"]


def test_inline_breaks_around_book_titles_are_joined() -> None:
    assert (
        canonical_text("局里印发了《\n节约用水管理办法\n》，并组织学习。")
        == "局里印发了《节约用水管理办法》，并组织学习。"
    )


def test_hard_wrapped_english_is_joined_with_spaces_and_hyphens_with_care() -> None:
    raw = (
        "The agency carried out more inspections than in any year before and it re-\n"
        "ported that most firms now follow the rules which had been set out in the\n"
        "guidance. Long-term plans were drawn up by the council, and the long-\n"
        "term budget was agreed upon by all the parties that had been asked to\n"
        "take part in it. A second round of visits will be made in the spring by\n"
        "the same teams, with the aim to close the cases that remain open at the\n"
        "end of the year and to publish what has been found in each one of them.\n"
    )
    text = canonical_text(raw)
    assert "\n" not in text and "it reported that" in text and "the long-term budget" in text


@pytest.mark.parametrize("number", ["- 3 -", "— 9 —", "第3页 共9页", "Page 3 of 9", "－ 12 －"])
def test_page_numbers_are_left_out_and_the_sentence_goes_on(number: str) -> None:
    assert canonical_text(f"{LONG}\n\n{number}\n\n78项。") == f"{LONG}78项。"


def test_running_heads_and_page_numbers_of_pages_are_left_out() -> None:
    pages = [f"云岭水务内部资料\n第{n}部分的内容在此处写明，供查阅。\n{n}" for n in "一二三四"]
    pages = [page[:-1] + str(i + 1) for i, page in enumerate(pages)]
    text, starts = canonical_pages(pages)
    assert text.split("\n") == [f"第{n}部分的内容在此处写明，供查阅。" for n in "一二三四"]
    assert [text[start : start + 4] for start in starts] == [
        "第一部分",
        "第二部分",
        "第三部分",
        "第四部分",
    ]


def test_a_page_without_text_starts_where_the_next_one_does() -> None:
    text, starts = canonical_pages(["甲方案已经完成。", "", "乙方案尚未完成。", ""])
    document = Document(text, "pdf", starts)
    assert len(starts) == 4 and starts[1] == starts[2] and starts[3] == len(text)
    assert document.page_of(text.index("乙")) == 3 and document.page_of(0) == 1


def test_tables_and_captions_are_marked() -> None:
    blocks = with_captions(
        [
            Block("表1 用水统计"),
            Block("区 | 罚款", "row"),
            Block("东区 | 12", "row"),
            Block("以上。"),
        ]
    )
    text, marks = blocks_text(blocks)
    assert [(mark.kind, text[mark.start : mark.end]) for mark in marks] == [
        ("caption", "表1 用水统计"),
        ("table", "区 | 罚款\n东区 | 12"),
    ]


PIECES = st.text(
    st.sampled_from(list("水务局检查罚款的，。；：（）《》—“” \u3000\tabcZ-.,5780%\u200b")),
    max_size=40,
)


@given(st.lists(st.lists(PIECES, max_size=6), min_size=1, max_size=6))
def test_every_character_keeps_its_page_whatever_the_lines(pages: list[list[str]]) -> None:
    text, starts = canonical_pages(["\n".join(page) for page in pages])
    assert len(starts) == len(pages) and list(starts) == sorted(starts) and starts[0] == 0
    document = Document(text, "pdf", starts)
    for offset in range(len(text)):
        page = document.page_of(offset)
        assert page is not None
        if not text[offset].isspace():
            assert text[offset] in "".join(pages[page - 1])


@given(st.lists(PIECES, max_size=14))
def test_ink_survives_in_order_and_lines_are_tidy(lines: list[str]) -> None:
    text = canonical_text("\n".join(lines))
    assert all(line and line == line.strip() for line in text.split("\n") if text)
    survivors = iter(ink("\n".join(lines)))
    assert all(char in survivors for char in ink(text))


@given(
    st.lists(
        st.text(
            st.sampled_from(list("水务局检查罚款的，。；：（）《》0123456789")),
            min_size=1,
            max_size=60,
        ),
        max_size=12,
    )
)
def test_ink_is_kept_whole_where_no_line_is_a_page_number(lines: list[str]) -> None:
    kept = [line + "水" for line in lines]
    assert ink(canonical_text("\n\n".join(kept))) == ink("".join(kept))


def test_real_reports_lose_no_ink_and_are_stable() -> None:
    folder = ROOT / "../shared/reports"
    if not folder.is_dir():
        pytest.skip("the published reports are not beside this checkout")
    for path in sorted(folder.glob("*/*.txt")):
        raw = path.read_text("utf-8")
        text = canonical_text(raw)
        assert ink(text).replace("\u200b", "") == ink(raw).replace("\u200b", "").replace(
            "\ufeff", ""
        ), path.name
        assert canonical_text(text) == text, path.name


def test_a_title_that_later_pages_repeat_as_head_stays_once() -> None:
    head = "云岭市水务局2024年度执法报告"
    text, _ = canonical_pages([f"{head}\n{n}、方案的内容在此处写明，供查阅。" for n in "一二三"])
    assert text.split("\n") == [head, *(f"{n}、方案的内容在此处写明，供查阅。" for n in "一二三")]


NOTE = "（样本报告，为演示编写，地名与数字均为虚构）"


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_note_in_brackets_that_is_a_line_stays_one(gap: str) -> None:
    text = f"云岭市水务局报告\n\n{NOTE}{gap}本年度共开展检查312家次，下达整改通知书45份。"
    assert canonical_text(text).split("\n")[1] == NOTE
    page = f"云岭市水务局年度报告\n{NOTE}\n本年度共开展检查并下达整改通知书，督促落实节水，\n成效明显。"
    assert canonical_pages([page])[0].split("\n")[1] == NOTE


def test_a_note_broken_over_two_lines_is_joined_and_ends_at_its_bracket() -> None:
    first, second = "（本文据公开材料改写而成，数字取自原件，文字另行", "撰写，仅供试用）"
    page = f"{first}\n{second}\n本年度共开展检查并下达整改通知书。"
    assert canonical_pages([page])[0].split("\n")[0] == first + second


def test_zero_width_marks_stay_where_they_were_in_running_text() -> None:
    assert canonical_text("罚款\u200b金额") == "罚款\u200b金额"
    assert (
        canonical_text("本年度罚款金额\n\u200b\n共计十二万元。")
        == "本年度罚款金额\u200b\n共计十二万元。"
    )
    assert (
        canonical_text("本年度完成。\n\n\u200b\n\n共计十二万元。") == "本年度完成。\n共计十二万元。"
    )


@given(st.lists(PIECES, max_size=5))
def test_canonical_text_is_its_own_canonical_text(lines: list[str]) -> None:
    text = canonical_text("\n\n".join(lines))
    assert canonical_text(text) == text
