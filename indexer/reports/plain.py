"""Reads plain text files."""

from __future__ import annotations

from pathlib import Path

from indexer.errors import ReadError

from .canonical import canonical_text
from .encoding import decode
from .limits import MAX_CHARACTERS
from .report import Document


def read_plain(path: Path, data: bytes) -> Document:
    """A text file's Document; raises ReadError when its encoding cannot be told."""
    text = decode(data, path)
    if len(text) > 2 * MAX_CHARACTERS:  # told at once, not after minutes of joining lines
        raise ReadError(
            f"{path}: holds {len(text):,} characters, the limit is {MAX_CHARACTERS:,} of text; "
            "split it into parts"
        )
    return Document(canonical_text(text), "text")
