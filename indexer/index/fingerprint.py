"""Fingerprints of the code and data that an index depends on beside the reports themselves."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata, resources

from .manifest import READER_VERSION
from .passages import LIMIT, TARGET
from .tokens import TOKENISER_VERSION


@lru_cache(maxsize=1)
def reading_fingerprint() -> str:
    """Changes when files would be read or cut otherwise: then every report is read again."""
    parts = [f"reader {READER_VERSION}", f"passages {TARGET}-{LIMIT}"]
    parts += [_version(name) for name in ("pypdf", "python-docx", "trafilatura")]
    return "; ".join(parts)


@lru_cache(maxsize=1)
def terms_fingerprint() -> str:
    """Changes when words would be cut or weighed otherwise: then the term stores are made anew."""
    lexicon = resources.files("indexer").joinpath("lexicon.toml").read_bytes()
    parts = [f"tokeniser {TOKENISER_VERSION}", _version("rjieba"), _version("bm25s")]
    return "; ".join([*parts, f"lexicon {hashlib.sha256(lexicon).hexdigest()[:16]}"])


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return f"{name} -"
