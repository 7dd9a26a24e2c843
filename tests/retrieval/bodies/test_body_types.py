"""Questions about every body of a type."""

from __future__ import annotations

import pytest

from indexer.retrieval.bodies.body_types import of_named_type

ISSUERS = {0: "东渠市水务局", 1: "西渠市水务局", 2: "东渠市教育局", 3: "东渠市城市管理局", 4: ""}


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("各水务局罚款合计多少", {0, 1}),
        ("哪个水务局罚款最多", {0, 1}),
        ("所有的教育局培训了多少人", {2}),
        ("哪些单位报告了罚款", {0, 1, 2, 3, 4}),
        ("各局罚款多少", {0, 1, 2, 3, 4}),
        ("各消防局罚款多少", {0, 1, 2, 3, 4}),
        ("东渠市水务局罚款多少", {0, 1, 2, 3, 4}),
    ],
)
def test_a_type_that_is_named_narrows_the_reports(question: str, rows: set[int]) -> None:
    assert of_named_type(question, ISSUERS, ISSUERS) == rows
