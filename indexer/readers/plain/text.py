"""Reads plain text files."""

from __future__ import annotations

import re
from pathlib import Path

from indexer.errors import ReadError

from ...document.report import Document
from ...sandbox.limits import MAX_CHARACTERS
from ...text.encoding import decode
from ..layout.canonical import canonical_text
from ..pdf.text_layer_tables import table_marks
from .text_tables import with_rows

_LINE_END = re.compile(r"\r\n?|\v|\x85|\u2028|\u2029")


def read_plain(path: Path, data: bytes) -> Document:
    """A text file's Document; raises ReadError when its encoding cannot be told."""
    text = decode(data, path)
    if len(text) > 2 * MAX_CHARACTERS:  # told at once, not after minutes of joining lines
        raise ReadError(
            f"{path}: contains {len(text):,} characters, the limit is {MAX_CHARACTERS:,} of text; "
            "split it into parts"
        )
    pages = _LINE_END.sub("\n", text).split("\f")
    text = "\f".join("\n".join(with_rows(page.split("\n"))) for page in pages)
    canonical = canonical_text(text)
    return Document(canonical, "text", marks=table_marks(canonical))
