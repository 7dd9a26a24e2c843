"""Fingerprints of the code and data, besides the reports, that an index depends on.

The inputs are found automatically: the modules that an entry module imports (also inside functions)
and their code, the data files that they name, and the installed libraries that they import, with
all their dependencies. Therefore no version and no rule can be forgotten. Reading again is cheap,
because vectors are reused by text.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from ...glossary import Glossary
from ..relations import Relations
from .digest_cache import DigestCache
from .source_tree import SourceTree

_PACKAGE = Path(__file__).resolve().parents[2]
#: How a file is read and its report is split.
READING = ("indexer.reading.read", "indexer.index.store.content")
#: How texts are split into words and these are weighted.
TERMS = ("indexer.index.store.tokens", "indexer.index.store.terms")
#: How a model is run.
EMBEDDING = ("indexer.models.embedder",)
#: Which files contain the same report.
WORKS = ("indexer.index.dedup.works",)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """``reading`` changes if files would be read or split differently; every report is then read
    again. ``terms`` changes if words would be split or weighted differently, also by the user's own
    glossary; the word indexes are then built again. ``works`` changes if files would be grouped
    differently: by other rules, or because corpus.toml says so. ``embedding`` changes with the code
    and libraries that run the models; only what an interrupted build has left depends on it."""

    reading: str
    terms: str
    works: str
    embedding: str = ""


def fingerprints(
    glossary: Glossary, relations: Mapping[str, Relations], cache_file: Path | None = None
) -> Fingerprints:
    """The fingerprints of a build with this ``glossary`` and the ``relations`` in corpus.toml (by
    name). ``cache_file`` saves the next build most of the time needed to compute them."""
    cache = DigestCache(cache_file)
    tree = SourceTree(_PACKAGE, cache.code)
    reading, terms, works, embedding = (
        code_fingerprint(tree, entries, cache=cache)
        for entries in (READING, TERMS, WORKS, EMBEDDING)
    )
    cache.save()
    own = f"; own {glossary.digest}" if glossary.digest else ""
    said = sorted((name, asdict(relation)) for name, relation in relations.items() if relation)
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]
    return Fingerprints(reading, f"{terms}{own}", f"{works}; corpus.toml {digest}", embedding)


def code_fingerprint(
    tree: SourceTree,
    entries: Sequence[str],
    path: Sequence[str] | None = None,
    cache: DigestCache | None = None,
) -> str:
    """One line for everything that the modules ``entries`` of ``tree`` depend on. Libraries are
    looked up on ``path`` (None: Python's own search path)."""
    rest = tree.rest_of(entries)
    # Python provides the Unicode tables and the HTML parser.
    python = "python {}.{}".format(*sys.version_info)
    if rest is None:  # installed without sources: only the version is known
        return f"{python}; policyqa {_version()}"
    places = tuple(place for place in (sys.path if path is None else path) if place)
    found = (cache or DigestCache()).libraries(rest.modules, rest.distributions, places)
    return "; ".join([f"code {rest.digest[:16]}", python, *found])


def _version() -> str:
    try:
        return metadata.version("policyqa")
    except metadata.PackageNotFoundError:
        return "-"
