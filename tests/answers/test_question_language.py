"""A question is answered in the language of its own words, whatever script its names are in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Filters, Index
from indexer.answers.question_language import question_language

BODY, OTHER = "雾岭县市场监督管理局", "Eastmarsh Harbour Authority"
ENGLISH = (
    f"How much did {BODY} fine in 2030?",
    f"What were 罚没收入 of {BODY}?",
    f"Does {BODY} report fines?",
    f"{BODY} fines",
    f"Who is the legal adviser of {BODY}?",
    "which reports mention 罚款总额",
)
CHINESE = (
    f"{OTHER} 罚款多少？",
    f"{OTHER}2030年开了多少罚单",
    "请问 fixed penalty notices 有多少",
    "哪些单位开展了 training",
    f"{BODY}罚款",
    BODY,
)
OTHERS = (
    (f"Combien d'amendes {BODY} a-t-il infligées ?", "fr"),
    (f"Wie hoch waren die Bußgelder von {BODY} 2030?", "de"),
    (f"¿Cuántas multas impuso {BODY}?", "es"),
    (f"{BODY}の罰金はいくらですか", "ja"),
    (f"{BODY}는 과태료를 얼마나 부과했습니까?", "ko"),
)
ALL = [(q, "en") for q in ENGLISH] + [(q, "zh") for q in CHINESE] + list(OTHERS)


@pytest.mark.slow
@pytest.mark.parametrize(("question", "language"), ALL)
def test_the_language_is_that_of_the_words_that_are_no_names(
    invented: Index, question: str, language: str
) -> None:
    assert invented.engine.understood(question, date(2031, 1, 1)).language == language


@pytest.mark.slow
def test_the_answer_is_in_that_language(invented: Index) -> None:
    english, chinese = invented.ask(ENGLISH[0]), invented.ask(CHINESE[0])
    assert english.language == "en" and "(2030): " in english.answer and "CNY" in english.answer
    assert chinese.language == "zh" and "（2030年）：" in chinese.answer
    for question, words in ((ENGLISH[0], "No report matches"), (CHINESE[0], "没有报告符合")):
        assert words in invented.ask(question, Filters(years=(1999,))).answer


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_question_has_a_language(text: str, start: int, end: int) -> None:
    assert question_language(text, [(min(start, end), max(start, end))]).islower()
