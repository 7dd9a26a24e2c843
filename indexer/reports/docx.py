"""Reads DOCX files: paragraphs and tables in order, heading styles, automatic list numbers."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
from docx.table import Table
from lxml import etree

from indexer.errors import ReadError

from .canonical import Block, blocks_text, with_captions
from .lines import clean_line
from .numbering import Numbering
from .report import Document

MAX_UNPACKED = 512 * 1024 * 1024
MAX_ENTRIES = 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
        etree.LxmlError,
        zipfile.BadZipFile,
        OSError,
    ) as error:
        raise ReadError(
            f"{path}: the DOCX file is damaged ({str(error)[:80]}); open and save it anew in Word"
        ) from error
    text, marks = blocks_text(with_captions(blocks))
    if not text:
        raise ReadError(f"{path}: the DOCX file holds no text (images only?); run OCR on it first")
    return Document(text, "docx", marks=marks, meta=meta)


def _check_package(path: Path, data: bytes) -> None:
    """Refuses zip bombs by the sizes the directory declares; zipfile enforces them on reading."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError(f"{path}: the DOCX file is damaged or cut short; copy it again") from error
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise ReadError(f"{path}: not a Word document, though its name says so; check what it is")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise ReadError(
            f"{path}: the DOCX file unpacks to an unreasonable size; check where it comes from"
        )


def _blocks(document: Any) -> list[Block]:
    numbering = Numbering(document)
    blocks: list[Block] = []
    for item in document.iter_inner_content():
        if isinstance(item, Table):
            blocks += _rows(item)
            continue
        text = _text(item._p)
        if not clean_line(text.replace("\n", " ")):
            continue
        label = numbering.label(item)
        level = _heading_level(item)
        if level:
            blocks.append(Block(label + text.replace("\n", ""), "heading", level))
        else:
            blocks += [
                Block((label if i == 0 else "") + line)
                for i, line in enumerate(text.split("\n"))
                if line.strip()
            ]
    return blocks


def _text(element: Any) -> str:
    """A paragraph's text as it reads with all changes accepted (deleted runs are left out)."""
    parts: list[str] = []
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(parent.tag in (f"{_W}tabs", f"{_W}txbxContent") for parent in node.iterancestors()):
            continue
        name = node.tag.removeprefix(_W)
        parts.append({"t": node.text or "", "tab": "\t", "noBreakHyphen": "-"}.get(name, "\n"))
    return "".join(parts)


def _heading_level(paragraph: Any) -> int:
    """1-based level from the outline level or style name; a Title counts as 1; 0 for body text."""
    own = paragraph._p.find(f"{_W}pPr/{_W}outlineLvl")
    if own is not None and (own.get(f"{_W}val") or "9") in "012345678":
        return int(own.get(f"{_W}val")) + 1
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


def _rows(table: Table) -> list[Block]:
    """Rows of a table; a cell merged over columns is given once."""
    blocks = []
    for row in table.rows:
        cells: list[str] = []
        seen: set[int] = set()
        for cell in row.cells:
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            text = " ".join(_text(p._p).replace("\n", " ") for p in cell.paragraphs)
            cells.append(clean_line(" ".join(text.split())))
        if any(cells):
            blocks.append(Block(" | ".join(cells), "row"))
    return blocks


def _meta(document: Any) -> dict[str, str]:
    """Title, author, subject and keywords of the core properties."""
    core = document.core_properties
    named = {name: getattr(core, name) for name in ("title", "author", "subject", "keywords")}
    return {
        name: value.strip()
        for name, value in named.items()
        if value and value.strip() and value.strip() not in ("Word Document", "python-docx")
    }
