"""The examples of docs/api.md, docs/briefs.md and docs/drafting.md do what the pages say, run as printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from indexer import Index

from .service.servers import running

ROOT = Path(__file__).resolve().parents[1]
DRAFT = "青澜市应急管理局2025年罚款1286.4万元。\n\n青澜市应急管理局2025年立案638起。\n"

pytestmark = pytest.mark.slow


def _blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.S | re.M)
    return [block for name, block in found if name == language]


def _printed(page: str, language: str, holds: str) -> str:
    """The one block of the page that has ``holds`` in it."""
    (block,) = [b for b in _blocks(page, language) if holds in b]
    return block


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, sample_index: Index) -> Path:
    """A folder as the pages have it: ``reports``, the index ``.policyqa``, a draft, ``policyqa`` in bin."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "corpus", folder / "reports")
    shutil.copytree(sample_index.generation.index_dir, folder / ".policyqa")
    (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
    (folder / "brief.md").write_text(DRAFT, encoding="utf-8")
    (folder / "check.py").write_text(
        _printed("drafting.md", "python", "/v1/cite"), encoding="utf-8"
    )
    (folder / "bin").mkdir()
    called = folder / "bin" / "policyqa"
    called.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m indexer "$@"\n', encoding="utf-8")
    called.chmod(0o755)
    return folder


def _run(desk: Path, *command: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(
        (str(desk / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
    )
    env = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=desk, env=env, capture_output=True, text=True, timeout=300)


def test_the_python_examples_run_in_order(desk: Path) -> None:
    pytest.importorskip("langchain_core")
    pytest.importorskip("llama_index.core")
    source = "\n".join(_blocks("api.md", "python"))
    done = _run(desk, sys.executable, "-c", source + "\nprint(len(documents), len(nodes))")
    assert done.returncode == 0, done.stderr
    assert "supported" in done.stdout and done.stdout.rstrip().endswith("5 5")


def test_the_examples_of_briefs_run_in_order(desk: Path) -> None:
    done = _run(desk, sys.executable, "-c", _printed("briefs.md", "python", "Brief.new"))
    assert done.returncode == 0 and done.stdout == "unchanged []\n", done.stderr
    lines = _blocks("briefs.md", "sh")
    done = _run(desk, "sh", "-ec", "\n".join(lines))
    assert done.returncode == 0, done.stderr
    assert (desk / "fines.docx").stat().st_size > 20_000


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_the_curl_example_gets_an_answer(desk: Path) -> None:
    with running("serve", "--index", str(desk / ".policyqa"), "--port", "0") as server:
        at = server.url.rstrip("/")
        line = _printed("api.md", "", "curl -s ").replace("http://127.0.0.1:8600", at)
        answer = json.loads(_run(desk, "sh", "-c", line).stdout)
        line = _printed("api.md", "", "curl -sN ").replace("http://127.0.0.1:8600", at)
        *_, last = map(json.loads, _run(desk, "sh", "-c", line).stdout.splitlines())
    assert answer["kind"] == "enumerate" and answer["citations"]
    assert last["answer"]["citations"], last


def test_the_check_script_tells_the_verdicts_of_a_draft(desk: Path) -> None:
    with running("serve", "--index", str(desk / ".policyqa"), "--port", "0") as server:
        script = (desk / "check.py").read_text(encoding="utf-8")
        here = desk / "check_here.py"
        here.write_text(
            script.replace("http://127.0.0.1:8600", server.url.rstrip("/")), encoding="utf-8"
        )
        done = _run(desk, "sh", "-c", "python3 check_here.py < draft.txt")
    assert [row.split("\t")[0] for row in done.stdout.splitlines()] == ["supported", "contradicted"]


@pytest.mark.skipif(not shutil.which("jq"), reason="jq is not installed")
def test_the_shell_loop_and_the_gate_tell_the_verdicts_of_a_draft(desk: Path) -> None:
    looped = _run(desk, "bash", "-c", _printed("drafting.md", "", "while IFS="))
    rows = [row.split("\t") for row in looped.stdout.splitlines()]
    assert [row[0] for row in rows] == ["supported", "contradicted"]
    assert "[R]" in rows[0][2]
    gate = _printed("drafting.md", "", "jq -e")
    assert _run(desk, "bash", "-c", gate).returncode == 1  # a contradicted sentence stops the press
