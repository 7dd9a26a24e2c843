"""PDF tables without lines: columns by the places of the printed words. All invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.document.report import Report
from indexer.readers.pdf.open_tables import open_tables
from indexer.readers.pdf.rows import Segment
from indexer.reading.read import read_report

from ..files import CHINESE

ROWS = [
    ["项目", "2025年", "2024年", "备查"],
    ["罚款收入", "1,234.50", "—", "9.1"],
    ["没收违法所得", "", "4.20", "未公布"],
    ["结余", "(11.70)", "3.10", "–"],
    ["合计", "1,222.80", "7.30", "9.1"],
]


def open_pdf(
    path: Path,
    rows: Sequence[Sequence[str]],
    edge: str = "right",
    size: float = 11,
    step: int = 110,
) -> Path:
    """A page with prose, a unit line and a table without lines; cells stand at the ``edge``."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(CHINESE, 12)
    canvas.drawString(60, 780, "云溪县财政局2025年度罚没收支情况")
    canvas.drawString(60, 756, "现将全年情况公布如下，请社会各界监督。")
    canvas.setFont(CHINESE, size)
    canvas.drawString(360, 734, "单位：万元")
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            x, y = 70 + step * c, 712 - 1.8 * size * r
            if c and edge == "right":
                canvas.drawRightString(x + 60, y, cell)
            elif c and edge == "centre":
                canvas.drawCentredString(x + 30, y, cell)
            else:
                canvas.drawString(x, y, cell)
    canvas.setFont(CHINESE, 12)
    canvas.drawString(60, 560, "以上数字均已核对，没有重复计算的收支。")
    canvas.save()
    return path


def told(report: Report) -> list[tuple[str, float, str]]:
    return [(f.raw, f.value, f.metric) for f in report.figures if f.unit == "CNY"]


@pytest.mark.parametrize("edge", ["left", "right", "centre"])
@pytest.mark.parametrize("size", [9, 11])
def test_blank_dashed_worded_and_bracketed_cells_stay_in_their_column(
    tmp_path: Path, edge: str, size: float
) -> None:
    report = read_report(open_pdf(tmp_path / "a.pdf", ROWS, edge, size), "a.pdf")
    assert "没收违法所得 | | 4.20 | 未公布" in report.text
    assert "罚款收入 | 1,234.50 | — | 9.1" in report.text
    found = told(report)
    assert ("4.20", 42_000, "没收违法所得 2024年") in found
    assert ("(11.70)", -117_000, "结余 2025年") in found
    assert ("3.10", 31_000, "结余 2024年") in found


def test_lines_of_prose_round_a_table_are_no_rows(tmp_path: Path) -> None:
    text = read_report(open_pdf(tmp_path / "a.pdf", ROWS), "a.pdf").text
    assert "现将全年情况公布如下，请社会各界监督。" in text.split("\n")
    assert "以上数字均已核对，没有重复计算的收支。" in text.split("\n")


def test_a_head_over_several_columns_is_given_once(tmp_path: Path) -> None:
    rows = [
        ["类别", "件数", "金额", "件数"],
        ["食品", "12", "3.5", "10"],
        ["合计", "20", "6.0", "18"],
    ]
    path = open_pdf(tmp_path / "a.pdf", rows, "left")
    report = read_report(path, "a.pdf")
    assert "类别 | 件数 | 金额 | 件数" in report.text
    assert [f.raw for f in report.figures if f.metric.startswith("食品")] == ["12", "3.5", "10"]


def row(y: float, *pieces: tuple[float, str]) -> list[Segment]:
    return [Segment(text, x, x + 6.0 * len(text), y, 10.0, 0) for x, text in pieces]


def test_a_table_of_contents_a_map_and_lone_rows_are_no_tables() -> None:
    contents = [row(700 - 14 * i, (60, f"{i + 1}. Part"), (400, str(3 * i + 1))) for i in range(6)]
    assert open_tables(contents) == []
    places = [row(700 - 14 * i, (60 + 70 * i, "North"), (100 + 70 * i, "10.4%")) for i in range(5)]
    assert open_tables(places) == []
    assert open_tables([row(700, (60, "Fines"), (200, "12"))]) == []


def test_a_label_on_the_line_above_its_numbers_is_theirs() -> None:
    rows = [
        row(700, (60, "Item"), (200, "2025"), (300, "2024")),
        row(686, (60, "Fines"), (200, "12"), (300, "10")),
        row(672, (60, "Confiscated")),
        row(658, (200, "3"), (300, "4")),
        row(644, (60, "Total"), (200, "15"), (300, "14")),
    ]
    assert open_tables(rows)[0].lines[2] == "Confiscated | 3 | 4"


def test_years_over_a_table_that_grows_are_no_page_numbers() -> None:
    rows = [row(700 - 14 * i, (60, str(2019 + i)), (200, str(10 + i))) for i in range(5)]
    assert len(open_tables(rows)) == 1


@pytest.mark.parametrize("shares", [(2, 2), (3, 3), (3, 2), (1, 3, 2), (4, 1)])
def test_a_head_over_the_middle_of_its_columns_stands_in_the_first(shares: tuple[int, ...]) -> None:
    def piece(text: str, middle: float, row: int) -> Segment:
        return Segment(text, middle - 12, middle + 12, 700 - 18 * row, 10, row)

    count = sum(shares)
    places = [200 + 60.0 * n for n in range(count)]
    firsts = [sum(shares[:n]) for n in range(len(shares))]
    groups = [
        piece(f"组{n}", (places[first] + places[first + share - 1]) / 2, 0)
        for n, (first, share) in enumerate(zip(firsts, shares, strict=True))
    ]
    heads = [piece("区", 60, 1), *(piece(f"列{n}", x, 1) for n, x in enumerate(places))]
    rows = [
        [piece("东区", 60, r), *(piece(str(10 * r + n), x, r) for n, x in enumerate(places))]
        for r in (2, 3, 4)
    ]
    lines = open_tables([groups, heads, *rows])[0].lines
    cells = [""] * (count + 1)
    for n, first in enumerate(firsts):
        cells[first + 1] = f"组{n}"
    assert lines[0].replace(" ", "") == "|".join(cells)


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("11", "07", "30"), ("2025", "2026", "2027")])
def test_rows_may_begin_with_their_numbers(tmp_path: Path, numbers: tuple[str, ...]) -> None:
    rows = [["序号", "辖区", "立案"], *([n, f"第{n}所", "8"] for n in numbers)]
    found = read_report(open_pdf(tmp_path / "a.pdf", rows), "a.pdf").text
    assert all(f"{n} | 第{n}所 | 8" in found for n in numbers)


def test_a_head_set_flush_with_the_first_of_its_columns_stands_over_them(tmp_path: Path) -> None:
    rows = [
        ["单位", "立案", "", "罚款", ""],
        ["", "本年", "上年", "本年", "上年"],
        ["一大队", "120", "112", "34.5", "30.1"],
        ["二大队", "88", "90", "20.2", "18.8"],
    ]
    report = read_report(open_pdf(tmp_path / "a.pdf", rows, "left", step=90), "a.pdf")
    found = {f.value: (f.metric, f.role) for f in report.figures if f.metric.startswith("一大队")}
    assert {words for words, _ in found.values()} == {
        "一大队 立案 本年", "一大队 立案 上年", "一大队 罚款 本年", "一大队 罚款 上年"
    }  # fmt: skip
    assert found[112] == ("一大队 立案 上年", "previous")
