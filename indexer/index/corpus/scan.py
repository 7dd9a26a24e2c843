"""Which files make up a corpus, under which path each is known, and what corpus.toml says about
it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import BuildError
from ...readers.registry import SUPPORTED
from ...sandbox.file_names import composed, escaped, find_by_name
from ..relations import Relations
from ..schema import Failure
from .corpus_toml import RELATIONS, load_corpus_toml
from .walk import OTHER_REPORTS, walk

__all__ = ["Corpus", "CorpusFile", "scan_corpus"]


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to index. ``name`` is the path it is known by, with ``/``."""

    path: Path
    name: str
    overrides: dict[str, object] = field(default_factory=dict)

    @property
    def overrides_key(self) -> str:
        """Fingerprint of the overrides; ``""`` for none."""
        if not self.overrides:
            return ""
        text = json.dumps(self.overrides, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Files by name, ascending, and those in unsupported formats. ``relations`` by name; ``notes``
    are plain messages about missing files named in corpus.toml."""

    files: tuple[CorpusFile, ...]
    failures: tuple[Failure, ...]
    roots: tuple[str, ...]
    relations: dict[str, Relations] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def scan_corpus(places: Sequence[Path]) -> Corpus:
    """Files in the folders and files given.

    Names are relative to the folder; with several folders the folder's own name goes before.

    Raises:
        BuildError: a place does not exist, or there is nothing to index in any.
    """
    if not places:
        raise BuildError("No reports were given; name a folder or files: policyqa build FOLDER")
    places = [_existing(place) for place in places]
    folders = [place for place in places if place.is_dir()]
    prefixes = _unique([f"{escaped(folder.resolve().name)}/" for folder in folders])
    found: dict[str, CorpusFile] = {}
    failures: list[Failure] = []
    seen: set[str] = set()
    said: _Said = {}
    roots = [os.path.realpath(folder) for folder in folders]
    for folder, prefix in zip(folders, prefixes, strict=True):
        _add_folder(folder, prefix if len(folders) > 1 else "", roots, found, failures, seen, said)
    _add_files([place for place in places if not place.is_dir()], found, failures, seen, said)
    if not found:
        where = ", ".join(str(place) for place in places)
        raise BuildError(f"No reports in {where}; put .pdf, .docx, .html, .md or .txt files there")
    files = tuple(found[name] for name in sorted(found))
    named = tuple(str(place.resolve()) for place in places)
    relations, notes = _relations(found, said)
    return Corpus(files, tuple(sorted(failures, key=lambda f: f.path)), named, relations, notes)


_Said = dict[str, tuple[Path, dict[str, object]]]  # by name: its corpus.toml's folder, the keys


def _file(path: Path, name: str, folder: Path, table: dict[str, object], said: _Said) -> CorpusFile:
    """A file with the details that corpus.toml sets; what relates it to others goes to ``said``."""
    related = {key: table[key] for key in RELATIONS if key in table}
    if related:
        said[name] = (folder, related)
    return CorpusFile(path, name, {k: v for k, v in table.items() if k not in RELATIONS})


def _relations(
    found: dict[str, CorpusFile], said: _Said
) -> tuple[dict[str, Relations], tuple[str, ...]]:
    """Relations with the names that files are known by, and a note for each file not there."""
    names = {composed(str(file.path.resolve())): name for name, file in found.items()}
    names |= {str(file.path.resolve()): name for name, file in found.items()}
    relations, notes = {}, []
    for name, (folder, related) in sorted(said.items()):
        files: dict[str, tuple[str, ...]] = {}
        for key in ("same_as", "supersedes"):
            paths = [str(p) for p in _listed(related.get(key, ()))]
            here = {p: _known(names, str((folder / p).resolve())) for p in paths}
            notes += [
                f"{folder / 'corpus.toml'}: {key} of {name} names {p}, which is not indexed"
                for p, known in here.items()
                if known is None
            ]
            files[key] = tuple(known for known in here.values() if known is not None)
        relations[name] = Relations(
            files["same_as"], files["supersedes"], bool(related.get("separate"))
        )
    return relations, tuple(notes)


def _known(names: dict[str, str], path: str) -> str | None:
    return names.get(path) or names.get(composed(path))


def _listed(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()


def _existing(place: Path) -> Path:
    """``place`` as the disk spells it, in either Unicode form."""
    if place.exists():
        return place
    if not str(place).isascii() and place.parent != place:
        try:
            parent = _existing(place.parent)
            fits = find_by_name(place.name, parent.iterdir(), lambda path: path.name)
        except (BuildError, OSError):
            fits = []
        if len(fits) == 1:
            return fits[0]
    raise BuildError(f"{place} does not exist; check the path of the corpus")


def _table_of(tables: dict[str, dict[str, object]], name: str) -> dict[str, object]:
    """What corpus.toml says of the file ``name``, which it may give in the other Unicode form."""
    if name in tables or name.isascii():
        return tables.get(name, {})
    keys = find_by_name(name, tables, str)
    return tables[keys[0]] if len(keys) == 1 else {}


def _add_folder(
    folder: Path,
    prefix: str,
    roots: Sequence[str],
    found: dict[str, CorpusFile],
    failures: list[Failure],
    seen: set[str],
    said: _Said,
) -> None:
    overrides = load_corpus_toml(folder)
    walked = walk(folder, roots)
    failures += [Failure(prefix + name, reason) for name, reason in walked.refused]
    for relative, real in walked.files:
        if real in seen:
            continue
        seen.add(real)
        path, name = folder / relative, prefix + escaped(relative)
        if path.suffix.lower() in SUPPORTED:
            while name in found:  # another file's name holds these very escapes
                name = _unique([name, name])[1]
            found[name] = _file(path, name, folder, _table_of(overrides, relative), said)
        elif path.suffix.lower() in OTHER_REPORTS:
            failures.append(_unsupported(name, path))


def _add_files(
    paths: Sequence[Path],
    found: dict[str, CorpusFile],
    failures: list[Failure],
    seen: set[str],
    said: _Said,
) -> None:
    reals = {os.path.realpath(path): path for path in reversed(paths)}
    fresh = [path for path in paths if reals.get(os.path.realpath(path)) is path]
    fresh = [path for path in fresh if os.path.realpath(path) not in seen]
    tables: dict[Path, dict[str, dict[str, object]]] = {}
    for path, name in zip(fresh, _unique([escaped(p.name) for p in fresh]), strict=True):
        while name in found:
            name = "files/" + name
        if path.suffix.lower() in SUPPORTED:
            folder = path.parent
            if folder not in tables:
                tables[folder] = load_corpus_toml(folder)
            found[name] = _file(path, name, folder, _table_of(tables[folder], path.name), said)
        else:
            failures.append(_unsupported(name, path))


def _unsupported(name: str, path: Path) -> Failure:
    kind = escaped(path.suffix) or "a file without an extension"
    return Failure(name, f"{kind} is not supported; save it as .docx or .pdf")


def _unique(names: list[str]) -> list[str]:
    """``names`` with -2, -3 … before the suffix or slash of those that repeat."""
    counts: dict[str, int] = {}
    unique: list[str] = []
    for name in names:
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > 1:
            cut = len(name) - 1 if name.endswith("/") else len(name) - len(Path(name).suffix)
            name = f"{name[:cut]}-{counts[name]}{name[cut:]}"
        unique.append(name)
    return unique
