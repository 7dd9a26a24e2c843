"""A question split by a model: nothing is asked that the reader did not ask."""

from __future__ import annotations

import json
from datetime import date

import pytest

from indexer import Index
from indexer.writing.endpoint import Endpoint
from indexer.writing.rewriting import Rewritten, rewritten_from

from .faulty import serving, stream

DAY = date(2031, 3, 1)
QUESTION = "榕溪应急那帮人2030年拿了老百姓多少罚单钱"


def made(index: Index, question: str, **parts: object) -> Rewritten | None:
    told = {"kind": "lookup", "bodies": [], "times": [], "matter": "罚款"} | parts
    reply = json.dumps(told, ensure_ascii=False)
    return rewritten_from(f"```json\n{reply}\n```", question, "m", index.engine, DAY)


def test_the_parts_make_a_plain_question(index: Index) -> None:
    found = made(index, QUESTION, bodies=["榕溪应急"], times=["2030年"])
    assert found is not None
    assert found.question == "榕溪应急2030年罚款是多少？" and found.generated_by == "m"
    answer = index.ask(found.question)
    assert answer.answerable and answer.rows[0].figures[0].value == 2_360_000


def test_names_and_times_that_are_not_in_the_question_are_left_out(index: Index) -> None:
    found = made(
        index, QUESTION, bodies=["榕溪应急", "鹤汀市生态环境局"], times=["2030年", "2029年"]
    )
    assert found is not None
    assert "鹤汀" not in found.question and "2029" not in found.question


def test_names_and_times_of_the_question_are_kept_though_the_model_drops_them(
    index: Index,
) -> None:
    found = made(index, "榕溪市应急管理局2030年到底罚了多少银子")
    assert found is not None
    assert "榕溪市应急管理局" in found.question and "2030年" in found.question


def test_a_misread_name_that_holds_the_matter_or_a_time_is_no_body(index: Index) -> None:
    found = made(index, "庆元县23年全县罚没金额", kind="total", bodies=["23年"], matter="罚没金额")
    assert found is not None
    assert found.question.count("罚没金额") == 1 and found.question.count("23年") == 1


def test_a_question_about_one_body_is_not_made_a_list(index: Index) -> None:
    asked = "榕溪市应急管理局有几个人有执法证"
    assert made(index, asked, kind="enumerate", matter="执法证持有者") is None
    assert made(index, asked, kind="lookup", matter="执法证持有者") is not None


def test_words_of_the_question_that_name_nobody_are_no_body(index: Index) -> None:
    bodies = ["没收的东西", "最后去哪儿了"]
    found = made(
        index, "没收的东西最后去哪儿了", kind="topic", bodies=bodies, matter="罚没物资处置"
    )
    assert found is not None
    assert (found.question, found.bodies) == ("罚没物资处置是怎样开展的？", ())


@pytest.mark.parametrize(
    "matter",
    ["鹤汀市生态环境局的罚款", "2029年罚款", "超过500万元的罚款", "罚" * 90, "罚", "", "？"],
)
def test_a_matter_that_brings_in_something_else_is_refused(index: Index, matter: str) -> None:
    assert made(index, QUESTION, bodies=["榕溪应急"], matter=matter) is None


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "是",
        "{",
        "[]",
        '{"kind": "poem", "bodies": [], "times": [], "matter": "罚款"}',
        '{"kind": "lookup", "bodies": "榕溪", "times": [], "matter": "罚款"}',
        '{"kind": "lookup", "bodies": [1], "times": [], "matter": "罚款"}',
        '{"kind": "lookup", "bodies": [], "times": [], "matter": null}',
        "罚款是236万元。",
    ],
)
def test_a_reply_of_another_form_makes_no_question(index: Index, reply: str) -> None:
    assert rewritten_from(reply, QUESTION, "m", index.engine, DAY) is None


def test_the_same_question_again_is_no_rewriting(index: Index) -> None:
    assert made(index, "2030年罚款是多少", times=["2030年"]) is None


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("enumerate", "Which bureaus in Eastmarsh reported fines in 2030?"),
        ("compare", "Which bureau in Eastmarsh reported the most fines in 2030?"),
        ("topic", "How did Eastmarsh carry out fines in 2030?"),
    ],
)
def test_each_kind_has_its_form(index: Index, kind: str, question: str) -> None:
    asked = "tell me bout Eastmarsh 2030 fines n stuff"
    found = made(index, asked, kind=kind, bodies=["Eastmarsh"], times=["2030"], matter="fines")
    assert found is not None and found.question == question


def test_a_refused_question_is_answered_in_the_form_that_the_reader_is_shown(index: Index) -> None:
    refused = index.ask("榕溪市应急管理局2030年有多少架无人机？")
    assert not refused.answerable
    told = {"kind": "lookup", "bodies": [], "times": [], "matter": "罚款"}
    reply = json.dumps(told, ensure_ascii=False)
    with serving(lambda handler, _: stream(handler, reply)) as faulty:
        index.endpoint = Endpoint(faulty.url, "m")
        answer = index.assistant.ask_rewritten(refused)
        answered = index.ask("榕溪市应急管理局2030年罚款多少？")
        assert index.assistant.ask_rewritten(answered) is answered
        assert len(faulty.bodies) == 1
        form = faulty.bodies[0]["response_format"]
    index.endpoint = None
    assert form["json_schema"]["schema"]["required"] == ["kind", "bodies", "times", "matter"]  # type: ignore[index]
    assert answer.question == refused.question
    assert answer.understood == "榕溪市应急管理局2030年罚款是多少？"
    assert (answer.assisted_by, answer.generated_by) == ("m", None)
    assert answer.to_json()["assisted_by"] == "m" and "assisted_by" not in answered.to_json()


@pytest.mark.slow
def test_a_real_model_s_reply_is_held_to_the_question(assisted: Index) -> None:
    found = assisted.assistant.rewrite(QUESTION)
    if found is not None:  # the model is weak: none is a right outcome
        assert all(name in QUESTION for name in (*found.bodies, *found.times)), found
        read = assisted.engine.understood(found.question, DAY)
        assert all(p.printed in QUESTION for p in read.periods), found
        assert "鹤汀" not in found.question
