"""Whether a draft's figure agrees with its source's: equal, rounded, bounded, or apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Figure
from indexer.drafting.evidence import same_unit
from indexer.drafting.rounding import APART, BOUND, EQUAL, ROUNDED, agreement, significant
from indexer.drafting.scopes import said_scope
from indexer.extraction.quantities.figures import find_figures


def figure(text: str, language: str = "zh") -> Figure:
    (found,) = find_figures(text, ((0, len(text)),), language)
    return found


@pytest.mark.parametrize(
    ("stated", "source", "expected"),
    [
        ("罚款612.4万元", "罚款612.4万元", EQUAL),
        ("罚款6124000元", "罚款612.4万元", EQUAL),
        ("罚款612万元", "罚款612.4万元", ROUNDED),
        ("罚款0.061亿元", "罚款612.4万元", ROUNDED),
        ("罚款614.2万元", "罚款612.4万元", APART),
        ("罚款613万元", "罚款612.4万元", APART),
        ("罚款612.4亿元", "罚款612.4万元", APART),
        ("检查352次", "检查325次", APART),
        ("罚款超过610万元", "罚款612.4万元", BOUND),
        ("罚款超过620万元", "罚款612.4万元", APART),
        ("罚款约600万元", "罚款612.4万元", BOUND),
        ("检查近400次", "检查387次", BOUND),
        ("检查380余次", "检查387次", BOUND),
        ("检查390余次", "检查387次", APART),
        ("出动10余万人次", "出动10.4万人次", BOUND),
        ("检查10至15件", "检查12件", APART),
        ("检查12件", "检查10至15件", BOUND),
        ("检查16件", "检查10至15件", APART),
        ("检查10至15件", "检查10至15件", EQUAL),
        ("检查近400次", "检查487次", APART),
        ("检查量同比下降12%", "检查量同比上升12%", APART),
    ],
)
def test_agreement_is_by_value_precision_and_bound(stated: str, source: str, expected: str) -> None:
    assert agreement(figure(stated), figure(source)) == expected


@given(st.integers(2, 10**7))
def test_every_figure_agrees_with_itself(value: int) -> None:
    one = figure(f"罚款{value}元")
    assert agreement(one, one) == EQUAL


@given(st.integers(1000, 10**7), st.integers(0, 9), st.integers(1, 9))
def test_a_changed_digit_never_passes_for_a_rounding(value: int, place: int, by: int) -> None:
    digits = list(str(value))
    at = place % len(digits)
    digits[at] = str((int(digits[at]) + by) % 10 or 1)
    changed = int("".join(digits))
    stated, source = figure(f"罚款{changed}元"), figure(f"罚款{value}元")
    if changed != value and significant(changed) >= significant(value):
        assert agreement(stated, source) == APART


def test_units_of_different_kinds_are_not_compared() -> None:
    assert not same_unit(figure("发现隐患30件"), figure("罚款30万元"))
    assert same_unit(figure("受理30件"), figure("受理30起"))


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市共立案", "area"),
        ("市本级立案", "own"),
        ("我局立案", "own"),
        ("立案", ""),
        ("全系统罚款", "area"),
        ("across the city", "area"),
        ("the bureau itself", "own"),
    ],
)
def test_scope_is_read_in_both_languages(text: str, scope: str) -> None:
    assert said_scope(text) == scope


@pytest.mark.parametrize(
    ("stated", "source", "expected"),
    [
        ("fines of £1.4 billion", "fines of £1,400 million", EQUAL),
        ("fines of £1.4bn", "fines of £1.402 billion", ROUNDED),
        ("fines of £1.4 billion", "fines of £1.4 million", APART),
        ("fines of over £1.4 billion", "fines of £1.43 billion", BOUND),
        ("fines of nearly £1.5 billion", "fines of £1.4 billion", APART),
        ("fines of CNY 2.36 billion", "罚款23.6亿元", EQUAL),
    ],
)
def test_billions_agree_with_millions_and_with_hundreds_of_millions(
    stated: str, source: str, expected: str
) -> None:
    theirs = figure(source, "zh" if "罚" in source else "en")
    assert agreement(figure(stated, "en"), theirs) == expected
