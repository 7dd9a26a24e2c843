"""A Milvus server that goes away and comes back: milvus-lite's, in a process of its own."""

from __future__ import annotations

import builtins
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.errors import StoreError
from indexer.index.store.milvus_address import MilvusAddress
from indexer.index.store.milvus_backend import MilvusBackend
from indexer.index.store.milvus_server import MilvusServer
from indexer.index.store.vector_store import Kept

from .milvus import LiteServer, need_milvus
from .test_backends import D, Made

ROWS = 200


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[LiteServer]:
    need_milvus()
    server = LiteServer(tmp_path / "data")
    yield server
    server.kill()


def written(lite: LiteServer) -> MilvusBackend:
    server = MilvusServer(MilvusAddress.parse(lite.address))
    backend = MilvusBackend(server, Kept(lite.address, "reports_1"), {})
    backend.write("passages.faiss", Made(ROWS))
    backend.finish()
    return backend


@pytest.mark.slow
def test_a_server_that_is_killed_is_one_line_and_serves_again_when_it_is_back(lite) -> None:
    lite.start()
    made, store = Made(ROWS), written(lite).open("passages.faiss", ROWS, D)
    best = store.search(made.rows[3], 5)
    for _ in range(2):
        lite.kill()
        for asked in (
            lambda: store.search(made.rows[3], 5),
            lambda: store.scores(made.rows[3]),
            lambda: store.vectors(np.array([3])),
        ):
            began = time.monotonic()
            with pytest.raises(StoreError, match=r"cannot be reached .*; start it") as told:
                asked()
            assert "\n" not in str(told.value) and str(told.value).startswith(lite.address)
            assert time.monotonic() - began < 30
        lite.start()
        assert np.array_equal(store.search(made.rows[3], 5)[0], best[0])


@pytest.mark.slow
def test_many_threads_find_the_server_again(lite: LiteServer) -> None:
    lite.start()
    made, store = Made(ROWS), written(lite).open("passages.faiss", ROWS, D)
    stop, wrong, failed = threading.Event(), list[Any](), list[str]()

    def ask(row: int) -> None:
        while not stop.is_set():
            try:
                if store.search(made.rows[row], 1)[0].tolist() != [row]:
                    wrong.append(row)
            except StoreError as error:
                failed.append(str(error))
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask, args=(row,)) for row in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    lite.kill()
    time.sleep(1)
    lite.start()
    assert store.search(made.rows[9], 1)[0].tolist() == [9]
    time.sleep(1)
    before = len(failed)
    time.sleep(1)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong and failed and len(failed) == before
    assert not [line for line in failed if "\n" in line or lite.address not in line]


def test_where_nobody_listens_is_one_line_at_once(lite: LiteServer) -> None:
    server, began = MilvusServer(MilvusAddress.parse(lite.address)), time.monotonic()
    with pytest.raises(StoreError, match="cannot be reached") as told:
        server.load("x")
    assert "\n" not in str(told.value) and time.monotonic() - began < 15


def test_without_pymilvus_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def none(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "pymilvus":
            raise ImportError("No module named 'pymilvus'")
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "pymilvus", raising=False)
    monkeypatch.setattr(builtins, "__import__", none)
    with pytest.raises(StoreError, match=r"needs pymilvus; run: pip install 'policyqa\[cluster\]'"):
        MilvusServer(MilvusAddress.parse("milvus://db/r")).load("x")


def test_a_file_in_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    need_milvus()
    address = MilvusAddress.parse(f"milvus://{tmp_path}/none/x.db")
    with pytest.raises(StoreError, match=r"none/x\.db: the folder .*none does not exist"):
        MilvusServer(address).load("x")


@pytest.mark.slow
def test_a_file_that_another_process_has_open_is_told_in_one_line(lite: LiteServer) -> None:
    lite.start()
    written(lite)
    (folder := lite._folder).rename(folder.with_suffix(".db"))
    address = MilvusAddress.parse(f"milvus://{folder.with_suffix('.db')}")
    with pytest.raises(StoreError, match=r"only one process can use a file at a time") as told:
        MilvusServer(address).load("reports_1")
    assert "\n" not in str(told.value)


def test_the_token_is_in_no_message() -> None:
    server = MilvusServer(MilvusAddress.parse("milvus://127.0.0.1:1/r"), "root:geheim")
    assert "geheim" not in repr(server)
    need_milvus()
    with pytest.raises(StoreError) as told:
        server.load("x")
    assert "geheim" not in str(told.value)
