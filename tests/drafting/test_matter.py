"""What is asked for, once the names of issuers, places and years are taken out."""

from __future__ import annotations

import pytest

from indexer.drafting.lexical.matter import Matter, matter_of
from indexer.lexicon import load_lexicon
from indexer.search.issuers import Scope
from indexer.search.question import understand


def matter(text: str, *spans: tuple[int, int]) -> Matter:
    lexicon = load_lexicon()
    return matter_of(understand(text, lexicon), Scope(None, spans=spans), lexicon)


@pytest.mark.parametrize("text", ["罚款多少", "how much was imposed in fines", "montant des amendes"])
def test_one_quantity_in_any_language(text: str) -> None:
    found = matter(text)
    assert "fine" in found.quantities and found.family == "money"


def test_named_stretches_are_left_out() -> None:
    found = matter("青河市应急管理局罚款多少", (0, 8))
    assert "青河" not in found.text and "罚款" in found.text
    assert not any("青河" in t or "应急" in t for t in found.tokens)


def test_words_outside_the_lexicon_stay_as_residual() -> None:
    assert any("热气球" in w or "气球" in w for w in matter("采购热气球多少个").residual)
    assert matter("罚款多少").residual == ()


def test_numbers_and_bounds_of_a_condition_are_no_words_to_find() -> None:
    assert matter("罚款超过一千万元的单位").residual == ()


def test_the_text_is_never_empty() -> None:
    assert matter("多少").text and matter("？").text


def test_a_question_for_a_deed_wants_no_figure() -> None:
    assert not matter("哪些单位聘请了法律顾问").family_said
    assert matter("哪些单位公布了罚款金额").family_said
