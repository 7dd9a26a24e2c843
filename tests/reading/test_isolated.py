"""Reading in another process: the same reports, and one plain line when a file is too much."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.reading.isolated import ReaderPool
from indexer.reading.read import read_report
from indexer.sandbox.limits import Limits

from ..readers.files import content_pdf, flowing_pdf

TEXT = ["云岭市水务局2024年度执法报告", "全年立案17起，罚款58.6万元，督促企业落实节水主体责任。"]
posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool() as pool:
        yield pool


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def long_pdf(path: Path, words: int = 120_000) -> Path:
    """A PDF of very many words on one page, which takes a while to read."""
    shown = b" ".join(b"1 0 0 1 %d %d Tm (w%d) Tj" % (i % 500, i % 700, i) for i in range(words))
    return content_pdf(path, b"BT /F1 9 Tf " + shown + b" ET")


def test_a_report_is_the_same_as_read_in_this_process(pool: ReaderPool, tmp_path: Path) -> None:
    path = flowing_pdf(tmp_path / "报告 一.pdf", TEXT)
    overrides = {"issuer": "云岭市水务局", "year": 2023}
    assert pool.read(path, "报告 一.pdf", overrides) == read_report(path, "报告 一.pdf", overrides)


def test_plain_text_too_is_read_in_a_worker(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n".join(TEXT), encoding="utf-8")
    with ReaderPool() as pool:
        assert pool.read(path, "a.txt") == read_report(path, "a.txt")
        assert len(pool._idle) == 1


def test_what_the_reader_refuses_is_told_in_its_own_words(pool: ReaderPool, tmp_path: Path) -> None:
    path = tmp_path / "leer.pdf"
    path.write_bytes(b"")
    with pytest.raises(ReadError, match=r"leer\.pdf: empty file"):
        pool.read(path, "leer.pdf")
    with pytest.raises(ReadError, match=r"none\.docx: no such file"):
        pool.read(tmp_path / "none.docx", "none.docx")


def test_one_worker_reads_file_after_file(pool: ReaderPool, tmp_path: Path) -> None:
    path = flowing_pdf(tmp_path / "a.pdf", TEXT)
    pool.read(path, "a.pdf")
    first = pool._idle[-1]
    files = first.files
    began = time.perf_counter()
    for _ in range(5):
        pool.read(path, "a.pdf")
    assert pool._idle[-1] is first and first.files == files + 5
    assert time.perf_counter() - began < 5


def test_a_file_that_takes_too_long_is_named_and_the_next_is_read(
    pool: ReaderPool, tmp_path: Path
) -> None:
    good = flowing_pdf(tmp_path / "good.pdf", TEXT)
    pool.read(good, "good.pdf")
    slow = long_pdf(tmp_path / "slow.pdf")
    with pytest.raises(ReadError, match=r"slow\.pdf: reading took over 0.2 s"):
        pool.read(slow, "slow.pdf", limits=Limits(0.2, 400))
    assert "58.6万元" in pool.read(good, "good.pdf").text


@posix
def test_a_file_that_needs_too_much_memory_is_named_and_the_next_is_read(
    pool: ReaderPool, tmp_path: Path
) -> None:
    good = flowing_pdf(tmp_path / "good.pdf", TEXT)
    greedy = long_pdf(tmp_path / "greedy.pdf")
    with pytest.raises(ReadError, match=r"greedy\.pdf: .*(?:more than 1 MB|memory)"):
        pool.read(greedy, "greedy.pdf", limits=Limits(60, 1), heavy=Limits(60, 1))
    assert "58.6万元" in pool.read(good, "good.pdf").text


@posix
def test_what_needs_more_memory_than_most_is_read_alone_with_more(
    pool: ReaderPool, tmp_path: Path
) -> None:
    path = flowing_pdf(tmp_path / "a.pdf", TEXT)
    assert "58.6万元" in pool.read(path, "a.pdf", limits=Limits(60, 1)).text


@posix
def test_a_worker_that_dies_each_time_is_told_and_replaced(
    pool: ReaderPool, tmp_path: Path
) -> None:
    good = flowing_pdf(tmp_path / "good.pdf", TEXT)
    slow = long_pdf(tmp_path / "slow.pdf")
    pool.read(good, "good.pdf")
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(pool.read, slow, "slow.pdf")
        for _ in range(2):
            time.sleep(0.7)  # the second worker imports its parsers first
            (busy,) = pool._busy
            os.kill(busy._process.pid, signal.SIGSEGV)
            wait_until(lambda dead=busy: dead not in pool._busy)
        with pytest.raises(ReadError, match=r"slow\.pdf: the reader crashed"):
            reading.result(30)
    assert "58.6万元" in pool.read(good, "good.pdf").text


@posix
def test_a_worker_that_died_between_files_is_replaced_unseen(
    pool: ReaderPool, tmp_path: Path
) -> None:
    path = flowing_pdf(tmp_path / "a.pdf", TEXT)
    pool.read(path, "a.pdf")
    process = pool._idle[-1]._process
    process.kill()
    process.wait(10)
    assert "58.6万元" in pool.read(path, "a.pdf").text


def test_threads_read_side_by_side(pool: ReaderPool, tmp_path: Path) -> None:
    paths = [flowing_pdf(tmp_path / f"{i}.pdf", [*TEXT, f"附件{i}。"]) for i in range(6)]
    with ThreadPoolExecutor(2) as threads:
        texts = [report.text for report in threads.map(lambda p: pool.read(p, p.name), paths)]
    assert [text[-4:-1] for text in texts] == [f"附件{i}" for i in range(6)]


def test_a_relative_path_is_read_from_the_folder_of_now(
    pool: ReaderPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flowing_pdf(tmp_path / "a.pdf", TEXT)
    pool.read(tmp_path / "a.pdf", "a.pdf")
    monkeypatch.chdir(tmp_path)
    assert "58.6万元" in pool.read(Path("a.pdf"), "a.pdf").text


def test_stopping_one_pool_leaves_what_another_reads(tmp_path: Path) -> None:
    path = long_pdf(tmp_path / "long.pdf", 30_000)
    with ReaderPool() as mine, ReaderPool() as other, ThreadPoolExecutor(2) as threads:
        read = [threads.submit(pool.read, path, "long.pdf") for pool in (mine, other)]
        wait_until(lambda: bool(mine._busy and other._busy))
        mine.stop()
        with pytest.raises(ReadError, match="reading was stopped; build again"):
            read[0].result()
        assert read[1].result().text


def test_a_closed_pool_leaves_no_process_and_reads_no_more(tmp_path: Path) -> None:
    path = flowing_pdf(tmp_path / "a.pdf", TEXT)
    slow = long_pdf(tmp_path / "slow.pdf")
    with ThreadPoolExecutor(1) as threads, ReaderPool() as pool:
        pool.read(path, "a.pdf")
        (idle,) = pool._idle
        reading = threads.submit(pool.read, slow, "slow.pdf")
        wait_until(lambda: bool(pool._busy))
        pool.close()
        with pytest.raises(ReadError, match="reading was stopped; build again"):
            reading.result()
        assert not idle.usable() and not pool._idle
        with pytest.raises(ReadError, match="reading was stopped; build again"):
            pool.read(path, "a.pdf")
