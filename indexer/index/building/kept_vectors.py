"""Vectors of finished batches, on disk while a build runs, so that none is computed twice.

``NAME.vectors`` holds rows, float32 (n, dimension), in the order of their batches, ``NAME.batches``
the keys of each batch's texts and the checksum of its rows. Rows are on disk before their batch is
recorded, so that a record never refers to missing rows; those without a record are cut off.
"""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..store.vector_store import Matrix
from .journal import KEY, Journal, write_all

_BATCH = struct.Struct("<QQ32s")  # first row, rows, SHA-256 of their bytes
_ITEM = struct.Struct(f"<{KEY}sI")  # key of a text, number of its rows
_BLOCK = 16 * 2**20


class KeptVectors:
    """Rows by the key of their text (``store.content``); equal keys mean equal rows.

    Opened from ``folder``, where the two files are made if they do not exist. Batches whose rows
    were altered are left out. OSError if the disk does not take them.
    """

    def __init__(self, folder: Path, name: str, dimension: int) -> None:
        self._dimension = dimension
        self._path = folder / f"{name}.vectors"
        self._file = self._path.open("r+b" if self._path.exists() else "x+b", buffering=0)
        try:
            self._journal = Journal(folder / f"{name}.batches")
        except BaseException:
            self._file.close()
            raise
        self._first: dict[bytes, tuple[int, int]] = {}
        self._rows = 0
        try:
            for key in self._journal:
                self._take(self._journal.get(key) or b"")
            self._file.truncate(self._rows * self._row_bytes)
        except BaseException:
            self.close()
            raise

    @property
    def _row_bytes(self) -> int:
        return self._dimension * 4

    def _take(self, record: bytes) -> None:
        """Note the batch of a record if its rows are whole."""
        if len(record) < _BATCH.size or (len(record) - _BATCH.size) % _ITEM.size:
            return
        first, rows, digest = _BATCH.unpack_from(record)
        items = list(_ITEM.iter_unpack(record[_BATCH.size :]))
        if sum(count for _, count in items) != rows or self._digest_of(first, rows) != digest:
            return
        self._note(first, items)
        self._rows = max(self._rows, first + rows)

    def _digest_of(self, first: int, rows: int) -> bytes:
        digest, left = hashlib.sha256(), rows * self._row_bytes
        self._file.seek(first * self._row_bytes)
        while left and (block := self._file.read(min(_BLOCK, left))):
            digest.update(block)
            left -= len(block)
        return b"" if left else digest.digest()

    def _note(self, first: int, items: Sequence[tuple[bytes, int]]) -> None:
        for key, count in items:
            self._first[key] = (first, count)
            first += count

    def __len__(self) -> int:
        """Texts whose rows are kept."""
        return len(self._first)

    def __contains__(self, key: bytes) -> bool:
        return key in self._first

    def place(self, key: bytes) -> tuple[int, int]:
        """First row and number of rows of a kept text."""
        return self._first[key]

    def add(self, keys: Sequence[bytes], counts: Sequence[int], rows: Matrix) -> None:
        """Keep one batch: ``counts[i]`` consecutive rows for ``keys[i]``. It is on disk when this
        returns."""
        if not keys:
            return
        block = np.ascontiguousarray(rows, dtype="<f4")
        if block.shape != (sum(counts), self._dimension):
            raise ValueError(f"{block.shape} rows where {sum(counts)} belong")
        data = block.tobytes()
        self._file.seek(self._rows * self._row_bytes)
        write_all(self._file, data)
        os.fsync(self._file.fileno())
        items = list(zip(keys, counts, strict=True))
        record = _BATCH.pack(self._rows, len(block), hashlib.sha256(data).digest())
        record += b"".join(_ITEM.pack(key, count) for key, count in items)
        self._journal.append(hashlib.sha256(record).digest()[:KEY], record)
        self._journal.sync()
        self._note(self._rows, items)
        self._rows += len(block)

    def matrix(self) -> Matrix:
        """All rows, float32 (n, dimension), mapped from the file; do not write to it."""
        if not self._rows:
            return np.zeros((0, self._dimension), dtype=np.float32)
        mapped: NDArray[np.float32] = np.memmap(
            self._path, dtype="<f4", mode="r", shape=(self._rows, self._dimension)
        )
        return mapped

    def close(self) -> None:
        self._journal.close()
        with suppress(OSError):
            self._file.close()
