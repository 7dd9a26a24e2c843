"""Encodings: Chinese survives each of them, and nothing unreadable passes as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import ReadError
from indexer.text.encoding import decode

PATH = Path("报告.txt")
SIMPLIFIED = (
    "云岭市水务局2024年度执法工作报告\n全年共检查用水单位312家，立案处罚17起，罚款共计58.6万元。\n"
    * 2
)
TRADITIONAL = (
    "雲嶺市水務局二〇二四年度執法工作報告\n全年共檢查用水單位312家，並對違規者處以罰款。\n" * 2
)


@pytest.mark.parametrize(
    "name",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "gb18030",
        "gbk",
        "gb2312",
    ],
)
def test_simplified_chinese_is_read_back_from_every_encoding(name: str) -> None:
    assert decode(SIMPLIFIED.encode(name), PATH) == SIMPLIFIED


@pytest.mark.parametrize("name", ["utf-8", "utf-16", "utf-16-be", "big5", "gbk", "gb18030"])
def test_traditional_chinese_is_read_back_from_every_encoding(name: str) -> None:
    text = TRADITIONAL.replace("〇", "零")
    assert decode(text.encode(name), PATH) == text


@given(
    st.lists(st.sampled_from(SIMPLIFIED.split("\n")[:2]), min_size=1, max_size=8),
    st.sampled_from(["gb18030", "utf-8", "utf-16"]),
)
def test_round_trip_holds_for_any_number_of_lines(lines: list[str], name: str) -> None:
    text = "\n".join(lines)
    assert decode(text.encode(name), PATH) == text


def test_a_wrongly_declared_charset_does_not_win_over_utf8() -> None:
    assert decode(SIMPLIFIED.encode("utf-8"), PATH, "gb2312") == SIMPLIFIED


def test_gb2312_declared_is_read_as_gb18030() -> None:
    text = SIMPLIFIED + "镕喆𠮷"
    assert decode(text.encode("gb18030"), PATH, "gb2312") == text


def test_french_in_windows_1252_does_not_become_chinese() -> None:
    text = (
        "L'agence a contrôlé 120 entreprises et prononcé 14 amendes au cours de l'année écoulée.\n"
        * 3
    )
    assert decode(text.encode("cp1252"), PATH) == text


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500, "执法\ufffd报告".encode()]
)
def test_binary_or_already_broken_text_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(ReadError, match="报告.txt: .*UTF-8") as caught:
        decode(data, PATH)
    assert "\n" not in str(caught.value)
