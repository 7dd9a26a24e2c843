"""Reads a file into a Document, or says in one line why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from indexer.errors import ReadError

from ..document.report import Document
from ..sandbox.limits import MAX_BYTES, MAX_CHARACTERS, MAX_META, MAX_META_ENTRIES, MAX_TEXT_BYTES
from ..sandbox.opening import FileState, read_file
from ..text.characters import everyday
from .docx.reader import read_docx
from .html.page import read_html
from .ocr.scans import Recognise, recognised_here
from .office import read_office
from .pdf.reader import read_pdf
from .plain.markdown import read_markdown
from .plain.text import read_plain

_FORMATS: dict[str, str] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".doc": "office",
    ".wps": "office",
    ".rtf": "office",
    ".odt": "office",
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
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>)?")
_SPACE = re.compile(rb"\s*")
_HTML_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_document(
    path: Path,
    data: bytes | None = None,
    *,
    recognise: Recognise = recognised_here,
    soffice: str | None = None,
) -> Document:
    """Canonical text, pages, marks and metadata of the file at ``path``.

    ``data`` is its content if the caller has read it (:func:`file_bytes`). ``recognise`` returns
    the scanned pages; ``soffice`` is the LibreOffice program (``find_soffice``). Raises
    ReadError, one line that names the file, the reason and the remedy, for anything that is
    unsupported, empty, too large, not what its name says, encrypted, without text or damaged.
    """
    kind = _kind(path)
    if data is None:
        data, _ = file_bytes(path)
    _check_content(path, kind, data)
    try:
        if kind == "pdf":
            document = read_pdf(path, data, recognise)
        elif kind == "office":
            document = read_office(path, data, soffice)
        else:
            document = _READERS[kind](path, data)
    except RecursionError as error:
        raise ReadError(f"{path}: too deeply nested to read; save it again") from error
    except MemoryError as error:
        raise ReadError(f"{path}: too large to read; split it or save it again") from error
    if not document.text:
        raise ReadError(f"{path}: contains no text; check the file or remove it")
    if len(document.text) > MAX_CHARACTERS:
        raise ReadError(
            f"{path}: contains {len(document.text):,} characters of text, the limit is "
            f"{MAX_CHARACTERS:,}; split it into parts"
        )
    return _sound(document)


def file_bytes(path: Path) -> tuple[bytes, FileState]:
    """The content of a supported file and the state it was read in; raises ReadError."""
    packed = _kind(path) in ("pdf", "docx", "office")
    return read_file(path, MAX_BYTES if packed else MAX_TEXT_BYTES)


def _kind(path: Path) -> str:
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise ReadError(
            f"{path}: unsupported file type ({path.suffix or 'no extension'}); "
            "convert it to PDF, DOCX, HTML, Markdown or TXT"
        )
    return kind


def _sound(document: Document) -> Document:
    """Without halves of surrogate pairs, which broken fonts map to and no file can hold (one for
    one, so that offsets stay), and with metadata of a bounded size."""
    meta = {
        _whole(key[:MAX_META]): everyday(_whole(value[:MAX_META]))
        for key, value in list(document.meta.items())[:MAX_META_ENTRIES]
    }
    return replace(document, text=_whole(document.text), meta=meta)


def _whole(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def _check_content(path: Path, kind: str, data: bytes) -> None:
    """Refuses a file whose first bytes are of another kind than its name says."""
    actual = _sniff(data)
    if kind == "office" and actual in ("ole", "zip", "an RTF document", "html"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _ole(path, kind, data)
        return
    if actual == "ole":
        raise _ole(path, kind, data)
    expected = {"pdf": "pdf", "docx": "zip", "office": "ole"}.get(kind)
    if actual == (expected or "text") or (kind in ("html", "markdown") and actual == "html"):
        if kind == "html" and actual == "text" and not _tagged(data):
            raise ReadError(
                f"{path}: contains no HTML markup; rename it to .txt if it is plain text"
            )
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
            f"{path}: not {_noun(kind)} despite its name; "
            "download it again or correct its extension"
        )
    raise ReadError(f"{path}: is {what}, not {_noun(kind)}; correct its extension")


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
    return "html" if _begins_html(data[:65536]) else "text"


def _begins_html(head: bytes) -> bool:
    """Whether the first thing after space, an XML declaration and comments is a page's tag. A
    regular expression for all of it takes time that doubles with each comment."""
    place = _PROLOG.match(head).end()  # type: ignore[union-attr]
    while True:
        place = _SPACE.match(head, place).end()  # type: ignore[union-attr]
        if not head.startswith(b"<!--", place):
            return bool(_HTML_TAG.match(head, place))
        end = head.find(b"-->", place + 4)
        if end < 0:
            return False
        place = end + 3


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
        "office": "an old office file",
        "html": "an HTML page",
        "markdown": "a Markdown file",
        "text": "plain text",
    }[kind]
