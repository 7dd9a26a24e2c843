"""The same reports give the same answer, byte for byte, however the index came about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import Index, build

from .invented import QUESTIONS, TEXTS, write_reports


def answers(index_dir: Path) -> list[str]:
    with Index.open(index_dir) as index:
        return [
            json.dumps(index.ask(q, all_rows=True).to_json(), ensure_ascii=False) for q in QUESTIONS
        ]


@pytest.fixture(scope="module")
def expected(invented_dir: Path) -> list[str]:
    return answers(invented_dir)


def test_the_same_question_twice_gives_the_same_bytes(
    invented_dir: Path, expected: list[str]
) -> None:
    assert answers(invented_dir) == expected


def test_files_written_in_another_order_change_nothing(tmp_path: Path, expected: list[str]) -> None:
    build([write_reports(tmp_path / "corpus", reversed(TEXTS))], tmp_path / "index")
    assert answers(tmp_path / "index") == expected


@pytest.mark.slow
def test_a_corpus_that_grew_report_by_report_answers_the_same(
    tmp_path: Path, expected: list[str]
) -> None:
    for name in sorted(TEXTS, key=len):
        build([write_reports(tmp_path / "corpus", [name])], tmp_path / "index")
    assert answers(tmp_path / "index") == expected
    build([tmp_path / "corpus"], tmp_path / "index", rebuild=True)
    assert answers(tmp_path / "index") == expected


@pytest.mark.slow
def test_a_report_changed_and_changed_back_leaves_no_trace(
    tmp_path: Path, expected: list[str]
) -> None:
    corpus = write_reports(tmp_path / "corpus")
    build([corpus], tmp_path / "index")
    name = next(iter(TEXTS))
    (corpus / name).write_text(TEXTS[name].replace("236万元", "999万元"), encoding="utf-8")
    build([corpus], tmp_path / "index")
    assert answers(tmp_path / "index") != expected
    write_reports(corpus, [name])
    build([corpus], tmp_path / "index")
    assert answers(tmp_path / "index") == expected
