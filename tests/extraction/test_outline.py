from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Document, Mark, Section
from indexer.extraction.outline import find_sections

SEEDS = Path(__file__).parents[2] / "../shared/reports/seeds"


def _outline(*lines: str, marks: tuple[Mark, ...] = ()) -> list[tuple[str, ...]]:
    document = Document("\n".join(lines), "text", marks=marks)
    return [section.path for section in find_sections(document) if section.body > section.start]


def _check_tiling(sections: tuple[Section, ...], length: int) -> None:
    assert [section.start for section in sections[1:]] == [item.end for item in sections[:-1]]
    if length:
        assert sections[0].start == 0 and sections[-1].end == length
    for section in sections:
        assert section.start <= section.body <= section.end
        assert section.level == len(section.path)


BODY = "全年出动巡查艇三百余艘次，水上秩序总体平稳有序，没有发生较大事故。"


def test_levels_follow_the_standard_order_and_the_title_is_no_section() -> None:
    paths = _outline(
        "云上市港务局2025年工作报告",
        BODY,
        "一、总体情况",
        BODY,
        "（一）水上巡查",
        f"1.日常巡查。{BODY}",
        f"2.夜间巡查。{BODY}",
        "（二）执法办案",
        BODY,
        "二、存在问题",
        f"（一）人手不足。{BODY}",
        "下一步打算",
        f"（一）充实队伍。{BODY}",
    )
    assert paths == [
        ("一、总体情况",),
        ("一、总体情况", "（一）水上巡查"),
        ("一、总体情况", "（一）水上巡查", "1.日常巡查"),
        ("一、总体情况", "（一）水上巡查", "2.夜间巡查"),
        ("一、总体情况", "（二）执法办案"),
        ("二、存在问题",),
        ("二、存在问题", "（一）人手不足"),
        ("下一步打算",),
        ("下一步打算", "（一）充实队伍"),
    ]


def test_a_document_may_nest_the_families_the_other_way_round() -> None:
    paths = _outline(
        "云上市港务局2025年工作报告", BODY,
        "（一）形势", BODY, "（二）任务", "一、巡查", BODY, "二、办案", BODY, "（三）前景", BODY,
    )  # fmt: skip
    assert paths[1:] == [
        ("（二）任务",), ("（二）任务", "一、巡查"), ("（二）任务", "二、办案"), ("（三）前景",),
    ]  # fmt: skip


def test_lists_of_neighbouring_lines_are_no_headings() -> None:
    assert _outline("云上市港务局通报", BODY, "1.巡查表", "2.办案表", "3.人员表") == []


def test_numbers_that_do_not_count_on_are_no_headings() -> None:
    assert _outline("云上市港务局通报", BODY, "7.巡查工作", BODY) == []


def test_english_divisions_and_decimals_nest() -> None:
    body = "There were three hundred patrols in the year, and no major accident was recorded."
    paths = _outline(
        "Annual Report 2024", "Foreword", body, "Part I: Patrols", "1. Ports", body,
        "1.1 Ferries", body, "1.2 Cargo", body, "Part II", "Enforcement", body, "Annex A: Tables", body,
    )  # fmt: skip
    assert paths == [
        ("Foreword",), ("Part I: Patrols",), ("Part I: Patrols", "1. Ports"),
        ("Part I: Patrols", "1. Ports", "1.1 Ferries"), ("Part I: Patrols", "1. Ports", "1.2 Cargo"),
        ("Part II Enforcement",), ("Annex A: Tables",),
    ]  # fmt: skip


def test_articles_run_in_under_their_chapter_and_references_do_not_open_one() -> None:
    paths = _outline(
        "云上市港口办法", "第一章 总则", f"第一条 {BODY}", f"第二条 {BODY}", "第二条的规定另行解释。",
        "第二章 罚则", f"第三条 {BODY}",
    )  # fmt: skip
    assert paths == [
        ("第一章 总则",), ("第一章 总则", "第一条"), ("第一章 总则", "第二条"),
        ("第二章 罚则",), ("第二章 罚则", "第三条"),
    ]  # fmt: skip


