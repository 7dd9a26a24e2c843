"""Marks of notes set above the line."""

from __future__ import annotations

import pytest

from indexer.extraction.quantities.figures import find_figures
from indexer.readers.layout.raised import as_superscript, with_plain_notes


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("财政收入[²]86.5亿元", "财政收入[2]86.5亿元"),
        ("income[¹²] rose", "income[12] rose"),
        ("罚款12³万元", "罚款12³万元"),
        ("面积30m²", "面积30m²"),
        ("见[附件²]", "见[附件²]"),
    ],
)
def test_a_note_in_brackets_is_written_as_it_is_typed(text: str, plain: str) -> None:
    assert with_plain_notes(text) == plain and len(plain) == len(text)


@pytest.mark.parametrize("mark", ["[2]", as_superscript("2")])
def test_a_note_is_no_digit_of_the_figure_beside_it(mark: str) -> None:
    text = f"财政收入{mark}86.5亿元。"
    (figure,) = find_figures(text, ((0, len(text)),), "zh")
    assert (figure.raw, figure.value) == ("86.5亿元", 8_650_000_000)
