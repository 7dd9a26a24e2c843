"""One writer at a time: a lock that the system releases when the process ends, however it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import BuildError
from ...sandbox.file_lock import HELD, lock, lock_within, unlock

LOCK = "build.lock"
_PATIENCE = 0.3  # seconds: :func:`is_locked` holds the lock for an instant


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
            lock_within(file, _PATIENCE)
        except OSError as error:
            if error.errno not in HELD:
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
        return error.errno in HELD
    return False
