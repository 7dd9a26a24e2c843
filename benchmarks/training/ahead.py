"""Batches made ahead of the step that needs them, by processes beside the one that trains."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator
from typing import Any

WAITING = 4  # batches that a process makes ahead


def ahead(make: Callable[[int], Any], steps: int, workers: int | None = None) -> Iterator[Any]:
    """``make(0)``, ``make(1)``, ... in order. ``make`` must use numpy alone, not torch: it runs in
    forked processes (threads would hold up the one that feeds the GPU)."""
    if workers is None:
        workers = min(4, (os.cpu_count() or 1) - 1)
    if not workers or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(make, range(steps))
        return
    context = multiprocessing.get_context("fork")
    queues: list[Any] = [context.Queue(WAITING) for _ in range(workers)]
    processes = [
        context.Process(target=_fill, args=(make, range(w, steps, workers), queue), daemon=True)
        for w, queue in enumerate(queues)
    ]
    for process in processes:
        process.start()
    try:
        for step in range(steps):
            made = queues[step % workers].get()
            if isinstance(made, BaseException):
                raise made
            yield made
    finally:
        for process in processes:
            process.terminate()


def _fill(make: Callable[[int], Any], steps: range, queue: Any) -> None:
    gc.freeze()  # what the parent holds on its device is not this process's to free
    try:
        for step in steps:
            queue.put(make(step))
    except Exception as error:
        queue.put(error)
