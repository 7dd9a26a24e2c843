"""Reads files in other processes, with limits on time, memory and output.

A crafted or damaged file may take minutes or gigabytes, or end the process (pdfium has no limits of
its own, a regular expression may run for ever on text made for it). So every file, plain text too,
is read in a worker; it serves many files, so that one costs milliseconds (measured over a hundred
text reports: 1.4 to 1.6 times the reading alone, which is a small part of a build).

Many threads may read at once; each has a worker of its own meanwhile. What needs more memory than a
file commonly does is read with the heavy slot, one file at a time (``heavy``).
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import ReadError

from . import wire, worker
from .limits import HEAVY, MAX_REPLY, NORMAL, Limits
from .names import escaped
from .opening import FileState
from .report import Report

#: Files that one worker reads before a fresh one takes over (parsers' caches grow).
FILES_A_WORKER = 200
_START_SECONDS = 60.0
_ANSWER = wire.decoder(tuple[Report, FileState])
_heavy_slot = threading.Lock()


def read_isolated(
    path: Path,
    rel: str,
    overrides: Mapping[str, object] | None = None,
    limits: Limits = NORMAL,
    heavy: Limits = HEAVY,
) -> Report:
    """As :func:`read_report`, in a worker process; see :func:`read_with_state`."""
    return read_with_state(path, rel, overrides, limits, heavy)[0]


def read_with_state(
    path: Path,
    rel: str,
    overrides: Mapping[str, object] | None = None,
    limits: Limits = NORMAL,
    heavy: Limits = HEAVY,
) -> tuple[Report, FileState]:
    """The report and the state of the file that it was read from.

    A file that needs more memory than ``limits`` allow, or ends its worker, is read once more
    within ``heavy``, alone: so the outcome does not hang on what is read beside it.

    Raises:
        ReadError: as ``read_report`` does, or the file took too long, too much memory, yielded too
            much, or ended the worker. One line, with odd characters of names written out.
    """
    try:
        try:
            return _read(Path(path), rel, overrides, limits, slot=False)
        except _Again:
            with _heavy_slot:
                return _read(Path(path), rel, overrides, heavy, slot=True)
    except ReadError as error:
        raise ReadError(escaped(" ".join(str(error).split()))) from error.__cause__


def _read(
    path: Path, rel: str, overrides: Mapping[str, object] | None, limits: Limits, *, slot: bool
) -> tuple[Report, FileState]:
    request = (str(path), rel, dict(overrides or {}), os.getcwd(), *_pair(limits), slot)
    reader = _taken()
    keep = False
    try:
        kind, what = reader.ask(request, limits.wall_seconds)
        keep = kind in (worker.DONE, worker.REFUSED, worker.HEAVY)
        if kind == worker.DONE:
            return _ANSWER(what)
    except _TooSlow:
        raise ReadError(
            f"{path}: reading took over {limits.seconds:g} s; split the file or save it anew"
        ) from None
    except (wire.BadMessage, TypeError, ValueError, OverflowError):
        keep = False
        raise ReadError(f"{path}: the reader gave no sound report; save the file anew") from None
    except (EOFError, OSError):
        why = reader.ending(limits.seconds)
        if reader.stopped:
            raise ReadError(f"{path}: reading was stopped; build again") from None
        if not slot and not why.startswith("reading took"):
            raise _Again from None
        raise ReadError(f"{path}: {why}; save the file anew") from None
    finally:
        _give_back(reader, keep)
    if kind in (worker.HEAVY, worker.MEMORY) and not slot:
        raise _Again
    if kind == worker.MEMORY:
        raise ReadError(f"{path}: reading needed more than {limits.memory_mb} MB; split the file")
    if kind == worker.REFUSED:
        raise ReadError(str(what))
    raise ReadError(f"{path}: the reader failed ({what}); save the file anew")


def _pair(limits: Limits) -> tuple[float, int]:
    return limits.seconds, limits.memory_mb


class _Again(Exception):
    """The file is to be read again with the heavy slot."""


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
        self._ended = False
        self.stopped = False
        self.files = 0

    def usable(self) -> bool:
        """Whether it lives, and is this process's own (a fork shares its parent's pipes)."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, request: tuple[Any, ...], timeout: float) -> tuple[str, Any]:
        """The reply to ``request``; raises _TooSlow, or EOFError where the worker ended."""
        if not self._ready:  # importing the parsers is not the file's time
            self._within(_START_SECONDS, lambda: wire.receive(self._from, MAX_REPLY))
            self._ready = True
        self.files += 1

        def exchange() -> tuple[str, Any]:
            wire.send(self._to, request, worker.MAX_REQUEST)
            reply = wire.receive(self._from, MAX_REPLY)
            if type(reply) is not list or len(reply) != 2:
                raise wire.BadMessage("no reply")
            return str(reply[0]), reply[1]

        return self._within(timeout, exchange)

    def _within(self, seconds: float, action: Any) -> Any:
        late = threading.Event()

        def end() -> None:
            late.set()
            self.kill()

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
        if -code in (getattr(signal, "SIGXCPU", 24), getattr(signal, "SIGALRM", 14)):
            return f"reading took over {timeout:g} s"
        return "the reader crashed, for want of memory or on damaged content"

    def kill(self) -> None:
        """End the process and what it started (a converter): they are a group of their own."""
        if hasattr(os, "killpg") and not self._ended:
            self._ended = True
            with contextlib.suppress(OSError):  # the group outlives a worker that crashed
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()

    def close(self) -> None:
        """End the process, if it is this process's own, and close the pipes."""
        if self._owner != os.getpid():
            return
        self.kill()
        for stream in (self._to, self._from):
            try:
                stream.close()
            except OSError:
                pass
        self._process.wait()


_idle: list[_Worker] = []
_busy: set[_Worker] = set()
_lock = threading.Lock()


def _taken() -> _Worker:
    reader: _Worker | None = None
    with _lock:
        while _idle and reader is None:
            reader = _idle.pop()
            if not reader.usable():
                reader.close()
                reader = None
    reader = reader or _Worker()
    with _lock:
        _busy.add(reader)
    return reader


def _give_back(reader: _Worker, keep: bool) -> None:
    with _lock:
        _busy.discard(reader)
        if keep and reader.files < FILES_A_WORKER and reader.usable():
            _idle.append(reader)
            return
    reader.close()


def stop_reading() -> None:
    """End the workers that are reading; their files are told as failed by whoever reads them."""
    with _lock:
        for reader in _busy:
            if reader.usable():
                reader.stopped = True
                reader.kill()


@atexit.register
def close_workers() -> None:
    """End the idle workers; the next file starts a fresh one."""
    with _lock:
        while _idle:
            _idle.pop().close()
