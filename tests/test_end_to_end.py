"""The main job on real reports and on the sample corpus, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from indexer import Index
from indexer.cli import cli

QUESTIONS = ["which bureaus reported enforcement fines", "哪些局报告了行政执法罚款"]
FINES = [7_409_000, 1_334_000]
# A real miss of the trained models: over many reports, counts of something near (notices, cases)
# pass for fines.
MISSED = pytest.mark.xfail(reason="a census does not tell an amount of fines from counts nearby")


def said(index_dir: Path, *arguments: str) -> Any:
    command, *rest = arguments
    result = CliRunner().invoke(cli, [command, "--index", str(index_dir), "--json", *rest])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def seeds(shared_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("end-to-end") / "index"
    built = CliRunner().invoke(
        cli, ["build", str(shared_reports / "seeds"), "--index", str(folder)]
    )
    assert built.exit_code == 0, built.output
    return folder


@pytest.fixture(scope="module")
def samples(sample_index: Index) -> Path:
    return sample_index.generation.index_dir


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_published_reports_state_fines(seeds: Path, question: str) -> None:
    value = said(seeds, "ask", question)
    assert value["kind"] == "enumerate" and value["coverage"] == {"reports": 2, "examined": 2}
    assert [r["verdict"] for r in value["rows"]] == ["stated", "stated"]
    first = [r["figures"][0] for r in value["rows"]]
    assert [(f["value"], f["unit"]) for f in first] == [(v, "CNY") for v in FINES]


@pytest.mark.parametrize(
    ("question", "rank"), [("哪些县报告了罚款", "县"), ("which districts reported fines", "区")]
)
def test_a_list_of_bodies_of_one_rank_has_no_others(
    samples: Path, question: str, rank: str
) -> None:
    value = said(samples, "ask", question)
    assert value["kind"] == "enumerate" and value["rows"]
    assert all(rank in row["issuer"] for row in value["rows"])
    assert value["coverage"]["examined"] < 10


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_passages_stand_under_their_headings(seeds: Path, question: str) -> None:
    value = said(seeds, "ask", question)
    by_n = {c["n"]: c for c in value["citations"]}
    sections = [by_n[r["figures"][0]["citation"]]["section"] for r in value["rows"]]
    assert [
        [h[: len(mark)] for h, mark in zip(path, marks, strict=True)]
        for path, marks in zip(
            sections, [("一、", "（三）", "4."), ("一、", "（一）")], strict=True
        )
    ] == [["一、", "（三）", "4."], ["一、", "（一）"]]


@pytest.mark.parametrize("question", QUESTIONS)
def test_quotes_are_what_show_prints_there(seeds: Path, question: str) -> None:
    value = said(seeds, "ask", question)
    assert value["citations"]
    for citation in value["citations"]:
        text = said(seeds, "show", citation["report"])["text"]
        assert citation["quote"] == text[citation["start"] : citation["end"]]
        span = said(
            seeds, "show", citation["report"], "--span", f"{citation['start']}:{citation['end']}"
        )
        assert span["text"] == citation["quote"]


def test_cite_supports_a_true_sum_and_contradicts_a_false_one(seeds: Path) -> None:
    (true,) = said(seeds, "cite", "衡阳市应急管理部门2025年罚款740.9万元。")["claims"]
    (false,) = said(seeds, "cite", "衡阳市应急管理部门2025年罚款749.0万元。")["claims"]
    assert true["verdict"] == "supported" and true["citations"] and true["formatted"]
    assert false["verdict"] == "contradicted"
    assert 7_409_000 in [f["source_value"] for f in false["figures"]]


def test_show_status_and_verify(seeds: Path) -> None:
    status = said(seeds, "status")
    assert status["reports"] == 2 and status["failed"] == []
    for file in status["files"]:
        shown = said(seeds, "show", file["report"])
        assert shown["issuer"] == file["issuer"] and shown["year"] == 2025
        assert len(shown["outline"]) > 5
        for heading in shown["outline"]:
            assert shown["text"].startswith(heading["heading"][:4], heading["start"])
    assert said(seeds, "verify")["ok"] is True


@MISSED
@pytest.mark.parametrize("question", QUESTIONS)
def test_both_digests_are_among_the_rows_of_the_sample_corpus(samples: Path, question: str) -> None:
    value = said(samples, "ask", question)
    figures = {r["issuer"]: r["figures"][0] for r in value["rows"] if r["verdict"] == "stated"}
    for issuer, fine in zip(("衡阳市应急管理局", "湘乡市应急管理局"), FINES, strict=True):
        assert (figures[issuer]["value"], figures[issuer]["unit"]) == (fine, "CNY")


@MISSED
@pytest.mark.parametrize("question", QUESTIONS)
def test_no_sample_without_an_amount_is_listed_as_stating_one(samples: Path, question: str) -> None:
    value = said(samples, "ask", question)
    stating = {r["issuer"] for r in value["rows"] if r["verdict"] == "stated"}
    silent = {
        "临汐区综合行政执法局",
        "泽岭市住房和城乡建设局",
        "望泽市教育局",
        "常沐市数据局",
        "Caldmoor Borough Council",
        "蒼浜市消防局",
    }
    assert not stating & silent and len(stating) >= 11


def test_pages_are_given_for_pdf_and_null_elsewhere(samples: Path) -> None:
    value = said(samples, "ask", QUESTIONS[0])
    for citation in value["citations"]:
        if citation["path"].endswith(".pdf"):
            assert citation["page"] >= 1
        else:
            assert citation["page"] is None
