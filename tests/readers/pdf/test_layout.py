"""Pages that plain extraction reads in the wrong order, or with what is no part of the text."""

from __future__ import annotations

import time
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas

from indexer.readers.pdf.chars import Char, Rule, Sheet
from indexer.readers.pdf.grid import find_grids
from indexer.readers.pdf.layout import page_text
from indexer.readers.registry import read_document
from indexer.reading.read import read_report

from ..files import CHINESE, paged_pdf
from .layout_files import (
    BODY,
    ENGLISH,
    chapters,
    columns_pdf,
    english,
    noted_pdf,
    paragraphs,
    ruled,
    story_pdf,
)

TITLE = "云岭市水务局2024年度执法工作报告"
PROSE = chapters(12)
ENGLISH_PROSE = [
    "The agency inspected 412 berths during the year and issued 37 improvement notices, most of them "
    "for missing guard rails and blocked escape routes on older quays. " * 4,
    "Fines came to 61,200 euros, against 48,900 in the year before; two operators appealed and both "
    "appeals were dismissed in the autumn session of the port court. " * 4,
    "Training reached 1,140 dock workers, and the number of reported near misses rose by a third, "
    "which the agency reads as a sign of better reporting rather than of greater danger. " * 5,
]


def ink(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("count", [2, 3])
def test_columns_are_read_one_after_the_other_over_pages(tmp_path: Path, count: int) -> None:
    body = chapters(12 * count, count)
    document = read_document(columns_pdf(tmp_path / "a.pdf", TITLE, body, count))
    assert ink(document.text) == ink(TITLE + "".join(body))
    assert document.text.split("\n") == [TITLE, *body]
    assert len(document.page_starts) >= 2


def test_english_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    body = ENGLISH_PROSE
    path = columns_pdf(tmp_path / "a.pdf", "Annual Enforcement Report 2024", body, 2, ENGLISH)
    lines = read_document(path).text.split("\n")
    assert lines == ["Annual Enforcement Report 2024", *(text.strip() for text in body)]


def test_a_page_of_columns_among_pages_of_one_column_keeps_every_paragraph(tmp_path: Path) -> None:
    columns = chapters(5, 9)
    single = columns_pdf(tmp_path / "one.pdf", TITLE, PROSE, 1)
    double = columns_pdf(tmp_path / "two.pdf", "统计专栏", columns, 2)
    writer = pypdf.PdfWriter()
    for part in (single, double):
        writer.append(str(part))
    writer.write(str(tmp_path / "both.pdf"))
    lines = read_document(tmp_path / "both.pdf").text.split("\n")
    alone = read_document(single).text.split("\n")
    assert lines == [*alone, "统计专栏", *columns]


HEADER = ["领域", "主要做法", "案件（件）", "罚款（万元）"]
ROWS = [
    ["食品安全", "对全市学校食堂开展拉网式检查，问题食堂限期整改", "214", "98.60"],
    ["药械", "抽检药品和医疗器械，公开不合格名单", "67", "51.72"],
    ["计量", "检定加油机和电子秤", "12", "3.05"],
]


def test_wrapped_cells_of_a_ruled_table_stay_in_their_rows(tmp_path: Path) -> None:
    path = story_pdf(
        tmp_path / "a.pdf",
        [*paragraphs(PROSE[1], "表1 处罚情况"), ruled([HEADER, *ROWS]), *paragraphs(PROSE[3])],
    )
    report = read_report(path, "a.pdf")
    assert report.text.split("\n") == [
        PROSE[1], "表1 处罚情况", *(" | ".join(row) for row in [HEADER, *ROWS]), PROSE[3],
    ]  # fmt: skip
    fines = [(f.raw, f.value) for f in report.figures if f.unit == "CNY" and "食品" in f.metric]
    assert fines == [("98.60", 986_000)]


def test_a_table_over_a_page_end_is_one_table_with_one_header(tmp_path: Path) -> None:
    rows = [[f"第{i}大队", "夜间巡查和联合检查", str(100 + i), f"{i}.25"] for i in range(1, 60)]
    path = story_pdf(tmp_path / "a.pdf", [*paragraphs(TITLE), ruled([HEADER, *rows])])
    document = read_document(path)
    lines = document.text.split("\n")
    assert len(document.page_starts) > 1
    assert lines == [TITLE, *(" | ".join(row) for row in [HEADER, *rows])]
    assert [mark.kind for mark in document.marks] == ["table"]
    assert document.page_of(document.text.index("第59大队")) == len(document.page_starts)


def test_merged_cells_are_given_once_and_values_stay_under_their_headings(tmp_path: Path) -> None:
    rows = [
        ["领域", "2023年", "", "2024年", ""],
        ["", "案件（件）", "罚款（万元）", "案件（件）", "罚款（万元）"],
        ["食品安全", "201", "80.5", "214", "98.6"],
        ["药械", "60", "40.2", "67", "51.7"],
    ]
    spans = [(0, 0, 0, 1), (1, 0, 2, 0), (3, 0, 4, 0)]
    path = story_pdf(tmp_path / "a.pdf", [*paragraphs(PROSE[1]), ruled(rows, spans, 2)])
    report = read_report(path, "a.pdf")
    assert report.text.split("\n")[1:3] == [
        "领域 | 2023年 | | 2024年 |",
        "领域 | " + " | ".join(rows[1][1:]),
    ]
    values = {f.raw: (f.value, f.metric) for f in report.figures if f.unit == "CNY"}
    assert values["98.6"][0] == 986_000 and "2024年" in values["98.6"][1]


def test_notes_at_the_foot_do_not_cut_the_sentence_that_runs_over_the_page(tmp_path: Path) -> None:
    first = ["一、处罚情况", "本年度共对全市各类取用水单位开展检查，全年罚款740万元^1^，",
             "其中工业企业占六成^②^，案卷评查时另外发现的各类程序问题一共有"]  # fmt: skip
    path = noted_pdf(
        tmp_path / "a.pdf",
        [(first, ["^1^含分局罚款12万元。", "② 指规模以上工业企业，数据来源于", "市统计局。"]),
         (["78项，已经全部整改到位。", "二、打算"], [])],
    )  # fmt: skip
    report = read_report(path, "a.pdf")
    assert report.text.split("\n") == [
        "一、处罚情况",
        "含分局罚款12万元。",
        "指规模以上工业企业，数据来源于市统计局。",
        "本年度共对全市各类取用水单位开展检查，全年罚款740万元，其中工业企业占六成，案卷评查时另外发现的各类程序问题一共有78项，已经全部整改到位。",
        "二、打算",
    ]
    at = report.text.index("78项")
    assert report.document.page_of(at) == 2 and report.document.page_of(at - 1) == 1
    assert 7_400_000 in [figure.value for figure in report.figures]


def test_a_mark_above_the_line_without_its_note_is_no_digit_of_the_figure(tmp_path: Path) -> None:
    path = noted_pdf(
        tmp_path / "a.pdf", [(["全年罚款740^3^万元，", "清理河道1200m^2^。"], [])], False
    )
    assert read_document(path).text == "全年罚款740³万元，清理河道1200m²。"


def test_a_watermark_across_each_page_is_left_out(tmp_path: Path) -> None:
    def mark(canvas: Canvas, page: int) -> None:
        canvas.setFont(CHINESE, 48)
        canvas.setFillColor(colors.lightgrey)
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.drawCentredString(0, 0, "内部资料 请勿外传")

    path = story_pdf(tmp_path / "a.pdf", paragraphs(TITLE, *PROSE), mark)
    assert read_document(path).text.split("\n") == [TITLE, *PROSE]


@pytest.mark.parametrize("size", [12, 40])
def test_a_level_watermark_behind_the_text_of_each_page_is_left_out(
    tmp_path: Path, size: int
) -> None:
    def mark(canvas: Canvas, page: int) -> None:
        canvas.setFont(CHINESE, size)
        canvas.setFillColor(colors.lightgrey)
        for y in (250, 431, 600):
            canvas.drawString(180, y, "征求意见稿")

    path = story_pdf(tmp_path / "a.pdf", paragraphs(TITLE, *PROSE), mark)
    assert read_document(path).text.split("\n") == [TITLE, *PROSE]


def test_a_round_stamp_over_the_signature_leaves_the_signature_alone(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont(CHINESE, 14)
    for i, line in enumerate(
        ["全年检查312家次，罚款58.6万元，督促企业落实节水主体责任，", "成效明显。"]
    ):
        canvas.drawString(60, 780 - 24 * i, line)
    canvas.drawString(360, 640, "云岭市水务局")
    canvas.drawString(360, 616, "2025年1月8日")
    canvas.setFillColor(colors.red)
    canvas.setFont(CHINESE, 11)
    for i, char in enumerate("云岭市水务局行政处罚专用章"):
        canvas.saveState()
        canvas.translate(410, 630)
        canvas.rotate(110 - 18 * i)
        canvas.drawCentredString(0, 45, char)
        canvas.restoreState()
    canvas.setFont(CHINESE, 14)
    canvas.drawString(365, 634, "（骑缝章）")
    canvas.save()
    assert read_document(tmp_path / "a.pdf").text.split("\n") == [
        "全年检查312家次，罚款58.6万元，督促企业落实节水主体责任，成效明显。", "云岭市水务局", "2025年1月8日",
    ]  # fmt: skip


def test_side_text_and_line_numbers_are_left_out(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    lines = [
        "一、检查情况",
        *["全年对取用水单位开展检查312家次，下达整改通知书45份，立案17起，"] * 11,
        "罚款58.6万元。",
    ]
    canvas.setFont(CHINESE, 12)
    for i, line in enumerate(lines):
        canvas.drawRightString(70, 780 - 24 * i, str(i + 1))
        canvas.drawString(90, 780 - 24 * i, line)
    for i, char in enumerate("装订线内不得答题"):
        canvas.drawString(30, 700 - 40 * i, char)
    canvas.saveState()
    canvas.translate(575, 300)
    canvas.rotate(90)
    canvas.drawString(0, 0, "档案编号2024之17")
    canvas.restoreState()
    canvas.save()
    assert read_document(tmp_path / "a.pdf").text == "\n".join([lines[0], "".join(lines[1:])])


@pytest.mark.parametrize(
    "foot", ["第{c}页 共十二页", "－{n}－", "{n}/3", "— {c} —", "{r}", "第 {n} 页", "{c}", "2025/1/8 14:3{n} 第{n}页",
             "Page {n} | 3", "·{n}·", "{n} / 3", "页码：{n}", "[{n}]", "P{n}", "~{n}~", "第{c}页"]
)  # fmt: skip
def test_feet_that_change_with_the_page_number_are_left_out(tmp_path: Path, foot: str) -> None:
    bodies = [
        [
            "一、检查情况",
            "本年度共对全市各类取用水单位开展检查和回访，其中发现",
            "并督促整改的各类问题共计",
        ],
        [
            "一百二十起，已经整改到位。二、案卷评查。全年评查案卷",
            "八十卷，优秀率为百分之九十，其余",
        ],
        ["均为合格，没有不合格案卷。"],
    ]
    pages = [
        [*lines, foot.format(n=i, c="一二三"[i - 1], r=["i", "ii", "iii"][i - 1])]
        for i, lines in enumerate(bodies, 1)
    ]
    text = read_document(paged_pdf(tmp_path / "a.pdf", pages)).text
    assert ink(text) == "".join(line for lines in bodies for line in lines)


def test_a_page_turned_on_its_side_is_read(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.translate(100, 60)
    canvas.rotate(90)
    canvas.setFont(CHINESE, 12)
    for i, line in enumerate([TITLE, "全年检查312家次。", "罚款58.6万元。"]):
        canvas.drawString(0, -24 * i, line)
    canvas.showPage()
    canvas.save()
    assert read_document(tmp_path / "a.pdf").text.split("\n") == [
        TITLE,
        "全年检查312家次。",
        "罚款58.6万元。",
    ]


@given(
    st.lists(st.text("东渠检查罚款一二，。Ab", min_size=1, max_size=20), min_size=1, max_size=12),
    st.sampled_from([9.0, 12.0, 16.0]),
)
def test_the_words_of_one_column_come_through_whole_and_in_order(
    lines: list[str], size: float
) -> None:
    chars = [
        Char(char, 60 + i * size, 60 + (i + 1) * size, 780 - 1.6 * size * row, size)
        for row, line in enumerate(lines)
        for i, char in enumerate(line)
    ]
    page = page_text(Sheet(tuple(chars), (), 595, 842), frozenset())
    assert page is not None and ink(page.text) == "".join(lines)


def test_ten_thousand_lines_drawn_on_a_page_cost_no_more_than_a_moment() -> None:
    rules = [Rule(0, float(i), 5000, float(i)) for i in range(0, 15000, 10)]
    rules += [Rule(float(i), 0, float(i), 15000) for i in range(0, 5000, 10)]
    began = time.process_time()
    find_grids(rules)
    assert time.process_time() - began < 8


@pytest.mark.parametrize("gap", [8, 10, 12, 15, 18, 24])
@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("style", [BODY, ENGLISH], ids=["zh", "en"])
def test_columns_are_read_one_after_the_other_however_narrow_the_gutter(
    tmp_path: Path, style: ParagraphStyle, count: int, gap: int
) -> None:
    paragraphs = chapters(8, gap) if style is BODY else english(16, gap)
    path = columns_pdf(
        tmp_path / "a.pdf", "云岭市水务局2025年执法报告", paragraphs, count, style, gap
    )
    told = "".join(read_report(path, "a.pdf").text.split())
    missing = [p for p in paragraphs if "".join(p.split()) not in told]
    assert not missing


def test_words_of_one_column_are_not_parted_where_spaces_happen_to_align(tmp_path: Path) -> None:
    lines = [
        f"（{n}）检查取水户{n + 10}家次，发现问题{n + 20}处，均已整改到位，没有发现重大隐患。"
        for n in range(1, 10)
    ]
    path = columns_pdf(tmp_path / "a.pdf", "执法报告", lines, 1)
    assert read_report(path, "a.pdf").text.split("\n")[1:] == lines
