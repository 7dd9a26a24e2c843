"""Question files read, asked and scored."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Index, build
from indexer.errors import UsageError
from indexer.evaluation.run import read_questions, run, without_spaces

RONGXI = "榕溪市应急管理局2030年度执法报告.txt"
LINES = [
    {
        "id": "right",
        "q": "榕溪市应急管理局2030年罚款多少",
        "lang": "zh",
        "kind": "lookup",
        "doc": RONGXI,
        "answer_value": 2_360_000,
        "quote": "罚款 236万元",
    },
    {
        "id": "wrong",
        "q": "榕溪市应急管理局2030年罚款多少",
        "lang": "zh",
        "kind": "lookup",
        "doc": RONGXI,
        "answer_value": 5,
        "quote": "罚款236万元",
    },
    {
        "id": "elsewhere",
        "q": "榕溪市应急管理局2030年罚款多少",
        "lang": "zh",
        "kind": "lookup",
        "doc": "橙湾区教育局2030年度报告.txt",
        "answer_value": 2_360_000,
        "quote": "奖励金96万元",
    },
    {
        "id": "list",
        "q": "which bureaus reported enforcement fines",
        "lang": "en",
        "kind": "enumerate",
        "positives": [RONGXI, "not-indexed.txt"],
        "negatives": ["橙湾区教育局2030年度报告.txt"],
    },
    {
        "id": "topic",
        "q": "执法培训做了什么",
        "lang": "zh",
        "kind": "topic",
        "evidence": [[RONGXI, "举办执法培训班6期"], [RONGXI, "从未说过的话"]],
    },
    {"id": "none", "q": "云海市应急管理局罚款多少", "lang": "zh", "kind": "unanswerable"},
    {"id": "known", "q": "榕溪市应急管理局2030年罚款多少", "lang": "zh", "kind": "unanswerable"},
]


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


def questions(path: Path, lines: list[dict[str, object]] | None = None) -> Path:
    path.write_text(
        "\n".join(json.dumps(line, ensure_ascii=False) for line in lines or LINES), encoding="utf-8"
    )
    return path


def test_decomposed_and_composed_file_names_are_the_same(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Bürgeramt-Jahresbericht.txt")
    line = {"q": "a", "kind": "topic", "evidence": [[decomposed, "x"]]}
    listed = {"q": "b", "kind": "enumerate", "positives": [decomposed]}
    topic, census = read_questions([questions(tmp_path / "q.jsonl", [line, listed])])
    assert topic.truth["evidence"] == [("Bürgeramt-Jahresbericht.txt", "x")]
    assert census.truth["positives"] == ["Bürgeramt-Jahresbericht.txt"]


def test_scores_follow_the_contract(index: Index, tmp_path: Path) -> None:
    results = run(index, read_questions([questions(tmp_path / "q.jsonl")]))
    scores = {r.asked.id: r.score for r in results}
    assert scores == {
        "right": 1.0,
        "wrong": 0.0,
        "elsewhere": 0.0,
        "list": 1.0,
        "topic": 0.5,
        "none": 1.0,
        "known": 0.0,
    }
    assert all(r.literal for r in results)
    assert {r.asked.id for r in results if r.refused} == {"none"}


def test_reports_that_are_not_indexed_do_not_count(index: Index, tmp_path: Path) -> None:
    (result,) = (
        r
        for r in run(index, read_questions([questions(tmp_path / "q.jsonl")]))
        if r.asked.id == "list"
    )
    assert result.counts == (1, 0, 0)


def test_a_miss_says_what_came_instead(index: Index, tmp_path: Path) -> None:
    notes = {
        r.asked.id: r.note for r in run(index, read_questions([questions(tmp_path / "q.jsonl")]))
    }
    assert "236万元" in notes["wrong"] and RONGXI in notes["wrong"]
    assert "passage not cited" in notes["elsewhere"] and notes["right"] == ""


def test_the_language_pair_names_question_and_report(index: Index, tmp_path: Path) -> None:
    pairs = {
        r.asked.id: r.pair for r in run(index, read_questions([questions(tmp_path / "q.jsonl")]))
    }
    assert pairs["right"] == "zh→zh" and pairs["none"] == "zh"


def test_blank_lines_a_mark_of_byte_order_and_missing_ids_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('\n{"q": "a", "kind": "topic", "evidence": []}\n\n', encoding="utf-8-sig")
    (asked,) = read_questions([path])
    assert asked.id == "2" and asked.lang == ""


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"q": "x"}', '{"kind": "lookup"}', '{"q": "x", "kind": "riddle"}']
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(f'{{"q": "x", "kind": "unanswerable"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"q\.jsonl:2"):
        read_questions([path])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.jsonl"):
        read_questions([tmp_path / "nowhere.jsonl"])


def test_white_space_aside() -> None:
    assert without_spaces(" 罚款\n 236 万元\u3000") == "罚款236万元"


def test_files_of_one_name_are_told_apart_by_their_path(tmp_path: Path) -> None:
    for place, amount in (("岚汀县", "31.5万元"), ("霞溪县", "47.2万元")):
        path = tmp_path / "corpus" / place / "报告.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"{place}水务局2031年度执法报告\n\n全年罚款{amount}。\n", encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")
    asked = {
        "q": "霞溪县水务局2031年罚款多少",
        "lang": "zh",
        "kind": "lookup",
        "answer_value": 472_000,
        "quote": "罚款47.2万元",
    }
    docs = ("报告.txt", "霞溪县/报告.txt", "岚汀县/报告.txt")
    path = questions(tmp_path / "q.jsonl", [{**asked, "doc": doc} for doc in docs])
    with Index.open(tmp_path / "index") as index:
        results = run(index, read_questions([path]))
    assert [r.score for r in results] == [1.0, 1.0, 0.0]
    assert results[1].pair == "zh→zh"
