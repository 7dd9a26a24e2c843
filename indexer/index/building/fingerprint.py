"""Fingerprints of the code and data that an index depends on beside the reports themselves.

What counts is found, not listed: the modules that an entry module imports, also inside functions,
what these do, the data files that they name, and the installed libraries that they import, with
all that those require. So no version and no rule can be forgotten. Reading again is cheap, for
vectors are carried over by text.
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
from ..corpus.scan import Relations
from .digest_cache import DigestCache
from .source_tree import SourceTree

_PACKAGE = Path(__file__).resolve().parents[2]
#: How a file is read, and how its report is cut.
READING = ("indexer.reading.read", "indexer.index.store.content")
#: How texts are cut into words, and how these are weighed.
TERMS = ("indexer.index.store.tokens", "indexer.index.store.terms")
#: Which files are one report.
WORKS = ("indexer.index.dedup.works",)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """``reading`` changes when files would be read or cut otherwise: then every report is read
    again. ``terms`` changes when words would be cut or weighed otherwise, also by a glossary of the
    user's own: then the term stores are made anew. ``works`` changes when files would be grouped
    otherwise: by other rules, or because corpus.toml now says so."""

    reading: str
    terms: str
    works: str


def fingerprints(
    glossary: Glossary, relations: Mapping[str, Relations], cache_file: Path | None = None
) -> Fingerprints:
    """Those of a build with this ``glossary`` and what corpus.toml says (``relations``, by name).
    ``cache_file`` saves the next build most of the time that they take."""
    cache = DigestCache(cache_file)
    tree = SourceTree(_PACKAGE, cache.code)
    reading, terms, works = (
        code_fingerprint(tree, entries, cache=cache) for entries in (READING, TERMS, WORKS)
    )
    cache.save()
    own = f"; own {glossary.digest}" if glossary.digest else ""
    said = sorted((name, asdict(relation)) for name, relation in relations.items() if relation)
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:16]
    return Fingerprints(reading, f"{terms}{own}", f"{works}; corpus.toml {digest}")


def code_fingerprint(
    tree: SourceTree,
    entries: Sequence[str],
    path: Sequence[str] | None = None,
    cache: DigestCache | None = None,
) -> str:
    """A line for all that the modules ``entries`` of ``tree`` rest on. Libraries are looked for on
    ``path`` (None: where Python does)."""
    rest = tree.rest_of(entries)
    # Python brings the tables of Unicode and the parser of HTML.
    python = "python {}.{}".format(*sys.version_info)
    if rest is None:  # installed without sources: then only the version tells
        return f"{python}; policyqa {_version()}"
    places = tuple(place for place in (sys.path if path is None else path) if place)
    found = (cache or DigestCache()).libraries(rest.modules, rest.distributions, places)
    return "; ".join([f"code {rest.digest[:16]}", python, *found])


def _version() -> str:
    try:
        return metadata.version("policyqa")
    except metadata.PackageNotFoundError:
        return "-"
