"""What a question asks: its kind, unit, years and turns, in the languages people ask in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.folding import fold
from indexer.lexicon import load_lexicon
from indexer.search.question import Question, find_years, understand


def read(text: str) -> Question:
    return understand(text, load_lexicon())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("哪些局公布了罚款金额", "enumerate"),
        ("有几家单位公布了罚款", "enumerate"),
        ("罚款少于十万元的单位有哪些", "enumerate"),
        ("列出所有提到行政诉讼的报告", "enumerate"),
        ("which bureaus reported fines", "enumerate"),
        ("how many cases were exempted from penalty, by bureau?", "enumerate"),
        ("how much did each regulator fine", "enumerate"),
        ("各局罚款多少", "enumerate"),
        ("how many fines were imposed by authority of the Qinghe council", "lookup"),
        ("甲市罚款是乙市的几倍", "compare"),
        ("甲市和乙市的罚款相差多少", "compare"),
        ("name every authority that fined", "enumerate"),
        ("Quelles autorités ont prononcé des amendes ?", "enumerate"),
        ("Welche Behörden haben Bußgelder verhängt?", "enumerate"),
        ("¿Qué autoridades impusieron multas?", "enumerate"),
        ("どの局が罰金を科しましたか", "enumerate"),
        ("罚款多少", "lookup"),
        ("立案几起", "lookup"),
        ("整改率是多少", "lookup"),
        ("how many cases were filed", "lookup"),
        ("what was the pass rate", "lookup"),
        ("Combien d'inspections ont été réalisées ?", "lookup"),
        ("Wie viele Kontrollen gab es?", "lookup"),
        ("¿Cuántas inspecciones hubo?", "lookup"),
        ("立入検査は何件ですか", "lookup"),
        ("哪个单位罚款最多", "compare"),
        ("rank the bureaus by fines", "compare"),
        ("which bureau imposed the highest fines", "compare"),
        ("各局罚款合计多少", "total"),
        ("total fines of all bureaus", "total"),
        ("how much did all the bureaus fine in total", "total"),
        ("执法培训怎么开展", "topic"),
        ("哪些做法值得学习", "topic"),
        ("what problems remain in enforcement", "topic"),
    ],
)
def test_the_kind_of_answer_wanted_is_told_from_the_way_of_asking(text: str, kind: str) -> None:
    assert read(text).kind == kind


@pytest.mark.parametrize("text", ["at least how many cases were there", "至少立案多少起"])
def test_at_least_is_no_superlative(text: str) -> None:
    assert read(text).kind == "lookup"


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("罚款多少钱", "money"),
        ("罚了多少", "money"),
        ("how much was paid in fines", "money"),
        ("立案多少起", "count"),
        ("罚款多少笔", "count"),
        ("how many inspections were made", "count"),
        ("整改率是多少", "ratio"),
        ("what share of kitchens met the standard", "ratio"),
        ("培训多少学时", "time"),
        ("新建校舍面积多少平方米", "area"),
        ("有几家单位公布了罚款", "money"),
        ("how many bureaus reported fines", "money"),
    ],
)
def test_the_unit_asked_for(text: str, family: str) -> None:
    assert read(text).family == family


@pytest.mark.parametrize(
    ("text", "counter"),
    [("检查企业多少家次", "家次"), ("招聘多少名教师", "人"), ("立案多少起", "件"), ("罚款多少", "")],
)
def test_the_measure_word_asked_for(text: str, counter: str) -> None:
    assert read(text).counter == counter


def test_a_count_of_bodies_asks_for_no_measure_word_of_the_figure() -> None:
    assert read("有几家单位公布了罚款").counter == ""
    assert read("检查了几家企业").counter == "家"


@pytest.mark.parametrize(
    ("text", "spell"),
    [
        ("2031年罚款", (2031, 2031)),
        ("fines in 2031", (2031, 2031)),
        ("二〇三一年罚款", (2031, 2031)),
        ("二零三一年罚款", (2031, 2031)),
        ("2030/31财年罚款", (2030, 2031)),
        ("FY2030-31 fines", (2030, 2031)),
        ("fines in FY31", (2031, 2031)),
        ("1999–2000 fines", (1999, 2000)),
    ],
)
def test_years_and_financial_years(text: str, spell: tuple[int, int]) -> None:
    (year,) = read(text).years
    assert (year.first, year.last) == spell


@pytest.mark.parametrize("text", ["罚款12031元", "热线12345", "phone 020311234", "3000年来"])
def test_digits_that_are_no_year(text: str) -> None:
    assert read(text).years == ()


def test_two_years_are_both_kept_in_order() -> None:
    assert [y.first for y in read("2030年和2029年罚款各多少").years] == [2030, 2029]


@pytest.mark.parametrize(
    ("text", "negated", "none"),
    [
        ("哪些单位没有公布罚款", True, False),
        ("哪些单位未报告罚款金额", True, False),
        ("which bureaus did not report fines", True, False),
        ("which bureaus failed to publish fines", True, False),
        ("哪些单位未实施罚款", False, True),
        ("哪些单位没有发生行政诉讼", False, True),
        ("which bodies imposed no fines", False, True),
        ("哪些单位公布了罚款", False, False),
        ("which bodies reported fines", False, False),
    ],
)
def test_silence_and_absence_are_told_apart(text: str, negated: bool, none: bool) -> None:
    question = read(text)
    assert (question.negated, question.asks_none) == (negated, none)


def test_a_change_and_an_earlier_year_are_noticed() -> None:
    assert read("罚款同比下降多少").asks_change and read("how much did fines grow").asks_change
    assert read("上年同期罚款多少").asks_previous
    assert not read("罚款多少").asks_change and not read("罚款多少").asks_previous


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("哪些局公布了罚款", "zh"),
        ("which bureaus reported fines", "en"),
        ("Quelles autorités ont prononcé des amendes ?", "fr"),
        ("Welche Behörden haben Bußgelder verhängt?", "de"),
        ("どの局が罰金を科しましたか", "ja"),
    ],
)
def test_the_language_of_the_question(text: str, language: str) -> None:
    assert read(text).language == language


def test_matches_stand_where_they_say_in_the_folded_question() -> None:
    question = read("哪些應急管理局公布了罰款金額")
    assert question.matches
    for match in question.matches:
        assert fold(match.term) == question.folded[match.start : match.end]
    assert "fine" in {m.concept for m in question.matches}


@given(st.text(max_size=60))
def test_any_text_is_understood_without_an_error(text: str) -> None:
    question = read(text)
    assert question.kind in ("lookup", "enumerate", "compare", "total", "topic")
    assert all(1900 <= y.first <= y.last <= 2100 for y in question.years)


@given(st.integers(1950, 2090), st.integers(1, 9))
def test_a_spell_is_read_back_in_short_and_in_full(first: int, years: int) -> None:
    last = first + years
    for printed in (f"{first}-{last}", f"{first}/{last % 100:02d}"):
        spells = [(y.first, y.last) for y in find_years(f"fines {printed} ")]
        if printed.endswith(str(last)) or first // 100 == last // 100:
            assert spells == [(first, last)]
