"""Reads and embeds on a Ray cluster: one actor on each node, with the model loaded once.

Ray is imported only here, where it is used (extra ``cluster``). The index is written by the process
that builds, from the same contents and vectors as without a cluster: nodes must run the same
version of PolicyQA and see the reports under the same paths.
"""

from __future__ import annotations

import itertools
import os
import re
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import numpy as np

from ...errors import BuildError, UsageError
from ...glossary import NO_GLOSSARY
from ...models.embedder import Embedder, load_embedder
from ...models.pieces import ModelIdentity, Piece
from ...reading.isolated import ReaderPool
from ...reading.page_recogniser import PageRecogniser
from ..corpus.scan import CorpusFile
from ..store.content import Content
from ..store.vector_store import Matrix
from .fingerprint import Fingerprints, fingerprints
from .plan import read_or_reason

_ADDRESS = re.compile(r"ray://(?P<host>[^/:\s]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})/?")
_MOST_READERS = 16
_REACH_SECONDS = 5.0
_START_SECONDS = 180.0
_LOOK_EVERY = 10.0
_STORE_BYTES = 256 * 2**20  # of a cluster on this machine: a batch is a few megabytes

Result = TypeVar("Result")


class Node:
    """What runs on a node of the cluster."""

    def __init__(self, folder: str, soffice: str | None) -> None:
        with suppress(OSError):  # relative paths are those of the process that builds
            os.chdir(folder)
        self._pool = ReaderPool(soffice)
        self._model: Embedder | None = None

    def hello(self, places: Sequence[str]) -> tuple[str, str, list[str]]:
        """Fingerprints of reading and embedding, and those of ``places`` that are not there."""
        prints = fingerprints(NO_GLOSSARY, {})
        return prints.reading, prints.embedding, [p for p in places if not Path(p).exists()]

    def read(self, file: CorpusFile) -> Content | str:
        return read_or_reason(file, self._pool, PageRecogniser())

    def load(self, model: str) -> tuple[ModelIdentity, int]:
        self._model = load_embedder(model)
        return self._model.identity, self._model.pieces_at_once

    def pieces(self, pieces: Sequence[Piece]) -> Matrix:
        assert self._model is not None
        return self._model.pieces(pieces)

    def names(self, texts: Sequence[str]) -> Matrix:
        assert self._model is not None
        return self._model.names(texts)


