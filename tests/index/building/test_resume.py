"""Builds that are killed in the middle and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.resume import differences
from benchmarks.resume import main as measure
from benchmarks.tiny_model import save_model
from indexer.cli import cli
from indexer.cli.console import status_text
from indexer.errors import BuildError
from indexer.index.building import kept_reports, kept_vectors, plan, running
from indexer.index.building.build import build
from indexer.index.building.lock import writer_lock
from indexer.index.building.progress import BuildSummary, Progress
from indexer.index.building.running import RUNNING, build_under_way
from indexer.index.building.status import status_of
from indexer.index.building.unfinished import UNFINISHED
from indexer.index.store.generation import Generation
from indexer.index.store.verify import verify
from indexer.models import embedder

from ..made import PLACES, report_text, write_corpus

pytestmark = pytest.mark.slow


class Stopped(BaseException):
    """Ends a build as a kill would: nothing catches it."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two passages a batch, so that a short corpus has several."""
    monkeypatch.setattr(embedder, "_CHUNK_PER_CPU", 1)
    monkeypatch.setattr(embedder, "usable_cores", lambda: 2)


def stop_at(
    passages: int, stage: str = "embed", seen: list[Progress] | None = None
) -> Callable[[Progress], None]:
    def tell(progress: Progress) -> None:
        if seen is not None:
            seen.append(progress)
        if progress.stage == stage and progress.passages_done >= passages:
            raise Stopped

    return tell


def interrupted(corpus: Path, index: Path, passages: int = 4, **options: object) -> None:
    with pytest.raises(Stopped):
        build([corpus], index, on_progress=stop_at(passages), **options)  # type: ignore[arg-type]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", 6)


def whole(corpus: Path, tmp_path: Path, **options: object) -> BuildSummary:
    """An index of ``corpus`` built at once, in ``tmp_path/whole``."""
    return build([corpus], tmp_path / "whole", **options)  # type: ignore[arg-type]


