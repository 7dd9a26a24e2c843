"""What ends a build early: kills, a full disk. The index before stays active."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from indexer.index.building.build import build
from indexer.index.store.generation import Generation
from indexer.index.store.manifest import GENERATIONS
from indexer.index.store.verify import verify

from ..made import report_text, write_corpus

resource = pytest.importorskip("resource", reason="limits and forks are POSIX matters")
pytestmark = pytest.mark.slow

# Libraries are imported once, before "ready"; each line then forks one build of the corpus, so that
# kills fall on the build and not on imports.
BUILDS = """
import os, sys
from pathlib import Path
from indexer.index.building.build import build
import indexer.reading.read, indexer.models.encoder
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        try:
            print("done", build([Path(sys.argv[1])], Path(sys.argv[2])).generation, flush=True)
        except Exception as error:
            print(type(error).__name__, error, flush=True)
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@contextmanager
def builder(corpus: Path, index: Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDS, str(corpus), str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
        **options,
    )
    try:
        assert said(process) == "ready"
        yield process
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(60)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def start(process: subprocess.Popen[str]) -> int:
    """Begin one build; the id of its process."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    return int(said(process))


def test_a_build_killed_at_ten_moments_leaves_an_index_that_answers(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 10), tmp_path / "index"
    build([corpus], index)
    moments, killed = random.Random(7), 0
    with builder(corpus, index) as process:
        for attempt in range(10):
            for number in range(10):
                text = report_text(f"新沙{attempt}", 100 + number)
                (corpus / f"{number}.txt").write_text(text, encoding="utf-8")
            child = start(process)
            time.sleep(moments.uniform(0.0, 0.9))
            with suppress(ProcessLookupError):  # the build was quicker
                os.kill(child, signal.SIGKILL)
            finished = said(process) != "ended"
            killed += not finished
            if finished:
                assert said(process) == "ended"
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
    with builder(
        corpus,
        index,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    ) as process:
        start(process)
        out = said(process)
    assert out.startswith("BuildError") and "free some space" in out
    assert verify(index) == []
    assert [p.name for p in (index / GENERATIONS).iterdir()] == ["000001"]
