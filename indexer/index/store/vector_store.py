"""What the index asks of whatever holds its vectors: the protocol of a backend.

Row numbers are those of the catalog. Vectors are unit length, zero for a row too short to have one,
so that inner products are cosines. FAISS is the backend of an index on disk (``faiss_backend``),
Milvus that of vectors on a server (``milvus_backend``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Array = NDArray[np.float32]
Chosen = NDArray[np.int64]
Mask = NDArray[np.bool_]


class VectorRows(Protocol):
    """Vectors that are to be written, taken a block at a time."""

    @property
    def dimension(self) -> int: ...

    def __len__(self) -> int: ...

    def take(self, rows: Chosen) -> Matrix:
        """The vectors (r, d) at ``rows``."""
        ...


class VectorStore(Protocol):
    """Vectors of one kind, opened read-only; may be used from many threads at once."""

    @property
    def exact(self) -> bool:
        """Whether vectors are kept as they were written and all rows are cheap to score."""
        ...

    def __len__(self) -> int: ...

    def vectors(self, rows: Chosen) -> Matrix:
        """The vectors (r, d) at ``rows``, in that order."""
        ...

    def scores(self, query: Array, rows: Chosen | slice | None = None) -> Array:
        """Inner products of ``query`` (d,) with the vectors at ``rows``, or with all."""
        ...

    def search(self, query: Array, k: int, within: Mask | None = None) -> tuple[Chosen, Array]:
        """The ``k`` nearest rows (at most) and their inner products, best first, equal ones in
        order of row. ``within`` (n,) says which rows may be found. Rows without a vector need not
        be found."""
        ...


@dataclass(frozen=True, slots=True)
class Approximation:
    """How a store that is not exact was made. ``recall``: the share of the ten exact nearest rows
    that a search finds, measured with ``queries`` of its own vectors; ``kind`` as FAISS names it,
    ``probes`` the lists that a search looks at."""

    kind: str
    rows: int
    probes: int
    recall: float
    queries: int


@dataclass(frozen=True, slots=True)
class Kept:
    """Where vectors are that are not in the generation's folder: the address of the server, without
    password, and the collection there. ``lists``: those of its inverted index, 0 for none;
    ``sha256``: the checksum of each store's vectors, float32 in order of row."""

    address: str
    collection: str
    lists: int = 0
    sha256: dict[str, str] = field(default_factory=dict)


class VectorBackend(Protocol):
    """Where the vectors of one generation are kept."""

    @property
    def kept(self) -> Kept | None:
        """Where they are if not in the generation's folder."""
        ...

    def write(
        self, name: str, vectors: VectorRows, like: VectorStore | None = None
    ) -> Approximation | None:
        """Write a store. ``like``: the store of this name in the generation before, whose training
        may be kept. None is returned for an exact store. OSError when it cannot be written,
        StoreError when a server does not take it."""
        ...

    def finish(self) -> dict[str, Approximation]:
        """Make readable what was written, once all is; how stores were made that are not exact, by
        name, as far as ``write`` did not tell."""
        ...

    def open(self, name: str, rows: int, dimension: int) -> VectorStore:
        """The store of that name; IndexDamaged if it does not hold ``rows`` vectors of
        ``dimension``."""
        ...


def best_first(rows: Chosen, scores: Array, k: int) -> tuple[Chosen, Array]:
    """The ``k`` best of ``rows`` with their scores; equal ones in order of row."""
    if len(rows) > 4 * k + 64:  # a full sort of millions of rows would take most of the time
        bound = np.partition(scores, len(scores) - k)[len(scores) - k] if k else np.inf
        kept = scores >= bound
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))[:k]
    return rows[order], scores[order]
