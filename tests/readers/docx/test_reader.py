"""DOCX files written by python-docx at test time."""

from __future__ import annotations

from pathlib import Path
from time import process_time
from typing import Any

import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from indexer.errors import ReadError
from indexer.readers.docx.reader import read_docx

from ..files import docx_bytes

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


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def append(document: Any, xml: str) -> None:
    """Puts ``xml`` at the end of the body; w, mc and wps are declared on its root element."""
    spaces = (
        f"{nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
        "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'"
    )
    name, rest = xml[1:].split(">", 1)
    element = parse_xml(f"<{name} {spaces}>{rest}")
    document.element.body.insert(len(document.element.body) - 1, element)


def text_after(*xml: str) -> str:
    def fill(document: Any) -> None:
        document.add_paragraph("起首。")
        for item in xml:
            append(document, item)
        document.add_paragraph("结尾。")

    return read_docx(PATH, docx_bytes(fill)).text


def test_content_controls_are_read_where_they_stand() -> None:
    block = (
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('控件内段落。')}</w:p></w:sdtContent></w:sdt>"
    )
    inline = f"<w:p>{run('罚款')}<w:sdt><w:sdtContent>{run('12万元')}</w:sdtContent></w:sdt></w:p>"
    assert text_after(block, inline) == "起首。\n控件内段落。\n罚款12万元\n结尾。"


def test_rows_and_cells_in_content_controls_are_read() -> None:
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    row = (
        f"<w:sdt><w:sdtContent><w:tr>{cell.format(run('罚款'))}"
        f"<w:sdt><w:sdtContent>{cell.format(run('3起'))}</w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt>"
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{row}</w:tbl>"
    assert text_after(table) == "起首。\n罚款 | 3起\n结尾。"


def test_an_automatic_table_of_contents_is_left_out() -> None:
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent><w:p>{run('一、情况 3')}</w:p></w:sdtContent></w:sdt>"
    )
    assert text_after(contents) == "起首。\n结尾。"


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    box = f"<w:txbxContent><w:p>{run('框内文字。')}</w:p></w:txbxContent>"
    shape = (
        f"<w:p>{run('锚定段落。')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{box}"
        f"</wps:txbx></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert text_after(shape) == "起首。\n锚定段落。\n框内文字。\n结尾。"


def test_tracked_changes_read_as_accepted() -> None:
    moved = f"<w:p><w:moveFrom>{run('旧处')}</w:moveFrom>{run('罚款')}<w:moveTo>{run('新处')}</w:moveTo></w:p>"
    gone = "<w:p><w:del><w:r><w:delText>整段</w:delText></w:r></w:del></w:p>"
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p>"
    rest = f"<w:p>{run('后半。')}</w:p>"
    assert text_after(moved, gone, joined, rest) == "起首。\n罚款新处\n前半后半。\n结尾。"


def test_a_deleted_row_is_left_out() -> None:
    def row(text: str, mark: str = "") -> str:
        cells = "".join(f"<w:tc><w:p>{run(part)}</w:p></w:tc>" for part in text.split())
        return f"<w:tr>{mark}{cells}</w:tr>"

    table = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        f"{row('甲 1')}{row('乙 2', '<w:trPr><w:del/></w:trPr>')}{row('丙 3')}</w:tbl>"
    )
    assert text_after(table) == "起首。\n甲 | 1\n丙 | 3\n结尾。"


def test_footnotes_follow_the_paragraph_that_refers_to_them() -> None:
    notes = (
        f"<w:footnotes {nsdecls('w')}>"
        f"<w:footnote w:type='separator' w:id='0'><w:p>{run('线')}</w:p></w:footnote>"
        f"<w:footnote w:id='2'><w:p>{run('含分局。')}</w:p></w:footnote></w:footnotes>"
    )

    def fill(document: Any) -> None:
        part = Part(
            PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode(), None
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        document.add_paragraph("起首。")
        append(
            document,
            f"<w:p>{run('立案17起')}<w:r><w:footnoteReference w:id='2'/></w:r>{run('，均办结。')}</w:p>",
        )
        document.add_paragraph("结尾。")

    text = read_docx(PATH, docx_bytes(fill)).text
    assert text == "起首。\n立案17起，均办结。\n含分局。\n结尾。"


def test_a_table_of_one_column_is_layout_and_its_paragraphs_stay_apart() -> None:
    cell = f"<w:tc><w:p>{run('第一段。')}</w:p><w:p>{run('第二段。')}</w:p></w:tc>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{cell}</w:tr></w:tbl>"
    assert text_after(table) == "起首。\n第一段。\n第二段。\n结尾。"


def field(code: str, shown: str) -> str:
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>"
    return (
        f"{mark.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>"
        f"{mark.format('separate')}{run(shown)}{mark.format('end')}"
    )


def test_hidden_text_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>九</w:t></w:r>"
    shown = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>万元</w:t></w:r>"
    assert text_after(f"<w:p>{run('罚款5')}{hidden}{shown}</w:p>") == "起首。\n罚款5万元\n结尾。"


def test_fields_keep_what_they_show_but_for_page_numbers_and_contents() -> None:
    link = f"<w:p>{run('见')}{field(' HYPERLINK &quot;http://a.example&quot; ', '附件')}。</w:p>"
    page = f"<w:p>{run('表见下页')}{field(' PAGEREF x ', '7')}<w:fldSimple w:instr=' NUMPAGES '>{run('12')}</w:fldSimple></w:p>"
    contents = f"<w:p>{field(' TOC ', '一、情况 3')}</w:p>"
    assert text_after(link, page, contents) == "起首。\n见附件\n表见下页\n结尾。"


def test_symbols_ruby_and_formulas_are_read() -> None:
    symbol = (
        "<w:r><w:sym w:font='Symbol' w:char='F0B0'/><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>"
    )
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('yun')}</w:rt><w:rubyBase>{run('云')}</w:rubyBase></w:ruby></w:r>"
    )
    m = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
    formula = f"<m:oMath {m}><m:r><m:t>12</m:t></m:r></m:oMath>"
    made = text_after(f"<w:p>{run('升温5')}{symbol}{ruby}{formula}{run('亩')}</w:p>")
    assert made == "起首。\n升温5°☑云12亩\n结尾。"


