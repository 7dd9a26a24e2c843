"""The system's lock on an open file, released when the process ends, however it ends."""

from __future__ import annotations

import errno
import sys
import time
from typing import IO

#: Numbers of the OSErrors that say that another process holds the lock.
HELD = frozenset({errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK})
_PAUSE = 0.02

if sys.platform == "win32":
    import msvcrt

    def lock(file: IO[bytes]) -> None:
        """Lock at once, or raise OSError."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

    def unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def lock(file: IO[bytes]) -> None:
        """Lock at once, or raise OSError."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def lock_within(file: IO[bytes], seconds: float) -> None:
    """Lock, waiting so long for another process; OSError of ``HELD`` if it still holds the lock
    then, any other at once."""
    until = time.monotonic() + seconds
    while True:
        try:
            return lock(file)
        except OSError as error:
            if error.errno not in HELD or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)
