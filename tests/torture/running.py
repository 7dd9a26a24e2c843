"""Runs a build as a person would and watches its whole tree of processes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Run:
    """``peak_mb`` is the highest sum of resident memory of the build and all that it started."""

    summary: dict[str, Any]
    errors: str
    exit_code: int
    seconds: float
    peak_mb: float


def build(corpus: Path, index: Path, timeout: float) -> Run:
    """``policyqa build`` of ``corpus``, watched ten times a second."""
    began = time.monotonic()
    errors = index.with_suffix(".err")
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "indexer",
                "build",
                str(corpus),
                "--index",
                str(index),
                "--json",
            ],
            stdout=subprocess.PIPE,
            stderr=stderr,
        )
        peak = 0.0
        try:
            while process.poll() is None:
                peak = max(peak, tree_mb(process.pid))
                assert time.monotonic() - began < timeout, f"not done in {timeout:g} s"
                time.sleep(0.1)
        finally:
            process.kill()
    assert process.stdout is not None
    out = process.stdout.read()
    said = errors.read_text(encoding="utf-8", errors="replace")
    assert out, f"exit {process.returncode}: {said}"
    took = time.monotonic() - began
    return Run(json.loads(out), said, process.returncode, took, peak)


def tree_mb(root: int) -> float:
    """Resident memory of a process and its descendants, in MB (Linux)."""
    parents: dict[int, int] = {}
    pages: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            stat = (place / "stat").read_text().rpartition(")")[2].split()
            pages[int(place.name)] = int(stat[21])
            parents[int(place.name)] = int(stat[1])
        except (OSError, IndexError):
            continue
    family = {root}
    for _ in range(4):
        family |= {child for child, parent in parents.items() if parent in family}
    return sum(pages.get(pid, 0) for pid in family) * 4096 / 2**20
