from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from indexer.models import q4


def test_a_block_is_read_as_its_definition_says() -> None:
    scale = np.array([0.5], dtype="<f2").view(np.uint8)
    codes = np.arange(16, dtype=np.uint8) | (np.uint8(15) << 4)
    values = q4.dequantised(np.concatenate([scale, codes])[None])
    assert values.tolist() == [[(j - 8) * 0.5 for j in range(16)] + [3.5] * 16]


@given(arrays(np.float32, (4, 64), elements=st.floats(-4, 4, width=32)))
def test_quantised_weights_are_near_and_quantise_to_themselves(matrix: np.ndarray) -> None:
    blocks = q4.quantised(matrix)
    assert blocks.shape == (8, q4.BYTES)
    near = q4.dequantised(blocks)
    weights = matrix.reshape(-1, q4.BLOCK)
    step = np.abs(weights).max(axis=1, keepdims=True) / 8
    assert (np.abs(near - weights) <= step * 1.01 + 1e-6).all()
    again = q4.dequantised(q4.quantised(near.reshape(matrix.shape)))
    assert np.allclose(again, near, atol=1e-6) or np.abs(again - near).max() <= step.max()
