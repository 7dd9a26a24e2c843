"""Bounded work: a few threads, a limited queue, and a time limit for each request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

from ..errors import PolicyQAError
from ..settings import usable_cores

_T = TypeVar("_T")
TIME_LIMIT = 60.0
WAITING = 256


class Busy(PolicyQAError):
    """More requests are waiting than the server accepts."""


class TimeLimit(PolicyQAError):
    """A request took longer than allowed."""


class Deadline:
    """When a request must be completed. Work cannot be interrupted from outside, so a long job
    checks."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self) -> None:
        """Raise TimeLimit when the time is up."""
        if time.monotonic() > self._end:
            raise TimeLimit(f"not completed within {self.seconds:g} s; send less at once")


class Workers:
    """A thread pool with at most ``waiting`` requests queued before it."""

    def __init__(
        self, seconds: float = TIME_LIMIT, threads: int | None = None, waiting: int = WAITING
    ) -> None:
        count = threads or max(2, usable_cores())
        self.seconds = seconds
        self._room = count + waiting
        self._inside = 0
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="policyqa-work")

    async def run(self, job: Callable[[Deadline], _T]) -> _T:
        """The result of ``job`` from a thread of the pool.

        Raises Busy if the queue is full; TimeLimit if the time is up (a job that has begun
        continues until it checks its deadline).
        """
        deadline = Deadline(self.seconds)
        future = self._submit(job, deadline)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self.seconds)
        except TimeoutError:
            raise TimeLimit(f"not completed within {self.seconds:g} s; send less at once") from None

    def close(self) -> None:
        """Drop what waits; threads end with the job that they are at."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _submit(self, job: Callable[[Deadline], _T], deadline: Deadline) -> Future[_T]:
        with self._lock:
            if self._inside >= self._room:
                raise Busy("too many requests are waiting; try again in a moment")
            self._inside += 1
        try:
            future = self._pool.submit(_timed, job, deadline)
        except RuntimeError:  # the pool is closed: the server is stopping
            self._left(None)
            raise Busy("the server is stopping") from None
        future.add_done_callback(self._left)
        return future

    def _left(self, _: object) -> None:
        with self._lock:
            self._inside -= 1


def _timed(job: Callable[[Deadline], _T], deadline: Deadline) -> _T:
    deadline.check()  # it may have waited until its time was up
    return job(deadline)
