from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks import scale, scale_index
from indexer import Index
from indexer.index.store import faiss_backend
from indexer.index.store.verify import verify


@pytest.fixture(scope="module")
def made(sample_index: Index, tmp_path_factory) -> Path:
    """An index of eight made reports, whose sentences are kept in lists."""
    folder = tmp_path_factory.mktemp("scale") / "index"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faiss_backend, "EXACT_ROWS", 200)
        scale_index.make(sample_index.generation, folder, 80, seed=3, likeness=0.9)
    return folder


def test_a_made_index_is_sound_and_finds_what_it_holds(made: Path) -> None:
    assert verify(made) == []
    with Index.open(made) as index:
        assert index.generation.manifest.counts["passages"] == 80 and not index.generation.exact
        text = index.generation.text(3)
        start = int(index.generation.passage_start[index.generation.passages_of(3)[4]])
        hits = index.search(text[start : start + 120])
        assert hits and all(
            hit.quote == index.text(hit.report)[hit.start : hit.end] for hit in hits
        )
        assert scale.search_recall(index, scale.ASKED[:3]) >= 0.9


def test_noise_is_as_large_as_asked_and_the_same_in_any_order(sample_index: Index) -> None:
    source = sample_index.generation.sentence_store
    rows = np.arange(len(source)).repeat(30)
    noisy = scale_index.Noisy(
        source, rows, 0.9, 3, sample_index.generation.manifest.model.dimension
    )
    places = np.array([2500, 3, 40, 1025])
    block = noisy.take(places)
    assert np.array_equal(block[::-1], noisy.take(places[::-1]))
    whole, old = noisy.take(np.arange(len(rows))), source.vectors(rows)
    held = old.any(axis=1)
    assert abs(float((whole[held] * old[held]).sum(axis=1).mean()) - 0.9) < 0.01
    assert not whole[~held].any()
