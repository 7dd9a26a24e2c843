"""`policyqa build --watch` as a real process: what it builds, when, and how it ends."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.index.building.lock import writer_lock
from indexer.index.building.watch import Built, Watch, _built

from ..made import report_text, write_corpus

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.slow


class Watcher:
    """A watch in a process of its own; its builds come as JSON lines, its other lines as text."""

    def __init__(self, corpus: Path, index: Path, *options: str) -> None:
        command = [sys.executable, "-m", "indexer", "build", str(corpus), "--index", str(index)]
        self.process = subprocess.Popen(
            [*command, "--watch", "--every", "0.3", *options],
            cwd=ROOT,
            encoding="utf-8",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.said: queue.Queue[str] = queue.Queue()
        self.warned: queue.Queue[str] = queue.Queue()
        for stream, lines in ((self.process.stdout, self.said), (self.process.stderr, self.warned)):
            threading.Thread(target=self._hear, args=(stream, lines), daemon=True).start()

    @staticmethod
    def _hear(stream: Any, lines: queue.Queue[str]) -> None:
        for line in stream:
            lines.put(line)

    def built(self) -> dict[str, Any]:
        return dict(json.loads(self.said.get(timeout=90)))

    def warning(self, word: str) -> str:
        while word not in (line := self.warned.get(timeout=90)):
            pass
        return line

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Watcher]]:
    corpus = write_corpus(tmp_path / "corpus", 3)
    watcher = Watcher(corpus, tmp_path / "index", "--json")
    yield corpus, watcher
    watcher.process.kill()
    watcher.process.wait()


def test_a_change_is_built_once_it_is_whole_and_sigterm_ends_with_0(
    watched: tuple[Path, Watcher],
) -> None:
    corpus, watcher = watched
    assert watcher.built()["added"] == 3
    text = report_text("新沙", 71).encode()
    with (corpus / "new.txt").open("wb") as file:  # copied slowly: in parts, a second apart
        for start in range(0, len(text), len(text) // 3):
            file.write(text[start : start + len(text) // 3])
            file.flush()
            time.sleep(1)
    (corpus / "0.txt").unlink()
    first = watcher.built()
    assert (first["added"], first["removed"], first["reports"]) == (1, 1, 3)
    shown = subprocess.run(
        [
            sys.executable,
            "-m",
            "indexer",
            "show",
            "new.txt",
            "--index",
            str(corpus.parent / "index"),
        ],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert "培训船员" in shown.stdout  # the last words: it was not read half
    assert watcher.said.empty()
    assert watcher.end(signal.SIGTERM) == 0


def test_a_build_that_fails_does_not_end_the_watch_and_ctrl_c_ends_with_0(
    watched: tuple[Path, Watcher],
) -> None:
    corpus, watcher = watched
    watcher.built()
    with writer_lock(corpus.parent / "index"):
        (corpus / "1.txt").write_text(report_text("新沙", 72), encoding="utf-8")
        assert "Another build" in watcher.warning("still watching")
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    after = watcher.built()
    assert after["changed"] == 1 and [f["path"] for f in after["failed"]] == ["broken.pdf"]
    assert "broken.pdf" in watcher.warning("not read")
    assert watcher.end(signal.SIGINT) == 0


def test_a_corpus_that_vanishes_is_named_and_nothing_is_taken_out_of_the_index(
    watched: tuple[Path, Watcher],
) -> None:
    corpus, watcher = watched
    watcher.built()
    corpus.rename(corpus.with_name("unmounted"))
    assert "corpus" in watcher.warning("does not exist")
    corpus.with_name("unmounted").rename(corpus)
    (corpus / "new.txt").write_text(report_text("新沙", 73), encoding="utf-8")
    now = watcher.built()
    assert (now["added"], now["removed"], now["reports"]) == (1, 0, 4)


def test_a_signal_during_a_build_ends_it_and_leaves_no_process_behind(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", 10)
    watcher = Watcher(corpus, tmp_path / "index")
    began = time.monotonic()
    while not (tmp_path / "index" / "build.lock").exists():
        assert time.monotonic() - began < 60
        time.sleep(0.05)
    assert watcher.end(signal.SIGTERM) == 0
    with writer_lock(tmp_path / "index"):  # the build's process let go of it
        pass


def test_a_place_that_does_not_exist_is_one_line_and_exit_1(tmp_path: Path) -> None:
    watcher = Watcher(tmp_path / "nowhere", tmp_path / "index")
    assert watcher.process.wait(60) == 1
    assert "nowhere does not exist" in watcher.warning("policyqa:")


def test_a_build_killed_from_outside_is_told_and_not_the_end() -> None:
    assert _built(-9, "", "read: 1/2 reports").error.startswith("the build was killed by signal 9")
    assert _built(1, "", "read: 1/2\npolicyqa: the disk is full\n").error == "the disk is full"
    assert _built(3, '{"added": 1}', "not read: a.pdf: bad\n") == Built(
        {"added": 1}, unread=("not read: a.pdf: bad",)
    )


def test_a_file_that_never_rests_does_not_hold_up_the_others_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.index.building.watch.PATIENCE", 1.0)
    monkeypatch.setattr("indexer.index.building.watch.QUIET", 0.5)
    corpus = write_corpus(tmp_path / "corpus", 2)
    watch = Watch([corpus], tmp_path / "index", lambda _: None, lambda _: None, every=0.1)
    resting = threading.Event()

    def grow() -> None:
        with (corpus / "log.txt").open("a") as file:
            while not resting.wait(0.02):
                file.write("x")
                file.flush()
                os.utime(corpus / "log.txt")

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        seen = watch._look()
        assert seen is not None and watch._settled(seen) is not None
    finally:
        resting.set()
        thread.join()
