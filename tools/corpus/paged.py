"""Sample reports as PDF and DOCX, byte for byte the same at every run."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    PageTemplate,
    Paragraph,
)

from .markup import Block, Source, tables

EPOCH = datetime.datetime(2026, 1, 1)
ZIP_EPOCH = (2026, 1, 1, 0, 0, 0)
SIZES = {"title": 20, "note": 11, "heading": 16, "caption": 12}


def _style(block: Block, font: str, spaced: bool) -> ParagraphStyle:
    size = SIZES.get(block.kind, 12 if spaced else 15)
    centred = block.kind in ("title", "note", "caption")
    indent = 2 * size if block.kind == "paragraph" and not spaced else 0
    return ParagraphStyle(
        f"{block.kind}{block.level}",
        fontName=font,
        fontSize=size,
        leading=size * (1.4 if spaced else 1.75),
        alignment=1 if centred else 2 if block.kind == "signature" else 0,
        firstLineIndent=indent,
        spaceAfter=6 if spaced else 0,
        wordWrap=None if spaced else "CJK",
        # One line alone at a page's end is what office suites print in dense reports.
        allowOrphans=1,
        allowWidows=1,
        keepWithNext=1 if block.kind == "caption" else 0,
    )


class Grid(Flowable):
    """A ruled table whose rows are one text object each, so that readers get a row a line."""

    ROW = 20.0

    def __init__(self, rows: list[Block], font: str, size: float = 11) -> None:
        super().__init__()
        self.rows, self.font, self.size = [row.cells for row in rows], font, size
        self.hAlign = "CENTER"
        columns = zip(*self.rows, strict=True)
        self.widths = [
            max(stringWidth(cell, font, size) for cell in cells) + 32 for cells in columns
        ]
        self.width, self.height = sum(self.widths), self.ROW * len(rows)

    def wrap(self, *_: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        edges = [sum(self.widths[:column]) for column in range(len(self.widths) + 1)]
        self.canv.setLineWidth(0.5)
        self.canv.grid(edges, [self.ROW * row for row in range(len(self.rows) + 1)])
        for number, cells in enumerate(self.rows, start=1):
            text = self.canv.beginText()
            text.setFont(self.font, self.size)
            for cell, left, right in zip(cells, edges, edges[1:], strict=False):
                room = right - left - 32 - stringWidth(cell, self.font, self.size)
                shift = 0 if left == 0 else room
                text.setTextOrigin(left + 16 + shift, self.height - number * self.ROW + 6)
                text.textOut(cell)
            self.canv.drawText(text)


def write_pdf(source: Source) -> bytes:
    """A4 pages with a running head and a page number in the manner of GB/T 9704: — 3 —."""
    font = "Times-Roman" if source.spaced else "STSong-Light"
    if not source.spaced:
        pdfmetrics.registerFont(UnicodeCIDFont(font))

    def running_head(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 10)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 15 * mm, source.options["running"])

    def page_number(canvas: Any, document: Any) -> None:
        canvas.setFont(font, 10)
        canvas.drawCentredString(A4[0] / 2, 15 * mm, f"— {document.page} —")

    story: list[Any] = []
    for item in tables(source.blocks):
        if isinstance(item, list):
            story.append(Grid(item, font))
        else:
            text = item.text.replace("&", "&amp;").replace("<", "&lt;")
            story.append(Paragraph(text, _style(item, font, source.spaced)))
    buffer = io.BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=A4, title=source.title, author="PolicyQA", invariant=1
    )
    frame = Frame(28 * mm, 28 * mm, A4[0] - 54 * mm, A4[1] - 56 * mm)
    # The head is drawn before a page's text and the number after it, as office suites do.
    document.addPageTemplates(
        PageTemplate(frames=[frame], onPage=running_head, onPageEnd=page_number)
    )
    document.build(story)
    return buffer.getvalue()


def _add_block(document: Any, block: Block, styled: bool) -> None:
    if block.kind == "title" and styled:
        document.add_heading(block.text, 0)
    elif block.kind == "heading" and styled:
        document.add_heading(block.text, block.level)
    elif block.kind in ("title", "heading"):
        # What most offices send: bold type and no heading style.
        document.add_paragraph().add_run(block.text).bold = True
    else:
        paragraph = document.add_paragraph(block.text)
        if block.kind == "signature":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _add_table(document: Any, rows: list[Block]) -> None:
    grid = document.add_table(rows=len(rows), cols=len(rows[0].cells))
    grid.style = "Table Grid"
    for row, block in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, block.cells, strict=True):
            cell.text = text


def _same_zip(data: bytes) -> bytes:
    """The archive with every entry dated alike."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()


def write_docx(source: Source) -> bytes:
    """A Word file, with heading styles where the source says ``@style styled``."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = "PolicyQA", source.title
    properties.created = properties.modified = EPOCH
    for item in tables(source.blocks):
        if isinstance(item, list):
            _add_table(document, item)
        else:
            _add_block(document, item, source.options.get("style") == "styled")
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_zip(buffer.getvalue())
