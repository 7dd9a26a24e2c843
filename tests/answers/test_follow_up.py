"""Questions that lean on the one before: the dialogues of tests/intentions, and the rules."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.follow_ups import build_index, table_of, turns_of
from indexer import Index
from indexer.answers.follow_up_words import ROLES, words_of
from indexer.errors import UsageError
from indexer.text.folding import fold

FOLDER = Path(__file__).resolve().parents[1] / "intentions"
FILES = (
    "follow_ups.toml",
    *(f"follow_ups_heldout{n}.toml" for n in ("", "_2", "_3", "_4", "_5")),
)
TODAY = date(2036, 6, 1)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return table_of(FOLDER / FILES[0])


@pytest.fixture(scope="module")
def index(table: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with build_index(table, tmp_path_factory.mktemp("follow-ups")) as index:
        yield index


def test_the_dialogues_are_understood_as_they_are_meant(
    index: Index, table: dict[str, Any]
) -> None:
    turns = turns_of(index.engine, table)
    spoken = [t for t in turns if t.group in ("zh", "en")]
    wrong = [f"{t.question} -> {t.got}; meant: {t.wanted}" for t in turns if not t.right]
    assert len(spoken) >= 30 and sum(t.right for t in spoken) * 30 >= 28 * len(spoken), wrong
    assert sum(t.right for t in turns) * 30 >= 28 * len(turns), wrong


def test_a_complete_question_that_follows_another_stays_as_it_is(
    index: Index, table: dict[str, Any]
) -> None:
    pairs = [t for t in turns_of(index.engine, table) if t.group == "pair"]
    assert len(pairs) >= 20
    assert [f"{t.question} -> {t.got}" for t in pairs if not t.right] == []


@pytest.mark.parametrize("file", FILES)
def test_dialogues_have_three_turns_and_name_nothing_of_another_file(file: str) -> None:
    table = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))
    for dialogue in table["dialogue"]:
        assert len(dialogue["turn"]) == 3
        assert "form" not in dialogue["turn"][0]
        for turn in dialogue["turn"]:
            told = {"q", "form", "has", "lacks"} if "form" in turn else {"q"}
            assert {"q"} <= set(turn) <= told
            form = turn.get("form", "").lower()
            assert all(word.lower() in form for word in turn.get("has", ()))
            assert not any(word.lower() in form for word in turn.get("lacks", ()))
    assert len({d["turn"][0]["q"] for d in table["dialogue"]}) == len(table["dialogue"])


FIRST = "榆湾市应急管理局2034年罚款多少？"
OF_ALL = "哪些单位报告了罚款？"
BODY = "the Caldershaw Harbour Office"
ENGLISH = "How many inspections did the Caldershaw Harbour Office carry out in 2034?"


@pytest.mark.parametrize(
    ("before", "question", "whole"),
    [
        # a body, also one that no dictionary knows, or whose name begins like a function word
        (FIRST, "那桐影县呢", "桐影县2034年罚款多少？"),
        (FIRST, "那汀沙呢", "汀沙2034年罚款多少？"),
        (FIRST, "那曲市呢", "那曲市2034年罚款多少？"),
        (FIRST, "和平区呢", "和平区2034年罚款多少？"),
        (OF_ALL, "厦门呢", "厦门哪些单位报告了罚款？"),
        (ENGLISH, "What about Linhe?", "How many inspections did Linhe carry out in 2034?"),
        # a time
        (FIRST, "2033年是多少", "榆湾市应急管理局2033年罚款多少？"),
        (FIRST, "上半年呢", "榆湾市应急管理局2034年上半年罚款多少？"),
        (
            ENGLISH,
            "and the year before?",
            "How many inspections did the Caldershaw Harbour Office carry out the year before 2034?",
        ),
        (OF_ALL, "2033年", "2033年哪些单位报告了罚款？"),
        ("Which bodies reported fines?", "in 2033", "Which bodies reported fines in 2033?"),
        # a measure
        (FIRST, "检查次数", "榆湾市应急管理局2034年检查次数多少？"),
        (FIRST, "没收了多少", "榆湾市应急管理局2034年没收了多少？"),
        ("Which bodies reported fines?", "and training", "Which bodies reported training?"),
        ("白露区水利局查处了多少起非法采砂？", "罚款呢", "白露区水利局罚款多少？"),
        # both
        (FIRST, "雁归市的处罚决定书呢？", "雁归市2034年处罚决定书多少？"),
        # a kind of body, an end of a ranking, a bound
        (OF_ALL, "只看水利局", "哪些水利局报告了罚款？"),
        ("哪个单位的罚款最多？", "最少的呢", "哪个单位的罚款最少？"),
        (OF_ALL, "超过50万的", "哪些单位报告了罚款，超过50万？"),
        (FIRST, "哪个单位最多？", "2034年罚款哪个单位最多？"),
        (OF_ALL, "去掉低于50万元的", "哪些单位报告了罚款，不低于50万元？"),
        (
            "Which bodies reported fines?",
            "exclude those under 100,000 pounds",
            "Which bodies reported fines, at least 100,000 pounds?",
        ),
        (OF_ALL, "按金额从高到低排一下", "哪些单位报告了罚款，按金额从高到低排一下？"),
        # the same question again, in words that ask nothing new
        (OF_ALL, "换成2033年再列一遍", "2033年哪些单位报告了罚款？"),
        (FIRST, "桐影县那边如何", "桐影县2034年罚款多少？"),
        (ENGLISH, "Same question for Linhe, please", ENGLISH.replace(BODY, "Linhe")),
        (ENGLISH, "How did Linhe do?", ENGLISH.replace(BODY, "Linhe")),
        (ENGLISH, "And how many the year before, 2033?", ENGLISH.replace("2034", "2033")),
        (ENGLISH, "What was it in 2033?", ENGLISH.replace("2034", "2033")),
        # a measure with a verb of its own, and one in the place of a verb alone
        (
            "白露区水利局培训了多少名工作人员？",
            "发放宣传册的数量呢",
            "白露区水利局发放宣传册的数量多少？",
        ),
        (
            "Which boards were fined in 2034?",
            "And leaks repaired?",
            "Which boards reported leaks repaired in 2034?",
        ),
        # a kind of body that stands for the one named before
        (
            ENGLISH,
            "Who is the office's director?",
            "Who is the Caldershaw Harbour Office's director in 2034?",
        ),
        # a question word
        (
            ENGLISH,
            "Why?",
            "Why did the Caldershaw Harbour Office carry out inspections in 2034?",
        ),
        # a word that stands for the body
        (FIRST, "它培训了几个人？", "榆湾市应急管理局2034年培训了几个人？"),
        (
            ENGLISH,
            "Who is its director?",
            "Who is the Caldershaw Harbour Office's director in 2034?",
        ),
    ],
)
def test_what_is_named_takes_the_place_of_the_same_part(
    index: Index, before: str, question: str, whole: str
) -> None:
    assert index.understood(question, [before], today=TODAY) == whole


@pytest.mark.parametrize("question", ["谢谢", "那么，谢谢", "thanks", "？"])
def test_words_that_ask_nothing_lean_on_nothing(index: Index, question: str) -> None:
    assert index.understood(question, [FIRST]) == question


def test_a_language_without_function_words_is_left_as_it_is(index: Index) -> None:
    before = "Сколько штрафов наложил город Лесной в 2034 году?"
    assert index.understood("а в 2033?", [before]) == "а в 2033?"


WORDS = st.sampled_from(
    "那 呢 2034年 罚款 多少 桐影县 哪些单位 最多 前三名 为什么 只看 它 and what about in 2033 fines ? ？ how many "
    "did the Caldershaw Harbour Office its which one ﬁnes ㍿ İ 🙂 \u0301 \x00 more than 300,000 pounds "
    "霧ヶ浜市環境局 は 何件 et combien d' l' ¿ cuántas 100万 超过 按单位列出 比 上年 上半年 的".split(
        " "
    )
)
TEXTS = st.lists(WORDS, min_size=1, max_size=8).flatmap(
    lambda words: st.sampled_from([" ".join(words), "".join(words)])
)


@settings(max_examples=150)
@given(before=TEXTS, question=TEXTS)
def test_any_two_texts_give_a_question(index: Index, before: str, question: str) -> None:
    if before.strip() and question.strip():
        whole = index.understood(question, [before], today=TODAY)
        assert whole.strip() and len(whole) <= 2000
        assert whole == index.understood(question, [before], today=TODAY)


def test_questions_are_understood_one_after_the_other(index: Index) -> None:
    earlier = [FIRST, "那桐影县呢", "立案呢"]
    assert index.understood("2033年", earlier) == "桐影县2033年立案多少？"
    whole = index.understood("立案呢", earlier[:2])
    assert index.understood("2033年", [whole]) == "桐影县2033年立案多少？"


def test_the_answer_is_that_of_the_whole_question_and_says_so(index: Index) -> None:
    answer = index.ask("那桐影县呢", after=[FIRST])
    whole = index.ask(answer.understood)
    assert answer.understood == "桐影县2034年罚款多少？" and answer.question == "那桐影县呢"
    assert answer.rows and answer.rows == whole.rows and answer.answer == whole.answer
    assert answer.rows[0].figures[0].value == 420_000
    assert whole.understood == "" and "understood" not in whole.to_json()
    assert answer.to_json()["understood"] == answer.understood


def test_an_empty_earlier_question_is_refused(index: Index) -> None:
    with pytest.raises(UsageError, match="earlier question is empty"):
        index.ask("那桐影县呢", after=[FIRST, " "])


@pytest.mark.parametrize("language", ["zh", "en", "ja", "fr", "es", "de"])
def test_the_function_words_of_each_language_match_themselves(language: str) -> None:
    words = words_of(language)
    assert words is not None
    for role in ROLES:
        for word in words.lists.get(role, ()):
            if "{" not in word:
                assert words.patterns[role].search(fold(word)), (role, word)
