"""Watches a corpus and builds when it changes, each build in a separate process.

The folders are checked every few seconds: file system notifications do not report changes made by
others on a network share, and checking 2 000 files takes milliseconds. If a build is killed for
lack of memory, or a library crashes, only that build ends and not the watch.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from ...errors import BuildError
from ..corpus.scan import scan_corpus

EVERY = 5.0
QUIET = 2.0  # seconds without a change before a build begins
PATIENCE = 600.0  # a file that keeps growing delays the others at most this long
RETRY = 60.0  # after a failure: there may be space again, or another build may have ended
_GRACE = 10.0

Snapshot = dict[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Built:
    """How a build ended. ``summary``: the object of ``build --json``, None if it failed with
    ``error``; ``unread``: the lines that name files that could not be read."""

    summary: dict[str, Any] | None
    error: str = ""
    unread: tuple[str, ...] = ()


@dataclass
class Watch:
    """Builds ``corpus`` into ``index_dir`` at once, and again after every change.

    ``options`` apply to the first build only (``--rebuild``), ``always`` to each (``--model
    NAME``). ``tell`` is called after every build, ``warn`` if the corpus cannot be checked.
    """

    corpus: Sequence[Path]
    index_dir: Path
    tell: Callable[[Built], None]
    warn: Callable[[str], None]
    every: float = EVERY
    options: Sequence[str] = ()
    always: Sequence[str] = ()
    stop: Event = field(default_factory=Event)
    _warned: str = ""

    def run(self) -> None:
        """Watch until ``stop`` is set; a build under way is then ended (the active index stays).

        Raises:
            BuildError: a folder or file that was named does not exist at the start.
        """
        for place in self.corpus:
            if not place.exists():
                raise BuildError(f"{place} does not exist; check the path of the corpus")
        built: Snapshot | None = None
        options, retry_at = tuple(self.options), 0.0
        while not self.stop.is_set():
            now = self._look()
            due = retry_at and time.monotonic() >= retry_at
            if now is None or (now == built and not due):
                self.stop.wait(self.every)
                continue
            settled = self._settled(now)
            if settled is None:
                continue
            result = self._build((*options, *self.always))
            if result is None:
                return
            options, built = (), settled
            retry_at = 0.0 if result.summary is not None else time.monotonic() + RETRY
            self.tell(result)

    def _look(self) -> Snapshot | None:
        """Every file with its size and times; None if the corpus is missing or empty, for example
        because a share is not mounted: then nothing must be built, least of all without its
        reports."""
        try:
            corpus = scan_corpus(self.corpus)
        except (BuildError, OSError) as error:
            line = " ".join(str(error).split())
            if line != self._warned:
                self.warn(line)
            self._warned = line
            return None
        self._warned = ""
        seen: Snapshot = {f.path: (f.reason,) for f in corpus.failures}
        for file in corpus.files:
            try:
                stat = file.path.stat()
            except OSError:
                seen[file.name] = ()
                continue
            stamp = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
            seen[file.name] = (*stamp, file.overrides_key)
        return seen

    def _settled(self, seen: Snapshot) -> Snapshot | None:
        """The corpus once it has not changed for a while; None to start again."""
        began = still_since = time.monotonic()
        while time.monotonic() - still_since < QUIET:
            if self.stop.wait(min(self.every, QUIET)):
                return None
            now = self._look()
            if now is None:
                return None
            if now != seen and time.monotonic() - began < PATIENCE:
                still_since = time.monotonic()
            seen = now
        return seen

    def _build(self, options: Sequence[str]) -> Built | None:
        """Run one build; None when the watch was stopped meanwhile."""
        places = [str(place) for place in self.corpus]
        command = [sys.executable, "-m", "indexer", "build", "--json", "--index"]
        command += [str(self.index_dir), *options, "--", *places]
        # A separate session: Ctrl-C goes to the watch, which then ends the build.
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
        )
        while True:
            try:
                out, err = process.communicate(timeout=0.3)
                return _built(process.returncode, out, err)
            except subprocess.TimeoutExpired:
                if self.stop.is_set():
                    _end(process)
                    return None


def _end(process: subprocess.Popen[str]) -> None:
    """As by Ctrl-C, so that it tidies up; by force if that does not help."""
    if sys.platform == "win32":
        process.terminate()
    else:
        process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _built(status: int, out: str, err: str) -> Built:
    lines = [line for line in err.splitlines() if line.strip()]
    unread = tuple(line for line in lines if line.startswith("not read: "))
    if status in (0, 3):
        try:
            return Built(json.loads(out), unread=unread)
        except ValueError:
            pass
    if status < 0:
        return Built(None, f"the build was killed by signal {-status}; memory may have run out")
    said = [line for line in lines if line.startswith("policyqa: ")] or lines[-1:]
    error = said[-1].removeprefix("policyqa: ") if said else f"the build ended with status {status}"
    return Built(None, error)
