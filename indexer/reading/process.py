"""A process that serves requests over pipes and is killed if it does not answer in time."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from ..sandbox import messages
from ..sandbox.limits import MAX_REPLY
from . import worker

_START_SECONDS = 60.0


class TooSlow(Exception):
    """The worker did not answer in time and was killed."""


class WorkerProcess:
    """A process that runs ``module``, and its pipes; belongs to the thread that took it.
    ``stopped``: it was ended on purpose; ``files``: the number of requests it has received."""

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
        """Whether it is running and belongs to this process (a fork shares its parent's pipes)."""
        return self._owner == os.getpid() and self._process.poll() is None

    def ask(self, request: tuple[Any, ...], timeout: float) -> tuple[str, Any]:
        """The reply to ``request``; raises TooSlow, or EOFError if the worker ended."""
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
                raise TooSlow from None
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

    def kill(self) -> None:
        """End the process and those it started (a converter), which form a separate group."""
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
