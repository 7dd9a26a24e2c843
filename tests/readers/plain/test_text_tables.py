"""Tables in plain text, Markdown and typed DOCX: tabs, bars, columns set with spaces."""

from __future__ import annotations

import io
import time
from pathlib import Path

import docx
import pytest

from indexer.readers.docx.reader import read_docx
from indexer.readers.plain.markdown import read_markdown
from indexer.readers.plain.text import read_plain
from indexer.readers.plain.text_tables import with_rows

CELLS = ["项目 | 2025年 | 2024年", "罚款 | 61.50 | 73.20", "没收 | | 4.20", "合计 | 61.50 | 77.40"]


@pytest.mark.parametrize(
    "raw",
    [
        "项目\t2025年\t2024年\n罚款\t61.50\t73.20\n没收\t\t4.20\n合计\t61.50\t77.40",
        "项目|2025年|2024年\n罚款|61.50|73.20\n没收||4.20\n合计|61.50|77.40",
        "| 项目 | 2025年 | 2024年 |\n|---|---|---|\n| 罚款 | 61.50 | 73.20 |\n| 没收 |  | 4.20 |\n| 合计 | 61.50 | 77.40 |",
        "+----+----+----+\n| 项目 | 2025年 | 2024年 |\n+====+====+====+\n| 罚款 | 61.50 | 73.20 |\n| 没收 |  | 4.20 |\n+----+----+----+\n| 合计 | 61.50 | 77.40 |\n+----+----+----+",
        "│项目│2025年│2024年│\n├──┼──┼──┤\n│罚款│61.50│73.20│\n│没收││4.20│\n│合计│61.50│77.40│",
        "项目      2025年    2024年\n罚款       61.50     73.20\n没收                  4.20\n合计       61.50     77.40",
    ],
)
def test_cells_are_told_apart_whatever_parts_them(tmp_path: Path, raw: str) -> None:
    assert with_rows(raw.split("\n")) == CELLS
    text = f"云溪县水利局2025年度执法统计\n单位：万元\n{raw}\n以上数据均已核对。\n"
    document = read_plain(tmp_path / "a.txt", text.encode())
    assert document.text.split("\n")[2:] == [*CELLS, "以上数据均已核对。"]
    assert [mark.kind for mark in document.marks] == ["caption", "table"]


@pytest.mark.parametrize(
    "raw",
    [
        "全年检查 12 家。\n罚款 3 万元。",
        "一、总体情况\t\n\t本年立案12件，罚款3.5万元。\n\t督促整改。",
        "联系人：王某    电话：12345678\n地址：云溪县东街    邮编：100000",
        "a || b\nc",
        "命令 ls | wc 数行。",
        "云溪县水利局        2025年1月3日",
    ],
)
def test_prose_addresses_and_commands_are_no_tables(raw: str) -> None:
    assert with_rows(raw.split("\n")) == raw.split("\n")


def test_a_table_in_a_code_block_or_without_a_separator_is_one(tmp_path: Path) -> None:
    fenced = (
        "# 报告\n\n```\n"
        + "项目      2025年    2024年\n罚款       61.50     73.20\n合计       61.50     77.40"
        + "\n```\n"
    )
    assert "罚款 | 61.50 | 73.20" in read_markdown(tmp_path / "a.md", fenced.encode()).text
    bare = "# 报告\n\n项目 | 2025年\n罚款 | 61.50\n合计 | 61.50\n"
    marks = read_markdown(tmp_path / "a.md", bare.encode()).marks
    assert [mark.kind for mark in marks] == ["heading", "table"]


def test_paragraphs_with_tabs_are_rows_in_docx(tmp_path: Path) -> None:
    document = docx.Document()
    for line in [
        "云溪县水利局2025年度执法统计",
        "项目\t2025年",
        "罚款\t61.50",
        "合计\t61.50",
        "联系人\t王某",
    ]:
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    read = read_docx(tmp_path / "a.docx", data.getvalue())
    assert "罚款 | 61.50" in read.text and "联系人 | 王某" not in read.text
    assert [mark.kind for mark in read.marks] == ["table"]


@pytest.mark.parametrize("line", ["甲\t1\t2", "甲|1|2", "甲      1     2", "|", "a\tb", "甲  "])
def test_time_grows_with_the_lines_alone(line: str) -> None:
    def taken(n: int) -> float:
        start = time.process_time()
        with_rows([line] * n)
        return time.process_time() - start

    taken(100)
    assert taken(8_000) < 30 * taken(1_000) + 0.5


@pytest.mark.parametrize(
    "heads",
    [
        ["单位\t案件\t案件\t案件", "单位\t立案\t结案\t移送", "单位\t件\t件\t人"],
        ["Unit\tCases\tCases\tCases", "\topened\tclosed\tmoved", "\tno.\tno.\tpeople"],
    ],
)
def test_a_table_may_have_three_rows_of_heads(heads: list[str]) -> None:
    rows = [*heads, "一队\t120\t110\t3", "二队\t88\t80\t1"]
    assert with_rows(rows) == [" | ".join(row.split("\t")).lstrip(" ") for row in rows]
