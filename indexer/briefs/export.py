"""A brief written as Word, Markdown or Excel, by the ending of the file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from ..drafting.styles import style_named
from ..errors import PolicyQAError, UsageError
from .model import Contents
from .words import language_of

ExportKind = Literal["docx", "md", "xlsx"]
KINDS: tuple[ExportKind, ...] = ("docx", "md", "xlsx")


def exported(
    contents: Contents, kind: ExportKind, style: str = "gb7714", language: str = ""
) -> tuple[bytes, list[str]]:
    """(The file's bytes, what had to be left out, one line each). UsageError for an unknown
    style."""
    style_named(style)
    language = language or language_of(contents)
    if kind == "docx":
        from .word_document import word_document

        return word_document(contents, style, language)
    if kind == "xlsx":
        from .workbook import workbook

        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return workbook(contents, style, language, now), []
    from .markdown_text import markdown_text

    return markdown_text(contents, style, language).encode(), []


def export(contents: Contents, path: Path, style: str = "gb7714", language: str = "") -> list[str]:
    """Write the brief to ``path``; gives what had to be left out. UsageError for an ending that is
    not docx, md or xlsx, PolicyQAError if the file cannot be written."""
    kinds = [kind for kind in KINDS if path.suffix.lower() == f".{kind}"]
    if not kinds:
        raise UsageError(f"{path}: a brief is exported as .docx, .md or .xlsx; choose one of these")
    data, left_out = exported(contents, kinds[0], style, language)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise PolicyQAError(f"{path}: cannot be written ({error.strerror})") from None
    return left_out
