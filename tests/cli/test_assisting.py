"""``policyqa ask`` with a language model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.writing.faulty import refuse, serving, stream

from .test_commands import assert_one_line_error, index, run, said

__all__ = ["index"]
pytest.importorskip("openai", reason="the extra llm is not installed")
FIRST = "榕溪市应急管理局2030年罚款多少？"
TRUE, FALSE = "榕溪市应急管理局2030年罚款236万元。", "榕溪市应急管理局2030年罚款263万元。"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("POLICYQA_LLM_MODEL", "m")
    monkeypatch.delenv("POLICYQA_LLM_URL", raising=False)
    return monkeypatch


@pytest.mark.parametrize("option", ["--write", "--rewrite", "--judge"])
def test_without_an_address_it_is_wrong_usage(
    index: Path, model: pytest.MonkeyPatch, option: str
) -> None:
    result = run(index, "ask", FIRST, option)
    assert_one_line_error(result, 2)
    assert "set POLICYQA_LLM_URL and POLICYQA_LLM_MODEL" in result.stderr


def test_it_belongs_to_one_question(index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "b.jsonl"
    batch.write_text(json.dumps({"q": FIRST}), encoding="utf-8")
    assert_one_line_error(run(index, "ask", "--batch", str(batch), "--write"), 2)


def test_sentences_are_printed_with_their_verdicts_then_the_citations(
    index: Path, model: pytest.MonkeyPatch
) -> None:
    with serving(lambda handler, _: stream(handler, f"{TRUE}\n{FALSE}\n一年有365天。")) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        result = run(index, "ask", FIRST, "--write")
    first, second, third, blank, cited, *_ = result.stdout.splitlines()
    assert first == f"{TRUE}[1]"
    assert second.startswith(f"✗ ~~{FALSE}~~〔与报告不符") and "原文为236万元" in second
    assert third.startswith("? 一年有365天。〔未找到依据")
    assert blank == "" and cited.startswith("[1] 榕溪市应急管理局 (2030)")


def test_the_json_is_that_of_ask_with_its_sentences(index: Path, model: pytest.MonkeyPatch) -> None:
    with serving(lambda handler, _: stream(handler, TRUE)) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        value = said(index, "ask", FIRST, "--write")
    plain = said(index, "ask", FIRST)
    assert value["generated_by"] == "m" and plain["generated_by"] is None
    assert value["answer"] == f"{TRUE}[1]" and value["complete"] is True
    assert value["rows"] == plain["rows"] and set(plain) < set(value)
    assert set(value) - set(plain) == {"sentences", "complete"}


def test_a_model_that_fails_is_one_plain_line(index: Path, model: pytest.MonkeyPatch) -> None:
    with serving(lambda handler, _: refuse(handler, 401)) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        result = run(index, "ask", FIRST, "--write")
    assert_one_line_error(result, 1)
    assert "POLICYQA_LLM_KEY" in result.stderr


def test_what_was_written_before_it_broke_off_is_printed(
    index: Path, model: pytest.MonkeyPatch
) -> None:
    with serving(lambda handler, _: stream(handler, TRUE, "\n榕溪", end=None)) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        result = run(index, "ask", FIRST, "--write")
    assert result.stdout.startswith(f"{TRUE}[1]")
    assert "broke off; try again; the answer is not complete" in result.stderr


def test_where_the_model_writes_nothing_the_ordinary_answer_stands(
    index: Path, model: pytest.MonkeyPatch
) -> None:
    with serving(lambda handler, _: stream(handler, "\n")) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        result = run(index, "ask", FIRST, "--write")
    assert result.stdout == run(index, "ask", FIRST).stdout
    assert "wrote nothing" in result.stderr


def test_the_number_of_calls_is_told_before_they_are_made(
    index: Path, model: pytest.MonkeyPatch
) -> None:
    with serving(lambda handler, _: stream(handler, "否")) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        result = run(index, "ask", "哪些单位报告了罚款？", "--judge")
        calls = len(faulty.bodies)
    assert f"{calls} of 10 reports are borderline: {calls} calls" in result.stderr
    other = run(index, "ask", FIRST, "--judge")
    assert "--judge has no effect" in other.stderr and other.exit_code == 0


def test_the_form_of_a_rewritten_question_is_printed(
    index: Path, model: pytest.MonkeyPatch
) -> None:
    reply = '{"kind": "lookup", "bodies": [], "times": [], "matter": "罚款"}'
    with serving(lambda handler, _: stream(handler, reply)) as faulty:
        model.setenv("POLICYQA_LLM_URL", faulty.url)
        result = run(index, "ask", "榕溪市应急管理局2030年有多少架无人机？", "--rewrite")
    assert result.stdout.startswith("理解为：榕溪市应急管理局2030年罚款是多少？")
    assert "236万元" in result.stdout
