"""One writer at a time: a lock that the system releases when the process ends, however it ends."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...errors import BuildError
from ...sandbox.file_lock import lock, unlock

LOCK = "build.lock"
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
            lock(file)
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
