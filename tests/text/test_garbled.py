"""What can be writing, and what is garbage."""

from __future__ import annotations

import pytest

from indexer.text.garbled import is_garbled, is_unmapped

_PROSE = "The bureau carried out 1 286 checks in the year and closed 42 cases with fines of CNY 615 000. "
_CHINESE = (
    "二〇二五年，全局共开展执法检查一千二百余次，立案查处四十二起，罚款六十一万五千元，对重点行业领域开展了专项整治，安全生产形势总体平稳。"
    * 3
)


@pytest.mark.parametrize("text", [
    _PROSE * 3,
    _CHINESE,
    "市政府办公室 | 12 | 30.5 | 41 | 7.2\n" * 12,
    "一、总体情况........................1\n二、主要做法........................3\n" * 6,
    "Überprüfungen der Behörde: größere Maßnahmen für Gewässer und Böden, die häufig nötig sind. " * 3,
    "執法檢查共計一千二百餘次，裁罰四十二件，罰鍰六十一萬五千元，並辦理輔導與宣導活動。" * 4,
    "",
])  # fmt: skip
def test_sound_text_is_no_garbage(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize("text", [
    _CHINESE.encode("gb18030").decode("latin-1"),
    "".join(chr(0xE000 + ord(c) % 500) for c in _CHINESE),
    "".join(chr(0x4E00 + (ord(c) * 7919) % 20000) for c in _CHINESE),
    "".join(chr(ord(c) - 29) if c.isalpha() else c for c in _PROSE * 4),
    "".join(chr(1 + ord(c) % 25) for c in _PROSE),
    "\ufffd" * 20 + "abc",
])  # fmt: skip
def test_mojibake_and_unmapped_glyphs_are_garbage(text: str) -> None:
    assert is_garbled(text)


def test_a_page_is_unmapped_where_more_than_one_character_in_twenty_is_none() -> None:
    assert is_unmapped("报告" * 8 + "\ue000")
    assert not is_unmapped("报告" * 12 + "\ue000 \n")
    assert not is_unmapped("")