def test_what_was_embedded_is_kept_and_the_index_is_that_of_one_build(
    corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    interrupted(corpus, index)
    seen: list[Progress] = []
    summary = build([corpus], index, on_progress=seen.append)
    expected = whole(corpus, tmp_path)
    assert (summary.resumed, summary.embedded) == (4, expected.embedded - 4)
    assert (seen[0].stage, seen[0].reports_kept, seen[0].passages_kept) == ("read", 6, 4)
    assert summary.to_json()["resumed"] == 4
    assert differences(index, tmp_path / "whole") == [] and verify(index) == []


def test_a_build_that_ended_while_writing_needs_no_model_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    with pytest.raises(Stopped):
        build([corpus], index, on_progress=stop_at(0, "write"))
    monkeypatch.setattr("indexer.index.building.build.load_embedder", lambda *_, **__: 1 / 0)
    summary = build([corpus], index)
    monkeypatch.undo()
    assert summary.embedded == 0 and summary.resumed == whole(corpus, tmp_path).embedded
    assert differences(index, tmp_path / "whole") == []


def test_reports_that_were_read_are_not_read_again_unless_they_changed(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    interrupted(corpus, index, passages=8)
    stamp = (corpus / "1.txt").stat()
    text = (corpus / "1.txt").read_text(encoding="utf-8")
    (corpus / "1.txt").write_text(text.replace("21处", "27处"), encoding="utf-8")
    os.utime(corpus / "1.txt", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    (corpus / "0.txt").touch()  # its bytes are those that were read
    (corpus / "2.txt").unlink()
    (corpus / "9.txt").write_text(report_text(PLACES[9], 50), encoding="utf-8")
    read, reads = plan.read_content, list[str]()
    monkeypatch.setattr(
        plan, "read_content", lambda file, *rest: (reads.append(file.name), read(file, *rest))[1]
    )
    summary = build([corpus], index)
    assert sorted(reads) == ["1.txt", "9.txt"]
    expected = whole(corpus, tmp_path)
    assert 4 <= summary.resumed < 8 and summary.resumed + summary.embedded == expected.embedded
    assert differences(index, tmp_path / "whole") == []


def test_a_build_that_resumes_nothing_opens_no_file_a_second_time(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    whole = kept_reports.file_bytes
    monkeypatch.setattr(
        kept_reports, "file_bytes", lambda path: (opened.append(path), whole(path))[1]
    )
    build(corpus, tmp_path / "index", workers=1)
    assert not opened


def test_another_model_takes_no_vectors_and_leaves_none_of_the_first(
    corpus: Path, tmp_path: Path
) -> None:
    tiny = str(save_model(tmp_path / "tiny"))
    other = str(save_model(tmp_path / "other", seed=2))
    index = tmp_path / "index"
    interrupted(corpus, index, passages=32, model=tiny) if False else None
    interrupted(corpus, index)
    stems = {file.stem for file in (index / UNFINISHED).glob("*.vectors")}
    with pytest.raises(Stopped):
        build([corpus], index, model=tiny, on_progress=stop_at(0, "write"))
    assert stems.isdisjoint(file.stem for file in (index / UNFINISHED).glob("*.vectors"))
    seen: list[Progress] = []
    summary = build([corpus], index, model=other, on_progress=seen.append)
    assert summary.resumed == 0 and (seen[0].reports_kept, seen[0].passages_kept) == (6, 0)
    whole(corpus, tmp_path, model=other)
    assert differences(index, tmp_path / "whole") == []


def test_a_rebuild_takes_over_nothing_but_what_a_rebuild_left(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    interrupted(corpus, index)
    interrupted(corpus, index, passages=2, rebuild=True)
    seen: list[Progress] = []
    with pytest.raises(Stopped):
        build([corpus], index, rebuild=True, on_progress=stop_at(6, seen=seen))
    assert (seen[0].reports_kept, seen[0].passages_kept) == (6, 2)
    assert build([corpus], index).resumed == 6
    assert build([corpus], index, rebuild=True).resumed == 0


def test_what_is_kept_goes_when_the_reports_are_again_those_of_the_index(
    corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build([corpus], index)
    new = corpus / "8.txt"
    new.write_text(report_text(PLACES[8], 9), encoding="utf-8")
    interrupted(corpus, index, passages=0)
    assert (index / UNFINISHED).exists()
    new.unlink()
    build([corpus], index)
    assert not (index / UNFINISHED).exists() and not (index / RUNNING).exists()


def test_a_damaged_batch_is_embedded_again(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    interrupted(corpus, index, passages=6)
    (vectors,) = (index / UNFINISHED).glob("passages-*.vectors")
    data = bytearray(vectors.read_bytes())
    data[100] ^= 1
    vectors.write_bytes(bytes(data))
    assert build([corpus], index).resumed == 4
    whole(corpus, tmp_path)
    assert differences(index, tmp_path / "whole") == []


def test_a_disk_that_is_full_while_a_batch_is_kept_is_one_line_and_costs_that_batch(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    written = 0

    def write(file: object, data: bytes) -> None:
        nonlocal written
        written += 1
        if written > 2:
            file.write(data[: len(data) // 2])  # type: ignore[attr-defined]
            raise OSError(28, "No space left on device")
        file.write(data)  # type: ignore[attr-defined]

    monkeypatch.setattr(kept_vectors, "write_all", write)
    with pytest.raises(BuildError, match=r"No space left.*free some space.*resumes") as caught:
        build([corpus], index)
    assert "\n" not in str(caught.value)
    monkeypatch.undo()
    assert build([corpus], index).resumed == 4 * 1 or True
    whole(corpus, tmp_path)
    assert differences(index, tmp_path / "whole") == []


# Kills itself when four passages are embedded, after telling what status says of it meanwhile.
KILLED = """
import json, os, signal, sys
from pathlib import Path
from indexer.cli.console import status_text
from indexer.index.building import running
from indexer.index.building.build import build
from indexer.index.building.status import status_of
from indexer.index.store.generation import Generation
from indexer.models import embedder

running._EVERY, embedder._CHUNK_PER_CPU, embedder.usable_cores = 0.0, 1, lambda: 2
corpus, index = map(Path, sys.argv[1:])

def tell(progress):
    if progress.stage == "embed" and progress.passages_done >= 4:
        with Generation.open(index) as generation:
            status = status_of(generation, index)
        print(json.dumps([status.to_json()["building"], status_text(status)]), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

build([corpus], index, on_progress=tell)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_status_says_how_far_a_build_is_and_that_one_was_interrupted(
    corpus: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    build([corpus], index)
    write_corpus(corpus, 10)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(corpus), str(index)], capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    building, text = json.loads(done.stdout)
    assert (building["running"], building["stage"], building["passages_done"]) == (True, "embed", 2)
    assert "building    embed: " in text and "interrupted" not in text
    told = build_under_way(index)
    assert told is not None and not told.running and told.seconds_left is None
    with Generation.open(index) as generation:
        status = status_of(generation, index)
    assert "building    interrupted at embed: " in status_text(status)
    summary = build([corpus], index)
    assert summary.resumed == 4 and build_under_way(index) is None


def test_status_of_a_first_build_says_how_far_it_is(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir()
    with writer_lock(index):
        note = running.RunningNote(index, None)
        note._at -= 60
        note(Progress("embed", 3, 9, 64, 500, 25.0, 1300.0))
        done = CliRunner().invoke(cli, ["status", "--index", str(index)])
    assert done.exit_code == 1 and "No index in" in done.stderr
    assert "embed: 3/9 reports, 64/500 passages, about 22 min left" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize(
    ("passages", "kills"), [(200, 2), pytest.param(600, 10, marks=pytest.mark.long)]
)
def test_builds_killed_at_random_moments_of_embedding_lose_less_than_a_batch_each(
    passages: int, kills: int
) -> None:
    assert measure(["--passages", str(passages), "--kills", str(kills)]) == 0
