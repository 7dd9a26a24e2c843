"""What part a figure plays, and what part a question asks of."""

from __future__ import annotations

import pytest

from indexer.extraction.quantities.role import asks_of_a_change, asks_of_a_fall, is_previous


@pytest.mark.parametrize(
    ("question", "fall"),
    [
        ("执法人员比上年少了几个", True),
        ("案件减少多少", True),
        ("比去年降了几个百分点", True),
        ("By how much did penalties fall in 2025?", True),
        ("What % was funding cut by", True),
        ("How many fewer complaints than in 2022?", True),
        ("前年より何件減ったか", True),
        ("罚款是多少", False),
        ("案件同比增长多少", False),
        ("不少单位罚了多少", False),
        ("did fines rise or fall", False),
        ("How far did fines rise?", False),
    ],
)
def test_a_question_that_names_a_fall_alone_asks_for_its_size(question: str, fall: bool) -> None:
    assert asks_of_a_fall(question) is fall


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("火灾起数同比下降多少", True),
        ("比上年增加了多少件", True),
        ("投诉量降幅是多少", True),
        ("By how much did visits rise?", True),
        ("What percentage increase was there?", True),
        ("罚款多少", False),
        ("新增床位多少张", False),
        ("至少几个人参加", False),
        ("How many visits were made?", False),
    ],
)
def test_a_question_by_how_much_is_told_from_one_how_much(question: str, change: bool) -> None:
    assert asks_of_a_change(question) is change


@pytest.mark.parametrize(
    ("left", "right", "alphabetic", "previous"),
    [
        ("上一年度为", "件", False, True),
        ("去年同期的", "件", False, True),
        ("前年", "件", False, True),
        ("昨年", "件", False, True),
        ("前年度の", "件", False, True),
        ("同期", "件", False, True),
        ("劳动合同期", "个月", False, False),
        ("以前年度", "万元", False, False),
        ("", " visits a year earlier", True, True),
        ("", " visites l’an dernier", True, True),
        ("", " visits the year before last", True, True),
        ("", " in the last year", True, False),
        ("", " more than in any previous year", True, False),
    ],
)
def test_words_for_an_earlier_year_make_a_figure_an_earlier_level(
    left: str, right: str, alphabetic: bool, previous: bool
) -> None:
    assert is_previous(left, right, alphabetic) is previous
