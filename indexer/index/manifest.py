"""The manifest of a generation, and the pointer to the generation in force.

::

    .policyqa/CURRENT                      name of the generation in force
    .policyqa/generations/000002/manifest.json, catalog.sqlite, *.npy, *.faiss, terms/…

Nothing of a generation changes once its folder bears its final name.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ..errors import IndexDamaged, IndexMissing
from .embedder import ModelIdentity

SCHEMA_VERSION = 2

CURRENT = "CURRENT"
GENERATIONS = "generations"
MANIFEST = "manifest.json"
_SMALL = 1024 * 1024
_REBUILD = "run: policyqa build --rebuild"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """Size in bytes and SHA-256 of one file of a generation."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is: read first, and checked before anything else is opened.

    ``reading``, ``terms`` and ``works`` are fingerprints of the code and data that made the
    reports' rows, the term stores and the grouping of files into works; ``created`` is ISO 8601;
    ``corpus`` the folders and files indexed.
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

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / MANIFEST).write_text(text, encoding="utf-8")


def load_manifest(folder: Path) -> Manifest:
    """The manifest in ``folder``; IndexDamaged when missing, unreadable or of another schema."""
    path = folder / MANIFEST
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if raw["schema"] != SCHEMA_VERSION:
            raise IndexDamaged(
                f"{path} is of index schema {raw['schema']}, this program reads "
                f"{SCHEMA_VERSION}; {_REBUILD}"
            )
        raw["model"] = ModelIdentity(**raw["model"])
        raw["files"] = {name: FileEntry(**entry) for name, entry in raw["files"].items()}
        raw["corpus"] = tuple(raw["corpus"])
        return Manifest(**raw)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexDamaged(f"{path} cannot be read ({error}); {_REBUILD}") from error


def current_folder(index_dir: Path) -> Path:
    """Folder of the generation in force; IndexMissing when nothing was ever built there."""
    pointer = index_dir / CURRENT
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise IndexMissing(
            f"No index in {index_dir}; build one: policyqa build FOLDER --index {index_dir}"
        ) from None
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{pointer} cannot be read ({error}); {_REBUILD}") from error
    folder = index_dir / GENERATIONS / name
    if not name or "/" in name or "\\" in name or not folder.is_dir():
        raise IndexDamaged(f"{pointer} names the generation {name!r}, which is missing; {_REBUILD}")
    return folder


def set_current(index_dir: Path, name: str) -> None:
    """Put generation ``name`` in force by one rename; readers see the old one or the new one."""
    new = index_dir / (CURRENT + ".tmp")
    with new.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(new, index_dir / CURRENT)
    sync_folder(index_dir)


def measure_files(folder: Path) -> dict[str, FileEntry]:
    """Size and checksum of every file below ``folder`` but the manifest, names with ``/``."""
    return {
        path.relative_to(folder).as_posix(): FileEntry(path.stat().st_size, sha256(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def check_files(folder: Path, manifest: Manifest, *, full: bool) -> Iterator[str]:
    """Problems with the files: sizes always, checksums of small files, of all when ``full``."""
    for name, entry in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError:
            yield f"{path} is missing"
            continue
        if size != entry.size:
            yield f"{path} is {size} bytes, the manifest says {entry.size}"
        elif (full or size <= _SMALL) and sha256(path) != entry.sha256:
            yield f"{path} was altered: its checksum differs from the manifest's"


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync_tree(folder: Path) -> None:
    """Have the disk hold every file and folder below ``folder`` before it is renamed."""
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
