"""Kept vectors: whole batches come back, anything else does not."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from indexer.index.building.kept_vectors import KeptVectors

KEYS = [bytes([n]) * 16 for n in range(6)]
COUNTS = [2, 1, 3, 1, 1, 2]
ROWS = np.random.default_rng(3).normal(size=(sum(COUNTS), 4)).astype(np.float32)
BATCHES = [(0, 2), (2, 5), (5, 6)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    kept = KeptVectors(tmp_path, "p", 4)
    for number in range(len(BATCHES)):
        add(kept, number)
    kept.close()
    return tmp_path


def add(kept: KeptVectors, batch: int) -> None:
    a, b = BATCHES[batch]
    kept.add(KEYS[a:b], COUNTS[a:b], ROWS[sum(COUNTS[:a]) : sum(COUNTS[:b])])


def texts(folder: Path) -> list[bytes]:
    """Keys that are kept; their rows are checked."""
    kept = KeptVectors(folder, "p", 4)
    matrix = kept.matrix()
    for n, key in enumerate(KEYS):
        if key in kept:
            first, count = kept.place(key)
            start = sum(COUNTS[:n])
            assert count == COUNTS[n]
            assert np.array_equal(matrix[first : first + count], ROWS[start : start + count])
    found = [key for key in KEYS if key in kept]
    kept.close()
    return found


def test_batches_come_back(folder: Path) -> None:
    assert texts(folder) == KEYS


@pytest.mark.parametrize("name", ["p.vectors", "p.batches"])
def test_wherever_a_file_is_cut_whole_batches_come_back_and_it_is_gone_on_with(
    folder: Path, name: str
) -> None:
    whole = {n: (folder / n).read_bytes() for n in ("p.vectors", "p.batches")}
    seen = set()
    for cut in range(0, len(whole[name]), 3):
        for other, data in whole.items():
            (folder / other).write_bytes(data)
        os.truncate(folder / name, cut)
        left = texts(folder)
        seen.add(len(left))
        assert left in [KEYS[:b] for b in (0, 2, 5)]
        kept = KeptVectors(folder, "p", 4)
        for number, (_, b) in enumerate(BATCHES):
            if b > len(left):
                add(kept, number)
        kept.close()
        assert texts(folder) == KEYS
    assert seen == {0, 2, 5}


@pytest.mark.parametrize("name", ["p.vectors", "p.batches"])
def test_altered_rows_are_never_taken(folder: Path, name: str) -> None:
    whole = {n: (folder / n).read_bytes() for n in ("p.vectors", "p.batches")}
    for place in range(0, len(whole[name]), 3):
        altered = bytearray(whole[name])
        altered[place] ^= 1
        for other, data in (whole | {name: bytes(altered)}).items():
            (folder / other).write_bytes(data)
        assert len(texts(folder)) < len(KEYS)  # the rows of all others are checked there


def test_rows_without_a_record_are_cut_off(folder: Path) -> None:
    size = (folder / "p.vectors").stat().st_size
    with (folder / "p.vectors").open("ab") as file:
        file.write(b"half a batch")
    assert texts(folder) == KEYS and (folder / "p.vectors").stat().st_size == size


def test_nothing_kept_is_an_empty_matrix(tmp_path: Path) -> None:
    kept = KeptVectors(tmp_path, "p", 4)
    assert kept.matrix().shape == (0, 4) and len(kept) == 0
    kept.close()
