"""Tables in PDFs: columns are found again, headers and captions with them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from indexer.readers.pdf.text_layer_tables import table_marks, table_rows, with_table_rows
from indexer.reading.read import read_report

from ..files import CHINESE

ROWS = [
    ["领域", "办结案件", "罚没款"],
    ["食品安全", "214", "98.60"],
    ["药械", "67", "51.72"],
    ["合计", "281", "150.32"],
]


def table_pdf(path: Path, by_column: bool = False) -> Path:
    """A page with prose, a caption and a table; ``by_column`` draws the cells column by column."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(CHINESE, 12)
    canvas.drawString(60, 780, "云岭市市场监督管理局2024年度执法报告")
    canvas.drawString(60, 750, "表1 处罚情况（单位：件、万元）")
    cells = [(r, c) for r in range(len(ROWS)) for c in range(3)]
    for r, c in sorted(cells, key=lambda rc: (rc[1], rc[0])) if by_column else cells:
        canvas.drawString(80 + 140 * c, 720 - 20 * r, ROWS[r][c])
    canvas.drawString(60, 600, "以上数字均已核对，没有重复计算的案件。")
    canvas.save()
    return path


def test_a_table_keeps_its_columns_and_its_caption(tmp_path: Path) -> None:
    report = read_report(table_pdf(tmp_path / "a.pdf"), "a.pdf")
    text = report.text
    marked = [(mark.kind, text[mark.start : mark.end]) for mark in report.document.marks]
    assert marked == [
        ("caption", "表1 处罚情况（单位：件、万元）"),
        ("table", "\n".join(" | ".join(row) for row in ROWS)),
    ]
    money = [(f.raw, f.value, f.metric) for f in report.figures if f.unit == "CNY"]
    assert money[0] == ("98.60", 986_000, "食品安全 罚没款")


def test_a_table_whose_cells_stand_in_another_order_loses_no_character(tmp_path: Path) -> None:
    text = read_report(table_pdf(tmp_path / "a.pdf", by_column=True), "a.pdf").text
    for row in ROWS:
        for cell in row:
            assert cell in text


def test_layout_is_asked_only_where_rows_of_numbers_stand() -> None:
    asked: list[int] = []

    def layout() -> str:
        asked.append(1)
        return ""

    prose = "全年检查312家次。\n下达整改通知书45份，\n督促整改。"
    assert with_table_rows(prose, layout) == prose and not asked
    assert with_table_rows("食品 214\n药械 67", layout) == "食品 214\n药械 67" and asked


def test_prose_contents_and_lone_rows_are_no_tables() -> None:
    assert table_rows("全年检查  312家次，罚款\n督促整改  完成率很高，") == []
    assert table_rows("一、基本情况      1\n二、执法检查      3\n三、下一步       7") == []
    assert table_rows("食品   214   98.60") == []
    prose = "从程序看，简易程序  507件，普通程序  357件。时间为  43"
    rows = table_rows(f"甲   2   3   4\n乙   5   6   7\n{prose}")
    assert len(rows) == 2


def test_a_header_one_cell_short_stands_over_the_last_columns() -> None:
    rows = table_rows("        案件    罚款\n食品    21    9.5\n药械    67    5.1")
    assert rows == [["案件", "罚款"], ["食品", "21", "9.5"], ["药械", "67", "5.1"]]


def test_lines_that_are_no_row_keep_every_character() -> None:
    page = "本年情况：\n食品 214\n98.60\n药械 67 51.72\n以上。"
    made = with_table_rows(page, lambda: "食品   214   98.60\n药械   67   51.72")
    assert made == "本年情况：\n食品 | 214 | 98.60\n药械 | 67 | 51.72\n以上。"


def test_marks_want_two_rows() -> None:
    assert table_marks("甲 | 1\n乙") == ()
    assert [mark.kind for mark in table_marks("表1\n甲 | 1\n乙 | 2")] == ["caption", "table"]


def test_narrow_columns_that_the_layout_closes_up_are_parted_by_plain_spaces() -> None:
    page = "区域 案件 罚款 比上年\n东渠 31 698.20 +12.1%\n西渠 12 18.05 -3.0%"
    layout = "区域   案件   罚款   比上年\n东渠   31   698.20+12.1%\n西渠   12   18.05 -3.0%"
    assert with_table_rows(page, lambda: layout).split("\n") == [
        "区域 | 案件 | 罚款 | 比上年",
        "东渠 | 31 | 698.20 | +12.1%",
        "西渠 | 12 | 18.05 | -3.0%",
    ]


def test_thousands_parted_by_spaces_stay_in_their_cell_where_the_layout_shows_it() -> None:
    page = "Secteur Sanctions Amendes\nPorts 61 1 020\nQuais 7 530"
    layout = "Secteur    Sanctions    Amendes\nPorts    61    1 020\nQuais    7    530"
    assert with_table_rows(page, lambda: layout).split("\n")[1:] == [
        "Ports | 61 | 1 020",
        "Quais | 7 | 530",
    ]


@given(st.lists(st.text("东渠检查罚款12 .,%|。\t", max_size=12), max_size=8))
def test_whatever_the_page_its_characters_stay_in_order(lines: list[str]) -> None:
    page = "\n".join(lines)
    made = with_table_rows(page, lambda: page.replace(" ", "   "))
    assert "".join(made.replace("|", "").split()) == "".join(page.replace("|", "").split())


def test_a_row_that_is_cells_already_keeps_the_groups_of_its_last_number() -> None:
    page = "名称 | 产量 | 单价\n小麦 | 8 410 | 2 650\n玉米 | 6 020 | 2 300"
    assert with_table_rows(page, lambda: page) == page
