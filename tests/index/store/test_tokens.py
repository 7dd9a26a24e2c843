from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from indexer.glossary import own_glossary
from indexer.index.store.tokens import STOP_WORDS, concepts, tokenise, words


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


def test_terms_of_one_s_own_meet_across_languages(
    tmp_path: Path,
) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[concepts.fee]\nzh = ["榕溪规费"]\nen = ["zorble levy"]\n', encoding="utf-8")
    terms = own_glossary(own)
    assert concepts("收榕溪规费", terms) == concepts("the Zorble levies", terms) == ["§fee"]
    assert tokenise("收榕溪规费", terms) == [*words("收榕溪规费"), "§fee"]


def test_without_terms_of_one_s_own_tokens_are_the_words() -> None:
    assert tokenise("罚款与检查") == words("罚款与检查")


@given(st.text(max_size=60))
def test_any_text_gives_folded_words_without_spaces(text: str) -> None:
    for word in words(text):
        assert word and word == word.lower() and not any(c.isspace() for c in word)
