"""Reads DOCX files: paragraphs, tables, notes and text boxes in order, headings, list numbers."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml.exceptions import InvalidXmlError
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from indexer.errors import ReadError

from ...document.report import Document
from ...text.characters import everyday
from ...text.encoding import decode
from ...text.lines import clean_line, on_one_line
from ...text.table_rows import Placed, rows_of
from ..html.page import read_html
from ..layout.canonical import Block, blocks_text, with_captions
from ..layout.torn_numbers import cell_text, joined_lines
from ..plain.text_tables import blocks_with_rows
from .numbering import Numbering
from .tree import Notes, W, accept, run_styles, text_boxes, text_of

MAX_UNPACKED = 512 * 1024 * 1024
MAX_ENTRIES = 20_000
MAX_COLUMNS = 63  # what Word itself allows in a table
# Text and its markup; pictures may be larger. A thousand pages have ten megabytes.
MAX_XML = 96 * 1024 * 1024
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_docx(path: Path, data: bytes) -> Document:
    """A DOCX file's Document; raises ReadError when it is damaged, too large or empty."""
    _check_package(path, data)
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = _blocks(document)
        meta = _meta(document)
    except (
        KeyError,
        ValueError,
        AttributeError,
        InvalidXmlError,
        etree.LxmlError,
        zipfile.BadZipFile,
        OSError,
    ) as error:
        raise ReadError(
            f"{path}: the DOCX file is damaged ({str(error)[:80]}); open it in Word and save it "
            "again"
        ) from error
    text, marks = blocks_text(with_captions(blocks_with_rows(blocks)))
    if not text:
        raise ReadError(
            f"{path}: the DOCX file contains no text (images only?); run OCR on it first"
        )
    return Document(text, "docx", marks=marks, meta=meta)


def _check_package(path: Path, data: bytes) -> None:
    """Rejects zip bombs by the sizes in the directory, which zipfile enforces when reading."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError(f"{path}: the DOCX file is damaged or incomplete; copy it again") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise ReadError(f"{path}: not a Word document despite its name; check what it is")
    xml = sum(e.file_size for e in entries if e.filename.lower().endswith((".xml", ".rels")))
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or total > MAX_UNPACKED or xml > MAX_XML:
        raise ReadError(f"{path}: the DOCX file unpacks to an unreasonable size; check its origin")


def _blocks(document: Any) -> list[Block]:
    accept(document.element.body, run_styles(document))
    _bound_spans(document.element.body)
    return _Walker(document).container(document, document.element.body)


def _bound_spans(body: Any) -> None:
    """Column spans as Word would take them. python-docx gives a cell once for each column it spans,
    be it a thousand million."""
    for span in list(body.iter(f"{W}gridSpan", f"{W}gridBefore", f"{W}gridAfter")):
        value = span.get(f"{W}val") or ""
        if not re.fullmatch(r"\d{1,9}", value) or not 1 <= int(value) <= MAX_COLUMNS:
            span.set(f"{W}val", str(MAX_COLUMNS if len(value) > 1 and value.isdigit() else 1))


class _Walker:
    """Turns paragraphs and tables into blocks, in order; counts the lists on its way."""

    def __init__(self, document: Any) -> None:
        self._numbering = Numbering(document)
        self._notes = Notes(document)
        self._parts = {
            key: relation.target_part
            for key, relation in document.part.rels.items()
            if not relation.is_external
        }

    def container(self, parent: Any, element: Any) -> list[Block]:
        """Blocks of the paragraphs and tables that are children of ``element``."""
        blocks: list[Block] = []
        for child in element:
            if child.tag == f"{W}p":
                blocks += self._paragraph(Paragraph(child, parent))
            elif child.tag == f"{W}tbl":
                blocks += self._table(Table(child, parent))
            elif child.tag == f"{W}altChunk":
                blocks += self._foreign(child)
        return blocks

    def _paragraph(self, paragraph: Paragraph) -> list[Block]:
        """The paragraph, then its notes, then the text boxes that are anchored in it."""
        blocks = self._lines(paragraph)
        blocks += [Block(note) for note in self._notes.of(paragraph._p) if note.strip()]
        for box in text_boxes(paragraph._p):
            blocks += self.container(paragraph._parent, box)
        return blocks

    def _lines(self, paragraph: Paragraph) -> list[Block]:
        text = everyday(text_of(paragraph._p))
        if not clean_line(text.replace("\n", " ")):
            return []
        label = self._numbering.label(paragraph)
        level = _heading_level(paragraph)
        if level:
            return [Block(label + text.replace("\n", ""), "heading", level)]
        return [
            Block((label if i == 0 else "") + line)
            for i, line in enumerate(joined_lines(text.split("\n")))
            if line.strip()
        ]

    def _table(self, table: Table) -> list[Block]:
        """Rows, then the notes of their cells; a table of one column, or one of few rows that holds
        tables, is there for layout."""
        rows = _rows(table)
        nested = len(rows) <= 2 and table._tbl.find(f".//{W}tc/{W}tbl") is not None
        if nested or all(len(_distinct(cells)) <= 1 for cells in rows):
            return [
                block
                for cells in rows
                for cell in _distinct(cells)
                for block in self.container(cell, cell._tc)
            ]
        blocks = [Block(line, "row") for line in rows_of(_placed(rows))]
        return blocks + [Block(note) for note in self._notes.of(table._tbl) if note.strip()]

    def _foreign(self, element: Any) -> list[Block]:
        """The text of a document that is embedded whole (w:altChunk, 17.17.2)."""
        part = self._parts.get(element.get(_RELATION) or "")
        kind, data = (part.content_type, part.blob) if part is not None else ("", b"")
        with contextlib.suppress(ReadError):  # the rest of the report is worth reading
            if "html" in kind:
                return [Block(line) for line in read_html(Path("altChunk"), data).text.split("\n")]
            if "wordprocessingml.document" in kind:
                _check_package(Path("altChunk"), data)
                return _blocks(docx.Document(io.BytesIO(data)))
            if kind.startswith("text/plain"):
                return [Block(line) for line in decode(data, Path("altChunk")).splitlines()]
        return []


_Spanned = tuple[int, int, _Cell]  # a cell, the column at which it begins, and the one past it


def _rows(table: Table) -> list[list[_Spanned]]:
    """The cells of each row; one merged over columns is given once, one merged over rows in each
    of them. (python-docx looks for the latter anew in each row, from row to row upwards.)"""
    rows: list[list[_Spanned]] = []
    above: dict[int, _Cell] = {}
    for tr in table._tbl.tr_lst:
        here: dict[int, _Cell] = {}
        row: list[_Spanned] = []
        column = tr.grid_before
        for tc in tr.tc_lst:
            merged = above.get(column) if tc.vMerge == "continue" else None
            here[column] = merged if merged is not None else _Cell(tc, table)
            row.append((column, column + tc.grid_span, here[column]))
            column += tc.grid_span
        rows.append(row)
        above = here
    return rows


def _distinct(row: Sequence[_Spanned]) -> list[_Cell]:
    """A row's cells; one merged over columns is given once."""
    return list({id(cell._tc): cell for _, _, cell in row}.values())


