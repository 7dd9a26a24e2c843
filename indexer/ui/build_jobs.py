"""Builds started from the page: a process that builds, and a thread that reads its messages.

There is one build per process and index. Every session sees it, and the active index remains
usable.
"""

from __future__ import annotations

import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from ..index.building.progress import BuildSummary, Progress
from .build_process import command, parse


@dataclass
class BuildJob:
    """One build: a process, and a thread that reads its messages.

    The thread replaces ``progress`` as a whole, so reading it needs no lock. ``again`` is set if
    files changed while it ran; it then runs once more.
    """

    corpus: tuple[Path, ...]
    index: Path
    rebuild: bool = False
    progress: Progress | None = None
    summary: BuildSummary | None = None
    error: str = ""
    stopping: bool = False
    again: bool = False
    _process: subprocess.Popen[str] | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._begin()
        self._thread = threading.Thread(target=self._listen, name="policyqa-build", daemon=True)
        self._thread.start()

    def _begin(self) -> None:
        call = command(self.index, self.corpus, rebuild=self.rebuild)
        self._process = subprocess.Popen(
            call,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    @property
    def cancelled(self) -> bool:
        return self.stopping and self.summary is None

    def cancel(self) -> None:
        """End the process; a cancelled build leaves the active index unchanged."""
        self.stopping = True
        if self._process is not None:
            self._process.terminate()

    def wait(self, seconds: float | None = None) -> None:
        if self._thread is not None:
            self._thread.join(seconds)

    def _listen(self) -> None:
        self._hear()
        while self.again and not self.stopping:
            self.again, self.summary, self.error = False, None, ""
            self._begin()
            self._hear()

    def _hear(self) -> None:
        assert self._process is not None and self._process.stdout is not None
        for line in self._process.stdout:
            try:
                self._take(parse(line))
            except (ValueError, KeyError, TypeError):
                continue  # output of a library
        status = self._process.wait()
        if self.summary is None and not self.error:
            self.error = f"the build ended early (status {status}); try again"

    def _take(self, told: Progress | BuildSummary | str) -> None:
        match told:
            case Progress():
                self.progress = told
            case BuildSummary():
                self.summary = told
            case _:
                self.error = told


class BuildJobs:
    """The last build of each index that this process started; safe to share between threads."""

    def __init__(self) -> None:
        self._jobs: dict[Path, BuildJob] = {}
        self._lock = threading.Lock()

    def start(self, index: Path, corpus: tuple[Path, ...], *, rebuild: bool = False) -> BuildJob:
        """Start a build of ``index``; if one is running, it will run once more and is returned."""
        with self._lock:
            job = self.of(index)
            if job is not None and job.running:
                job.again = True
            else:
                job = BuildJob(corpus, index, rebuild)
                self._jobs[index.absolute()] = job
                job.start()
        return job

    def of(self, index: Path) -> BuildJob | None:
        """The last build of ``index``; None if there was none."""
        return self._jobs.get(index.absolute())
