"""Digests of source files and installed libraries, stored with the index. Computing them takes half
a second, and they change only if their sources do. If the file is lost, they are computed again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from ...sandbox import messages
from ..store.manifest import write_durably
from . import libraries, source_code
from .source_code import Code, code_of

DIGESTS = "digests.json"
_LIMIT = 8 * 2**20
_CODE = messages.decoder(Code)
_LINES = messages.decoder(tuple[str, ...])


class DigestCache:
    """The content of ``file`` (None: nothing is stored). Entries that were not used are dropped by
    :meth:`save`."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._made_by = _own_digest()
        self._before = self._load()
        self._now: dict[str, Any] = {}

    def code(self, source: bytes) -> Code:
        """Like :func:`code_of`."""
        key = hashlib.sha256(source).hexdigest()
        kept = self._before.get(key)
        try:
            found: Code = _CODE(kept)
        except messages.BadMessage:
            found = code_of(source)
        self._now[key] = found
        return found

    def libraries(
        self, modules: tuple[str, ...], named: tuple[str, ...], path: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The lines returned by :func:`libraries.libraries`."""
        present = libraries.installed(path)
        key = hashlib.sha256(repr((modules, named, path, present)).encode()).hexdigest()
        try:
            found: tuple[str, ...] = _LINES(self._before.get(key))
        except messages.BadMessage:
            found = libraries.libraries(modules, named, path, present)
        self._now[key] = found
        return found

    def save(self) -> None:
        """Store the entries that were used, if any of them is new. If the disk is full, only this
        file is lost."""
        if self._file is None or self._now.keys() == self._before.keys():
            return
        value = {"made_by": self._made_by, "digests": self._now}
        try:
            write_durably(self._file, json.dumps(value, default=messages.plain) + "\n")
        except OSError:
            pass

    def _load(self) -> dict[str, Any]:
        if self._file is None:
            return {}
        try:
            with self._file.open("rb") as stream:
                value = json.loads(stream.read(_LIMIT))
            kept = value["digests"] if value["made_by"] == self._made_by else {}
        except (OSError, ValueError, RecursionError, LookupError, TypeError):
            return {}
        return kept if isinstance(kept, dict) else {}


def _own_digest() -> str:
    """Changes if digests would be computed differently."""
    digest = hashlib.sha256(sys.version.encode())
    for module in (source_code, libraries):
        with contextlib.suppress(OSError, TypeError):  # installed without sources
            digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()
