"""The weights trained for policy reports, which this package includes in addition to the bundled
model.

``encoder.npz`` contains the encoder's upper layers and the heads that read a question;
``reader.npz`` those of the reader. Matrices of layers are Q4_0 blocks, under their names in the
model file; those of heads are stored in half precision and used in single precision.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError

_FOLDER = Path(__file__).parent / "data"
ENCODER, READER = _FOLDER / "encoder.npz", _FOLDER / "reader.npz"

_LAYERS = {f"l{number}" for number in range(12)}

Arrays = dict[str, NDArray[Any]]


@lru_cache(maxsize=1)
def encoder_arrays() -> Arrays:
    """Layers of the encoder and the heads that read a question (.w, .b)."""
    return _loaded(ENCODER)


@lru_cache(maxsize=1)
def reader_arrays() -> Arrays:
    """``layers`` (which are run), those that were tuned, ``types`` and the reader's heads."""
    return _loaded(READER)


@lru_cache(maxsize=1)
def encoder_sha256() -> str:
    """SHA-256 of the encoder's layers: an index built with others must be built anew. Heads only
    read questions."""
    digest = hashlib.sha256()
    for name, array in sorted(encoder_arrays().items()):
        if name.split(".")[0] in _LAYERS:
            digest.update(name.encode() + array.tobytes())
    return digest.hexdigest()


def _loaded(path: Path) -> Arrays:
    try:
        with np.load(path, allow_pickle=False) as found:
            return {name: _single(found[name]) for name in found.files}
    except (OSError, ValueError) as error:
        raise _missing(path, error) from error


def _single(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _missing(path: Path, error: Exception) -> ModelError:
    return ModelError(f"{path} cannot be read ({error}); reinstall policyqa")
