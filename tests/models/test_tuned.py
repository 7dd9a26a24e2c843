"""The trained files that ship: their size, and how they are loaded."""

from __future__ import annotations

import numpy as np

from indexer.models import tuned


def test_what_ships_of_the_trained_networks_stays_under_16_mb() -> None:
    assert tuned.ENCODER.stat().st_size + tuned.READER.stat().st_size < 16e6


def test_heads_kept_in_half_precision_are_used_in_single() -> None:
    for arrays in (tuned.encoder_arrays(), tuned.reader_arrays()):
        assert not any(array.dtype == np.float16 for array in arrays.values())
        assert any(array.dtype == np.float32 and array.ndim == 2 for array in arrays.values())
