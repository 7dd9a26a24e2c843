"""A file becomes a Document, or one line that says why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from indexer.errors import ReadError

from .docx import read_docx
from .html import read_html
from .markdown import read_markdown
from .pdf import read_pdf
from .plain import read_plain
from .report import Document

MAX_BYTES = 64 * 1024 * 1024
# Text of this size is ten thousand pages: a data dump rather than a report.
MAX_TEXT_BYTES = 20 * 1024 * 1024

_FORMATS: dict[str, str] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
}
#: File name endings (lower case, with the dot) that ``read_document`` takes.
SUPPORTED: frozenset[str] = frozenset(_FORMATS)

_READERS: dict[str, Callable[[Path, bytes], Document]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "html": read_html,
    "markdown": read_markdown,
    "text": read_plain,
}
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_HTML = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_document(path: Path) -> Document:
    """Canonical text, pages, marks and metadata of the file at ``path``.

    Raises ReadError, one line that names the file, the reason and the remedy, for anything that
    is unsupported, empty, too large, not what its name says, encrypted, without text or damaged.
    """
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise ReadError(
            f"{path}: unsupported kind of file ({path.suffix or 'no ending'}); "
            "convert it to PDF, DOCX, HTML, Markdown or TXT"
        )
    data = _bytes(path, kind)
    _check_content(path, kind, data)
    try:
        document = _READERS[kind](path, data)
    except (RecursionError, MemoryError) as error:
        raise ReadError(f"{path}: too deeply nested or too large to read; save it anew") from error
    if not document.text:
        raise ReadError(f"{path}: holds no text; check the file or remove it")
    return document


def _bytes(path: Path, kind: str) -> bytes:
    limit = MAX_BYTES if kind in ("pdf", "docx") else MAX_TEXT_BYTES
    try:
        if not path.is_file():
            raise ReadError(f"{path}: no such file; check the name")
        size = path.stat().st_size
        if size == 0:
            raise ReadError(f"{path}: empty file (0 bytes); copy it again or remove it")
        if size > limit:
            raise ReadError(
                f"{path}: too large ({size / 2**20:.0f} MB, the limit is {limit // 2**20} MB); "
                "split it into parts"
            )
        return path.read_bytes()
    except OSError as error:
        raise ReadError(
            f"{path}: cannot be opened ({error.strerror}); check its permissions"
        ) from error


def _check_content(path: Path, kind: str, data: bytes) -> None:
    """Refuses a file whose first bytes are of another kind than its name says."""
    actual = _sniff(data)
    if actual == "ole":
        raise _ole(path, kind, data)
    expected = {"pdf": "pdf", "docx": "zip"}.get(kind)
    if actual == (expected or "text") or (kind in ("html", "markdown") and actual == "html"):
        if kind == "html" and actual == "text" and not _tagged(data):
            raise ReadError(f"{path}: holds no HTML markup; rename it to .txt if it is plain text")
        return
    names = {
        "pdf": "a PDF",
        "zip": "a ZIP archive or office file",
        "html": "an HTML page",
        "text": "none",
    }
    what = names.get(actual, actual)
    if what == "none":
        raise ReadError(
            f"{path}: not a {kind.upper()} file, though its name says so; "
            "download it again or give it the ending of its real kind"
        )
    raise ReadError(f"{path}: is {what}, not {_noun(kind)}; give it the ending of its real kind")


def _sniff(data: bytes) -> str:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    # ISO 32000-1 readers accept the header anywhere in the first 1024 bytes.
    head = data[:1024]
    if re.search(rb"%PDF-\d", head) and (
        head.lstrip().startswith(b"%PDF-") or b"%%EOF" in data[-2048:]
    ):
        return "pdf"
    return "html" if _HTML.match(data[:65536]) else "text"


def _tagged(data: bytes) -> bool:
    wide = b"\0" in data[:1024]
    return bool(re.search(rb"<\0?/?\0?[a-zA-Z!]", data[: 1 << 20])) or wide


def _ole(path: Path, kind: str, data: bytes) -> ReadError:
    """An OLE container: an encrypted OOXML package (MS-OFFCRYPTO 2.3.4) or an old office file."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ReadError(
            f"{path}: the document is password-protected; save a copy without the password"
        )
    return ReadError(
        f"{path}: is an old Word or office file (.doc, .xls), not {_noun(kind)}; save it as .docx"
    )


def _noun(kind: str) -> str:
    return {
        "pdf": "a PDF",
        "docx": "a DOCX document",
        "html": "an HTML page",
        "markdown": "a Markdown file",
        "text": "plain text",
    }[kind]
