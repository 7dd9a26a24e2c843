"""Reads files that a parser may choke on in another process, with limits on time and memory.

A crafted or damaged PDF, DOCX or HTML file may take minutes or gigabytes, or end the process
(pdfium has no limits of its own). A worker reads many files, so that a file costs milliseconds.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import ReadError

from . import worker
from .report import Report

RISKY = frozenset({".pdf", ".docx", ".html", ".htm", ".xhtml"})
#: Files that one worker reads before a fresh one takes over (parsers' caches grow).
FILES_A_WORKER = 200
_START_SECONDS = 60.0


def read_isolated(
    path: Path,
    rel: str,
    overrides: Mapping[str, object] | None = None,
    timeout: float = 60.0,
    memory_mb: int = 1500,
) -> Report:
    """As :func:`read_report`, with PDF, DOCX and HTML read in a worker process.

    ``timeout`` is in seconds of wall clock; ``memory_mb`` caps the worker's address space (POSIX).

    Raises:
        ReadError: as ``read_report`` does, or the file took too long, too much memory, or ended
            the worker.
    """
    path = Path(path)
    if path.suffix.lower() not in RISKY:
        from .read import read_report  # the parsers are slow to import, and the worker has them

        return read_report(path, rel, overrides)
    request = (str(path), rel, dict(overrides or {}), os.getcwd(), timeout, memory_mb)
    reader = _taken()
    keep = False
    try:
        kind, what = reader.ask(request, timeout)
        keep = kind in (worker.DONE, worker.REFUSED)
    except _TooSlow:
        raise ReadError(
            f"{path}: reading took over {timeout:g} s; split the file or save it anew"
        ) from None
    except (EOFError, OSError):
        raise ReadError(f"{path}: {reader.ending(timeout)}; save the file anew") from None
    finally:
        _give_back(reader, keep)
    if isinstance(what, Report):
        return what
    if kind == worker.MEMORY:
        raise ReadError(f"{path}: reading needed more than {memory_mb} MB; split the file")
    if kind == worker.REFUSED:
        raise ReadError(str(what))
    raise ReadError(f"{path}: the reader failed ({what}); save the file anew")


class _TooSlow(Exception):
    """The worker did not answer in time and was ended."""


class _Worker:
    """A worker process and its pipes; belongs to the thread that took it."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        known = [item for item in (os.environ.get("PYTHONPATH"),) if item]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "indexer.reports.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([root, *known])},
            start_new_session=True,  # Ctrl-C is for the build, which then ends the worker
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to: BinaryIO = self._process.stdin  # type: ignore[assignment]
        self._from: BinaryIO = self._process.stdout  # type: ignore[assignment]
        self._owner = os.getpid()
        self._ready = False
        self.files = 0

    def usable(self) -> bool:
        """Whether it lives, and is this process's own (a fork shares its parent's pipes)."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, request: tuple[Any, ...], timeout: float) -> tuple[str, Any]:
        """The reply to ``request``; raises _TooSlow, or EOFError where the worker ended."""
        if not self._ready:  # importing the parsers is not the file's time
            self._within(_START_SECONDS, lambda: worker.receive(self._from))
            self._ready = True
        self.files += 1

        def exchange() -> tuple[str, Any]:
            worker.send(self._to, request)
            kind, what = worker.receive(self._from)
            return kind, what

        return self._within(timeout, exchange)

    def _within(self, seconds: float, action: Any) -> Any:
        late = threading.Event()

        def end() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            return action()
        except (EOFError, OSError):
            if late.is_set():
                raise _TooSlow from None
            raise
        finally:
            timer.cancel()

    def ending(self, timeout: float) -> str:
        """Why the worker ended by itself, for a message."""
        try:
            code = self._process.wait(5)
        except subprocess.TimeoutExpired:
            code = 0
        if code == -getattr(signal, "SIGXCPU", 24):
            return f"reading took over {timeout:g} s"
        return "the reader crashed, for want of memory or on damaged content"

    def close(self) -> None:
        """End the process, if it is this process's own, and close the pipes."""
        if self._owner != os.getpid():
            return
        self._process.kill()
        for stream in (self._to, self._from):
            try:
                stream.close()
            except OSError:
                pass
        self._process.wait()


_idle: list[_Worker] = []
_lock = threading.Lock()


def _taken() -> _Worker:
    with _lock:
        while _idle:
            reader = _idle.pop()
            if reader.usable():
                return reader
            reader.close()
    return _Worker()


def _give_back(reader: _Worker, keep: bool) -> None:
    if keep and reader.files < FILES_A_WORKER and reader.usable():
        with _lock:
            _idle.append(reader)
    else:
        reader.close()


@atexit.register
def close_workers() -> None:
    """End the idle workers; the next file starts a fresh one."""
    with _lock:
        while _idle:
            _idle.pop().close()
