"""Heads, feet and page numbers that repeat from page to page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.text.lines import without_running_lines


def test_a_foot_whose_digits_are_set_apart_is_still_a_page_number() -> None:
    pages = [
        [
            f"第{'一二三四'[n]}页的正文说明情况。",
            f"正文{'一二三四'[3 - n]}说完。",
            f"水务年报 {' '.join(str(n + 8))} ",
        ]
        for n in range(4)
    ]
    assert without_running_lines(pages) == [page[:2] for page in pages]


def test_a_foot_with_a_number_sign_of_its_own_is_compared_like_any_other() -> None:
    feet = ["第1#号", "第##号", "第2#号", "第3#号"]
    pages = [[f"正文{'一二三四'[n]}说明。", foot] for n, foot in enumerate(feet)]
    assert [page[0] for page in without_running_lines(pages)] == [page[0] for page in pages]


@given(st.lists(st.lists(st.text("1 2#ab年|-", max_size=8), max_size=5), max_size=6))
def test_any_pages_lose_lines_only_and_keep_their_order(pages: list[list[str]]) -> None:
    for page, kept in zip(pages, without_running_lines(pages), strict=True):
        rest = iter(page)
        assert all(line in rest for line in kept)


def test_a_line_that_pages_share_below_lines_of_their_own_is_no_running_head() -> None:
    pages = [[f"第{n}号公报", "云岭县水务局", f"全年检查{n}千家次，情况良好。"] for n in (7, 3, 9)]
    assert without_running_lines(pages) == pages


def test_a_running_line_stands_within_a_page_number() -> None:
    pages = [["云岭县水务局", f"正文{word}。", "内部资料", f"- {n} -"]
             for n, word in enumerate("甲乙丙丁", 1)]  # fmt: skip
    assert without_running_lines(pages) == [[page[1]] for page in pages]
