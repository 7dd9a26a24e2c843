"""Folding: what differs only in typing compares equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.folding import fold, latin_words, stem, without_accents


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("罰款總額", "罚款总额"),
        ("FINES", "fines"),
        ("（一）", "(一)"),
        ("zero\u200bwidth", "zerowidth"),
        ("it’s", "it's"),
        ("\ufeffhead", "head"),
    ],
)
def test_spellings_that_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing_for_chinese_and_latin(text: str) -> None:
    kept = "".join(c for c in text if c.isascii() or "\u4e00" <= c <= "\u9fff")
    assert fold(fold(kept)) == fold(kept)


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=40))
def test_chinese_keeps_its_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("fines", "fine"), ("bureaux", "bureaus"), ("bodies", "body"), ("inspections", "inspected")],
)
def test_stems_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_words_stand_where_they_say() -> None:
    folded = fold("罚款 Fines and amendes sévères")
    assert [folded[a:b] for _, a, b in latin_words(folded)] == [
        "fines",
        "and",
        "amendes",
        "sévères",
    ]


def test_accents_go_and_the_letters_stay() -> None:
    assert without_accents("sévères Übersicht año") == "severes Ubersicht ano"
