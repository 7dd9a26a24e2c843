"""Q4_0, the block form of weights in 4 bits that ggml and the model file use.

A row of a matrix is cut into blocks of 32 weights. A block is 18 bytes: a float16 scale, then 16
bytes whose low half-bytes are the weights 0 to 15 and high half-bytes the weights 16 to 31; the
value of a weight is (half-byte - 8) x scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
BYTES = 18


def dequantised(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The values, float32 (n, 32), of blocks, uint8 (n, 18)."""
    codes = blocks[:, 2:]
    halves = np.concatenate([codes & 15, codes >> 4], axis=1)
    return (halves.astype(np.float32) - np.float32(8)) * scales(blocks)[:, None]


def scales(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The scale, float32 (n,), of each block."""
    return np.ascontiguousarray(blocks[:, :2]).view("<f2")[:, 0].astype(np.float32)


def quantised(matrix: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A matrix (rows, columns) as blocks, uint8 (rows * columns / 32, 18), rounded as ggml does.

    The weight of largest size in a block becomes -8, so the scale has its sign turned.
    """
    weights = np.ascontiguousarray(matrix, dtype=np.float32).reshape(-1, BLOCK)
    largest = np.take_along_axis(weights, np.abs(weights).argmax(axis=1)[:, None], axis=1)
    scale = (largest / np.float32(-8)).astype("<f2")
    wide = scale.astype(np.float32)
    inverse = np.divide(np.float32(1), wide, out=np.zeros_like(wide), where=wide != 0)
    halves = np.clip(np.floor(weights * inverse + np.float32(8.5)), 0, 15).astype(np.uint8)
    codes = halves[:, :16] | (halves[:, 16:] << 4)
    return np.concatenate([scale.view(np.uint8), codes], axis=1)
