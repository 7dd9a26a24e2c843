"""The manifest of a generation, and the pointer to the active generation.

::

    .policyqa/CURRENT                      name and seal of the active generation
    .policyqa/generations/000002/manifest.json, catalog.sqlite, *.npy, *.faiss, terms/…

Nothing of a generation changes once its folder bears its final name. The pointer bears the
manifest's seal, the manifest is sealed by its own checksum and bears that of each file: an altered
byte is found wherever it lies.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ...errors import IndexDamaged, IndexMissing
from ...models.pieces import ModelIdentity
from .vector_store import Approximation, Kept

SCHEMA_VERSION = 4

CURRENT = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
_SMALL = 1024 * 1024
_REBUILD = "run: policyqa build --rebuild"
_POINTER = re.compile(r"(\d+) ([0-9a-f]{64})\n")
_OLD_POINTER = re.compile(r"(\d+)\n?")  # before manifests were sealed


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size in bytes, SHA-256 and time of change of one file of a generation. ``mtime_ns`` 0: not
    noted."""

    size: int
    sha256: str
    mtime_ns: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """Describes a generation: read first, and checked before anything else is opened.

    ``reading``, ``terms`` and ``works`` are fingerprints of the code and data that produced the
    reports' rows, the word indexes and the grouping of files into works; ``created`` is ISO 8601;
    ``corpus`` the folders and files indexed; ``approximations`` how the vector stores that are not
    exact were made, by file, with their recall; ``vectors`` where the vectors are if not in files
    of the generation; ``seal`` the SHA-256 of all the rest (empty in
    indexes from before seals).
    """

    schema: int
    name: str
    created: str
    reading: str
    terms: str
    model: ModelIdentity
    counts: dict[str, int]
    corpus: tuple[str, ...] = ()
    files: dict[str, FileEntry] = field(default_factory=dict)
    works: str = ""
    approximations: dict[str, Approximation] = field(default_factory=dict)
    vectors: Kept | None = None
    seal: str = ""

    def save(self, folder: Path) -> None:
        """Write the manifest, sealed."""
        (folder / MANIFEST).write_bytes(self.sealed()._text().encode())

    def sealed(self) -> Manifest:
        """The same with its seal."""
        bare = replace(self, seal="")._text().encode()
        return replace(self, seal=hashlib.sha256(bare).hexdigest())

    def _text(self) -> str:
        told = asdict(self)
        if not self.approximations:  # as in indexes from before there were any
            del told["approximations"]
        if self.vectors is None:
            del told["vectors"]
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)


def load_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``; IndexDamaged if missing, unreadable or of another schema."""
    path = folder / MANIFEST
    try:
        data = path.read_bytes()
        raw: dict[str, Any] = json.loads(data.decode("utf-8"))
        if raw["schema"] != SCHEMA_VERSION:
            raise IndexDamaged(
                f"{path} has index schema {raw['schema']}, but this version reads "
                f"{SCHEMA_VERSION}; {_REBUILD}"
            )
        raw["model"] = ModelIdentity(**raw["model"])
        raw["files"] = {name: FileEntry(**entry) for name, entry in raw["files"].items()}
        raw["corpus"] = tuple(raw["corpus"])
        told = raw.get("approximations", {})
        raw["approximations"] = {name: Approximation(**one) for name, one in told.items()}
        if (kept := raw.get("vectors")) is not None:
            raw["vectors"] = Kept(**kept)
        manifest = Manifest(**raw)
        # Compared as bytes, so that no altered byte passes, be it a blank between two values.
        if manifest.seal and manifest.sealed()._text().encode() != data:
            raise IndexDamaged(f"{path} was altered: its seal does not match; {_REBUILD}")
        return manifest
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}); {_REBUILD}") from error


def current_folder(index_dir: Path) -> Path:
    """Folder of the active generation.

    Raises IndexMissing if nothing was ever built there; IndexDamaged if the pointer is unreadable,
    or its generation is missing or not the one it names.
    """
    pointer = index_dir / CURRENT
    try:
        text = pointer.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise IndexMissing(
            f"No index in {index_dir}; build one: policyqa build FOLDER --index {index_dir}"
        ) from None
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{pointer} cannot be read ({error}); {_REBUILD}") from error
    found = _POINTER.fullmatch(text) or _OLD_POINTER.fullmatch(text)
    if found is None:
        raise IndexDamaged(f"{pointer} was altered: it names no generation; {_REBUILD}")
    name, seal = found[1], found[2] if found.re is _POINTER else ""
    folder = index_dir / GENERATIONS / name
    if not folder.is_dir():
        raise IndexDamaged(f"{pointer} names the generation {name!r}, which is missing; {_REBUILD}")
    if load_manifest(folder).seal != seal:
        raise IndexDamaged(f"{pointer} and the manifest in {folder} do not match; {_REBUILD}")
    return folder


def pointer_text(index_dir: Path) -> str:
    """What the pointer file says, whatever it is; ``""`` when there is none."""
    try:
        return (index_dir / CURRENT).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def named_by_pointer(index_dir: Path) -> str:
    """Name of the generation that the pointer means, sound or not; ``""`` for none."""
    return (pointer_text(index_dir).split() or [""])[0]


def set_current(index_dir: Path, name: str) -> None:
    """Make generation ``name`` active by one rename; readers see either the old or the new one."""
    seal = load_manifest(index_dir / GENERATIONS / name).seal
    write_durably(index_dir / CURRENT, f"{name} {seal}\n")


def write_durably(path: Path, text: str) -> None:
    """Put a small file in place by one rename, on disk when this returns."""
    new = path.with_name(path.name + ".tmp")
    with new.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, path)
    sync_folder(path.parent)


def measure_files(folder: Path) -> dict[str, FileEntry]:
    """Size and checksum of every file below ``folder`` but the manifest, names with ``/``."""
    entries = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            stat = path.stat()
            name = path.relative_to(folder).as_posix()
            entries[name] = FileEntry(stat.st_size, sha256(path), stat.st_mtime_ns)
    return entries


def check_files(folder: Path, manifest: Manifest, *, full: bool) -> Iterator[str]:
    """Problems with the files: sizes always; checksums of small files and of those that were
    written to since, of all when ``full``."""
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            stat = path.stat()
            touched = entry.mtime_ns not in (0, stat.st_mtime_ns)
            if stat.st_size != entry.size:
                yield f"{path} is {stat.st_size} bytes, the manifest says {entry.size}"
            elif (full or touched or stat.st_size <= _SMALL) and sha256(path) != entry.sha256:
                yield f"{path} was altered: its checksum differs from the manifest's"
        except FileNotFoundError:
            yield f"{path} is missing"
        except OSError as error:
            yield f"{path} cannot be read ({error.strerror or error})"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Sync every file and folder below ``folder`` to disk before it is renamed."""
    for path in sorted(folder.rglob("*")):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("r+b") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    if sys.platform == "win32":  # folders cannot be synced there
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
