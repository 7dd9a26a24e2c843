"""Changes to the corpus folder from the page: add a file, correct details, remove a file.

Only below the folder named in the settings, and never overwriting an existing file.
"""

from __future__ import annotations

import os
import re
import threading
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable, Table

from ..errors import PolicyQAError, UsageError
from ..index.corpus.corpus_toml import NAME, load_corpus_toml
from ..readers.registry import SUPPORTED
from ..sandbox.file_names import composed
from ..sandbox.limits import MAX_BYTES
from ..sandbox.whole_file import replace_file

UPLOADS = "uploads"
# The scan passes over names that begin with a dot, so what lies here is not indexed.
PUT_AWAY = ".removed"
_MAX_NAME = 180  # bytes of UTF-8; most file systems take 255
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:readme|licen[cs]e|changelog)\b", re.IGNORECASE)
_lock = threading.Lock()


def safe_name(name: str) -> str:
    """``name`` as a file name on any system. Raises UsageError for one that would not be read."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    clean = _UNSAFE.sub("_", last).strip(" .")
    stem, suffix = os.path.splitext(clean)
    if suffix.lower() not in SUPPORTED or not stem.strip().strip("_ ."):
        raise UsageError(f"{last[:80]}: unsupported file type; save it as PDF or DOCX")
    if _RESERVED.match(clean) or _ABOUT.match(clean) or clean.startswith("~$"):
        clean, stem = "_" + clean, "_" + stem
    room = _MAX_NAME - len(suffix.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + suffix


def add_file(corpus: Path, name: str, data: bytes) -> Path:
    """Write an upload below ``corpus``; gives its path, with a number where the name is taken.

    The same bytes under the same name are not written twice. Raises UsageError for a file that is
    empty, too large or of no kind that is read, and PolicyQAError where it cannot be written.
    """
    clean = safe_name(name)
    if not data:
        raise UsageError(f"{clean}: the file is empty")
    if len(data) > MAX_BYTES:
        raise UsageError(f"{clean}: larger than {MAX_BYTES >> 20} MB; split it")
    try:
        with _lock:
            folder = corpus / UPLOADS
            folder.mkdir(parents=True, exist_ok=True)
            return _place(folder, clean, data)
    except OSError as error:
        raise PolicyQAError(f"{clean}: cannot be saved ({error.strerror})") from error


def _place(folder: Path, name: str, data: bytes) -> Path:
    stem, suffix = os.path.splitext(name)
    for n in range(1, 1000):
        path = folder / (name if n == 1 else f"{stem}-{n}{suffix}")
        if not path.exists():
            replace_file(path, data)
            return path
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return path
    raise UsageError(f"{name}: too many files with this name; rename it")


def set_details(corpus: Path, key: str, details: Mapping[str, str | int | None]) -> None:
    """Put ``details`` (issuer, region, year …) of the file ``key`` into corpus.toml; what is empty
    is taken out. Comments and all other entries stay as they are.

    Raises PolicyQAError: corpus.toml is not valid, or cannot be written.
    """
    with _lock:
        document = _document(corpus)
        table = _table(document, key)
        for name, value in details.items():
            if value in ("", None):
                table.pop(name, None)
            else:
                table[name] = " ".join(value.split()) if isinstance(value, str) else value
        _save(corpus, document)


def _document(corpus: Path) -> tomlkit.TOMLDocument:
    load_corpus_toml(corpus)  # says in one line what is wrong with it
    path = corpus / NAME
    try:
        text = path.read_bytes().decode("utf-8-sig") if path.exists() else ""
        return tomlkit.parse(text)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise PolicyQAError(f"{path}: cannot be read ({error}); correct it first") from error


def _table(document: tomlkit.TOMLDocument, key: str) -> Table | InlineTable:
    """The file's own table, made at the end where there is none."""
    reports = document.get("reports")
    if reports is None:
        document["reports"] = reports = tomlkit.table(is_super_table=True)
    for name in reports:
        if composed(str(name).replace("\\", "/")) == composed(key):
            return reports[name]
    inline = isinstance(reports, InlineTable)
    reports[key] = tomlkit.inline_table() if inline else tomlkit.table()
    return reports[key]


def _save(corpus: Path, document: tomlkit.TOMLDocument) -> None:
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        replace_file(corpus / NAME, tomlkit.dumps(document).encode())
    except OSError as error:
        raise PolicyQAError(f"{corpus / NAME}: cannot be written ({error.strerror})") from error


def put_away(corpus: Path, key: str) -> Path:
    """Move the file ``key`` into a folder of the corpus that is not indexed, and drop its details.

    Gives where it is kept. Raises UsageError for a file that is not below ``corpus``.
    """
    source = corpus / key
    if not source.is_file() or not source.resolve().is_relative_to(corpus.resolve()):
        raise UsageError(f"{key}: no such file in the report folder")
    try:
        with _lock:
            folder = corpus / PUT_AWAY
            folder.mkdir(exist_ok=True)
            target = _free(folder, source.name)
            os.replace(source, target)
            _forget(corpus, key)
    except OSError as error:
        raise PolicyQAError(f"{key}: cannot be moved ({error.strerror})") from error
    return target


def _free(folder: Path, name: str) -> Path:
    stem, suffix = os.path.splitext(name)
    for n in range(1, 1000):
        path = folder / (name if n == 1 else f"{stem}-{n}{suffix}")
        if not path.exists():
            return path
    raise UsageError(f"{name}: too many files with this name in {PUT_AWAY}; empty it")


def _forget(corpus: Path, key: str) -> None:
    """Without the entry of a file that has gone, so that it does not fall to a later namesake."""
    if composed(key) not in map(composed, load_corpus_toml(corpus)):
        return
    document = _document(corpus)
    reports = document["reports"]
    for name in [n for n in reports if composed(str(n).replace("\\", "/")) == composed(key)]:
        del reports[name]
    _save(corpus, document)
