"""One writer at a time: a lock that the system drops when the process ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ..errors import BuildError

LOCK = "build.lock"


@contextmanager
def writer_lock(index_dir: Path) -> Iterator[None]:
    """Hold the index's lock; BuildError when another build holds it."""
    with (index_dir / LOCK).open("a+b") as file:
        try:
            _lock(file)
        except OSError:
            raise BuildError(
                f"Another build is writing {index_dir}; wait until it ends and build again"
            ) from None
        try:
            yield
        finally:
            _unlock(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
