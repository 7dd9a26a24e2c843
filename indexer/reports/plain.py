"""Reads plain text files."""

from __future__ import annotations

from pathlib import Path

from .canonical import canonical_text
from .encoding import decode
from .report import Document


def read_plain(path: Path, data: bytes) -> Document:
    """A text file's Document; raises ReadError when its encoding cannot be told."""
    return Document(canonical_text(decode(data, path)), "text")
