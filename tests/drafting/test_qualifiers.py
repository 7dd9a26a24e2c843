"""Words that make a figure a part, an average, an extreme or the whole."""

from __future__ import annotations

import pytest

from indexer.drafting.lexical.qualifiers import compared, qualifiers, scope_said
from indexer.folding import fold


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("平均每件罚款3万元", "average"),
        ("the average fine was £900", "average"),
        ("单笔最高罚款", "extreme"),
        ("the largest single fine", "extreme"),
        ("其中事故处罚罚款", "part"),
        ("of which £3,000 was paid", "part"),
        ("不予处罚5件", "denied"),
        ("罚款合计730万元", "total"),
        ("fines totalled £1.2 million", "total"),
        ("un total de 275 000 euros", "total"),
        ("按日连续处罚", "daily"),
    ],
)
def test_kinds_are_told_from_words(text: str, kind: str) -> None:
    assert kind in qualifiers(fold(text))


@pytest.mark.parametrize("text", ["罚款730万元", "the authority imposed fines", "共享单车"])
def test_a_plain_statement_has_none(text: str) -> None:
    assert qualifiers(fold(text)) == frozenset()


def test_what_is_not_asked_for_and_what_is_missing_are_counted() -> None:
    none: frozenset[str] = frozenset()
    assert compared(none, frozenset({"average"})) == (1.0, 0.0, 0.0)
    assert compared(frozenset({"average"}), none) == (0.0, 1.0, 0.0)
    assert compared(frozenset({"average"}), frozenset({"average"})) == (0.0, 0.0, 0.0)
    assert compared(none, frozenset({"total"})) == (0.0, 0.0, 1.0)
    assert compared(frozenset({"total"}), none) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市应急管理部门罚款730万元", "area"),
        ("市本级罚款120万元", "own"),
        ("全市罚款730万元，其中市本级", "own"),
        ("citywide fines", "area"),
        ("the bureau itself fined", "own"),
        ("罚款730万元", ""),
    ],
)
def test_the_scope_said_last(text: str, scope: str) -> None:
    assert scope_said(fold(text)) == scope
