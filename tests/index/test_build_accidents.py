"""What ends a build early: kills, a full disk. The index before stays in force."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.index.build import build
from indexer.index.generation import Generation
from indexer.index.manifest import GENERATIONS
from indexer.index.verify import verify

from .made import report_text, write_corpus

pytestmark = pytest.mark.slow

# The encoder is loaded before "ready", so that kills fall on the build and not on imports.
BUILD = """
import sys
from pathlib import Path
from indexer.index.build import build
import indexer.reports.read, indexer.index.sentence_module
print("ready", flush=True)
try:
    for line in sys.stdin:
        print(build([Path(sys.argv[1])], Path(sys.argv[2])).seconds, flush=True)
except Exception as error:
    print(type(error).__name__, error, flush=True)
"""


def start(corpus: Path, index: Path, **options) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(corpus), str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )
    assert process.stdout is not None and process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def test_a_build_killed_at_ten_moments_leaves_an_index_that_answers(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 10), tmp_path / "index"
    build([corpus], index)
    moments, killed = random.Random(7), 0
    for attempt in range(10):
        for number in range(10):
            text = report_text(f"新沙{attempt}", 100 + number)
            (corpus / f"{number}.txt").write_text(text, encoding="utf-8")
        process = start(corpus, index)
        go(process)
        time.sleep(moments.uniform(0.0, 0.9))
        process.kill()
        killed += process.stdout.readline() == ""  # type: ignore[union-attr]
        process.wait()
        assert verify(index) == []
        with Generation.open(index) as generation:
            scores = generation.passage_vectors @ generation.embedder.queries(["罚款"])[0]
            assert scores.max() > 0.2 and len(generation.reports) == 10
    assert killed >= 5
    build([corpus], index)
    assert len(list((index / GENERATIONS).iterdir())) <= 2 and verify(index) == []


@pytest.mark.parametrize("limit", [4_000, 60_000])
def test_a_full_disk_is_one_clear_error_and_the_old_index_stays(tmp_path: Path, limit: int) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 2), tmp_path / "index"
    build([corpus], index)
    write_corpus(corpus, 10)
    process = start(
        corpus,
        index,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    out, _ = process.communicate("go\n")
    assert out.startswith("BuildError") and "free some space" in out
    assert verify(index) == []
    assert [p.name for p in (index / GENERATIONS).iterdir()] == ["000001"]
