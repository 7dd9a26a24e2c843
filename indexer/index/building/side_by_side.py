"""Reads many files side by side; results come in the order asked for, few of them at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Results that wait for their turn, for each reader: bounds the memory of a build.
AHEAD = 2
_PATIENCE = 0.5  # seconds between two calls of ``waiting_on``


def in_order(
    items: Sequence[Item],
    read: Callable[[Item], Result],
    readers: int,
    stop: Callable[[], None] = lambda: None,
    waiting_on: Callable[[], None] = lambda: None,
) -> Generator[Result, None, None]:
    """``read(item)`` of each item, in their order, with ``readers`` threads.

    Threads only wait for worker processes, so that they are no more than those. ``stop`` is called
    when the caller gives up early, to end what is being read; ``waiting_on`` is called now and then
    in the caller's thread while the next result is not there.
    """
    pool = ThreadPoolExecutor(max(1, readers), thread_name_prefix="read")
    waiting: deque[Future[Result]] = deque()

    def next_result() -> Result:
        future = waiting.popleft()
        while not wait((future,), timeout=_PATIENCE).done:
            waiting_on()
        return future.result()

    done = False
    try:
        for item in items:
            waiting.append(pool.submit(read, item))
            if len(waiting) > AHEAD * max(1, readers):
                yield next_result()
        while waiting:
            yield next_result()
        done = True
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if not done:
            stop()