def _placed(rows: Sequence[Sequence[_Spanned]]) -> list[Placed]:
    """Cells with the rows and columns they are merged over (17.4.17, 17.4.84)."""
    found: dict[int, tuple[_Cell, list[int]]] = {}
    for r, row in enumerate(rows):
        for column, end, cell in row:
            _, place = found.setdefault(id(cell._tc), (cell, [r, column, r, column]))
            place[2], place[3] = r + 1, max(place[3], end)
    return [Placed(_cell(cell), *place) for cell, place in found.values()]


def _cell(cell: Any) -> str:
    """All of a cell's text on one line, nested tables and text boxes with it."""
    texts = (text_of(paragraph).split("\n") for paragraph in cell._tc.iter(f"{W}p"))
    return clean_line(cell_text(on_one_line(everyday(line)) for lines in texts for line in lines))


def _heading_level(paragraph: Any) -> int:
    """1-based level from the outline level or style name; a Title counts as 1; 0 for body text."""
    own = paragraph._p.find(f"{W}pPr/{W}outlineLvl")
    if own is not None and re.fullmatch("[0-8]", own.get(f"{W}val") or ""):
        return int(own.get(f"{W}val")) + 1
    style = paragraph.style
    for _ in range(10):
        if style is None:
            return 0
        match = re.match(r"(?:heading|标题)\s*([1-9])$", style.name or "", re.IGNORECASE)
        if match:
            return int(match.group(1))
        if (style.name or "").lower() in ("title", "标题"):
            return 1
        style = style.base_style
    return 0


def _meta(document: Any) -> dict[str, str]:
    """Title, author, subject and keywords of the core properties."""
    core = document.core_properties
    named = {name: getattr(core, name) for name in ("title", "author", "subject", "keywords")}
    return {
        name: value.strip()
        for name, value in named.items()
        if value and value.strip() and value.strip() not in ("Word Document", "python-docx")
    }
