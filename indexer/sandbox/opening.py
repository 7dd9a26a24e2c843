"""Opens a file of unknown origin: regular files only, within a size, unchanged while read."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from indexer.errors import ReadError

from .limits import MB

# Not to wait for a pipe's other end, nor to be tied to a terminal.
_FLAGS = os.O_RDONLY | sum(
    getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)


@dataclass(frozen=True, slots=True)
class FileState:
    """Size in bytes, time of change in ns and SHA-256 of the very bytes that were read."""

    size: int
    mtime_ns: int
    sha256: str


def what_it_is(mode: int) -> str:
    """What a directory entry of this ``st_mode`` is, if no regular file; else ``""``."""
    if stat.S_ISREG(mode):
        return ""
    kinds = (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for test, name in kinds if test(mode)), "something else")


def read_file(path: Path, limit: int) -> tuple[bytes, FileState]:
    """The bytes of ``path`` and the state that they were read in.

    Raises ReadError for no file, an empty one, one of over ``limit`` bytes, anything but a regular
    file (which is never opened: opening alone may wait, or move a device), and a file that changes
    meanwhile.
    """
    try:
        _refuse(path, os.stat(path))
        handle = os.open(path, _FLAGS)
        with open(handle, "rb") as stream:
            before = os.fstat(handle)
            _refuse(path, before)
            _check_size(path, before.st_size, limit)
            data = stream.read(limit + 1)
            after = os.fstat(handle)
    except FileNotFoundError as error:
        raise ReadError(f"{path}: no such file; check the name") from error
    except OSError as error:
        raise ReadError(
            f"{path}: cannot be opened ({error.strerror}); check its permissions"
        ) from error
    if len(data) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        raise ReadError(f"{path}: changed while it was read; the next build reads it again")
    return data, FileState(len(data), after.st_mtime_ns, hashlib.sha256(data).hexdigest())


def _refuse(path: Path, state: os.stat_result) -> None:
    what = what_it_is(state.st_mode)
    if what:
        raise ReadError(f"{path}: is {what}, not a file; replace it with the report or remove it")


def _check_size(path: Path, size: int, limit: int) -> None:
    if size == 0:
        raise ReadError(f"{path}: empty file (0 bytes); copy it again or remove it")
    if size > limit:
        raise ReadError(
            f"{path}: too large ({size / MB:.0f} MB, the limit is {limit // MB} MB); "
            "split it into parts"
        )
