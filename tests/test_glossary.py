"""A glossary of the user's own and its matcher. All terms are made up for these tests."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import PolicyQAError
from indexer.glossary import Concept, Glossary, Match, own_glossary
from indexer.text.folding import fold


def made(**terms: dict[str, list[str]]) -> Glossary:
    return Glossary(
        [
            Concept(name, {language: tuple(own) for language, own in table.items()})
            for name, table in terms.items()
        ]
    )


def found(glossary: Glossary, text: str) -> set[str]:
    return {m.concept for m in glossary.matches(fold(text))}


FEES = made(
    fee={
        "zh": ["榕溪规费", "清淤费"],
        "en": ["zorble levy", "dredging charge"],
        "fr": ["taxe d'égout"],
        "de": ["Ruderabgabe"],
        "ja": ["浚渫料"],
        "ru": ["сбор за ил"],
        "ko": ["준설료"],
    },
    code={"zh": ["12315热线"], "en": ["g7 hotline"]},
)


@pytest.mark.parametrize(
    "text",
    [
        "全年收取榕溪规费88万元",
        "徵收清淤費三次",
        "How much was the zorble levy?",
        "two dredging charges",
        "Zorble-Levy 2030",
        "les taxes d'egout perçues",
        "die Ruderabgabe stieg",
        "浚渫料は三百万円",
        "сбор за ил вырос",
        "준설료 3억원",
    ],
)
def test_a_term_is_found_in_its_language_however_it_is_typed_or_inflected(text: str) -> None:
    assert found(FEES, text) == {"fee"}


@pytest.mark.parametrize(
    "text",
    [
        "清理淤泥的费用",
        "a zorble and a levy",
        "the levy on zorble, levy by levy",
        "Ruderabgaben-freie",
        "",
    ],
)
def test_words_that_do_not_stand_together_as_in_the_term_are_no_match(text: str) -> None:
    assert found(FEES, text) == set()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("拨打12315热线", {"code"}),
        ("检查点位412315热线", set()),
        ("the g7 hotline", {"code"}),
        ("sg7 hotline", set()),
        ("g7 hotlines", set()),
    ],
)
def test_a_term_with_digits_is_not_found_inside_a_longer_number_or_word(
    text: str, right: set[str]
) -> None:
    assert found(FEES, text) == right


def test_a_french_term_is_no_english_word_of_the_same_stem() -> None:
    assert found(made(a={"fr": ["amendes"]}), "The act was amended") == set()


def test_longest_match_wins_over_terms_inside_it() -> None:
    glossary = made(a={"zh": ["河道"]}, b={"zh": ["河道规费"]}, c={"zh": ["规费"]})
    assert glossary.matches("收河道规费") == [Match("b", 1, 5)]


def test_overlapping_terms_of_which_none_holds_the_other_are_both_kept() -> None:
    glossary = made(a={"zh": ["清淤河道"]}, b={"zh": ["河道规费"]})
    assert [m.concept for m in glossary.matches("清淤河道规费")] == ["a", "b"]


def test_a_term_of_two_concepts_is_found_as_both() -> None:
    assert found(made(a={"zh": ["规费"]}, b={"zh": ["规费"], "en": ["dues"]}), "规费") == {"a", "b"}


def test_synonyms_are_the_other_terms_in_every_language() -> None:
    assert made(a={"zh": ["规费", "会费"], "en": ["dues"]}).synonyms("What were the dues?") == (
        "规费",
        "会费",
    )


def test_no_glossary_finds_nothing() -> None:
    assert own_glossary(None).matches("罚款 fines") == []
    assert own_glossary(None).synonyms("罚款 fines") == ()


def test_a_file_may_have_the_keys_of_earlier_releases(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[concepts.fee]\nfamily = "money"\nexcludes = ["x"]\nzh = ["规费"]\n', "utf-8")
    assert found(own_glossary(own), "规费") == {"fee"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[concepts.fee]\nxx = ["规费"]\n', "concepts.fee has unknown keys"),
        ('[concepts.fee]\nzh = "规费"\n', "concepts.fee.zh must be a list"),
        ("[concepts.fee]\nzh = [1]\n", "concepts.fee.zh must be a list"),
        ('[concepts]\nfee = ["规费"]\n', "concepts.fee must be a table"),
        ('concepts = ["规费"]\n', "concepts must be tables"),
        ("[concepts", "not valid TOML"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, "utf-8")
    with pytest.raises(PolicyQAError, match=rf"own\.toml: {said}"):
        own_glossary(own)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes('[concepts.fee]\nzh = ["规费"]\n'.encode("gb18030"))
    with pytest.raises(PolicyQAError, match=r"own\.toml: not valid TOML in UTF-8"):
        own_glossary(own)


@given(st.text(alphabet="榕溪规费清淤 zorble levy 12315热线é", max_size=60))
def test_matches_are_terms_in_order_and_never_inside_a_longer_one(text: str) -> None:
    matches = FEES.matches(fold(text))
    assert [m.start for m in matches] == sorted(m.start for m in matches)
    for m in matches:
        assert not any(
            k.start <= m.start and m.end <= k.end and (k.end - k.start) > (m.end - m.start)
            for k in matches
        )


def test_a_long_text_is_matched_quickly() -> None:
    glossary = made(
        **{f"c{n}": {"zh": [f"第{n}号规费"], "en": [f"levy of kind {n}"]} for n in range(1000)},
        fee={"zh": ["榕溪规费"], "en": ["zorble levy"]},
    )
    text = fold(
        "榕溪河道局收取榕溪规费33次，第7号规费8万元。The bureau took a zorble levy of 3. " * 300
    )
    glossary.matches("warm")
    started = time.process_time()
    assert len(glossary.matches(text)) >= 900
    assert time.process_time() - started < 1
