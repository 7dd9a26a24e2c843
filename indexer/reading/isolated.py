"""Reads files in other processes, with limits on time, memory and output.

A crafted or damaged file may take minutes or gigabytes, or crash the process (pdfium has no limits
of its own, and a regular expression may run forever on text made for it). Every file, including
plain text, is therefore read in a worker. A worker serves many files, so that each costs only
milliseconds (measured over a hundred text reports: 1.4 to 1.6 times the reading alone, which is a
small part of a build).

Many threads may read at once; each has a worker of its own meanwhile. A file that needs more memory
than usual is read with the heavy slot, one at a time (``heavy``).
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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from indexer.errors import ReadError

from ..document.report import Report
from ..readers.ocr import engine
from ..readers.ocr.engine import Image, PageRead
from ..sandbox import messages
from ..sandbox.file_names import escaped
from ..sandbox.limits import HEAVY, MAX_REPLY, NORMAL, RECOGNITION, Limits
from ..sandbox.opening import FileState
from . import ocr_worker, worker
from .page_recogniser import PageRecogniser

#: Files that one worker reads before a fresh one takes over (parsers' caches grow).
FILES_A_WORKER = 200
_START_SECONDS = 60.0
_ANSWER = messages.decoder(tuple[Report, FileState])
_PAGE = messages.decoder(PageRead)
_NUMBERS = messages.decoder(tuple[int, ...])
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
    recogniser: PageRecogniser | None = None,
    group: Group | None = None,
) -> tuple[Report, FileState]:
    """The report and the state of the file that it was read from.

    A file that needs more memory than ``limits`` allow, or crashes its worker, is read once more
    within ``heavy``, by itself, so that the outcome does not depend on what else is being read.
    Scanned pages are recognised by the ``recogniser``, each within RECOGNITION. A caller that reads
    many files can stop them all through their ``group``.

    Raises ReadError as ``read_report`` does, or if the file took too long or too much memory,
    contained too much, or crashed the worker. The message is one line, with unusual characters in
    names escaped.
    """
    call = _Call(Path(path), rel, dict(overrides or {}), group=group)
    try:
        try:
            return _ANSWER(_done(call, limits, heavy))
        except _Scanned as scanned:
            pages: dict[int, PageRead] = {}
            if engine.available():
                pages = (recogniser or PageRecogniser()).recognise(
                    scanned.pages,
                    lambda number: _drawn(call, number, heavy),
                    lambda picture: _recognised(picture, call.group),
                )
            return _ANSWER(_done(replace(call, scans=tuple(pages.items())), limits, heavy))
    except (messages.BadMessage, TypeError, ValueError, OverflowError):
        raise ReadError(
            escaped(f"{path}: the reader returned no valid report; save the file again")
        ) from None
    except ReadError as error:
        raise ReadError(escaped(" ".join(str(error).split()))) from error.__cause__


@dataclass(frozen=True, slots=True)
class _Call:
    """What a worker is asked: to read the file, with recognised pages once these are there, or to
    draw the page whose number ``scans`` is."""

    path: Path
    rel: str
    overrides: dict[str, object]
    scans: tuple[tuple[int, PageRead], ...] | int | None = None
    group: Group | None = None


def _done(call: _Call, limits: Limits, heavy: Limits) -> Any:
    """What the worker gives, within ``limits`` or, if that does not do, within ``heavy``."""
    try:
        return _asked(call, limits, slot=False)
    except _Again:
        with _heavy_slot:
            return _asked(call, heavy, slot=True)


def _asked(call: _Call, limits: Limits, *, slot: bool) -> Any:
    path = call.path
    request = (
        str(path), call.rel, call.overrides, os.getcwd(), *_pair(limits), slot, call.scans,
    )  # fmt: skip
    reader = _taken(call.group)
    keep = False
    try:
        kind, what = reader.ask(request, limits.wall_seconds)
        keep = kind in (worker.DONE, worker.REFUSED, worker.HEAVY, worker.SCANS) and not slot
    except _TooSlow:
        raise ReadError(
            f"{path}: reading took over {limits.seconds:g} s; split the file or save it again"
        ) from None
    except messages.BadMessage:
        raise
    except (EOFError, OSError):
        why = reader.ending(limits.seconds)
        if reader.stopped:
            raise ReadError(f"{path}: reading was stopped; build again") from None
        if not slot and not why.startswith("reading took"):
            raise _Again from None
        raise ReadError(f"{path}: {why}; save the file again") from None
    finally:
        _give_back(reader, keep)
    if kind == worker.DONE:
        return what
    if kind == worker.SCANS and call.scans is None:
        raise _Scanned(_NUMBERS(what))
    if kind in (worker.HEAVY, worker.MEMORY) and not slot:
        raise _Again
    if kind == worker.MEMORY:
        raise ReadError(f"{path}: reading needed more than {limits.memory_mb} MB; split the file")
    if kind == worker.REFUSED:
        raise ReadError(str(what))
    raise ReadError(f"{path}: the reader failed ({what}); save the file again")


def _drawn(call: _Call, number: int, heavy: Limits) -> Image:
    """A page as a picture, drawn in a worker; ReadError where that fails."""
    limits = Limits(RECOGNITION.seconds, heavy.memory_mb)
    return ocr_worker.unpacked(_done(replace(call, scans=number), limits, limits))


def _recognised(picture: Image, group: Group | None) -> PageRead:
    """The characters of a picture, found in the one process for it; ReadError where that fails."""
    global _recogniser
    with _heavy_slot:
        reader = _recogniser
        if reader is None or not reader.usable():
            reader = _Worker("indexer.reading.ocr_worker")
        _recogniser = None
        with _lock:
            _busy[reader] = group
        keep = False
        request = (*_pair(RECOGNITION), *ocr_worker.packed(picture))
        try:
            kind, what = reader.ask(request, RECOGNITION.wall_seconds)
            keep = True
            if kind == worker.DONE:
                page: PageRead = _PAGE(what)
                return page
            raise ReadError(f"recognition failed ({what})")
        except (_TooSlow, EOFError, OSError, messages.BadMessage) as error:
            keep = False
            raise ReadError("recognition was stopped") from error
        finally:
            with _lock:
                _busy.pop(reader, None)
            if keep and reader.usable():
                _recogniser = reader
            else:
                reader.close()


def _pair(limits: Limits) -> tuple[float, int]:
    return limits.seconds, limits.memory_mb


class Group:
    """What is read for one build: stopping it does not affect other builds in this process."""

    def stop(self) -> None:
        """Stop the workers that are reading; their files are reported as failed."""
        with _lock:
            for reader, group in _busy.items():
                if group is self and reader.usable():
                    reader.stopped = True
                    reader.kill()


class _Again(Exception):
    """The file is to be read again with the heavy slot."""


class _Scanned(Exception):
    """These pages must be recognised before the file can be read."""

    def __init__(self, pages: tuple[int, ...]) -> None:
        super().__init__(pages)
        self.pages = pages


class _TooSlow(Exception):
    """The worker did not answer in time and was killed."""


class _Worker:
    """A worker process and its pipes; belongs to the thread that took it."""

    def __init__(self, module: str = "indexer.reading.worker") -> None:
        root = str(Path(__file__).resolve().parents[2])
        known = [item for item in (os.environ.get("PYTHONPATH"),) if item]
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
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
        if not self._ready:  # importing the parsers does not count towards the file's time
            self._within(_START_SECONDS, lambda: messages.receive(self._from, MAX_REPLY))
            self._ready = True
        self.files += 1

        def exchange() -> tuple[str, Any]:
            messages.send(self._to, request, worker.MAX_REQUEST)
            reply = messages.receive(self._from, MAX_REPLY)
            if type(reply) is not list or len(reply) != 2:
                raise messages.BadMessage("no reply")
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
        return "the reader crashed (out of memory or damaged content)"

    def is_small(self) -> bool:
        """Whether it holds little more memory than a fresh one; False where that is not told."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages = int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE") < _SMALL
        return False

    def kill(self) -> None:
        """End the process and what it started (a converter): they are a group of their own."""
        if hasattr(os, "killpg") and not self._ended:
            self._ended = True
            with contextlib.suppress(OSError):  # the group survives a worker that crashed
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


