"""A brief as a Word document: real footnotes, tables of figures, charts as pictures.

python-docx writes the document; footnotes are those of ``drafting.docx_notes``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from ..drafting.docx_notes import Footnotes
from .charts import NoChart, charts_of, draw, scale
from .layout import COLUMNS, Laid, LaidGroup, figure_rows, in_text, laid_out
from .model import Contents
from .words import marks_of, word

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MARKED = RGBColor(0xB0, 0x3A, 0x2E)
_GREY = RGBColor(0x5B, 0x66, 0x73)
# What Word and WPS have for Chinese; other programs put their own in place.
_BODY, _HEADS = "宋体", "黑体"
_NUMERIC = ("item", "year", "value")
_WIDTHS = (1.2, 3.8, 1.4, 2.6, 2.4, 1.8, 2.6)  # centimetres


def word_document(contents: Contents, style: str, language: str) -> tuple[bytes, list[str]]:
    """(The docx file, what had to be left out, one line each)."""
    groups, references = laid_out(contents, style)
    maker = _Maker(language)
    maker.document.core_properties.title = _clean(contents.title)
    maker.document.core_properties.author = "PolicyQA"
    maker.document.add_heading(_clean(contents.title), 0)
    if contents.note:
        maker.paragraphs(contents.note)
    for group in groups:
        maker.group(group)
    if references:
        maker.document.add_heading(word(language, "references"), 1)
        for reference in references:
            for line in reference.text.splitlines():
                maker.document.add_paragraph(_clean(line))
    return maker.saved(), maker.left_out


class _Maker:
    def __init__(self, language: str) -> None:
        self.language = language
        self.left_out: list[str] = []
        self.document: Any = docx.Document()
        _set_page(self.document)
        _set_styles(self.document, language)
        self._notes = Footnotes(self.document)
        self._tables = self._charts = 0

    def group(self, group: LaidGroup) -> None:
        """Heading, items, table and charts."""
        if group.group.heading:
            self.document.add_heading(_clean(group.group.heading), 1)
        for laid in group.items:
            self._item(laid)
        rows = figure_rows(group, self.language)
        name = group.group.heading or word(self.language, "figures")
        if rows:
            self._table(rows, name)
        for chart in charts_of(group.group, self.language):
            try:
                picture = draw(chart, self.language)
            except NoChart as missing:
                if str(missing) not in self.left_out:
                    self.left_out.append(str(missing))
                continue
            self._charts += 1
            caption = word(
                self.language,
                "chart_n",
                n=self._charts,
                name=chart.name,
                unit=scale(chart, self.language)[1],
                sources=chart.sources,
            )
            shape = self.document.add_picture(io.BytesIO(picture), width=Cm(15.5))
            # Read to those who do not see the picture.
            shape._inline.docPr.set("descr", _clean(caption))
            self.document.paragraphs[-1].paragraph_format.keep_with_next = True
            self.document.add_paragraph(_clean(caption), style="Caption")

    def _item(self, laid: Laid) -> None:
        whole = self.document.add_paragraph(style="List Paragraph")
        at = whole.add_run(f"{laid.n}. ")
        for piece in laid.pieces:
            lines = piece.text.strip("\n").split("\n")
            for i, line in enumerate(lines):
                at = whole.add_run(_clean(line))
                if i < len(lines) - 1:
                    at.add_break()
            mark = in_text(piece)
            if mark:
                # A thin space, since a raised page would join the note's number to one number.
                put = f" {mark}" if mark.startswith("(") else mark
                at = whole.add_run(_clean(put) + "\u202f")
            place = at._r
            for i, note in enumerate(piece.notes):
                if i:  # two marks side by side would read as one number
                    comma = whole.add_run(",")
                    comma.font.superscript = True
                    place.addnext(comma._r)
                    place = comma._r
                reference = self._notes.add(_clean(note.note), at._r)
                place.addnext(reference)
                place = reference
        if any(figure.uncertain for figure in laid.item.figures):
            self._aside(word(self.language, "misread"), _MARKED)
        for mark in marks_of(laid.item, self.language):
            text = word(self.language, "mark") + word(self.language, "colon") + mark
            self._aside(text, _MARKED)
        if laid.item.note:
            text = word(self.language, "note") + word(self.language, "colon") + laid.item.note
            self._aside(text, _GREY)

    def _aside(self, text: str, colour: RGBColor) -> None:
        for line in text.split("\n"):
            paragraph = self.document.add_paragraph(style="List Paragraph")
            run = paragraph.add_run(_clean(line))
            run.italic, run.font.color.rgb, run.font.size = True, colour, Pt(9.5)

    def paragraphs(self, text: str) -> None:
        for line in text.split("\n"):
            self.document.add_paragraph(_clean(line))

    def _table(self, rows: Sequence[tuple[object, ...]], name: str) -> None:
        self._tables += 1
        caption = word(self.language, "table_n", n=self._tables, name=name)
        above = self.document.add_paragraph(_clean(caption), style="Caption")
        above.paragraph_format.keep_with_next = True
        table = self.document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Cm(width)
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
        heads = [word(self.language, column) for column in COLUMNS]
        for cells, values in [
            (table.rows[0].cells, heads),
            *((table.add_row().cells, row) for row in rows),
        ]:
            for column, width, cell, value in zip(COLUMNS, _WIDTHS, cells, values, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                run = paragraph.add_run(_clean(_cell(value, column)))
                run.font.size = Pt(9)
                run.bold = values is heads
                if column in _NUMERIC:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for row in table.rows:
            row._tr.get_or_add_trPr().insert(0, _element("w:cantSplit"))
        self.document.add_paragraph()

    def saved(self) -> bytes:
        self._notes.attach(self.document)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def _cell(value: object, column: str) -> str:
    """A number with its thousands parted, but not a year."""
    if column == "value" and isinstance(value, int | float):
        return f"{value:,}"
    return str(value)


def _element(tag: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(tag)


def _set_page(document: Any) -> None:
    """A4 with usual margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)


def _set_styles(document: Any, language: str) -> None:
    """Fonts for Chinese, and the built-in styles of footnotes, which the template lacks."""
    styles = document.styles
    for name, font in (
        ("Normal", _BODY),
        ("Title", _HEADS),
        ("Heading 1", _HEADS),
        ("Caption", _HEADS),
    ):
        style = styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("w:eastAsiaTheme", "w:asciiTheme", "w:hAnsiTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        fonts.set(qn("w:eastAsia"), font)
        style.font.name = "Times New Roman" if name == "Normal" else "Arial"
        style.font.color.rgb = RGBColor(0x1D, 0x27, 0x33)
    styles["Normal"].font.size = Pt(11)
    styles["List Paragraph"].paragraph_format.left_indent = Cm(0.6)
    marks = _element("w:lang")
    marks.set(qn("w:val"), "en-US")
    marks.set(qn("w:eastAsia"), "zh-CN")
    styles["Normal"].element.get_or_add_rPr().append(marks)
    text = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    text.base_style, text.font.size = styles["Normal"], Pt(9)
    text.paragraph_format.space_after = Pt(0)
    mark = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    mark.font.superscript = True


def _clean(text: str) -> str:
    """``text`` without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)
