"""``policyqa brief``: every command on real briefs and a real index."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer import Index
from indexer.briefs.brief import Brief
from indexer.cli import cli
from tests.briefs.conftest import rebuilt_dir  # noqa: F401  (a fixture)

pytestmark = pytest.mark.slow

QUESTION = "霁明市水利局2024年罚款多少？"
Run = Callable[..., Result]


@pytest.fixture
def run(rebuilt_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:  # noqa: F811
    """Runs a command in an empty folder, on the index of the reports before they change."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICYQA_BRIEFS", raising=False)
    monkeypatch.setenv("POLICYQA_INDEX", str(rebuilt_dir / "before"))

    def call(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["brief", *arguments])
        assert result.exit_code == code, result.output
        return result

    return call


def test_a_brief_is_created_filled_ordered_annotated_and_shown(run: Run, tmp_path: Path) -> None:
    assert run("new", "罚款/情况").stdout == "briefs/罚款 情况.brief.toml\n"
    name = "罚款 情况"
    added = json.loads(
        run("add", name, QUESTION, "--heading", "水利", "--note", "核", "--json").stdout
    )
    assert len(added["added"]) == 1 and added["groups"][0]["heading"] == "水利"
    item = added["groups"][0]["items"][0]
    assert item["figures"][0]["value"] == 335_000 and item["note"] == "核"
    cited = item["citations"][0]
    run(
        "add",
        name,
        "--passage",
        f"{cited['report']}@{cited['start']}:{cited['end']}",
        "--heading",
        "引文",
    )
    run("add", name, "哪些单位开展了培训？", "--answer")
    assert [i.kind for i in Brief.open(tmp_path / "briefs" / f"{name}.brief.toml").items] == [
        "answer",
        "row",
        "quote",
    ]
    run("move", name, "3", "--to", "2")
    run("group", name, "水利", "1")
    run("group", name, "水利", "--rename", "全部")
    run("note", name, "1", "再核")
    told = run("show", name).stdout
    assert "## 全部" in told and "备注：再核" in told and "33.5万元" in told
    run("remove", name, "1")
    assert run("list").stdout == "罚款 情况: 罚款/情况 (2 items)\n"
    assert json.loads(run("list", "--json").stdout)["briefs"][0]["items"] == 2


def test_adding_twice_says_so_and_adds_nothing(run: Run) -> None:
    run("new", "x")
    run("add", "x", QUESTION)
    again = run("add", "x", QUESTION)
    assert again.stdout.strip() == "" and "1 of them were in the brief already" in again.stderr


def test_a_check_names_what_changed_and_its_exit_code_tells(
    run: Run,
    rebuilt_dir: Path,  # noqa: F811
) -> None:
    run("new", "x")
    run("add", "x", QUESTION)
    assert "1 items: 1 unchanged" in run("check", "x").stdout
    after = str(rebuilt_dir / "after")
    marked = run("check", "x", "--index", after, code=4)
    assert "33.5万元 → 35.1万元" in marked.stdout and "霁明市水利局2024.txt" in marked.stdout
    told = json.loads(run("check", "x", "--index", after, "--json", code=4).stdout)
    assert told["state"] == "changed" and len(told["marked"]) == 1
    check = told["groups"][0]["items"][0]["citations"][0]["check"]
    assert check["figures"] == [
        {"was": "33.5万元", "now": "35.1万元", "value": 351000, "unit": "CNY"}
    ]
    run("check", "x", "--index", after, "--accept", "all")
    assert "35.1万元" in run("show", "x").stdout


@pytest.mark.parametrize("kind", ["docx", "md", "xlsx"])
def test_a_brief_is_exported(run: Run, tmp_path: Path, kind: str) -> None:
    run("new", "x")
    run("add", "x", QUESTION)
    assert run("export", "x", f"out.{kind}", "--style", "apa").stdout == f"out.{kind}\n"
    assert (tmp_path / f"out.{kind}").stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "y"], "no such brief; create it with: policyqa brief new"),
        (["add", "x"], "give either a question or --passage"),
        (["add", "x", "--passage", "r@1"], "--passage r@1: give a report and a span"),
        (["add", "x", "--passage", "r@1:2"], "no report with this id or path"),
        (["add", "x", QUESTION, "--row", "9"], "row 9: the answer has 1 rows"),
        (["add", "x", "太阳系有几颗行星？"], "no report states the answer"),
        (["move", "x", "--to", "1"], "give either an item or --heading"),
        (["group", "x", "h"], "give either items"),
        (["remove", "x", "7"], "7: the brief has no such item"),
        (["export", "x", "out.pdf"], "out.pdf: a brief is exported as"),
        (["new", "x"], "exists already"),
        (["new", "/"], "needs letters or digits"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(run: Run, arguments: list[str], said: str) -> None:
    run("new", "x")
    result = run(*arguments, code=2)
    assert said in result.stderr and len(result.stderr.strip().splitlines()) == 1


def test_a_file_broken_by_hand_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    run("new", "x")
    path = tmp_path / "briefs" / "x.brief.toml"
    path.write_text(path.read_text() + "\n[[groups]]\nheding = 3\n", encoding="utf-8")
    lines = path.read_text().splitlines().index("heding = 3") + 1
    assert f'briefs/x.brief.toml:{lines}: unknown key "heding"' in run("show", "x", code=2).stderr
    assert f":{lines}:" in run("list").stdout


def test_nothing_of_the_index_is_needed_to_export(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("new", "x")
    run("add", "x", QUESTION)
    monkeypatch.setenv("POLICYQA_INDEX", "nowhere")
    monkeypatch.setattr(Index, "open", None)
    run("export", "x", "out.md")


def test_a_question_that_leans_on_another_is_added_as_the_whole_one(run: Run) -> None:
    run("new", "t")
    told = run("add", "t", "溪坪县林业局呢", "--after", QUESTION, "--json")
    item = json.loads(told.stdout)["groups"][0]["items"][0]
    assert item["question"] == "溪坪县林业局2024年罚款多少？"
    assert item["figures"][0]["value"] == 148_000
    assert told.stderr.strip() == "理解为：溪坪县林业局2024年罚款多少？"
    wrong = run("add", "t", "--passage", "r1@1:2", "--after", QUESTION, code=2)
    assert "--after belong to a question" in wrong.output
