"""Enumerated numbers have the unit and the scale of the last of them, where the words say so."""

from __future__ import annotations

import pytest

from indexer.extraction.quantities.figures import find_figures


def told(text: str, language: str) -> list[tuple[float, str]]:
    found = find_figures(text, ((0, len(text)),), language)
    return [(figure.value, figure.unit) for figure in found if figure.role != "ordinal"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "产业增加值分别为12.3、45.6和78.9亿元，分别增长3.2、4.5和5.6%。",
            "zh",
            [(1.23e9, "CNY"), (4.56e9, "CNY"), (7.89e9, "CNY"), (3.2, "percent"), (4.5, "percent"),
             (5.6, "percent")],
        ),
        ("东区、西区分别立案12、88件。", "zh", [(12, "count"), (88, "count")]),
        ("产量分别为1.5万、2.5万吨。", "zh", [(15_000_000, "kg"), (25_000_000, "kg")]),
        ("分别为3件、5件。", "zh", [(3, "count"), (5, "count")]),
        (
            "Fines were £1.2, £3.4 and £5.6 million respectively.",
            "en",
            [(1.2e6, "GBP"), (3.4e6, "GBP"), (5.6e6, "GBP")],
        ),
        (
            "Revenue was 1.2, 3.4 and 5.6 million euros respectively.",
            "en",
            [(1.2e6, "EUR"), (3.4e6, "EUR"), (5.6e6, "EUR")],
        ),
        (
            "Les taux sont respectivement de 3,2, 4,5 et 5,6 % respectivement.",
            "fr",
            [(3.2, "percent"), (4.5, "percent"), (5.6, "percent")],
        ),
    ],
)  # fmt: skip
def test_the_last_units_goes_to_each(
    text: str, language: str, expected: list[tuple[float, str]]
) -> None:
    assert told(text, language) == [(pytest.approx(value), unit) for value, unit in expected]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("检查3、5、8号仓库，查获2.5吨。", "zh", [(2500, "kg")]),
        ("分别在第3、5次会议上通报。", "zh", []),
        ("2029、2030、2031年分别立案12件。", "zh", [(12, "count")]),
        (
            "The fines were £500, £800 and £1.2 million.",
            "en",
            [(500, "GBP"), (800, "GBP"), (1.2e6, "GBP")],
        ),
        (
            "Fines were £500, £1,800 and £1.2 million respectively.",
            "en",
            [(500, "GBP"), (1800, "GBP"), (1.2e6, "GBP")],
        ),
        ("They closed 3 cases. Others rose respectively.", "en", [(3, "count")]),
    ],
)
def test_what_is_not_given_one_by_one_stays_as_it_is(
    text: str, language: str, expected: list[tuple[float, str]]
) -> None:
    assert told(text, language) == [(pytest.approx(value), unit) for value, unit in expected]


def test_enumerations_take_linear_time() -> None:
    text = "分别为1、2、3" * 20_000 + "件，" + "were 1, 2 and 3 respectively, " * 10_000
    assert told(text, "zh")
