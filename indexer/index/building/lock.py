"""One writer at a time: a lock that the system releases when the process ends, however it ends."""

from __future__ import annotations

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ...errors import BuildError
from ...sandbox.file_lock import lock, unlock

LOCK = "build.lock"
_PATIENCE = 0.3  # seconds: :func:`is_locked` holds the lock for an instant
_HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})


@contextmanager
def writer_lock(index_dir: Path) -> Iterator[None]:
    """Hold the index's lock; BuildError if another build holds it or locking is impossible."""
    try:
        file = (index_dir / LOCK).open("a+b")
    except OSError as error:
        raise BuildError(
            f"{index_dir} cannot be written to ({error.strerror}); check its permissions or choose "
            "another place with --index"
        ) from error
    with file:
        try:
            _lock_soon(file)
        except OSError as error:
            if error.errno not in _HELD:
                raise BuildError(
                    f"{index_dir} is on a disk without file locks ({error.strerror}); choose "
                    "another place with --index"
                ) from error
            raise BuildError(
                f"Another build is writing {index_dir}; wait until it has finished and build again"
            ) from None
        try:
            yield
        finally:
            unlock(file)


def is_locked(index_dir: Path) -> bool:
    """Whether a build is writing the index now."""
    try:
        with (index_dir / LOCK).open("rb") as file:
            lock(file)
            unlock(file)
    except OSError as error:
        return error.errno in _HELD
    return False


def _lock_soon(file: IO[bytes]) -> None:
    began = time.monotonic()
    while True:
        try:
            return lock(file)
        except OSError as error:
            if error.errno not in _HELD or time.monotonic() - began > _PATIENCE:
                raise
        time.sleep(0.02)
