from __future__ import annotations

import bm25s
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.store import bm25
from indexer.index.store.bm25 import K1, B
from indexer.index.store.word_lists import WordLists

WORDS = [f"词{n}" for n in range(30)]
DOCUMENTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=40), min_size=1, max_size=40)


@given(DOCUMENTS)
def test_weights_are_those_of_bm25s_to_the_last_bit(documents: list[list[str]]) -> None:
    words, (data, rows, starts) = bm25.weights(WordLists(documents))
    assert words == sorted({word for document in documents for word in document})
    if not words:
        assert len(data) == 0 and starts.tolist() == [0]
        return
    numbers = {word: number for number, word in enumerate(words)}
    engine = bm25s.BM25(method="lucene", k1=K1, b=B, backend="numpy", csc_backend="numpy")
    ids = [[numbers[word] for word in document] for document in documents]
    engine.index((ids, numbers), create_empty_token=False, show_progress=False)
    assert np.array_equal(data, engine.scores["data"].astype(np.float32))
    assert np.array_equal(rows, engine.scores["indices"])
    assert np.array_equal(starts, engine.scores["indptr"])


def test_a_corpus_larger_than_a_block_is_weighed_alike(monkeypatch) -> None:
    documents = WordLists([WORDS[n % 7 : n % 11 + 7] for n in range(50)])
    whole = bm25.weights(documents)[1]
    monkeypatch.setattr(bm25, "_BLOCK", 13)
    for part, same in zip(bm25.weights(documents)[1], whole, strict=True):
        assert np.array_equal(part, same)
