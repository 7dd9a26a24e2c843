"""Work of the language model for one session: a thread, what it has told so far, and a cancel."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

from ..errors import PolicyQAError


class AssistantJob:
    """``work`` done in a thread, which is given this job: it appends to ``parts`` what is to be
    shown, and looks at ``stop``. ``key`` says what the work rests on; ``cancels`` are called to end
    it at once."""

    def __init__(self, key: Hashable, work: Callable[[AssistantJob], Any]) -> None:
        self.key, self.parts = key, list[Any]()
        self.total = 0
        self.result: Any = None
        self.error = ""
        self.stop = threading.Event()
        self.cancels: list[Callable[[], None]] = []
        self._work = work
        self._thread = threading.Thread(target=self._run, name="policyqa-assistant", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        self.stop.set()
        for cancel in self.cancels:
            cancel()

    def wait(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _run(self) -> None:
        try:
            self.result = self._work(self)
        except PolicyQAError as error:
            self.error = " ".join(str(error).split())
