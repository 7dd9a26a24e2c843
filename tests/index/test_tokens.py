from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.index.tokens import STOP_WORDS, concepts, tokenise, words


def test_a_figure_keeps_its_number_whole_beside_its_word() -> None:
    found = words("罚款740.9万元")
    assert "罚款" in found and "740.9" in found


def test_thousands_separators_percent_and_width_do_not_matter() -> None:
    assert words("1,346次")[0] == words("１３４６次")[0] == "1346"
    assert "94.7" in words("通过率94.7%")


def test_traditional_and_simplified_give_the_same_words() -> None:
    assert words("罰款與檢查") == words("罚款与检查")


def test_long_chinese_words_give_their_parts_too() -> None:
    found = words("行政处罚")
    assert {"行政", "处罚"} <= set(found)


def test_english_words_meet_by_stem_and_stop_words_go() -> None:
    assert words("the inspections of boilers") == words("inspection boiler")
    assert not set(words("which of the bureaus did")) & STOP_WORDS


def test_concepts_meet_across_languages() -> None:
    assert set(concepts("罚款")) & set(concepts("enforcement fines"))


def test_tokens_are_words_then_concepts() -> None:
    text = "罚款与检查"
    assert tokenise(text) == words(text) + concepts(text)


@given(st.text(max_size=60))
def test_any_text_gives_folded_words_without_spaces(text: str) -> None:
    for word in words(text):
        assert word and word == word.lower() and not any(c.isspace() for c in word)
