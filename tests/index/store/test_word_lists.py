from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.index.store.word_lists import WordLists

LISTS = st.lists(st.lists(st.text(max_size=3), max_size=6), max_size=10)


@given(LISTS)
def test_what_was_put_in_comes_out(lists: list[list[str]]) -> None:
    kept = WordLists(lists)
    assert list(kept) == lists and len(kept) == len(lists)
    assert kept.lengths.tolist() == [len(words) for words in lists]


@given(LISTS, st.data())
def test_some_of_the_lists_are_a_corpus_of_their_own(lists: list[list[str]], data) -> None:
    rows = data.draw(st.lists(st.integers(0, max(len(lists) - 1, 0)))) if lists else []
    chosen = WordLists(lists).chosen(rows)
    assert list(chosen) == [lists[row] for row in rows]
    assert chosen.numbered()[0] == sorted({w for row in rows for w in lists[row]})


@given(LISTS)
def test_words_are_numbered_in_their_order(lists: list[list[str]]) -> None:
    words, numbers = WordLists(lists).numbered()
    assert words == sorted({word for part in lists for word in part})
    assert [words[n] for n in numbers] == [word for part in lists for word in part]
