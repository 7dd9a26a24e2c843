"""``policyqa ask --after``: a question that leans on earlier ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .test_commands import assert_one_line_error, index, run, said

__all__ = ["index"]
FIRST = "榕溪市应急管理局2030年罚款多少？"


def test_the_json_says_what_a_follow_up_was_understood_as(index: Path) -> None:
    value = said(index, "ask", "2029年呢", "--after", FIRST)
    assert value["question"] == "2029年呢"
    assert value["understood"] == "榕溪市应急管理局2029年罚款多少？"
    assert value["rows"][0]["figures"][0]["value"] == 1_980_000
    assert "understood" not in said(index, "ask", FIRST)


def test_plain_text_begins_with_what_was_understood(index: Path) -> None:
    result = run(index, "ask", "2029年呢", "--after", FIRST)
    assert result.stdout.splitlines()[0] == "理解为：榕溪市应急管理局2029年罚款多少？"


def test_a_line_of_a_batch_may_name_earlier_questions(index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    lines = [{"id": 1, "q": "2029年呢", "after": [FIRST]}, {"id": 2, "q": FIRST}]
    batch.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    result = run(index, "ask", "--batch", str(batch))
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["understood"] == "榕溪市应急管理局2029年罚款多少？"
    assert "understood" not in second


@pytest.mark.parametrize("after", ['"x"', "[1]", '[" "]'])
def test_bad_earlier_questions_of_a_batch_are_named(
    index: Path, tmp_path: Path, after: str
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(f'{{"q": "2029年呢", "after": {after}}}\n', encoding="utf-8")
    assert_one_line_error(run(index, "ask", "--batch", str(batch)), 2, "earlier question")


def test_after_belongs_to_one_question(index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"q": "罚款"}\n', encoding="utf-8")
    result = run(index, "ask", "--batch", str(batch), "--after", FIRST)
    assert_one_line_error(result, 2, "--after", "--batch")
