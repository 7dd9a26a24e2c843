"""The heavy slot: work that needs much memory is done for one file at a time.

Files are read side by side with little memory each. A reader that is about to load something large
(a recogniser's models, say) calls :func:`take_heavy_slot` first. Where the file has the slot the
call returns at once; else the file is set aside and read again, from its beginning, when the slot
is free, with the limits of :data:`indexer.sandbox.limits.HEAVY`.
"""

from __future__ import annotations

_granted = True  # who reads in this process, outside a build, has the machine for himself


class NeedsHeavySlot(BaseException):
    """The file must be read with the heavy slot. Not an Exception: no reader's catch-all for
    damaged files may take it for one."""


def grant(granted: bool) -> None:
    """Say whether the file that is read next has the slot (the worker process calls this)."""
    global _granted
    _granted = granted


def take_heavy_slot() -> None:
    """Return where this file has the slot, else raise NeedsHeavySlot."""
    if not _granted:
        raise NeedsHeavySlot
