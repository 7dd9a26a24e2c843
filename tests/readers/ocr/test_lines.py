"""Pieces of a page picture put into lines."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers.ocr.engine import PageRead, Piece
from indexer.readers.ocr.lines import page_lines

_RATIO = 0.707


def piece(text: str, left: float, top: float, *, size: float = 0.014, score: float = 0.99) -> Piece:
    """A line whose characters are ``size`` of the page's height wide and high."""
    right, bottom = left + len(text) * size / _RATIO, top + size
    return Piece(text, (score,) * len(text), (left, top, right, top, right, bottom, left, bottom))


def texts(*pieces: Piece, turned: int = 0) -> list[str]:
    return [line.text for line in page_lines(PageRead(pieces, turned, _RATIO))]


def skewed(piece: Piece, degrees: float) -> Piece:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    points = [
        (x * _RATIO - 0.35, y - 0.5) for x, y in zip(piece.box[::2], piece.box[1::2], strict=True)
    ]
    box = [
        v for x, y in points for v in ((x * cos - y * sin + 0.35) / _RATIO, x * sin + y * cos + 0.5)
    ]
    return Piece(piece.text, piece.scores, tuple(box))


def test_pieces_of_one_height_are_one_line_from_left_to_right() -> None:
    found = texts(
        piece("罚款金额", 0.3, 0.1), piece("全年共计", 0.21, 0.101), piece("下一行", 0.21, 0.13)
    )
    assert found == ["全年共计罚款金额", "下一行"]


def test_latin_words_that_recognition_parted_keep_their_space() -> None:
    assert texts(piece("fines", 0.2, 0.1), piece("collected", 0.31, 0.1)) == ["fines collected"]


@pytest.mark.parametrize("degrees", [-0.8, 0.8])
def test_a_skewed_table_keeps_its_rows(degrees: float) -> None:
    rows = [("指标", "2024年", "2025年"), ("检查次数", "1204", "1286"), ("立案件数", "40", "42")]
    pieces = [
        skewed(piece(cell, 0.15 + 0.27 * column, 0.3 + 0.025 * row), degrees)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    assert texts(*pieces) == [" | ".join(row) for row in rows]


def test_two_columns_are_read_one_after_the_other_below_the_line_across_them() -> None:
    title = piece("云岭市水务局二〇二五年度行政执法工作报告全文如下所示", 0.2, 0.05, size=0.016)
    left = [
        piece("左栏第" + "一二三四五六"[i] + "行的文字一直写到栏边为止", 0.08, 0.1 + i * 0.02)
        for i in range(6)
    ]
    right = [
        piece("右栏第" + "一二三四五六"[i] + "行的文字一直写到栏边为止", 0.54, 0.1 + i * 0.02)
        for i in range(6)
    ]
    mixed = [p for pair in zip(left, right, strict=True) for p in pair]
    found = [text.strip("\u3000") for text in texts(*mixed, title) if text]
    assert found == [title.text, *(p.text for p in left), *(p.text for p in right)]


def test_an_indent_is_kept_as_the_start_of_a_paragraph() -> None:
    full = [
        piece("这是一行写满了的正文文字用来说明左边界在哪里", 0.1, 0.1 + 0.02 * i) for i in range(4)
    ]
    found = texts(*full, piece("新的一段从这里开始而且有缩进", 0.1 + 2 * 0.014 / _RATIO, 0.18))
    assert [text.startswith("\u3000\u3000") for text in found] == [False] * 4 + [True]


def test_marks_of_chinese_sentences_are_wide_and_those_of_numbers_are_not() -> None:
    found = texts(piece("罚款1,286元,其中(含滞纳金)30.5元;详见:附表", 0.1, 0.1))
    assert found == ["罚款1,286元，其中（含滞纳金）30.5元；详见：附表"]
    assert texts(piece("Fines (2025): 1,286; see annex", 0.1, 0.1)) == [
        "Fines (2025): 1,286; see annex"
    ]


@pytest.mark.parametrize("printed", ["- 3 -", "一 3 一", "—3—", "·3·"])
def test_a_page_number_between_dashes_is_known_whatever_the_dashes_were_taken_for(
    printed: str,
) -> None:
    from indexer.text.lines import is_page_number

    assert is_page_number(texts(piece(printed, 0.45, 0.95))[0])


def test_a_page_on_its_side_is_read_upright() -> None:
    upright = [
        piece("第一行文字在上面的位置", 0.1, 0.1),
        piece("第二行文字在下面的位置", 0.1, 0.12),
    ]

    def on_its_side(p: Piece) -> Piece:  # as on a picture that must be turned by 90 degrees
        pairs = zip(p.box[::2], p.box[1::2], strict=True)
        return Piece(p.text, p.scores, tuple(v for x, y in pairs for v in (1 - y, x)))

    page = PageRead(tuple(map(on_its_side, upright)), 90, 1 / _RATIO)
    assert [line.text for line in page_lines(page)] == [p.text for p in upright]


_PIECES = st.lists(
    st.builds(
        piece,
        st.text(
            st.characters(
                min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=("Cs", "Zs", "Cc")
            ),
            min_size=1,
            max_size=20,
        ),
        st.floats(0, 1),
        st.floats(0, 1),
    ),
    max_size=25,
)


@given(_PIECES, st.sampled_from([0, 90, 180, 270]))
def test_no_piece_is_lost_and_each_character_has_its_score(
    pieces: list[Piece], turned: int
) -> None:
    lines = page_lines(PageRead(tuple(pieces), turned, _RATIO))
    assert sum(len(line.boxes) for line in lines) == len(pieces)
    assert all(len(line.text) == len(line.scores) for line in lines)
