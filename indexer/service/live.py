"""The active index for servers: follows the pointer file, and closes indexes that nobody uses.

A build switches the pointer by one rename (``index.store.manifest``). The next request opens the
new generation; requests in progress finish with the one they started with, which is closed after
them.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from ..api import Index, PointerState, pointer_state
from ..errors import PolicyQAError
from ..settings import Settings

_log = logging.getLogger(__name__)
_WARM_UP = "2025年罚款 fines"
_ATTEMPTS = 3
_RETRY_AFTER = 5.0


@dataclass(slots=True, eq=False)
class _Held:
    """An open index with the number of its readers; closed by the last one once retired."""

    index: Index
    state: PointerState | None
    readers: int = 0
    retired: bool = False


class LiveIndex:
    """The current generation of an index folder, safe to share between threads.

    >>> live = LiveIndex(Path(".policyqa"))   # doctest: +SKIP
    >>> with live.use() as index:             # doctest: +SKIP
    ...     index.ask("which bureaus reported fines")
    """

    def __init__(self, directory: Path, settings: Settings | None = None) -> None:
        """Open and warm the index. ``settings`` None reads them from the environment, now.

        Raises IndexMissing, IndexDamaged or ModelError."""
        self.directory, self.settings = directory, settings or Settings()
        self.problem: str | None = None  # why the newest generation could not be opened
        self._lock, self._opening = Lock(), Lock()
        self._failed: tuple[PointerState | None, float] | None = None
        self._held = self._open()
        self.problem = self._held.index.notice or None

    @contextmanager
    def use(self) -> Iterator[Index]:
        """The active index, unchanged and open until the block ends."""
        self._follow()
        with self._lock:
            held = self._held
            held.readers += 1
        try:
            yield held.index
        finally:
            with self._lock:
                held.readers -= 1
                over = held.retired and held.readers == 0
            if over:
                held.index.close()

    def close(self) -> None:
        """Close the index once its readers are done; the object is of no use afterwards."""
        self._retire(self._held)

    def _follow(self) -> None:
        """Open the active generation if it is not the current one; one thread does so while the
        others continue with the current one."""
        state = pointer_state(self.directory)
        if state is None or state == self._held.state or self._failed_lately(state):
            return
        if not self._opening.acquire(blocking=False):
            return
        try:
            if pointer_state(self.directory) == self._held.state:
                return
            new = self._open()
            with self._lock:
                old, self._held = self._held, new
            self.problem, self._failed = new.index.notice or None, None
            self._retire(old)
        except (PolicyQAError, OSError) as error:
            self._failed = (state, time.monotonic())
            self.problem = " ".join(str(error).split())
            _log.warning("the previous index stays in use: %s", self.problem)
        finally:
            self._opening.release()

    def _failed_lately(self, state: PointerState) -> bool:
        failed = self._failed
        return (
            failed is not None
            and failed[0] == state
            and (time.monotonic() - failed[1] < _RETRY_AFTER)
        )

    def _open(self) -> _Held:
        """Open and warm. A generation may be removed between reading the pointer and opening its
        files, if two builds end at that moment; the pointer has then moved and is read again."""
        for attempt in range(_ATTEMPTS):
            state = pointer_state(self.directory)
            try:
                index = Index.open(self.directory, settings=self.settings)
                _warm(index)
                if index.notice:
                    _log.warning("%s", index.notice)
                return _Held(index, state)
            except (PolicyQAError, OSError):
                if attempt == _ATTEMPTS - 1 or pointer_state(self.directory) == state:
                    raise
        raise AssertionError("unreachable")

    def _retire(self, held: _Held) -> None:
        with self._lock:
            held.retired = True
            idle = held.readers == 0
        if idle:
            held.index.close()


def _warm(index: Index) -> None:
    """Load the model and open every store, because the files may be removed while in use."""
    index.ask(_WARM_UP)
    index.search(_WARM_UP, 1)
