"""Reads files in other processes, with limits on time, memory and output.

A crafted or damaged file may take minutes or gigabytes, or crash the process (pdfium has no limits
of its own, and a regular expression may run forever on text made for it). Every file, including
plain text, is therefore read in a worker. A worker serves many files, so that each costs only
milliseconds (measured over a hundred text reports: 1.4 to 1.6 times the reading alone, which is a
small part of a build).

Many threads may read at once; each has a worker of its own meanwhile. A file that needs more memory
than usual is read again with the heavy slot of the pool, one at a time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from indexer.errors import ReadError

from ..document.report import Report
from ..readers.ocr import engine
from ..readers.ocr.engine import Image, PageRead
from ..sandbox import messages
from ..sandbox.file_names import escaped
from ..sandbox.limits import HEAVY, NORMAL, RECOGNITION, Limits
from ..sandbox.opening import FileState
from . import ocr_worker, worker
from .page_recogniser import PageRecogniser
from .process import TooSlow, WorkerProcess

#: Files that one worker reads before a fresh one takes over (parsers' caches grow).
FILES_A_WORKER = 200
_ANSWER = messages.decoder(tuple[Report, FileState])
_PAGE = messages.decoder(PageRead)
_NUMBERS = messages.decoder(tuple[int, ...])


class ReaderPool:
    """The worker processes of one build: started when needed, ended by :meth:`close`.

    ``soffice`` is the LibreOffice program (``office.find_soffice``). Safe to use from many threads.
    """

    def __init__(self, soffice: str | None = None) -> None:
        self._soffice = soffice
        self._lock = threading.Lock()
        self._heavy_slot = threading.Lock()
        self._recogniser: WorkerProcess | None = None  # for the holder of the heavy slot
        self._idle: list[WorkerProcess] = []
        self._busy: set[WorkerProcess] = set()
        self._closed = False

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(
        self,
        path: Path,
        rel: str,
        overrides: Mapping[str, object] | None = None,
        limits: Limits = NORMAL,
        heavy: Limits = HEAVY,
    ) -> Report:
        """As ``read_report``, in a worker process; see :meth:`read_with_state`."""
        return self.read_with_state(path, rel, overrides, limits, heavy)[0]

    def read_with_state(
        self,
        path: Path,
        rel: str,
        overrides: Mapping[str, object] | None = None,
        limits: Limits = NORMAL,
        heavy: Limits = HEAVY,
        recogniser: PageRecogniser | None = None,
    ) -> tuple[Report, FileState]:
        """The report and the state of the file that it was read from.

        A file that needs more memory than ``limits`` allow, or crashes its worker, is read once
        more within ``heavy``, by itself, so that the outcome does not depend on what else is being
        read. Scanned pages are recognised by the ``recogniser``, each within RECOGNITION.

        Raises ReadError as ``read_report`` does, or if the file took too long or too much memory,
        contained too much, or crashed the worker. The message is one line, with unusual characters
        in names escaped.
        """
        call = _Call(Path(path), rel, dict(overrides or {}))
        try:
            try:
                return _ANSWER(self._done(call, limits, heavy))
            except _Scanned as scanned:
                pages: dict[int, PageRead] = {}
                if engine.available():
                    pages = (recogniser or PageRecogniser()).recognise(
                        scanned.pages,
                        lambda number: self._drawn(call, number, heavy),
                        self._recognised,
                    )
                return _ANSWER(self._done(replace(call, scans=tuple(pages.items())), limits, heavy))
        except (messages.BadMessage, TypeError, ValueError, OverflowError):
            raise ReadError(
                escaped(f"{path}: the reader returned no valid report; save the file again")
            ) from None
        except ReadError as error:
            raise ReadError(escaped(" ".join(str(error).split()))) from error.__cause__

    def stop(self) -> None:
        """Stop the workers that are reading; their files are reported as failed."""
        with self._lock:
            for process in self._busy:
                if process.usable():
                    process.stopped = True
                    process.kill()

    def close(self) -> None:
        """End all processes. Files still being read fail, and no more files are read."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            if self._recogniser is not None:
                idle.append(self._recogniser)
                self._recogniser = None
        self.stop()
        for process in idle:
            process.close()

    def _done(self, call: _Call, limits: Limits, heavy: Limits) -> Any:
        """What the worker gives, within ``limits`` or, if that does not do, within ``heavy``."""
        try:
            return self._asked(call, limits, alone=False)
        except _Again:
            with self._heavy_slot:
                return self._asked(call, heavy, alone=True)

    def _asked(self, call: _Call, limits: Limits, *, alone: bool) -> Any:
        path = call.path
        request = (
            str(path), call.rel, call.overrides, os.getcwd(), *_pair(limits), self._soffice,
            call.scans,
        )  # fmt: skip
        process = self._taken(path)
        keep = False
        try:
            kind, what = process.ask(request, limits.wall_seconds)
            keep = kind in (worker.DONE, worker.REFUSED, worker.SCANS) and not alone
        except TooSlow:
            raise ReadError(
                f"{path}: reading took over {limits.seconds:g} s; split the file or save it again"
            ) from None
        except messages.BadMessage:
            raise
        except (EOFError, OSError):
            why = process.ending(limits.seconds)
            if process.stopped:
                raise _stopped(path) from None
            if not alone and not why.startswith("reading took"):
                raise _Again from None
            raise ReadError(f"{path}: {why}; save the file again") from None
        finally:
            self._give_back(process, keep)
        if kind == worker.DONE:
            return what
        if kind == worker.SCANS and call.scans is None:
            raise _Scanned(_NUMBERS(what))
        if kind == worker.MEMORY and not alone:
            raise _Again
        if kind == worker.MEMORY:
            raise ReadError(
                f"{path}: reading needed more than {limits.memory_mb} MB; split the file"
            )
        if kind == worker.REFUSED:
            raise ReadError(str(what))
        raise ReadError(f"{path}: the reader failed ({what}); save the file again")

    def _drawn(self, call: _Call, number: int, heavy: Limits) -> Image:
        """A page as an image, rendered in a worker; ReadError if that fails."""
        limits = Limits(RECOGNITION.seconds, heavy.memory_mb)
        return ocr_worker.unpack_picture(self._done(replace(call, scans=number), limits, limits))

    def _recognised(self, picture: Image) -> PageRead:
        """The characters of an image, recognised in the single process for that; ReadError if it
        fails."""
        with self._heavy_slot:
            process = self._recogniser_taken()
            keep = False
            request = (*_pair(RECOGNITION), *ocr_worker.pack_picture(picture))
            try:
                kind, what = process.ask(request, RECOGNITION.wall_seconds)
                keep = True
                if kind == worker.DONE:
                    page: PageRead = _PAGE(what)
                    return page
                raise ReadError(f"recognition failed ({what})")
            except (TooSlow, EOFError, OSError, messages.BadMessage) as error:
                keep = False
                raise ReadError("recognition was stopped") from error
            finally:
                with self._lock:
                    self._busy.discard(process)
                    keep = keep and not self._closed and process.usable()
                    if keep:
                        self._recogniser = process
                if not keep:
                    process.close()

    def _recogniser_taken(self) -> WorkerProcess:
        with self._lock:
            process, self._recogniser = self._recogniser, None
            if process is None or not process.usable():
                if self._closed:
                    raise ReadError("recognition was stopped")
                process = WorkerProcess("indexer.reading.ocr_worker")
            self._busy.add(process)
        return process

    def _taken(self, path: Path) -> WorkerProcess:
        with self._lock:
            process = None
            while self._idle and process is None:
                process = self._idle.pop()
                if not process.usable():
                    process.close()
                    process = None
            if process is None:
                if self._closed:  # by a caller that does not wait for files still being read
                    raise _stopped(path)
                process = WorkerProcess("indexer.reading.worker")
            self._busy.add(process)
        return process

    def _give_back(self, process: WorkerProcess, keep: bool) -> None:
        with self._lock:
            self._busy.discard(process)
            if keep and not self._closed and process.files < FILES_A_WORKER and process.usable():
                self._idle.append(process)
                return
        process.close()


@dataclass(frozen=True, slots=True)
class _Call:
    """What a worker is asked: to read the file, with recognised pages once these are there, or to
    draw the page whose number ``scans`` is."""

    path: Path
    rel: str
    overrides: dict[str, object]
    scans: tuple[tuple[int, PageRead], ...] | int | None = None


class _Again(Exception):
    """The file is to be read again with the heavy slot."""


class _Scanned(Exception):
    """These pages must be recognised before the file can be read."""

    def __init__(self, pages: tuple[int, ...]) -> None:
        super().__init__(pages)
        self.pages = pages


def _stopped(path: Path) -> ReadError:
    return ReadError(f"{path}: reading was stopped; build again")


def _pair(limits: Limits) -> tuple[float, int]:
    return limits.seconds, limits.memory_mb
