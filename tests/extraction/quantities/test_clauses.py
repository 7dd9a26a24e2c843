from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.clauses import Clauses, words_after, words_before


def test_a_clause_is_the_stretch_between_its_marks() -> None:
    text = "立案20起，罚款 9,100 元（其中甲镇3起）。"
    low, high = Clauses(text).around(text.index("9"), text.index("元") + 1)
    assert text[low:high] == "罚款 9,100 元"


@given(st.text(alphabet="甲乙，。；（）12 ,.", min_size=2, max_size=80), st.data())
def test_a_clause_always_holds_its_figure(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    low, high = Clauses(text).around(start, end)
    assert 0 <= low <= start < end <= high <= len(text)


@pytest.mark.parametrize(
    ("left", "metric"),
    [
        ("罚款合计", "罚款"),
        ("全年共收到申请", "收到申请"),
        ("2031年累计罚没金额约", "罚没金额"),
        ("其中在岗人员", "在岗人员"),
        ("查处违法行为", "查处违法行为"),
        ("同比下降", ""),
        ("增幅达", ""),
        ("比上年增加", ""),
    ],
)
def test_adverbs_and_times_are_stripped_from_the_metric(left: str, metric: str) -> None:
    assert words_before(left, False) == metric


def test_english_metrics_lose_verbs_of_amount() -> None:
    assert words_before("Fines totalled ", True) == "Fines"
    assert words_before(", on average ", True) == ""


def test_the_noun_after_a_measure_word_is_cut_at_the_verb() -> None:
    assert words_after("律师担任顾问", False).startswith("律师")
    assert words_after("新进人员参加考试", False) == "新进人员"


def test_an_elided_article_is_no_part_of_the_noun_after_a_sum() -> None:
    assert words_after(" d'amendes ont été prononcés", True).split()[0] == "amendes"
