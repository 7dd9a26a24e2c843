"""The collections of one index in Milvus, and the alias that names the active generation's.

A collection is named ``ALIAS__INDEX_GENERATION_RANDOM``: ``INDEX`` tells whose it is, the random
part keeps what a killed build left apart from its successor.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from ...errors import UsageError
from .milvus_server import ANSWER_SECONDS, MilvusServer


class MilvusCollections:
    """Those of the index with the id ``index``."""

    def __init__(self, server: MilvusServer, index: str) -> None:
        self._server = server
        self._alias = server.address.collection
        self._own = f"{self._alias}__{index}_"

    def name_for(self, generation: str) -> str:
        """A new name for the collection of a generation."""
        return f"{self._own}{generation}_{secrets.token_hex(3)}"

    def claim(self) -> None:
        """UsageError if the alias is taken by another index or is the name of a collection;
        StoreError if the server cannot be reached."""
        meant = self._meant()
        if meant == self._alias or (meant and not meant.startswith(self._own)):
            what = "a collection of its own" if meant == self._alias else f"an alias of {meant}"
            raise UsageError(
                f"--store {self._server.address.text}: {self._alias} is already {what} there; "
                "give another name, one for each index (if that index was deleted, drop the alias "
                "there first)"
            )

    def activate(self, collection: str) -> None:
        """Let the alias mean ``collection``, in one call."""
        meant = self._meant()
        if meant == collection:
            return

        def what(client: Any) -> None:
            change = client.alter_alias if meant else client.create_alias
            change(collection, self._alias, timeout=ANSWER_SECONDS)

        self._server.ask(what)

    def drop_others(self, keep: Collection[str]) -> None:
        """Drop the index's collections except those in ``keep`` and the one the alias means."""
        spared = {*keep, self._meant()}
        names: list[str] = self._server.ask(
            lambda client: client.list_collections(timeout=ANSWER_SECONDS)
        )
        for name in names:
            if name.startswith(self._own) and name not in spared:
                drop_collection(self._server, name)

    def _meant(self) -> str:
        """The collection that the alias means, or the alias if that is a collection; ``""`` for
        nothing."""

        def what(client: Any) -> str:
            if not client.has_collection(self._alias, timeout=ANSWER_SECONDS):
                return ""
            told = client.describe_collection(self._alias, timeout=ANSWER_SECONDS)
            return str(told["collection_name"])

        return self._server.ask(what)


def drop_collection(server: MilvusServer, name: str) -> None:
    """Drop a collection; nothing happens if it is not there."""
    server.ask(lambda client: client.drop_collection(name, timeout=ANSWER_SECONDS))
