from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Section
from indexer.text.sentences import split_sentences


def _sentences(text: str) -> list[str]:
    return [text[a:b].strip() for a, b in split_sentences(text, ())]


@given(
    st.text(alphabet="甲乙。！？；，（）“”《》.No 12.\nabA\u200b", max_size=400),
    st.lists(st.integers(0, 400), max_size=6),
)
def test_sentences_tile_any_text_and_keep_section_edges(text: str, cuts: list[int]) -> None:
    edges = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    sections = [Section((), 0, a, (a + b) // 2, b) for a, b in zip(edges, edges[1:], strict=False)]
    spans = split_sentences(text, sections)
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(a < b for a, b in spans)
    starts = {a for a, _ in spans} | {len(text)}
    assert {s.start for s in sections} | {s.body for s in sections} <= starts


def test_closing_marks_and_white_space_stay_with_the_sentence_before() -> None:
    text = "他说：“查清了。”随后离开！ 再查。"
    assert [text[a:b] for a, b in split_sentences(text, ())] == [
        "他说：“查清了。”", "随后离开！ ", "再查。",
    ]  # fmt: skip


def test_a_stop_inside_brackets_or_titles_does_not_split() -> None:
    assert len(_sentences("依据（甲条。乙条）办理，见《问？答》一书。")) == 1


def test_a_semicolon_splits_only_long_sentences() -> None:
    assert len(_sentences("查甲；查乙。")) == 1
    assert len(_sentences("查" * 130 + "；查乙。")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "See No. 5 of the U.S. Code, Dr. Brown and e.g. section 5.126 of 10 V.S.A. 8017.",
        "Es waren 3.4 Mio. Euro am 1. Februar bzw. später.",
        "La formation a rendu 13 sanctions, cf. M. Durand.",
        "J. Smith paid 3.4 million.",
    ],
)
def test_abbreviations_decimals_and_initials_do_not_split(text: str) -> None:
    assert _sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Fines rose in 2017/18. Notices fell.",
        "Il y a eu 8 décisions. Les plaintes montent.",
        "監督を行った。違反があった。",
        "¿Cuántas multas? Fueron 12.",
        "A total of 16. Two were public.",
    ],
)
def test_stops_of_several_languages_split(text: str) -> None:
    assert len(_sentences(text)) == 2


@pytest.mark.parametrize("unit", ["（", "“", "。", "\n", "a. ", "1. ", " "])
def test_hostile_rows_take_linear_time(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    began = time.process_time()
    split_sentences(text, ())
    assert time.process_time() - began < 2


def test_a_line_without_an_end_is_cut_into_pieces_that_tile_it() -> None:
    for text in ("园" * 9001, "修剪树木，" * 2000, "a" * 5000, "x, " * 3000):
        spans = split_sentences(text, ())
        assert "".join(text[a:b] for a, b in spans) == text
        assert max(b - a for a, b in spans) <= 1500 and len(spans) < len(text) / 700
    spans = split_sentences("修剪树木，" * 2000, ())
    assert all(text[b - 1] in "，" for text, (_, b) in (("修剪树木，" * 2000, s) for s in spans))
