"""Reading side by side: the same index, a bounded number in flight, a quick stop."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path

import pytest

from indexer.errors import UsageError
from indexer.index.building.build import build
from indexer.index.building.side_by_side import AHEAD, in_order
from indexer.settings import Settings
from tests.readers.files import flowing_pdf

from ..made import PLACES, arrays, report_text, write_corpus


def test_results_come_in_order_whatever_is_done_first() -> None:
    waits = [random.Random(3).random() / 50 for _ in range(40)]

    def read(number: int) -> int:
        time.sleep(waits[number])
        return number

    assert list(in_order(range(40), read, 6)) == list(range(40))


def test_only_a_few_wait_for_their_turn() -> None:
    started: list[int] = []
    results = in_order(range(100), lambda n: started.append(n) or n, 3)
    next(results)
    time.sleep(0.2)
    assert len(started) <= AHEAD * 3 + 1
    results.close()


def test_giving_up_early_stops_what_is_read_and_starts_nothing_more() -> None:
    stopped = threading.Event()
    started: list[int] = []

    def read(number: int) -> int:
        started.append(number)
        stopped.wait(10)
        return number

    results = in_order(range(50), read, 2, stopped.set)
    threading.Timer(0.1, stopped.set).start()
    next(results)
    results.close()
    time.sleep(0.1)
    assert stopped.is_set() and len(started) <= 6


def test_an_error_of_the_reader_reaches_the_caller() -> None:
    with pytest.raises(ZeroDivisionError):
        list(in_order([1, 0], lambda n: 1 // n, 2))


@pytest.mark.slow
def test_one_and_four_workers_give_the_same_index(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", 10)
    for number, place in enumerate(PLACES):
        flowing_pdf(corpus / f"{number}.pdf", report_text(place, 60 + number).splitlines())
    (corpus / "empty.txt").touch()
    (corpus / "bad.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    build([corpus], tmp_path / "one", workers=1)
    build([corpus], tmp_path / "four", workers=4)
    assert arrays(tmp_path / "one") == arrays(tmp_path / "four")
    catalogs = [next((tmp_path / name).rglob("catalog.sqlite")) for name in ("one", "four")]
    assert catalogs[0].read_bytes() == catalogs[1].read_bytes()


def test_the_number_of_workers_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYQA_WORKERS", "3")
    assert Settings().workers == 3
    monkeypatch.delenv("POLICYQA_WORKERS")
    assert 1 <= Settings().workers <= 16
    for wrong in ("0", "many", "-1", "1000"):
        monkeypatch.setenv("POLICYQA_WORKERS", wrong)
        with pytest.raises(UsageError, match="POLICYQA_WORKERS"):
            Settings()
