"""Real builds killed, failed and damaged: the index opens whole, and the next build repairs it."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.faults_tracer import Fault, available, run
from indexer.errors import BuildError
from indexer.index.building.lock import writer_lock

ROOT = Path(__file__).resolve().parents[2]
traced = pytest.mark.skipif(bool(available()), reason=available() or "-")


@traced
@pytest.mark.slow
@pytest.mark.parametrize(("kills", "errors"), [(8, 3), pytest.param(25, 8, marks=pytest.mark.long)])
def test_no_kill_no_failed_write_and_no_cut_file_breaks_an_index(
    tmp_path: Path, kills: int, errors: int
) -> None:
    told = tmp_path / "cases.json"
    command = [sys.executable, "-m", "benchmarks.faults", "--kills", str(kills)]
    done = subprocess.run(
        [*command, "--errors", str(errors), "--cuts", "10", "--no-full-disk", "--json", str(told)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    value = json.loads(told.read_text(encoding="utf-8"))
    cases = value["cases"]
    assert value["unsynced"] == [] and [c for c in cases if c["problems"]] == []
    kinds = [c["kind"] for c in cases]
    assert kinds.count("killed") + kinds.count("first build killed") == kills
    assert kinds.count("write failed") == errors and kinds.count("file damaged") == 10
    assert {c["opened"] for c in cases} >= {"old", "new", "none", "refused"}


def two_files(folder: Path) -> int:
    """Five changes: a file made, written and synced; renamed; then another made."""
    try:
        descriptor = os.open(folder / "a.tmp", os.O_WRONLY | os.O_CREAT)
        os.write(descriptor, b"0123456789")
        os.fsync(descriptor)
        os.rename(folder / "a.tmp", folder / "a")
        os.close(os.open(folder / "b", os.O_WRONLY | os.O_CREAT))
    except OSError as error:
        return error.errno or 99
    return 0


@traced
def test_the_tracer_sees_every_change_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()

    def work() -> int:
        (tmp_path / "elsewhere").write_text("x")
        return two_files(folder)

    told = run(work, folder, Fault("none"))
    assert (told.status, told.struck) == (0, False)
    assert told.steps == [
        ("create", "a.tmp"),
        ("write", "a.tmp"),
        ("fsync", "a.tmp"),
        ("rename", "a.tmp"),
        ("create", "b"),
    ]


@traced
@pytest.mark.parametrize(
    ("fault", "status", "left"),
    [
        (Fault("kill", 1), -9, {}),
        (Fault("kill", 3), -9, {"a.tmp": 10}),
        (Fault("torn", 2), -9, {"a.tmp": 5}),
        (Fault("kill", 5), -9, {"a": 10}),
        (Fault("short", 2), 0, {"a": 5, "b": 0}),
        (Fault("once", 3, errno.EIO), errno.EIO, {"a.tmp": 10}),
        (Fault("once", 4, errno.EACCES), errno.EACCES, {"a.tmp": 10}),
        (Fault("onwards", 2, errno.ENOSPC), errno.ENOSPC, {"a.tmp": 0}),
    ],
)
def test_the_tracer_strikes_at_the_step_that_was_named(
    tmp_path: Path, fault: Fault, status: int, left: dict[str, int]
) -> None:
    told = run(lambda: two_files(tmp_path), tmp_path, fault)
    assert told.struck and told.status == status
    assert {p.name: p.stat().st_size for p in tmp_path.iterdir()} == left


# Holds the lock, as a build does, beside a child of its own, as the reader of a PDF is.
_HOLDER = """
import subprocess, sys, time
from pathlib import Path
from indexer.index.building.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    print(child.pid, flush=True)
    time.sleep(30)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_second_writer_is_refused_in_one_line_and_a_killed_holder_frees_the_lock(
    tmp_path: Path,
) -> None:
    command = [sys.executable, "-c", _HOLDER, str(tmp_path)]
    holder = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    child = int(holder.stdout.readline())
    try:
        with pytest.raises(BuildError, match="Another build is writing"), writer_lock(tmp_path):
            pass
        holder.kill()
        holder.wait()
        with writer_lock(tmp_path):  # though the child lives on
            os.kill(child, 0)
    finally:
        holder.kill()
        os.kill(child, signal.SIGKILL)
