"""Recognised pages stored on disk, keyed by their image and the engine.

There is one small file per page, put in place by an atomic rename; a damaged file counts as
missing. Losing the folder costs only time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path

from ...sandbox import messages
from .engine import Image, PageRead, engine_version

#: The folder of an index that holds them.
FOLDER = "ocr-cache"
_LIMIT = 8 * 2**20  # bytes of one page; a dense one has 30 kB
_PAGE = messages.decoder(PageRead)
_KEY = re.compile(r"[0-9a-f]{40}")


def page_key(picture: Image) -> str:
    """Names a picture and the engine: equal keys mean equal recognised text."""
    height, width = picture.shape
    digest = hashlib.sha256(f"{engine_version()}\0{width}x{height}\0".encode())
    digest.update(picture.tobytes())
    return digest.hexdigest()[:40]


class PageCache:
    """Recognised pages in ``folder``, which is made when the first is put there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> PageRead | None:
        """The page of that key; None where it is not kept, or its file is damaged."""
        try:
            with self._place(key).open("rb") as stream:
                data = stream.read(_LIMIT + 1)
            check, _, body = data.partition(b"\n")
            if len(data) > _LIMIT or hashlib.sha256(body).hexdigest() != check.decode("ascii"):
                return None
            page: PageRead = _PAGE(json.loads(body))
        except (OSError, ValueError, RecursionError):
            return None
        return page if page.key == key else None

    def put(self, page: PageRead) -> None:
        """Store a page under its key. If the disk is full, only the cache is affected."""
        body = json.dumps(page, default=messages.plain, separators=(",", ":")).encode("ascii")
        place = self._place(page.key)
        part = place.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._folder.mkdir(exist_ok=True)
            with part.open("wb") as stream:
                stream.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(place)
        except OSError:
            try:
                part.unlink(missing_ok=True)
            except OSError:
                pass

    def keep_only(self, keys: Iterable[str]) -> None:
        """Remove the pages of all other keys, and what a killed build left."""
        wanted = set(keys)
        try:
            found = list(self._folder.iterdir())
        except OSError:
            return
        for file in found:
            if file.suffix not in (".json", ".tmp") or file.stem in wanted:
                continue
            try:
                file.unlink(missing_ok=True)
            except OSError:
                continue
        try:
            self._folder.rmdir()  # only where it is empty
        except OSError:
            pass

    def _place(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is no key")
        return self._folder / f"{key}.json"
