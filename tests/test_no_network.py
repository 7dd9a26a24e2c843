"""Nothing reaches out at run time: build, search, ask and verify with every socket blocked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# Python calls audit hooks before the system call, so a blocked attempt leaves the machine
# alone. Unix sockets stay open: they reach no network (multiprocessing uses them).
BLOCKED = """
import sys, socket
def guard(event, args):
    inet = event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
    if event in ("socket.connect", "socket.sendto", "socket.bind"):
        inet = getattr(args[0], "family", None) != getattr(socket, "AF_UNIX", object())
    if inet:
        sys.stderr.write(f"NETWORK {event} {args[1:]}\\n")
        raise ConnectionRefusedError(f"blocked by the test: {event} {args[1:]}")
sys.addaudithook(guard)
"""
RUN = BLOCKED + "sys.argv[0] = 'policyqa'\nfrom indexer.cli import main\nmain()\n"
REPORTS = {
    "云岭市水务局2025年度法治建设情况报告.txt": (
        "云岭市水务局2025年度法治建设情况报告\n\n一、主要做法\n\n"
        "（一）规范执法。全年办理水事违法案件27件，罚款61.5万元。\n\n二、下一步打算\n\n"
        "继续开展节水宣传，走访企业120家。\n"
    ),
    "青石县档案馆2025年工作总结.md": (
        "# 青石县档案馆2025年工作总结\n\n## 一、馆藏建设\n\n全年接收档案3.2万卷，接待查档群众4100人次。\n"
    ),
}


def _policyqa(*arguments: str, folder: Path, code: str = RUN) -> subprocess.CompletedProcess[str]:
    # A proxy would make a request look local; without one every request must resolve a name.
    env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
    env |= {"PYTHONUTF8": "1", "POLICYQA_INDEX": str(folder / "index")}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=300)


@pytest.fixture(scope="module")
def blocked_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an index of two reports, built with the network blocked."""
    folder = tmp_path_factory.mktemp("blocked")
    (folder / "reports").mkdir()
    for name, text in REPORTS.items():
        (folder / "reports" / name).write_text(text, encoding="utf-8")
    built = _policyqa("build", "reports", folder=folder)
    assert built.returncode == 0, built.stderr
    assert "NETWORK" not in built.stderr
    return folder


@pytest.mark.slow
def test_the_guard_does_stop_a_connection(tmp_path: Path) -> None:
    code = BLOCKED + "socket.create_connection(('127.0.0.1', 9))"
    done = _policyqa(folder=tmp_path, code=code)
    assert done.returncode != 0 and "NETWORK" in done.stderr


@pytest.mark.slow
def test_ask_answers_with_the_network_blocked(blocked_index: Path) -> None:
    done = _policyqa("ask", "which bureaus reported fines", "--json", folder=blocked_index)
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert [r["figures"][0]["value"] for r in rows] == [615000]


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "查档群众", "--json"),
        ("cite", "云岭市水务局罚款61.5万元。", "--json"),
        ("status",),
        ("verify",),
    ],
    ids=lambda a: a[0],
)
def test_other_commands_work_with_the_network_blocked(
    blocked_index: Path, arguments: tuple[str, ...]
) -> None:
    done = _policyqa(*arguments, folder=blocked_index)
    assert done.returncode == 0, done.stderr
    assert "NETWORK" not in done.stderr and done.stdout.strip()
