"""Reads a file into a Document, or says in one line why it cannot be read.

Each format is one entry of ``FORMATS``. The scan of folders, the page's upload and the check of a
file's first bytes all use it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from indexer.errors import ReadError

from ..document.report import Document
from ..sandbox.limits import MAX_BYTES, MAX_CHARACTERS, MAX_META, MAX_META_ENTRIES, MAX_TEXT_BYTES
from ..sandbox.opening import FileState, read_file
from ..text.characters import everyday

if TYPE_CHECKING:
    from .ocr.scans import Recognise


class Reader(Protocol):
    """Reads one format: turns ``data``, the content of the file at ``path``, into a Document.
    Raises ReadError, one line that names the file, the reason and the remedy."""

    def __call__(self, path: Path, data: bytes) -> Document: ...


@dataclass(frozen=True, slots=True)
class Tools:
    """What some readers need besides the file: ``recognise`` returns the scanned pages (None: they
    are recognised in this process); ``soffice`` is the LibreOffice program."""

    recognise: Recognise | None = None
    soffice: str | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the endings of its files (lower case, with the dot), its name in errors, and the
    function that loads its reader. ``content``: what its files may begin with (see ``_sniff``)."""

    name: str
    suffixes: tuple[str, ...]
    noun: str
    load: Callable[[Tools], Reader]
    content: tuple[str, ...] = ("text",)


# Readers are imported on first use: their parsers take a second and 30 MB, which the scan of
# folders and the page do not need.


def _pdf(tools: Tools) -> Reader:
    from .pdf.reader import read_pdf

    return partial(read_pdf, recognise=tools.recognise) if tools.recognise else read_pdf


def _docx(_: Tools) -> Reader:
    from .docx.reader import read_docx

    return read_docx


def _office(tools: Tools) -> Reader:
    from .office import read_office

    return partial(read_office, soffice=tools.soffice)


def _html(_: Tools) -> Reader:
    from .html.page import read_html

    return read_html


def _markdown(_: Tools) -> Reader:
    from .plain.markdown import read_markdown

    return read_markdown


def _plain(_: Tools) -> Reader:
    from .plain.text import read_plain

    return read_plain


_OFFICE = ("ole", "zip", "an RTF document", "html")  # .doc is often something else
FORMATS: tuple[Format, ...] = (
    Format("pdf", (".pdf",), "a PDF", _pdf, ("pdf",)),
    Format("docx", (".docx",), "a DOCX document", _docx, ("zip",)),
    Format("office", (".doc", ".wps", ".rtf", ".odt"), "an old office file", _office, _OFFICE),
    Format("html", (".html", ".htm", ".xhtml"), "an HTML page", _html, ("html", "text")),
    Format("markdown", (".md", ".markdown"), "a Markdown file", _markdown, ("text", "html")),
    Format("text", (".txt", ".text"), "plain text", _plain),
)
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}
#: File name endings (lower case, with the dot) that ``read_document`` takes.
SUPPORTED: frozenset[str] = frozenset(_BY_SUFFIX)

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
    recognise: Recognise | None = None,
    soffice: str | None = None,
) -> Document:
    """Canonical text, pages, marks and metadata of the file at ``path``.

    ``data`` is its content if the caller has read it (:func:`file_bytes`). ``recognise`` returns
    the scanned pages (None: they are recognised in this process); ``soffice`` is the LibreOffice
    program (``find_soffice``). Raises ReadError, one line that names the file, the reason
    and the remedy, for anything that is unsupported, empty, too large, not what its name says,
    encrypted, without text or damaged.
    """
    form = _format(path)
    if data is None:
        data, _ = file_bytes(path)
    _check_content(path, form, data)
    try:
        document = form.load(Tools(recognise, soffice))(path, data)
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
    packed = "text" not in _format(path).content
    return read_file(path, MAX_BYTES if packed else MAX_TEXT_BYTES)


def load_readers() -> None:
    """Import every reader now, so that this does not count towards the time of a file."""
    for form in FORMATS:
        form.load(Tools())


def _format(path: Path) -> Format:
    form = _BY_SUFFIX.get(path.suffix.lower())
    if form is None:
        raise ReadError(
            f"{path}: unsupported file type ({path.suffix or 'no extension'}); "
            "convert it to PDF, DOCX, HTML, Markdown or TXT"
        )
    return form


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


def _check_content(path: Path, form: Format, data: bytes) -> None:
    """Refuses a file whose first bytes are of another kind than its name says."""
    actual = _sniff(data)
    if actual == "ole":
        _check_ole(path, form, data)
    if actual in form.content:
        if form.name == "html" and actual == "text" and not _tagged(data):
            raise ReadError(
                f"{path}: contains no HTML markup; rename it to .txt if it is plain text"
            )
        return
    if actual == "text":
        raise ReadError(
            f"{path}: not {form.noun} despite its name; download it again or correct its extension"
        )
    names = {"pdf": "a PDF", "zip": "a ZIP archive or office file", "html": "an HTML page"}
    what = names.get(actual, actual)
    raise ReadError(f"{path}: is {what}, not {form.noun}; correct its extension")


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


def _check_ole(path: Path, form: Format, data: bytes) -> None:
    """Refuses an OLE container that is an encrypted OOXML package (MS-OFFCRYPTO 2.3.4), or an old
    office file under the name of another format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ReadError(
            f"{path}: the document is password-protected; save a copy without the password"
        )
    if "ole" not in form.content:
        raise ReadError(
            f"{path}: is an old Word or office file (.doc, .xls), not {form.noun}; save it as .docx"
        )
