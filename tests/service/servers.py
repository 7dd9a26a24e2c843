"""Starts the real servers as processes of their own, and the corpora they are tried on."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PLACES = ("鹿泽县", "鹤原县", "雁丘县")


@dataclass
class Server:
    """A running server: its address, its process, what it wrote to stderr so far."""

    url: str
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def resident_mb(self) -> float:
        """Resident memory in MB (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        found = re.search(r"VmRSS:\s+(\d+)", status)
        assert found
        return int(found[1]) / 1024


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "indexer", *arguments]


def environment(**more: str) -> dict[str, str]:
    own = "POLICYQA_BRIEFS"  # a folder of this run (tests/conftest.py)
    kept = {k: v for k, v in os.environ.items() if k == own or not k.startswith("POLICYQA_")}
    return kept | {"PYTHONUTF8": "1"} | more


@contextmanager
def running(*arguments: str, env: dict[str, str] | None = None) -> Iterator[Server]:
    """``policyqa …`` as a process; yields once it says where it listens."""
    process = subprocess.Popen(
        command(*arguments),
        env=env or environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    first = process.stderr.readline()
    found = re.search(r"http://\S+", first)
    assert found, first + process.stderr.read()
    server = Server(found[0], process)
    reader = threading.Thread(target=lambda: server.log.extend(process.stderr), daemon=True)
    reader.start()
    try:
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        reader.join(timeout=5)


def write_version(folder: Path, mark: str, fines: str) -> Path:
    """Three invented reports whose every sentence bears ``mark``; fines in 万元."""
    folder.mkdir(exist_ok=True)
    for place in PLACES:
        text = (
            f"{place}应急管理局2025年度执法工作总结\n\n一、执法情况\n\n"
            f"（一）处罚。按{mark}统计，全年立案48起，罚款{fines}万元。"
            f"{'按' + mark + '另行核对。' if mark == '甲稿' else ''}\n\n"
            f"二、培训\n\n按{mark}统计，全年培训执法人员960人次。\n"
        )
        (folder / f"{place}应急管理局2025.txt").write_text(text, encoding="utf-8")
    return folder
