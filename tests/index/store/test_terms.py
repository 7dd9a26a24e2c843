from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import IndexDamaged
from indexer.index.store.terms import K1, B, TermStore

WORDS = st.lists(
    st.lists(st.sampled_from(["罚款", "740.9", "码头", "fine"]), max_size=8),
    min_size=1,
    max_size=12,
)


def bm25(documents: list[list[str]], word: str) -> list[float]:
    """Lucene's BM25 written out, as the paper has it."""
    average = sum(map(len, documents)) / len(documents)
    df = sum(word in d for d in documents)
    idf = math.log(1 + (len(documents) - df + 0.5) / (df + 0.5))
    tf = [d.count(word) for d in documents]
    return [
        idf * f / (f + K1 * (1 - B + B * len(d) / average)) if f else 0.0
        for f, d in zip(tf, documents, strict=True)
    ]


@given(WORDS)
def test_scores_are_bm25_of_every_row(documents: list[list[str]]) -> None:
    store = TermStore.build(documents)
    for word in ("罚款", "740.9"):
        assert np.allclose(store.scores([word]), bm25(documents, word), atol=1e-5)


@given(WORDS, st.floats(0, 4))
def test_weights_multiply_and_words_add_up(documents: list[list[str]], weight: float) -> None:
    store = TermStore.build(documents)
    expected = store.scores(["罚款"]) * weight + store.scores(["fine"])
    assert np.allclose(store.scores(["罚款", "fine"], [weight, 1.0]), expected, atol=1e-4)


def test_unknown_words_score_nothing_and_have_the_highest_idf() -> None:
    store = TermStore.build([["罚款"], ["码头", "罚款"], []])
    assert not store.scores(["没有"]).any() and "没有" not in store
    assert store.idf("没有") > store.idf("码头") > store.idf("罚款")


def test_a_saved_store_scores_the_same(tmp_path) -> None:
    store = TermStore.build([["罚款", "740.9"], ["码头"]])
    store.save(tmp_path / "terms")
    again = TermStore.load(tmp_path / "terms")
    assert np.array_equal(again.scores(["740.9", "码头"]), store.scores(["740.9", "码头"]))


def test_a_store_without_any_word_can_be_saved_and_asked(tmp_path) -> None:
    TermStore.build([[], []]).save(tmp_path)
    assert TermStore.load(tmp_path).scores(["罚款"]).tolist() == [0, 0]


def test_a_damaged_store_is_one_clear_error(tmp_path) -> None:
    TermStore.build([["罚款"]]).save(tmp_path)
    (tmp_path / "vocab.index.json").write_text("{")
    with pytest.raises(IndexDamaged, match="rebuild"):
        TermStore.load(tmp_path)


@given(WORDS, WORDS)
def test_repeats_change_no_other_weight_and_weigh_what_they_repeat(
    documents: list[list[str]], others: list[list[str]]
) -> None:
    alone = TermStore.build(documents)
    repeats = [*documents, *others]
    store = TermStore.build(
        [*documents, *repeats], [False] * len(documents) + [True] * len(repeats)
    )
    for word in ("罚款", "740.9", "fine"):
        scores, count = store.scores([word]), len(documents)
        assert np.array_equal(scores[:count], alone.scores([word]))
        assert np.array_equal(scores[count : 2 * count], scores[:count])
        assert store.idf(word) == alone.idf(word)


def test_a_saved_store_still_knows_its_repeats(tmp_path) -> None:
    store = TermStore.build([["罚款"], ["码头"], ["罚款"]], [False, False, True])
    store.save(tmp_path / "terms")
    assert (
        TermStore.load(tmp_path / "terms").idf("罚款")
        == store.idf("罚款")
        == TermStore.build([["罚款"], ["码头"]]).idf("罚款")
    )


@given(WORDS, st.data())
def test_scores_of_some_rows_are_those_of_all(
    documents: list[list[str]], data: st.DataObject
) -> None:
    store = TermStore.build(documents)
    chosen = st.lists(st.integers(0, len(documents) - 1), max_size=6)
    rows = np.array(data.draw(chosen), dtype=np.int64)
    tokens = ["罚款", "fine", "罚款", "absent"]
    assert store.scores_at(tokens, rows).tobytes() == store.scores(tokens)[rows].tobytes()
