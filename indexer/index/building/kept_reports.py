"""Reports that a build has read, on disk while it runs, so that none is read twice."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path

from ...readers.registry import file_bytes
from ...sandbox import messages
from ..corpus.scan import CorpusFile
from ..store.content import Content, Source
from .journal import KEY, Journal

_CONTENT = messages.decoder(Content)
_SYNC_EVERY = 2.0  # seconds of reading that a power failure may cost; a kill costs none


class KeptReports:
    """Contents by the file's name, its bytes and what corpus.toml says of it."""

    def __init__(self, path: Path) -> None:
        self._journal = Journal(path)
        self._found = bool(self._journal)  # only what an earlier build left is ever asked for
        self._synced = time.monotonic()

    def __len__(self) -> int:
        return len(self._journal)

    def get(self, file: CorpusFile) -> Content | None:
        """What reading ``file`` gave, if it has not changed since. May be called from many threads.

        Raises ReadError or OSError if the file cannot be opened, as reading would.
        """
        if not self._found:
            return None
        _, state = file_bytes(file.path)
        payload = self._journal.get(_key(file.name, state.sha256, file.overrides_key))
        try:
            content: Content = _CONTENT(json.loads(payload or b"null"))
        except (ValueError, TypeError, RecursionError):
            return None
        return replace(content, source=replace(content.source, mtime_ns=state.mtime_ns))

    def add(self, content: Content) -> None:
        """Keep a report that was just read; OSError if the disk does not take it."""
        source: Source = content.source
        key = _key(content.path, source.sha256, source.overrides)
        if key in self._journal:
            return
        data = json.dumps(content, separators=(",", ":"), default=messages.plain).encode("ascii")
        self._journal.append(key, data)
        if time.monotonic() - self._synced > _SYNC_EVERY:
            self.sync()

    def sync(self) -> None:
        """On disk when this returns."""
        self._journal.sync()
        self._synced = time.monotonic()

    def close(self) -> None:
        self._journal.close()


def _key(name: str, sha256: str, overrides: str) -> bytes:
    text = json.dumps([name, sha256, overrides])
    return hashlib.sha256(text.encode("ascii")).digest()[:KEY]
