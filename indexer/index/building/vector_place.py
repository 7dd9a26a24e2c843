"""Where a build keeps its vectors: in the generation's folder, or in Milvus (``--store``).

The pointer file alone says which generation is active. The alias in Milvus follows it, and the
collections of a generation go with its folder.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from ...errors import IndexDamaged, PolicyQAError
from ..store.faiss_backend import FaissBackend
from ..store.generation import Generation
from ..store.manifest import GENERATIONS, load_manifest, write_durably
from ..store.milvus_address import MilvusAddress
from ..store.milvus_backend import MilvusBackend
from ..store.milvus_collections import MilvusCollections, drop_collection
from ..store.milvus_server import MilvusServer, server_of
from ..store.vector_store import Kept, VectorBackend
from .leftovers import names

LOCAL = "faiss"
STORE = "STORE"  # id of the index and address of its vectors, beside the generations


class VectorPlace:
    """``store`` is what ``--store`` says; None: where the vectors of ``before`` are, or those of
    the last build. UsageError for an unknown ``store``."""

    def __init__(
        self, index_dir: Path, store: str | None, before: Generation | None, token: str | None
    ) -> None:
        self._index_dir, self._token = index_dir, token
        noted, last = _noted(index_dir)
        kept = None if before is None else before.manifest.vectors
        wanted = store or (kept.address if kept else LOCAL if before else last)
        self.address = "" if wanted in ("", LOCAL) else MilvusAddress.parse(wanted).text
        self._id = noted or secrets.token_hex(5)
        self._notes: list[str] = []

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be done, though the index is whole."""
        return tuple(self._notes)

    def claim(self) -> None:
        """Make sure that the place can be used. StoreError if the server cannot be reached,
        UsageError if the name is taken by another index."""
        path = self._index_dir / STORE
        if self.address:
            self._collections().claim()
            write_durably(path, f"{self._id} {self.address}\n")
        elif path.exists():
            write_durably(path, f"{self._id}\n")

    def backend(self, folder: Path, generation: str) -> VectorBackend:
        """The backend of a new generation."""
        if not self.address:
            return FaissBackend(folder)
        collection = self._collections().name_for(generation)
        return MilvusBackend(self._server(), Kept(self.address, collection), {})

    def is_of(self, before: Generation) -> bool:
        """Whether the vectors of a generation are here."""
        kept = before.manifest.vectors
        return (kept.address if kept else "") == self.address

    def activate(self, kept: Kept | None) -> None:
        """Let the alias mean the active generation's collection."""
        if kept is not None and kept.address == self.address:
            try:
                self._collections().activate(kept.collection)
            except PolicyQAError as error:
                self._note(f"the alias was not moved; the next build does it: {error}")

    def clean_up(self, keep: set[str]) -> None:
        """Drop the collections of generations that are not in ``keep``, before their folders are
        removed, and what killed builds left."""
        spared = set()
        for name in names(self._index_dir):
            kept = _kept(self._index_dir / GENERATIONS / name)
            if kept is None:
                continue
            if name in keep:
                spared.add(kept.collection)
            elif kept.address != self.address:
                self._drop(kept)
        if self.address:
            try:
                self._collections().drop_others(spared)
            except PolicyQAError as error:
                self._note(f"old collections were not dropped; the next build does it: {error}")

    def _drop(self, kept: Kept) -> None:
        try:
            drop_collection(server_of(kept.address, self._token), kept.collection)
        except PolicyQAError as error:
            self._note(f"the collection {kept.collection} was not dropped: {error}")

    def _note(self, line: str) -> None:
        if line not in self._notes:
            self._notes.append(line)

    def _server(self) -> MilvusServer:
        return server_of(self.address, self._token)

    def _collections(self) -> MilvusCollections:
        return MilvusCollections(self._server(), self._id)


def lost_vectors(before: Generation | None) -> str:
    """Why the vectors that a server should hold are not there; ``""`` if they are."""
    if before is None or before.manifest.vectors is None:
        return ""
    try:
        for kind in ("passage", "sentence", "figure", "name"):
            getattr(before, f"{kind}_store")
    except IndexDamaged as error:
        return str(error).rsplit("; ", 1)[0]
    return ""


def _noted(index_dir: Path) -> tuple[str, str]:
    """The id and the address in the file; ``""`` for what it does not say."""
    try:
        words = (index_dir / STORE).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return "", ""
    found = words[0] if words and words[0].isalnum() and words[0].isascii() else ""
    return found, words[1] if len(words) > 1 else ""


def _kept(folder: Path) -> Kept | None:
    try:
        return load_manifest(folder).vectors
    except IndexDamaged:
        return None
