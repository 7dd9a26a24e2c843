"""Reads many files side by side; results come in the order asked for, few of them at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: Results that wait for their turn, for each reader: bounds the memory of a build.
AHEAD = 2


def in_order(
    items: Sequence[Item],
    read: Callable[[Item], Result],
    readers: int,
    stop: Callable[[], None] = lambda: None,
) -> Generator[Result, None, None]:
    """``read(item)`` of each item, in their order, with ``readers`` threads.

    Threads only wait for worker processes, so that they are no more than those. ``stop`` is called
    when the caller gives up early, to end what is being read.
    """
    pool = ThreadPoolExecutor(max(1, readers), thread_name_prefix="read")
    waiting: deque[Future[Result]] = deque()
    done = False
    try:
        for item in items:
            waiting.append(pool.submit(read, item))
            if len(waiting) > AHEAD * max(1, readers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        done = True
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if not done:
            stop()
