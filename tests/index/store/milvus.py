"""Milvus for tests: a file of milvus-lite, or its server in a process of its own, which can be
killed and started again. Another server, a real one, is tested with if POLICYQA_TEST_MILVUS has its
address (milvus://HOST:PORT/ANYTHING)."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ABSENT = "is not installed: pip install 'policyqa[cluster]'"
REAL = os.environ.get("POLICYQA_TEST_MILVUS", "")


def need_milvus() -> None:
    """Skip the test where the client or milvus-lite is absent."""
    pytest.importorskip("pymilvus", reason=f"pymilvus {ABSENT}")
    pytest.importorskip("milvus_lite", reason=f"milvus-lite {ABSENT}")


def real_address() -> str:
    """The address of a new collection on the real server; the test is skipped without one."""
    if not REAL:
        pytest.skip("no Milvus server is named: set POLICYQA_TEST_MILVUS=milvus://HOST:PORT/x")
    return f"{REAL.rpartition('/')[0]}/t{secrets.token_hex(6)}"


class LiteServer:
    """``milvus-lite server`` as a child process on a loopback port, with its data in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"milvus://127.0.0.1:{self.port}/reports"

    def start(self) -> None:
        command = ["-m", "milvus_lite", "server", "--data-dir", str(self._folder)]
        self._process = subprocess.Popen(
            [sys.executable, *command, "--host", "127.0.0.1", "--port", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self._process.poll() is None and time.monotonic() < until
                time.sleep(0.1)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def client(self) -> Any:
        from pymilvus import MilvusClient

        return MilvusClient(f"http://127.0.0.1:{self.port}", timeout=10, dedicated=True)
