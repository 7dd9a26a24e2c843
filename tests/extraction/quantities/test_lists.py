"""Figures told in a row take the names told in a row before them."""

from __future__ import annotations

import pytest

from indexer.extraction.quantities.figures import find_figures


@pytest.mark.parametrize(
    ("text", "language", "metrics"),
    [
        ("受理、办结分别为83件、79件。", "zh", ["受理", "办结"]),
        (
            "发生火灾7起，受伤2人，同比分别下降30%和50%。",
            "zh",
            ["发生火灾", "受伤", "发生火灾", "受伤"],
        ),
        ("罚没金额分别为3万元、4万元。", "zh", ["罚没金额", "罚没金额"]),
        (
            "近两年接待群众分别为210人次（2030年）、330人次（2031年）。",
            "zh",
            ["近两年接待群众", "近两年接待群众"],
        ),
        (
            "Warnings and prosecutions were 23 and 20 respectively.",
            "en",
            ["Warnings", "prosecutions"],
        ),
    ],
)
def test_each_figure_of_a_row_is_named_by_its_own_words(
    text: str, language: str, metrics: list[str]
) -> None:
    assert [f.metric for f in find_figures(text, ((0, len(text)),), language)] == metrics


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("罚款41件，金额12.5万元。", "罚款金额"),
        ("作出罚款决定41件（金额12.5万元）。", "作出罚款决定金额"),
        ("没收违法所得3件，总额1.2万元。", "没收违法所得总额"),
        ("罚款金额12.5万元。", "罚款金额"),
        ("金额12.5万元。", "金额"),
    ],
)
def test_a_sum_called_by_its_amount_alone_is_of_what_was_counted(text: str, metric: str) -> None:
    assert find_figures(text, ((0, len(text)),), "zh")[-1].metric == metric


@pytest.mark.parametrize(
    "text",
    [
        "渡轮乘客48万人次，货船货运1.9万吨，分别增长5.1%和下降2.3%。",
        "渡轮乘客48万人次、货船货运1.9万吨，较上年分别增长5.1%、减少2.3%。",
        "全年运送渡轮乘客48万人次，货船货运1.9万吨，同比分别上升5.1%和回落2.3%。",
        "渡轮乘客48万人次，货船货运1.9万吨，分别比上年增加5.1%和同比减少2.3%。",
    ],
)
def test_rises_and_falls_in_one_row_belong_to_their_own_things(text: str) -> None:
    figures = find_figures(text, ((0, len(text)),), "zh")
    changes = [(f.metric, f.value) for f in figures if f.role == "change"]
    assert [("渡轮乘客" in metric, value) for metric, value in changes] == [
        (True, 5.1),
        (False, -2.3),
    ]
    assert "货船货运" in changes[1][0]
