"""Fingerprints of the code and data, besides the reports, that an index depends on.

The source files themselves are hashed, so that no version number can be forgotten when a reading
rule changes. Reading again is cheap, because vectors are reused by text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from ...glossary import Glossary
from ..corpus.scan import Relations

_PACKAGE = Path(__file__).resolve().parents[2]
_READING = (
    "text",
    "document",
    "readers",
    "extraction",
    "reading/read.py",
    "gazetteer/regions.py",
    "gazetteer/data/divisions.json",
    "gazetteer/data/countries.toml",
    "index/store/content.py",
)
_READERS = ("pypdf", "pypdfium2", "python-docx", "trafilatura", "lxml", "rapidocr")
_TERMS = ("glossary.py", "text/folding.py", "index/store/tokens.py", "index/store/terms.py")
_WORKS = ("text/folding.py", "index/dedup")


@lru_cache(maxsize=1)
def reading_fingerprint() -> str:
    """Changes if files would be read or split differently; every report is then read again."""
    return _fingerprint(_READING, _READERS)


def terms_fingerprint(glossary: Glossary) -> str:
    """Changes if words would be split or weighted differently, also by the user's own glossary; the
    word indexes are then built again."""
    return f"{_terms_code()}; own {glossary.digest}" if glossary.digest else _terms_code()


@lru_cache(maxsize=1)
def _terms_code() -> str:
    return _fingerprint(_TERMS, ("rjieba", "bm25s"))


def works_fingerprint(relations: Mapping[str, Relations]) -> str:
    """Changes if files would be grouped differently: by other rules, or because corpus.toml says so
    (``relations``, by name)."""
    said = sorted((name, asdict(relation)) for name, relation in relations.items() if relation)
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]
    return f"{_works_code()}; corpus.toml {digest}"


@lru_cache(maxsize=1)
def _works_code() -> str:
    return _fingerprint(_WORKS, ())


def _fingerprint(places: tuple[str, ...], libraries: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for place in places:
        root = _PACKAGE / place
        files = sorted(root.rglob("*")) if root.is_dir() else [root]
        for file in files:
            if file.is_file() and file.suffix != ".pyc":
                digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0")
                digest.update(file.read_bytes())
    versions = [_version(name) for name in libraries]
    return "; ".join([f"code {digest.hexdigest()[:16]}", *versions])


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} -"
