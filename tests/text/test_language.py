from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("全年检查码头三百余处，罚款12万元。", "zh"),
        ("全年檢查碼頭三百餘處，罰款十二萬元。", "zh"),
        ("令和5年度の監督指導は120件でした。", "ja"),
        ("올해 과태료는 모두 12억 원이었다.", "ko"),
        ("The harbour authority imposed fines of two million pounds last year.", "en"),
        ("L'autorité portuaire a prononcé douze amendes pendant l'année écoulée.", "fr"),
        ("Die Hafenbehörde verhängte im vergangenen Jahr zwölf Bußgelder.", "de"),
        ("La autoridad portuaria impuso doce multas durante el año pasado.", "es"),
    ],
)
def test_language_of_a_sentence_is_told(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_too_few_latin_words_are_english_when_ascii() -> None:
    assert detect_language("Fines") == "en"
    assert detect_language("annual report") == "en"


def test_text_without_letters_has_no_language() -> None:
    assert detect_language("") == ""
    assert detect_language("2025 - 12,5 %") == ""


def test_a_few_chinese_words_do_not_make_an_english_text_chinese() -> None:
    text = "The bureau (应急局) carried out inspections in every county and imposed several fines."
    assert detect_language(text) == "en"


def test_a_quoted_japanese_word_does_not_make_a_chinese_text_japanese() -> None:
    assert (
        detect_language("企业引进日方“カイゼン”做法，全年没有发生事故。" + "全市检查码头。" * 20)
        == "zh"
    )


@given(st.text(max_size=300))
def test_any_text_gives_a_short_lower_case_code_or_nothing(text: str) -> None:
    code = detect_language(text)
    assert code == "" or (code.islower() and 2 <= len(code) <= 3)
