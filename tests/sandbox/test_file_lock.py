"""The lock on a file, waited for."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from indexer.sandbox.file_lock import HELD, lock, lock_within, unlock


def test_a_lock_that_is_let_go_in_time_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("a+b") as one, path.open("a+b") as other:
        lock(one)
        threading.Timer(0.1, unlock, (one,)).start()
        lock_within(other, 5)
        unlock(other)


def test_a_lock_that_stays_held_is_an_error_after_the_wait(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("a+b") as one, path.open("a+b") as other:
        lock(one)
        began = time.monotonic()
        with pytest.raises(OSError) as caught:
            lock_within(other, 0.1)
        assert caught.value.errno in HELD and time.monotonic() - began >= 0.1
        unlock(one)
