from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.datasets import (
    open_index,
    open_mixed,
    question_file,
    read_questions,
    report_name,
    sets_folder,
)
from benchmarks.retrieval import ranks

ZH = {"00-0": "桐屿县的居民清理了河道垃圾三百吨。", "01-0": "砚堰市的苗圃培育杜鹃和蝴蝶兰。"}
EN = {
    "00-0": "The people of Tongyu cleared rubbish from the river.",
    "01-0": "The nursery of Yanyan grows azaleas and orchids.",
}


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    folder = tmp_path / "bench" / "xquad"
    folder.mkdir(parents=True)
    asked = {
        "zh": ["清理了什么垃圾", "苗圃培育什么花"],
        "en": ["what was cleared from the river", "which flowers does the nursery grow"],
    }
    for language, texts in (("zh", ZH), ("en", EN)):
        rows = [json.dumps({"id": i, "text": t}, ensure_ascii=False) for i, t in texts.items()]
        (folder / f"passages.{language}.jsonl").write_text("\n".join(rows), encoding="utf-8")
        rows = [
            json.dumps({"id": str(n), "question": q, "passage": f"0{n}-0"}, ensure_ascii=False)
            for n, q in enumerate(asked[language])
        ]
        (folder / f"questions.{language}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return tmp_path / "bench"


def test_without_the_sets_a_benchmark_says_so_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        sets_folder(tmp_path / "nowhere")
    assert ended.value.code == 0
    assert "skipped" in capsys.readouterr().out


@pytest.mark.slow
def test_each_passage_is_a_report_that_its_question_finds(sets: Path, tmp_path: Path) -> None:
    with open_index(sets, "xquad/zh", tmp_path / "cache") as generation:
        assert {r.path for r in generation.reports} == {report_name("xquad/zh", i) for i in ZH}
        questions = read_questions(question_file(sets, "xquad/en"))
        found, _ = ranks(generation, [(q, "xquad/zh") for q in questions])
        assert found["both"] == [1, 1]


@pytest.mark.slow
def test_a_mixed_index_holds_each_article_in_one_language(sets: Path, tmp_path: Path) -> None:
    generation, told = open_mixed(sets, "zh", "en", tmp_path / "cache")
    with generation:
        assert told == {"00-0": "xquad/zh", "01-0": "xquad/en"}
        assert {r.path for r in generation.reports} == {
            report_name(collection, id_) for id_, collection in told.items()
        }


@pytest.mark.slow
def test_a_passage_that_is_not_indexed_counts_as_not_found(sets: Path, tmp_path: Path) -> None:
    with open_index(sets, "xquad/zh", tmp_path / "cache") as generation:
        questions = read_questions(question_file(sets, "xquad/zh"))
        found, _ = ranks(generation, [(q, "xquad/ru") for q in questions])
        assert min(found["both"]) > 1000
