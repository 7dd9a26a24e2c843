"""An append-only file of records, each with its key and checksum, that survives a kill or a power
failure at any moment.

::

    record = head | key (16 bytes) | payload
    head   = length of the payload (8 bytes, little-endian) | CRC-32 of length and key (4 bytes)
             | first 16 bytes of the SHA-256 of the payload

Opening walks over the heads and cuts off a torn tail; a payload is checked when it is read. What is
damaged counts as missing.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import RawIOBase
from pathlib import Path

from ..store.manifest import sync_folder

KEY = 16
_HEAD = struct.Struct("<QI16s")


class Journal:
    """The records of the file ``path``, which is made if it does not exist.

    :meth:`get` may be called from many threads, everything else from one. OSError if the disk does
    not take what is written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        known = path.exists()
        self._file = path.open("r+b" if known else "x+b", buffering=0)
        try:
            self._places = dict(self._walk())
            self._file.truncate(self._end)
            self._file.seek(self._end)
            if not known:
                sync_folder(path.parent)
        except BaseException:
            self._file.close()
            raise

    def _walk(self) -> Iterator[tuple[bytes, tuple[int, int, bytes]]]:
        """Key, offset, length and checksum of each payload up to the first torn record."""
        self._end = at = 0
        size = os.fstat(self._file.fileno()).st_size
        while at + _HEAD.size + KEY <= size:
            self._file.seek(at)
            head = self._file.read(_HEAD.size + KEY) or b""
            if len(head) < _HEAD.size + KEY:
                return
            length, check, digest = _HEAD.unpack(head[: _HEAD.size])
            key = head[_HEAD.size :]
            at += len(head) + length
            if check != _check(length, key) or at > size:
                return
            yield key, (at - length, length, digest)
            self._end = at

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[bytes]:
        """The keys, in the order of their records."""
        return iter(list(self._places))

    def get(self, key: bytes) -> bytes | None:
        """The payload of the last record with this key; None if there is none or it is damaged."""
        place = self._places.get(key)
        if place is None:
            return None
        offset, length, digest = place
        try:
            with self._path.open("rb") as file:  # of its own: threads share no position
                file.seek(offset)
                payload = file.read(length)
        except OSError:
            return None
        return payload if _digest(payload) == digest and len(payload) == length else None

    def append(self, key: bytes, payload: bytes) -> None:
        """Add a record; it survives a kill of this process at once, a power failure after
        :meth:`sync`."""
        if len(key) != KEY:
            raise ValueError(f"a key has {KEY} bytes, not {len(key)}")
        digest = _digest(payload)
        head = _HEAD.pack(len(payload), _check(len(payload), key), digest)
        write_all(self._file, head + key + payload)
        start = self._end + _HEAD.size + KEY
        self._end = start + len(payload)
        self._places[key] = (start, len(payload), digest)

    def sync(self) -> None:
        """On disk when this returns."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()


def write_all(file: RawIOBase, data: bytes | memoryview) -> None:
    """Write all of ``data`` to an unbuffered file, which may take it in parts."""
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[file.write(rest) or 0 :]


def _check(length: int, key: bytes) -> int:
    return zlib.crc32(length.to_bytes(8, "little") + key)


def _digest(payload: bytes) -> bytes:
    return hashlib.sha256(payload).digest()[:16]
