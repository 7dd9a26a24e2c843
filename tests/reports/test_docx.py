"""DOCX files written by python-docx at test time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.errors import ReadError
from indexer.reports.docx import read_docx

from .files import docx_bytes

PATH = Path("报告.docx")


def number(document: Any, levels: list[tuple[str, str]], num_id: int = 91) -> None:
    inner = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{num_id}">{inner}</w:abstractNum>'
        ),
    )
    root.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="{num_id}"/></w:num>'
        )
    )


def numbered(document: Any, text: str, level: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'
        )
    )


def test_headings_paragraphs_and_tables_keep_their_order_and_marks() -> None:
    def fill(document: Any) -> None:
        document.core_properties.title = "执法报告"
        document.core_properties.author = "云岭市水务局"
        document.add_heading("一、基本情况", 1)
        document.add_paragraph("全年检查 312 家次。")
        document.add_paragraph("表1 处罚统计")
        table = document.add_table(2, 2)
        for cell, text in zip(
            (c for row in table.rows for c in row.cells),
            ["项目", "数额", "罚款", "58.6万元"],
            strict=True,
        ):
            cell.text = text
        document.add_paragraph("以上。")

    document = read_docx(PATH, docx_bytes(fill))
    assert (
        document.text
        == "一、基本情况\n全年检查312家次。\n表1 处罚统计\n项目 | 数额\n罚款 | 58.6万元\n以上。"
    )
    assert [(m.kind, m.level, document.text[m.start : m.end]) for m in document.marks] == [
        ("heading", 1, "一、基本情况"),
        ("caption", 0, "表1 处罚统计"),
        ("table", 0, "项目 | 数额\n罚款 | 58.6万元"),
    ]
    assert document.meta["title"] == "执法报告" and document.meta["author"] == "云岭市水务局"


def test_automatic_numbers_are_part_of_the_text_and_restart_under_each_heading() -> None:
    def fill(document: Any) -> None:
        number(
            document,
            [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")],
        )
        for text, level in [("甲", 0), ("乙", 1), ("丙", 1), ("丁", 2), ("戊", 0), ("己", 1)]:
            numbered(document, text, level)

    text = read_docx(PATH, docx_bytes(fill)).text
    assert text.split("\n") == ["一、甲", "（一）乙", "（二）丙", "1. 丁", "二、戊", "（一）己"]


def test_deleted_words_are_left_out_and_inserted_ones_kept() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("罚款")
        w = nsdecls("w")
        paragraph._p.append(parse_xml(f"<w:del {w}><w:r><w:delText>三</w:delText></w:r></w:del>"))
        paragraph._p.append(parse_xml(f"<w:ins {w}><w:r><w:t>五万元</w:t></w:r></w:ins>"))

    assert read_docx(PATH, docx_bytes(fill)).text == "罚款五万元"


def test_merged_cells_are_given_once() -> None:
    def fill(document: Any) -> None:
        table = document.add_table(1, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "合计"
        table.cell(0, 2).text = "17起"

    assert read_docx(PATH, docx_bytes(fill)).text == "合计 | 17起"


def test_damaged_and_empty_files_are_refused() -> None:
    whole = docx_bytes(lambda document: document.add_paragraph("报告"))
    for data in (whole[: len(whole) // 2], docx_bytes(lambda document: None)):
        with pytest.raises(ReadError, match="报告.docx: "):
            read_docx(PATH, data)
