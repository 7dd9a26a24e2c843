from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.peers import __main__ as peers
from benchmarks.peers import outcome, side
from benchmarks.peers.environments import PEERS, Environments
from benchmarks.peers.passages import chosen_passages, chosen_questions
from benchmarks.peers.policyqa_side import PolicyqaSide
from benchmarks.peers.side import Job, Text

ZH = {"00-0": "桐屿县的居民清理了河道垃圾三百吨。", "01-0": "砚堰市的苗圃培育杜鹃和蝴蝶兰。"}
EN = {
    "00-0": "The people of Tongyu cleared three hundred tonnes of rubbish from the river.",
    "01-0": "The nursery of Yanyan grows azaleas and orchids.",
}
ASKED = {
    "zh": ["清理了什么垃圾", "苗圃培育什么花"],
    "en": ["what was cleared from the river", "which flowers does the nursery grow"],
}


@pytest.fixture
def sets(tmp_path: Path) -> Path:
    folder = tmp_path / "bench" / "xquad"
    folder.mkdir(parents=True)
    for language, texts in (("zh", ZH), ("en", EN)):
        rows = [{"id": i, "text": t} for i, t in texts.items()]
        _write(folder / f"passages.{language}.jsonl", rows)
        rows = [
            {"id": str(n), "question": q, "passage": f"0{n}-0"}
            for n, q in enumerate(ASKED[language])
        ]
        _write(folder / f"questions.{language}.jsonl", rows)
    other = tmp_path / "bench" / "cmrc2018"
    other.mkdir()
    _write(other / "passages.jsonl", [{"id": "a", "text": "港口去年吞吐量为三千万吨。"}])
    return tmp_path / "bench"


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")


def test_filling_follows_the_passages_that_are_asked_about(sets: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports" / "real"
    reports.mkdir(parents=True)
    (reports / "one.txt").write_text(f"{'a' * 90}\n{'b' * 390}\n太短\n", encoding="utf-8")
    found = chosen_passages(sets, 9, tmp_path / "reports")
    ids = [p.id for p in found]
    assert ids[:4] == ["xquad-zh-00-0", "xquad-zh-01-0", "xquad-en-00-0", "xquad-en-01-0"]
    assert ids[4:7] == ["cmrc2018-a", "report-real-one-0", "report-real-one-1"]
    assert len(found) == 9 and all(i.startswith("made-") for i in ids[7:])
    assert len({p.text for p in found}) == 9
    assert [p.language for p in found[:4]] == ["zh", "zh", "en", "en"]
    assert chosen_passages(sets, 2) == found[:4], "what is asked about is always there"


def test_questions_name_their_passage_in_any_language(sets: Path) -> None:
    assert [q.id for q in chosen_questions(sets)] == ["00-0/0", "01-0/1"] * 2
    assert [q.text for q in chosen_questions(sets, 1)] == [ASKED["zh"][0], ASKED["en"][0]]


def test_a_passage_must_be_the_best_of_its_language() -> None:
    question = Text("00-0/0", "en", "what was cleared")
    languages = {f"xquad-{a}-0{n}-0": a for a in ("zh", "en") for n in (0, 1)}
    hits = ["xquad-en-01-0", "xquad-zh-00-0", "xquad-en-00-0"]
    scores = outcome.recall_at_one({"en:00-0/0": hits}, [question], languages)
    assert scores["en", "zh"] == 1.0 and scores["en", "en"] == 0.0
    assert outcome.recall_at_one({"en:00-0/0": []}, [question], languages)["en", "zh"] == 0.0


class Counting:
    """Ranks by shared characters; enough to see what ``ask`` writes down."""

    def __init__(self) -> None:
        self.passages: list[Text] = []

    def build(self, job: Job, passages: Sequence[Text]) -> None:
        side.write_texts(job.index / "kept.jsonl", passages)

    def open(self, job: Job) -> None:
        self.passages = side.read_texts(job.index / "kept.jsonl")

    def search(self, text: str, k: int) -> list[str]:
        ranked = sorted(self.passages, key=lambda p: -len(set(p.text) & set(text)))
        return [p.id for p in ranked[:k]]


@pytest.fixture
def job(sets: Path, tmp_path: Path) -> Path:
    work = tmp_path / "work"
    work.mkdir()
    told = peers.prepare(work, chosen_passages(sets, 4), chosen_questions(sets))
    (work / "one").mkdir()
    path = work / "one" / "job.json"
    more = {"timed": 2, "depth": 4, "folder": str(work / "one")}
    path.write_text(json.dumps(told | more), encoding="utf-8")
    return path


def test_a_side_builds_and_answers_and_its_outcome_is_read(
    job: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for what in ("build", "ask"):
        monkeypatch.setattr("sys.argv", ["side", what, str(job)])
        assert side.main(Counting()) == 0
    assert capsys.readouterr().out == f"{side.READY}\n"
    read = Job.read(job)
    passages = side.read_texts(read.passages)
    found = outcome.outcome_of(
        "counting",
        (2.0, 3.0),
        0.5,
        read.asked,
        read.index,
        side.read_texts(read.questions),
        {p.id: p.language for p in passages},
    )
    assert found.first["zh", "zh"] == 1.0 and found.disk > 0 and found.memory > 10
    assert 0 < found.p50 <= found.p95
    told = outcome.outcome_table([found], 1.5)
    assert "| counting | 2 (3) | 2.00 |" in told and "zh→en" in told


def test_policyqa_finds_each_passage_in_its_own_files(job: Path) -> None:
    read, one = Job.read(job), PolicyqaSide()
    read.index.mkdir()
    one.build(read, side.read_texts(read.passages))
    one.open(read)
    assert one.search("苗圃培育什么花", 4)[0] == "xquad-zh-01-0"
    assert one.search("which flowers does the nursery grow", 4)[0] == "xquad-en-01-0"


def test_an_environment_that_is_as_wanted_is_not_made_again(tmp_path: Path) -> None:
    python = tmp_path / "txtai" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    (tmp_path / "txtai" / "installed.txt").write_text("\n".join(PEERS["txtai"]), encoding="utf-8")
    assert Environments(tmp_path, ()).python("txtai") == python
    assert all("==" in package for wanted in PEERS.values() for package in wanted)


def test_the_table_replaces_the_one_before(tmp_path: Path) -> None:
    page = "# A\n\n<!-- peers -->\nold\n<!-- /peers -->\n\nB\n"
    assert peers.written(page, "new") == page.replace("old", "new")
    with pytest.raises(ValueError, match="no lines"):
        peers.written("# A\n", "new")