_SMALL = 128 * 2**20  # resident bytes; a fresh worker has some 45 MB
_recogniser: _Worker | None = None  # whoever holds the heavy slot may use it
_idle: list[_Worker] = []
_busy: dict[_Worker, Group | None] = {}
_lock = threading.Lock()


def _taken(group: Group | None) -> _Worker:
    reader: _Worker | None = None
    with _lock:
        while _idle and reader is None:
            reader = _idle.pop()
            if not reader.usable():
                reader.close()
                reader = None
    reader = reader or _Worker()
    with _lock:
        _busy[reader] = group
    return reader


def _give_back(reader: _Worker, keep: bool) -> None:
    with _lock:
        _busy.pop(reader, None)
        if keep and reader.files < FILES_A_WORKER and reader.usable():
            _idle.append(reader)
            return
    reader.close()


def close_recogniser() -> None:
    """End the process that recognises pages: it holds some 300 MB. The next page starts another."""
    global _recogniser
    with _heavy_slot:
        if _recogniser is not None:
            _recogniser.close()
            _recogniser = None


@atexit.register
def close_workers() -> None:
    """End the idle workers; the next file starts a fresh one."""
    if _recogniser is not None:
        _recogniser.close()
    trim_workers(0)


def trim_workers(keep: int = 2) -> None:
    """End idle workers but ``keep`` small ones: what a large file took is not given back."""
    with _lock:
        small = [reader for reader in _idle if reader.usable() and reader.is_small()][:keep]
        for reader in _idle:
            if reader not in small:
                reader.close()
        _idle[:] = small
