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
