"""The heavy slot: memory-intensive work is done for one file at a time.

Files are read in parallel with little memory each. A reader that is about to load something large
(such as a recogniser's models) first calls :func:`take_heavy_slot`. If the file has the slot, the
call returns at once; otherwise the file is set aside and read again from the beginning when the
slot is free, with the limits of :data:`indexer.sandbox.limits.HEAVY`.
"""

from __future__ import annotations

_granted = True  # who reads in this process, outside a build, has the machine for himself


class NeedsHeavySlot(BaseException):
    """The file must be read with the heavy slot. Not an Exception, so that no reader's catch-all
    for damaged files catches it."""


def grant(granted: bool) -> None:
    """Say whether the file that is read next has the slot (the worker process calls this)."""
    global _granted
    _granted = granted


def take_heavy_slot() -> None:
    """Return if this file has the slot, otherwise raise NeedsHeavySlot."""
    if not _granted:
        raise NeedsHeavySlot
