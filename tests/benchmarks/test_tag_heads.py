"""Heads that are the mean of two, and heads with fewer hidden units."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks.training.tags import mean_of, with_fewer_units

WIDTH, UNITS = 12, 20


def _head(seed: int, units: int = UNITS) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    return {
        "tags1.w": rng.normal(size=(units, WIDTH)).astype("f4"),
        "tags1.b": rng.normal(size=units).astype("f4"),
        "tags2.w": rng.normal(size=(3, units)).astype("f4"),
        "tags2.b": rng.normal(size=3).astype("f4"),
    }


def _logits(head: dict[str, np.ndarray], inputs: np.ndarray) -> np.ndarray:
    hidden = F.gelu(torch.from_numpy(inputs @ head["tags1.w"].T + head["tags1.b"])).numpy()
    return hidden @ head["tags2.w"].T + head["tags2.b"]


def test_the_mean_of_two_tag_heads_gives_the_mean_of_their_logits() -> None:
    inputs = np.random.default_rng(0).normal(size=(40, WIDTH)).astype("f4")
    known, new = _head(1), _head(2)
    found = _logits(mean_of("tags", [known, new], [0.75, 0.25]), inputs)
    expected = 0.75 * _logits(known, inputs) + 0.25 * _logits(new, inputs)
    np.testing.assert_allclose(found, expected, atol=1e-4)


def test_units_that_move_nothing_are_left_out_without_a_trace() -> None:
    inputs = np.random.default_rng(3).normal(size=(400, WIDTH)).astype("f4")
    head = _head(4)
    head["tags2.w"][:, 5:] = 0.0
    smaller = with_fewer_units(head, "tags", inputs, 5)
    assert smaller["tags1.w"].shape == (5, WIDTH)
    np.testing.assert_allclose(_logits(smaller, inputs), _logits(head, inputs), atol=1e-3)
