from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import IndexDamaged
from indexer.index.store import terms
from indexer.index.store.terms import TermStore
from indexer.index.store.vocabulary import MappedVocabulary

WORDS = st.sets(st.text(min_size=1, max_size=5), max_size=40)


@given(WORDS, st.text(max_size=5))
def test_every_word_has_the_number_of_its_place(tmp_path_factory, words, other: str) -> None:
    folder, ordered = tmp_path_factory.mktemp("words"), sorted(words)
    MappedVocabulary.save(folder, ordered)
    vocabulary = MappedVocabulary.load(folder)
    assert vocabulary is not None and list(vocabulary) == ordered
    assert [vocabulary[word] for word in ordered] == list(range(len(ordered)))
    assert (other in vocabulary) == (other in words)


def test_a_large_vocabulary_is_mapped_and_scores_the_same(tmp_path, monkeypatch) -> None:
    documents = [["罚款", "740.9"], ["码头", "ﬁne", "罚款"], []]
    TermStore.build(documents).save(tmp_path / "small")
    monkeypatch.setattr(terms, "_MAPPED_FROM", 1)
    TermStore.build(documents).save(tmp_path / "large")
    small, large = TermStore.load(tmp_path / "small"), TermStore.load(tmp_path / "large")
    assert isinstance(large.vocabulary, MappedVocabulary)
    assert not (tmp_path / "large/vocab.index.json").exists()
    assert list(large.vocabulary) == list(small.vocabulary)
    for word in ("罚款", "740.9", "ﬁne", "没有"):
        assert large.scores([word]).tolist() == small.scores([word]).tolist()
        assert large.idf(word) == small.idf(word)


def test_a_damaged_vocabulary_is_one_clear_error(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(terms, "_MAPPED_FROM", 1)
    TermStore.build([["罚款"]]).save(tmp_path)
    (tmp_path / "vocab.words.npy").write_bytes(b"x")
    with pytest.raises(IndexDamaged, match="rebuild"):
        TermStore.load(tmp_path)