def test_comments_are_left_out() -> None:
    xml = f"<w:p>{run('罚款')}<w:commentRangeStart w:id='1'/>{run('5万元')}<w:commentRangeEnd w:id='1'/></w:p>"
    assert text_after(xml) == "起首。\n罚款5万元\n结尾。"


def test_cells_merged_over_rows_and_columns_leave_values_under_their_headings() -> None:
    def row(*cells: tuple[str, str]) -> str:
        inner = "".join(f"<w:tc><w:tcPr>{p}</w:tcPr><w:p>{run(t)}</w:p></w:tc>" for p, t in cells)
        return f"<w:tr>{inner}</w:tr>"

    wide = "<w:gridSpan w:val='2'/>"
    rows = (
        row(("<w:vMerge w:val='restart'/>", "领域"), (wide, "2023年"), (wide, "2024年"))
        + row(("<w:vMerge/>", ""), ("", "案件"), ("", "罚款"), ("", "案件"), ("", "罚款"))
        + row(("", "食品"), ("", "1"), ("", ""), ("", "3"), ("", "4.5"))
    )
    grid = "<w:gridCol/>" * 5
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    assert text_after(table).split("\n")[1:-1] == [
        "领域 | 2023年 | | 2024年 |",
        "领域 | 案件 | 罚款 | 案件 | 罚款",
        "食品 | 1 | | 3 | 4.5",
    ]


def test_a_table_within_a_cell_of_a_layout_table_keeps_its_rows() -> None:
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    rows = "".join(
        f"<w:tr>{cell.format(run(a))}{cell.format(run(b))}</w:tr>"
        for a, b in [("甲", "1"), ("乙", "2")]
    )
    grid = "<w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    inner = f"<w:tbl>{grid}{rows}</w:tbl>"
    outer = f"<w:tbl>{grid}<w:tr>{cell.format(run('左'))}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    assert text_after(outer) == "起首。\n左\n甲 | 1\n乙 | 2\n结尾。"


@pytest.mark.parametrize(
    ("form", "first"),
    [("chineseCountingThousand", "一"), ("ideographTraditional", "甲"), ("ideographZodiac", "子"),
     ("chineseLegalSimplified", "壹"), ("decimalFullWidth", "１"), ("decimalEnclosedCircleChinese", "①"),
     ("decimalZero", "01"), ("upperRoman", "I"), ("decimalEnclosedParen", "⑴")],
)  # fmt: skip
def test_number_formats_are_printed_as_word_does(form: str, first: str) -> None:
    def fill(document: Any) -> None:
        number(document, [(form, "%1、")])
        numbered(document, "甲项", 0)

    assert read_docx(PATH, docx_bytes(fill)).text == f"{first}、甲项"


def test_legal_numbering_shows_higher_levels_as_digits() -> None:
    def fill(document: Any) -> None:
        number(document, [("chineseCounting", "第%1章"), ("decimal", "%1.%2")])
        root = document.part.numbering_part.element
        level = root.findall(f".//{{{root.nsmap['w']}}}lvl")[1]
        level.insert(2, parse_xml(f"<w:isLgl {nsdecls('w')}/>"))
        numbered(document, "总则", 0)
        numbered(document, "范围", 1)

    assert read_docx(PATH, docx_bytes(fill)).text == "第一章总则\n1.1范围"


def test_lists_of_one_definition_count_on_unless_a_start_is_set() -> None:
    def fill(document: Any) -> None:
        number(document, [("decimal", "%1、")])
        root = document.part.numbering_part.element
        for key, inner in (
            ("92", ""),
            ("93", "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"),
        ):
            root.append(
                parse_xml(
                    f"<w:num {nsdecls('w')} w:numId='{key}'><w:abstractNumId w:val='91'/>{inner}</w:num>"
                )
            )
        for key in ("91", "92", "93", "93"):
            properties = document.add_paragraph("项")._p.get_or_add_pPr()
            properties.append(
                parse_xml(
                    f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='{key}'/></w:numPr>"
                )
            )

    assert read_docx(PATH, docx_bytes(fill)).text == "1、项\n2、项\n1、项\n2、项"


def test_an_embedded_page_is_read_where_it_stands() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("起首。")
        blob = "<html><body><p>嵌入的段落。</p></body></html>".encode()
        part = Part(PackURI("/word/afchunk1.html"), "text/html", blob, None)
        key = document.part.relate_to(
            part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
        )
        chunk = parse_xml(f"<w:altChunk {nsdecls('w', 'r')} r:id='{key}'/>")
        document.element.body.insert(len(document.element.body) - 1, chunk)
        document.add_paragraph("结尾。")

    assert read_docx(PATH, docx_bytes(fill)).text == "起首。\n嵌入的段落。\n结尾。"


def test_a_paragraph_of_very_many_runs_is_read_in_linear_time() -> None:
    def seconds(runs: int) -> float:
        def fill(document: Any) -> None:
            made = document.add_paragraph("池")._p
            for _ in range(runs):
                made.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>池</w:t></w:r>"))

        data = docx_bytes(fill)
        start = process_time()
        read_docx(PATH, data)
        return process_time() - start

    seconds(1_000)
    assert seconds(24_000) < 12 * max(seconds(4_000), 0.02)