def test_labels_are_a_level_below_only_where_two_paragraphs_have_one() -> None:
    two = ("云上市港务局通报", BODY, f"巡查：{BODY}", f"办案：{BODY}")
    assert _outline(*two) == [("巡查",), ("办案",)]
    assert _outline("云上市港务局通报", BODY, f"巡查：{BODY}", BODY) == []


def test_a_paragraph_after_a_label_falls_back_to_the_section() -> None:
    text = "\n".join(("云上市港务局通报", BODY, f"巡查：{BODY}", BODY, f"办案：{BODY}"))
    assert [item.path for item in find_sections(Document(text, "text"))] == [
        (), ("巡查",), (), ("办案",),
    ]  # fmt: skip


def test_declared_levels_win_and_rows_of_tables_are_left_alone() -> None:
    lines = ["Harbour report", "Patrols", "text " * 12, "1.ferries | 20", "Night", "text " * 12]
    text = "\n".join(lines)
    marks = tuple(
        Mark("heading", text.index(name), text.index(name) + len(name), level)
        for name, level in (("Harbour report", 1), ("Patrols", 2), ("Night", 3))
    )
    paths = [item.path for item in find_sections(Document(text, "html", marks=marks)) if item.level]
    assert paths == [("Patrols",), ("Patrols", "Night")]


def test_salutation_signature_and_date_are_no_headings() -> None:
    assert (
        _outline("云上市港务局工作报告", "各位代表：", BODY, "云上市港务局", "2026年1月15日") == []
    )


def test_entries_of_a_table_of_contents_are_no_headings() -> None:
    paths = _outline(
        "云上市港务局工作报告",
        "目录",
        "一、巡查……3",
        "二、办案……9",
        "一、巡查",
        BODY,
        "二、办案",
        BODY,
    )
    assert paths == [("一、巡查",), ("二、办案",)]


_PIECES = st.sampled_from(
    ["一、", "（一）", "1.", "（1）", "①", "第一章", "第二条", "Part II ", "1.1 ", "A. ", "巡查", "巡查：",
     "。", "；", "Title", " | ", "\n", "\n\n", " ", "\u3000", "2025年", "目录", "各位代表："]
)  # fmt: skip


@given(st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=60).map("".join)))
def test_sections_tile_any_text(text: str) -> None:
    _check_tiling(find_sections(Document(text, "text")), len(text))


@given(st.lists(_PIECES, max_size=40).map("".join), st.data())
def test_sections_tile_any_text_with_any_marks(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 2, st.integers(0, 6))))
    marks = tuple(
        Mark("heading" if level else "table", min(a, b), max(a, b), level) for a, b, level in spans
    )
    _check_tiling(find_sections(Document(text, "html", marks=marks)), len(text))


def test_a_megabyte_is_outlined_in_a_few_seconds() -> None:
    block = f"一、总体情况\n（一）巡查\n1.日常。{BODY}\n巡查：{BODY}\n{BODY * 20}\n"
    text = block * (1_000_000 // len(block))
    started = time.process_time()
    sections = find_sections(Document(text, "text"))
    assert time.process_time() - started < 5
    _check_tiling(sections, len(text))


@pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the shared seed reports are not beside this checkout"
)
@pytest.mark.parametrize(("file", "figure", "marks"), [
    ("000_*.txt", "740.9", ["一、", "（三）", "4."]),
    ("004_*.txt", "133.4", ["一、", "（一）"]),
])  # fmt: skip
def test_figures_of_the_seed_reports_lie_in_their_sections(
    file: str, figure: str, marks: list[str]
) -> None:
    raw = next(SEEDS.glob(file)).read_text(encoding="utf-8")
    text = "\n".join(line.strip() for line in raw.split("\n") if line.strip())
    at = text.index(figure)
    section = next(s for s in find_sections(Document(text, "text")) if s.start <= at < s.end)
    assert [
        mark for mark, part in zip(marks, section.path, strict=True) if part.startswith(mark)
    ] == marks


@pytest.mark.parametrize("filler", [".", "1", " ", "甲", "A "])
def test_one_endless_line_is_outlined_in_linear_time(filler: str) -> None:
    text = filler * (300_000 // len(filler))
    started = time.process_time()
    _check_tiling(find_sections(Document(text, "text")), len(text))
    assert time.process_time() - started < 3
