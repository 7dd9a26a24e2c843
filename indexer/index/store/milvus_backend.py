"""The vectors of a generation in a collection of its own in Milvus, one partition a kind.

Readers use the collection that the manifest names, never the alias: a reader keeps the vectors that
belong to its catalog while a build swaps the alias.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from ...errors import IndexDamaged, StoreError
from .milvus_server import ANSWER_SECONDS, BUILD_SECONDS, MilvusServer
from .milvus_store import KEY, KINDS, METRIC, VECTOR, MilvusStore, Part
from .quantised import NEAREST, QUERIES, fewest_probes, lists_for
from .vector_store import Approximation, Kept, VectorRows, VectorStore

FLAT_ROWS = 200_000  # of one kind, beyond which the collection gets inverted lists
_SENT = 2 * 2**20  # bytes of vectors sent at once
_PARTITIONS = ("passages", "sentences", "figures", "names")


class MilvusBackend:
    """The collection that ``kept`` names. ``approximations``: how its stores were made that are
    not exact. More than ``flat_rows`` rows of a kind are kept in inverted lists."""

    def __init__(
        self,
        server: MilvusServer,
        kept: Kept,
        approximations: dict[str, Approximation],
        flat_rows: int | None = None,
    ) -> None:
        self._server, self._kept = server, kept
        self._approximations = dict(approximations)
        self._flat_rows = FLAT_ROWS if flat_rows is None else flat_rows
        self._written: dict[str, Part] = {}
        self._digests: dict[str, str] = {}

    @property
    def kept(self) -> Kept:
        """Where the vectors are; complete after :meth:`finish`."""
        return self._kept

    def write(
        self, name: str, vectors: VectorRows, like: VectorStore | None = None
    ) -> Approximation | None:
        """Send the vectors of one kind; they can be read after :meth:`finish`."""
        part = self._part(name, len(vectors), vectors.dimension)
        if not self._written:
            self._create(vectors.dimension)
        self._server.ask(
            lambda client: client.create_partition(
                part.collection, part.partition, timeout=ANSWER_SECONDS
            )
        )
        size, digest = max(1, _SENT // (4 * vectors.dimension)), hashlib.sha256()
        for start in range(0, part.rows, size):
            rows = np.arange(start, min(start + size, part.rows))
            keys = (rows * KINDS + part.kind).tolist()
            block = np.ascontiguousarray(vectors.take(rows), dtype=np.float32)
            digest.update(block.tobytes())
            data = [{KEY: key, VECTOR: row} for key, row in zip(keys, block, strict=True)]
            self._insert(part, data)
        self._written[name] = part
        self._digests[name] = digest.hexdigest()
        return None

    def finish(self) -> dict[str, Approximation]:
        """Put what was written on the server's disk, index it and make it searchable; how the
        stores were made that are not exact, with their recall measured."""
        name = self._kept.collection
        largest = max((part.rows for part in self._written.values()), default=0)
        lists = lists_for(largest) if largest > self._flat_rows else 0
        self._kept = Kept(self._kept.address, name, lists, self._digests)
        self._server.ask(lambda client: client.flush(name, timeout=BUILD_SECONDS))
        self._server.ask(lambda client: _index(client, name, lists))
        self._server.load(name)
        for part in self._written.values():
            self._count(part)
        if lists:
            for store, part in self._written.items():
                if part.rows > self._flat_rows:
                    self._approximations[store] = self._tuned(part._replace(lists=lists))
        return self._approximations

    def open(self, name: str, rows: int, dimension: int) -> VectorStore:
        """See ``VectorBackend``."""
        part = self._part(name, rows, dimension)
        collection = self._kept.collection

        def what(client: Any) -> tuple[int, int]:
            fields = client.describe_collection(collection, timeout=ANSWER_SECONDS)["fields"]
            found = next(field["params"] for field in fields if field["name"] == VECTOR)
            told = client.get_partition_stats(collection, part.partition, timeout=ANSWER_SECONDS)
            return int(told["row_count"]), int(found["dim"])

        if self._server.ask(what) != (rows, dimension):
            raise IndexDamaged(
                f"{self._kept.address}: the collection {collection} does not contain {rows} "
                f"{part.partition} of {dimension} dimensions as the manifest says; "
                "run: policyqa build --rebuild"
            )
        self._server.load(collection)
        return MilvusStore(self._server, part)

    def _part(self, name: str, rows: int, dimension: int) -> Part:
        partition = name.partition(".")[0]
        how = self._approximations.get(name)
        lists = self._kept.lists
        return Part(
            self._kept.collection,
            partition,
            _PARTITIONS.index(partition),
            rows,
            dimension,
            lists,
            how.probes if how else lists,
        )

    def _create(self, dimension: int) -> None:
        name = self._kept.collection

        def what(client: Any) -> None:
            from pymilvus import DataType

            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field(KEY, DataType.INT64, is_primary=True)
            schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dimension)
            client.create_collection(
                name, schema=schema, consistency_level="Bounded", timeout=ANSWER_SECONDS
            )

        self._server.ask(what)

    def _insert(self, part: Part, data: list[dict[str, Any]]) -> None:
        def what(client: Any) -> int:
            told = client.insert(
                part.collection, data, partition_name=part.partition, timeout=BUILD_SECONDS
            )
            return int(told["insert_count"])

        if self._server.ask(what, again=False) != len(data):
            raise StoreError(f"{self._kept.address}: Milvus took only part of the vectors")

    def _count(self, part: Part) -> None:
        """Whether all vectors of a kind can be read; the question waits for the last of them."""

        def what(client: Any) -> int:
            (told,) = client.query(
                part.collection,
                filter=f"{KEY} >= 0",
                output_fields=["count(*)"],
                partition_names=[part.partition],
                consistency_level="Strong",
                timeout=BUILD_SECONDS,
            )
            return int(told["count(*)"])

        if (found := self._server.ask(what)) != part.rows:
            raise StoreError(
                f"{self._kept.address}: of {part.rows} {part.partition}, {found} can be read; "
                "build again"
            )

    def _tuned(self, part: Part) -> Approximation:
        """As ``quantised`` does it: the fewest lists with which enough is found."""
        rng = np.random.default_rng(0)
        sample = np.sort(rng.choice(part.rows, min(QUERIES, part.rows), replace=False))

        def recall(probes: int) -> float:
            store = MilvusStore(self._server, part._replace(probes=probes))
            return store.recall(sample, NEAREST)

        probes, found = fewest_probes(part.lists, recall)
        kind = f"IVF{part.lists},Flat"
        return Approximation(kind, part.rows, probes, round(found, 4), len(sample))


def _index(client: Any, collection: str, lists: int) -> None:
    told = client.prepare_index_params()
    if lists:
        told.add_index(VECTOR, "IVF_FLAT", metric_type=METRIC, params={"nlist": lists})
    else:
        told.add_index(VECTOR, "FLAT", metric_type=METRIC)
    client.create_index(collection, told, timeout=BUILD_SECONDS)
