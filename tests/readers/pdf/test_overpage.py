"""Ruled PDF tables over the end of a page, and cells that hold whole columns. All invented."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.reading.read import read_report

from ..files import CHINESE

HEAD = ["类别", "立案（件）", "罚款（万元）"]
ROWS = [["河道", "12", "3.5"], ["供水", "8", "2.5"], ["节水", "", "1.5"], ["合计", "20", "7.5"]]


def draw(
    canvas: Canvas,
    top: float,
    rows: Sequence[Sequence[str]],
    lines: bool = True,
    merged: bool = False,
) -> None:
    """Ruled rows from ``top`` down; ``merged``: the first two cells of each are one."""
    for r, row in enumerate(rows):
        y = top - 22 * r
        for c, cell in enumerate(row):
            if lines and not (merged and c == 1):
                canvas.rect(70 + 110 * c, y - 22, 220 if merged and c == 0 else 110, 22)
            canvas.drawString(76 + 110 * c, y - 16, cell)


def paged(path: Path, *pages: Sequence[Sequence[str]], merged_last: bool = False) -> Path:
    """Each part of a table on a page of its own: at the foot of the first, the head of others."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, rows in enumerate(pages):
        canvas.setFont(CHINESE, 11)
        if number == 0:
            canvas.drawString(70, 780, "云溪县水利局2025年度行政执法报告")
            for i in range(20):
                canvas.drawString(
                    70, 750 - 24 * i, "本年度各项工作按计划推进，没有发生需要说明的事项。"
                )
        draw(
            canvas,
            110 + 22 * len(rows) if number == 0 else 790,
            rows,
            merged=merged_last and number == len(pages) - 1,
        )
        canvas.setFont(CHINESE, 9)
        canvas.drawCentredString(297, 40, f"- {number + 1} -")
        canvas.showPage()
    canvas.save()
    return path


PRINTED = [" | ".join(HEAD), "河道 | 12 | 3.5", "供水 | 8 | 2.5", "节水 | | 1.5", "合计 | 20 | 7.5"]


@pytest.mark.parametrize(
    "pages",
    [
        [[HEAD], ROWS],
        [[HEAD, *ROWS[:3]], ROWS[3:]],
        [[HEAD, ROWS[0]], ROWS[1:]],
        [[HEAD, *ROWS[:2]], [ROWS[2]], [ROWS[3]]],
        [[HEAD], [ROWS[0]], ROWS[1:]],
        [[HEAD, *ROWS[:2]], [HEAD, *ROWS[2:]]],
        [[HEAD, *ROWS[:3]], [HEAD, ROWS[3]]],
    ],
)
def test_a_table_over_pages_is_one_however_few_rows_stand_on_each(
    tmp_path: Path, pages: Sequence[Sequence[Sequence[str]]]
) -> None:
    report = read_report(paged(tmp_path / "a.pdf", *pages), "a.pdf")
    rows = [line for line in report.text.split("\n") if " | " in line]
    assert rows == PRINTED
    assert [(f.value, f.body) for f in report.figures][-1] == (75_000, "合计")


def test_a_column_that_one_page_leaves_blank_keeps_its_place(tmp_path: Path) -> None:
    last = [["合计", "", "7.5"]]
    text = read_report(paged(tmp_path / "a.pdf", [HEAD, *ROWS[:2]], last), "a.pdf").text
    assert "合计 | | 7.5" in text


def test_a_last_row_with_merged_cells_keeps_its_columns(tmp_path: Path) -> None:
    path = paged(tmp_path / "a.pdf", [HEAD, *ROWS[:2]], [["合计", "", "7.5"]], merged_last=True)
    assert "合计 | | 7.5" in read_report(path, "a.pdf").text


def test_boxes_beside_each_other_on_pages_without_a_table_are_no_rows(tmp_path: Path) -> None:
    path = paged(tmp_path / "a.pdf", [["甲方盖章", "乙方盖章"]])
    assert " | " not in read_report(path, "a.pdf").text


def test_a_cell_that_holds_a_column_is_as_many_rows(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont(CHINESE, 11)
    canvas.drawString(70, 780, "云溪县水利局2025年度行政执法报告")
    for c, name in enumerate(HEAD):
        canvas.rect(70 + 110 * c, 700, 110, 22)
        canvas.rect(70 + 110 * c, 600, 110, 100)
        canvas.drawString(76 + 110 * c, 706, name)
        for r, row in enumerate(ROWS):
            canvas.drawString(76 + 110 * c, 684 - 22 * r, row[c])
    canvas.save()
    rows = [
        line for line in read_report(tmp_path / "a.pdf", "a.pdf").text.split("\n") if "|" in line
    ]
    assert rows == PRINTED


def test_a_number_that_its_cell_cuts_in_two_is_no_column(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.setFont(CHINESE, 11)
    canvas.drawString(70, 780, "云溪县水利局2025年度行政执法报告")
    rows = [
        (["类别"], ["罚款（元）"]),
        (["违规取水", "的罚款"], ["12,345,", "678"]),
        (["合计"], ["12,345,", "678"]),
    ]
    for r, row in enumerate(rows):
        for c, lines in enumerate(row):
            canvas.rect(70 + 60 * c, 690 - 40 * r, 60, 40)
            for i, line in enumerate(lines):
                canvas.drawString(74 + 60 * c, 716 - 40 * r - 14 * i, line)
    canvas.save()
    report = read_report(tmp_path / "a.pdf", "a.pdf")
    assert [f.value for f in report.figures if f.unit == "CNY"] == [12_345_678] * 2
