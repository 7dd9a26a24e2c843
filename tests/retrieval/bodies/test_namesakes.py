"""A name that several bodies bear is that of each; a fuller name is that of one."""

from __future__ import annotations

import pytest

from indexer.document.report import Details
from indexer.index.schema import ReportRow
from indexer.retrieval.bodies.namesakes import Namesakes

ISSUERS = [
    ("福建省长乐市应急管理局", "福建福州"), ("江西省长乐市应急管理局", "江西"), ("江西省长乐市应急管理局", "江西"),
    ("云溪市东湖区水务局", ""), ("北徐市东湖区水务局", ""), ("北徐市东湖区水务局办公室", ""),
    ("歙县统计局、国家统计局歙县调查队", "安徽黄山"), ("Harbour Authority", "United Kingdom"),
    ("东溪县水利局", "甲省"), ("东溪县水利局", "乙省"),
]  # fmt: skip
REPORTS = [
    ReportRow(
        row, f"r{row}", f"{row}.md", "markdown", Details(issuer=name, region=region), None, 9, ""
    )
    for row, (name, region) in enumerate(ISSUERS)
]


@pytest.mark.parametrize(
    ("asked", "bearers"),
    [
        ("长乐市应急管理局", {(0,), (1, 2)}), ("长乐应急局", {(0,), (1, 2)}), ("江西省长乐市应急管理局", {(1, 2)}),
        ("江西长乐应急局", {(1, 2)}), ("东湖区水务局", {(3,), (4,)}), ("北徐市东湖区水务局", {(4,)}),
        ("北徐市东湖区水务局办公室", {(5,)}), ("歙县统计局", {(6,)}), ("国家统计局歙县调查队", {(6,)}),
        ("东溪县水利局", {(8,), (9,)}), ("湖区水务局", set()), ("水务局", set()), ("Harbour Authority", set()),
        ("南江市东湖区水务局", set()), ("长乐市", set()),
    ],
)  # fmt: skip
def test_the_bodies_that_bear_a_name(asked: str, bearers: set[tuple[int, ...]]) -> None:
    assert set(Namesakes(REPORTS, None).bearing(asked)) == bearers


def test_only_reports_that_may_be_answered_from_count() -> None:
    assert Namesakes(REPORTS, frozenset({0, 2})).bearing("长乐市应急管理局") == ((0,), (2,))


def test_a_place_of_another_rank_bears_the_name_only_where_none_of_its_own_does() -> None:
    names = ["枫浦市水务局", "枫浦区水务局", "兰岬县水利局"]
    reports = [
        ReportRow(n, f"{n}", f"{n}.md", "markdown", Details(issuer=name), None, 9, "")
        for n, name in enumerate(names)
    ]
    found = Namesakes(reports, None)
    assert found.bearing("枫浦市水务局") == ((0,),)
    assert found.bearing("枫浦区水务局") == ((1,),)
    assert set(found.bearing("枫浦水务局")) == {(0,), (1,)}
    assert found.bearing("兰岬市水利局") == ((2,),)
    assert found.bearing("兰岬县水利局") == ((2,),)
