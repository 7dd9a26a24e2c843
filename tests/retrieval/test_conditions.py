"""Conditions on figures inside a question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.retrieval.conditions import Condition, find_conditions, places_of_ranking
from indexer.text.folding import fold
from indexer.text.language import detect_language


def read(text: str) -> list[tuple[str, float, str]]:
    return [
        (c.operator, c.value, c.unit) for c in find_conditions(fold(text), detect_language(text))
    ]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("罚款超过一千万元的单位", (">", 10_000_000, "CNY")),
        ("罚款不足10万元的局", ("<", 100_000, "CNY")),
        ("罚款金额达到或超过500万元的局", (">=", 5_000_000, "CNY")),
        ("罚款在一百万元以上的局", (">=", 1_000_000, "CNY")),
        ("罚款在一百万元以下的局", ("<=", 1_000_000, "CNY")),
        ("案件不少于50件的单位", (">=", 50, "count")),
        ("案件不超过50件的单位", ("<=", 50, "count")),
        ("合格率低于100%的单位", ("<", 100, "percent")),
        ("which bureaus had a pass rate below 100 %", ("<", 100, "percent")),
        ("which bodies filed at least 3 cases", (">=", 3, "count")),
        ("which bodies had no more than 5 lawsuits", ("<=", 5, "count")),
        ("which bodies fined over £2 million", (">", 2_000_000, "GBP")),
        ("which bodies fined over a million pounds", (">", 1_000_000, "GBP")),
        ("which bodies filed at least half a million cases", (">=", 500_000, "count")),
        ("which bodies held fewer than two thousand inspections", ("<", 2_000, "count")),
        (
            "quels organismes ont infligé des amendes supérieures à 1,5 million d'euros",
            (">", 1_500_000, "EUR"),
        ),
        ("welche Behörden haben mehr als 2,5 Millionen Euro verhängt", (">", 2_500_000, "EUR")),
        ("qué organismos impusieron multas de menos de 300 euros", ("<", 300, "EUR")),
        ("罰金が100万円を超える機関はどこですか", (">", 1_000_000, "JPY")),
        ("罰金が100万円未満の機関はどこですか", ("<", 1_000_000, "JPY")),
        ("fines of more than 1 million yuan", (">", 1_000_000, "CNY")),
    ],
)
def test_bounds_are_read_with_their_value_and_unit(
    text: str, condition: tuple[str, float, str]
) -> None:
    assert read(text) == [condition]


@pytest.mark.parametrize("text", ["罚款超过100万的单位", "fines of more than 1 million"])
def test_a_bare_number_holds_for_any_unit(text: str) -> None:
    assert read(text) == [(">", 1_000_000, "")]


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("罚款比上年增长的单位", "rose"),
        ("罚款同比下降的单位", "fell"),
        ("which bureaus' fines rose against last year", "rose"),
        ("which bureaus' fines fell", "fell"),
    ],
)
def test_rises_and_falls(text: str, operator: str) -> None:
    assert [c[0] for c in read(text)] == [operator]


@pytest.mark.parametrize(
    "text",
    ["2031年罚款多少", "哪些单位公布了罚款", "which bureaus reported fines in 2031", "第3批名单"],
)
def test_a_question_without_a_bound_has_no_condition(text: str) -> None:
    assert read(text) == []


@given(st.floats(0, 1e12), st.floats(0, 1e12))
def test_operators_agree_with_arithmetic(bound: float, value: float) -> None:
    def holds(operator: str) -> bool:
        return Condition(operator, bound, "CNY", "money").holds(value)

    assert holds(">") == (not holds("<=")) == (value > bound)
    assert holds("<") == (not holds(">=")) == (value < bound)


@given(st.integers(1, 9999))
def test_an_amount_in_wan_is_read_in_yuan(amount: int) -> None:
    assert read(f"罚款超过{amount}万元的单位") == [(">", amount * 10_000, "CNY")]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("罚款最多的前三名是哪些局", 3),
        ("培训场次排前五的镇", 5),
        ("立案数前10位的单位", 10),
        ("哪两个县抽检批次最多", 2),
        ("信访量最高的4个街道", 4),
        ("上位3社", 3),
        ("top 5 harbours by fees", 5),
        ("which three councils repaired the most bridges", 3),
        ("the five largest grants", 5),
        ("les trois plus grosses amendes", 3),
        ("die drei höchsten bußgelder", 3),
        ("los cinco municipios con más multas", 5),
        ("罚款最多的局", None),
        ("前三季度哪个局罚款最多", None),
        ("前10个月罚款最多的局", None),
        ("前三年哪个县投入最多", None),
        ("fines in the first two quarters", None),
        ("les trois premiers mois", None),
        ("which 2031 reports state fees", None),
    ],
)
def test_places_of_a_ranking_that_are_asked_for(question: str, places: int | None) -> None:
    assert places_of_ranking(question) == places