class Cluster:
    """The nodes of ``on`` (``ray``: a cluster started on this machine; ``ray://HOST:PORT``: one
    that this machine belongs to), until :meth:`close`.

    Raises UsageError for another ``on``; BuildError if Ray is not installed, or the cluster cannot
    be reached, has no free CPU, runs another version or does not see ``places``.
    """

    def __init__(
        self,
        on: str,
        places: Sequence[str],
        prints: Fingerprints,
        soffice: str | None,
    ) -> None:
        self._on = on
        self._ray = _started(on, _address(on))
        try:
            self._nodes = self._actors(soffice)
            self.readers = sum(readers for _, readers in self._nodes)
            self._check(places, prints)
        except BaseException:
            self.close()
            raise
        self._turn = itertools.cycle(node for node, _ in self._nodes)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; one on this machine ends."""
        self._ray.shutdown()

    def _actors(self, soffice: str | None) -> list[tuple[Any, int]]:
        """An actor on each node with CPUs, and how many files it reads at once. It claims all but
        one of the CPUs: one that claims all may wait for ever."""
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        found = []
        self._node_ids = {self._ray.get_runtime_context().get_node_id()}
        for node in self._ray.nodes():
            cpus = float(node["Resources"].get("CPU", 0))
            if not node["Alive"] or cpus <= 0:
                continue
            self._node_ids.add(node["NodeID"])
            readers = max(1, min(_MOST_READERS, int(cpus)))
            actor = self._ray.remote(Node).options(
                num_cpus=max(0.5, cpus - 1),
                max_concurrency=readers + 1,
                scheduling_strategy=NodeAffinitySchedulingStrategy(node["NodeID"], soft=False),
            )
            found.append((actor.remote(os.getcwd(), soffice), readers))
        if not found:
            raise BuildError(f"--on {self._on}: the cluster has no CPUs; add nodes to it")
        return found

    def _check(self, places: Sequence[str], prints: Fingerprints) -> None:
        for reading, embedding, missing in self._all(lambda node: node.hello.remote(places)):
            if missing:
                raise BuildError(
                    f"--on {self._on}: a node does not see {missing[0]}; put the reports on "
                    "storage that all nodes have under the same path"
                )
            if (reading, embedding) != (prints.reading, prints.embedding):
                raise BuildError(
                    f"--on {self._on}: a node runs another version of PolicyQA or of a library; "
                    "install the same on all nodes"
                )

    def _all(self, call: Callable[[Any], Any]) -> list[Any]:
        return self._got([call(node) for node, _ in self._nodes], _START_SECONDS)

    def _got(self, what: Any, seconds: float | None = None) -> Any:
        """The result of calls to nodes; BuildError in one line if a node fails."""
        began = time.monotonic()
        try:
            while True:
                try:
                    return self._ray.get(what, timeout=_LOOK_EVERY)
                except self._ray.exceptions.GetTimeoutError:
                    self._look()
                if seconds is not None and time.monotonic() - began > seconds:
                    raise BuildError(
                        f"--on {self._on}: a node had no free CPU within {seconds:g} s; wait for "
                        "other jobs or add nodes"
                    )
        except self._ray.exceptions.RayError as error:
            line = (str(error).strip().splitlines() or [""])[-1][:200].strip()
            raise BuildError(
                f"--on {self._on}: a node failed ({line or type(error).__name__}); build again: "
                "what was read and embedded is kept"
            ) from error

    def _look(self) -> None:
        """BuildError if a node is gone, also this machine's own: Ray may then wait for ever."""
        alive = {node["NodeID"] for node in self._ray.nodes() if node["Alive"]}
        if not self._node_ids <= alive:
            raise BuildError(
                f"--on {self._on}: a node is gone; build again: what was read and embedded is kept"
            )

    def read(self, file: CorpusFile) -> Content | str:
        """The content of ``file``, or why it cannot be read. May be called from many threads."""
        found: Content | str = self._got(next(self._turn).read.remote(file))
        return found

    def embedder(self, local: Embedder) -> Embedder:
        """The model ``local``, run by the nodes; BuildError if a node has another one."""
        loaded = self._all(lambda node: node.load.remote(local.identity.name))
        if any(identity != local.identity for identity, _ in loaded):
            raise BuildError(
                f"--on {self._on}: a node has another version of the model {local.identity.name}; "
                "install the same on all nodes"
            )
        return _ClusterEmbedder(self, local, [size for _, size in loaded])

    def pieces(self, pieces: Sequence[Piece], sizes: Sequence[int]) -> Matrix:
        """Rows of all pieces: as many to each node as ``sizes`` says, in turn."""
        calls, start = [], 0
        for (node, _), size in itertools.cycle(list(zip(self._nodes, sizes, strict=True))):
            if start >= len(pieces):
                break
            calls.append(node.pieces.remote(list(pieces[start : start + size])))
            start += size
        rows: Matrix = np.concatenate(self._got(calls))
        return rows

    def names(self, texts: Sequence[str]) -> Matrix:
        rows: Matrix = self._got(next(self._turn).names.remote(list(texts)))
        return rows


class _ClusterEmbedder:
    """An embedder whose batches are shared among the nodes, each as large as by itself."""

    def __init__(self, cluster: Cluster, local: Embedder, sizes: Sequence[int]) -> None:
        self._cluster, self._local, self._sizes = cluster, local, list(sizes)
        self.identity = local.identity
        self.pieces_at_once = sum(sizes)

    def passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> Matrix:
        return self._local.passages(texts, on_progress)

    def pieces(
        self, pieces: Sequence[Piece], on_progress: Callable[[int], None] | None = None
    ) -> Matrix:
        rows = self._cluster.pieces(pieces, self._sizes)
        if on_progress:
            on_progress(len(pieces))
        return rows

    def names(self, texts: Sequence[str]) -> Matrix:
        return self._cluster.names(texts)

    def queries(self, texts: Sequence[str]) -> Matrix:
        return self._local.queries(texts)


def _address(on: str) -> tuple[str, int] | None:
    """Host and port of an existing cluster, None for one to be started here."""
    if on == "ray":
        return None
    found = _ADDRESS.fullmatch(on)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise UsageError(f"--on {on}: give ray, or ray://HOST:PORT for an existing cluster")
    return found["host"].strip("[]"), int(found["port"])


def _started(on: str, address: tuple[str, int] | None) -> Any:
    """The module ``ray``, connected."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    try:
        import ray
    except ImportError:
        raise BuildError(f"--on {on} needs Ray; run: pip install 'policyqa[cluster]'") from None
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        if address is None:
            quiet |= {"include_dashboard": False, "object_store_memory": _STORE_BYTES}
            ray.init(address="local", **quiet)
        else:
            # Ray itself ends the process after minutes if nobody listens there.
            socket.create_connection(address, _REACH_SECONDS).close()
            ray.init(address=f"{address[0]}:{address[1]}", **quiet)
    except (OSError, RuntimeError, ValueError, SystemExit) as error:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise BuildError(
            f"--on {on}: the cluster cannot be reached ({line}); check the address, and that this "
            "machine has joined it (ray start --address=HOST:PORT)"
        ) from error
    return ray
