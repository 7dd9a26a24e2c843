"""A post-norm BERT (Devlin et al. 2019, arXiv:1810.04805) on onnxruntime, without torch.

The graph is written here (``onnx_graph``) from Q4_0 blocks: any run of layers, each from the model
file or from a file laid over it. The input is the embedded text, so the table of 250 037 word
vectors stays as it lies in the file.

Every text is run by itself and without padding, and a row of states is rounded by its own range:
a vector depends on nothing but its text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import ModelError
from ..settings import usable_cores
from . import q4
from .e5_file import Config, E5File
from .onnx_graph import Graph

MAX_SESSIONS = 16
_BULK = 8  # fewer texts are done sooner than more sessions are made
_STATES = "states"
_TINY = np.float32(1e-9)  # a row of equal values has no range to divide by
# Channels that are up to forty times as loud as the rest all through this model. In integers they
# would leave the rest few steps, so their part of a product is done in float32 (as Dettmers et al.
# 2022, arXiv:2208.07339, do): the cosine with float32 rises from 0.991 to 0.998.
_LOUD = np.array([15, 35, 87, 146, 297, 321, 347, 351], dtype=np.int64)
_LAST_AXIS = np.array([2], dtype=np.int64)

Result = TypeVar("Result")


class Layers(Protocol):
    """Weights by name: ``l{n}.`` and ``q k v ao fi fo`` (matrices ``.w``, biases ``.b``) or
    ``aln oln`` (norms after attention and after the feed-forward part, ``.w`` and ``.b``)."""

    def blocks(self, name: str) -> NDArray[np.uint8]:
        """A matrix as Q4_0 blocks, uint8 (n, 18)."""
        ...

    def array(self, name: str) -> NDArray[np.float32]:
        """A vector, float32 (n,)."""
        ...


class Overlay:
    """Layers of which some arrays are replaced, by the same names (``l6.q.w`` uint8 (n, 18))."""

    def __init__(self, base: Layers, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._base, self._arrays = base, arrays

    def blocks(self, name: str) -> NDArray[np.uint8]:
        found = self._arrays.get(name)
        return self._base.blocks(name) if found is None else found.astype(np.uint8, copy=False)

    def array(self, name: str) -> NDArray[np.float32]:
        found = self._arrays.get(name)
        return self._base.array(name) if found is None else found.astype(np.float32, copy=False)


class Embeddings:
    """Token ids to the states that the first layer takes: word + position + type, layer-normed.

    ``type_rows`` (k, hidden): token types 2, 3, … beside the two of the file.
    """

    def __init__(self, file: E5File, type_rows: NDArray[np.float32] | None = None) -> None:
        config = file.config
        self._rows = file.word_rows
        self._epsilon = np.float32(config.epsilon)
        self._positions = file.array("emb.pos").reshape(-1, config.hidden)
        self._types = file.array("emb.type").reshape(-1, config.hidden)
        if type_rows is not None:
            self._types = np.concatenate([self._types, type_rows.astype(np.float32)])
        self._weight, self._bias = file.array("emb.ln.w"), file.array("emb.ln.b")
        self.longest = config.positions

    def __call__(
        self,
        ids: Sequence[int] | NDArray[np.int64],
        types: Sequence[int] | NDArray[np.int64] | None = None,
        extra: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32]:
        """float32 (T, hidden). ``types``: token type of each (0 when not given); ``extra``
        (T, hidden) is added before the norm. ValueError for more tokens than positions."""
        numbers = np.asarray(ids, dtype=np.int64)
        if not 0 < len(numbers) <= self.longest:
            raise ValueError(f"{len(numbers)} tokens; a text has 1 to {self.longest}")
        kinds = np.zeros_like(numbers) if types is None else np.asarray(types, dtype=np.int64)
        total = self._rows(numbers) + self._positions[: len(numbers)] + self._types[kinds]
        if extra is not None:
            total += extra
        total -= total.mean(axis=1, keepdims=True)
        spread = np.sqrt(np.square(total).mean(axis=1, keepdims=True) + self._epsilon)
        normed: NDArray[np.float32] = total / spread * self._weight + self._bias
        return normed


class Stack:
    """A run of layers, ``numbers``, on states (T, hidden). Safe to call from many threads.

    ``also``: layers of ``numbers`` whose states are given beside the last ones; ``bulk``: from how
    many inputs on they are shared among sessions.
    """

    def __init__(
        self,
        layers: Layers,
        config: Config,
        numbers: Sequence[int] | None = None,
        also: Sequence[int] = (),
        bulk: int = _BULK,
    ) -> None:
        chosen = list(range(config.layers) if numbers is None else numbers)
        self._outputs = [_STATES, *(f"layer{number}" for number in also)]
        self._model = graph_bytes(layers, config, chosen, also)
        self._sessions = [_session(self._model)]
        self._growing, self._bulk = Lock(), bulk

    def run(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        """The last layer's states, float32 (T, hidden)."""
        return self.run_also(states)[0]

    def run_also(self, states: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """The last layer's states, then those of each layer of ``also``."""
        return self._run(self._sessions[0], states)

    def map(
        self,
        count: int,
        size: Callable[[int], int],
        work: Callable[[int, Callable[[NDArray[np.float32]], NDArray[np.float32]]], Result],
    ) -> list[Result]:
        """``work(i, run)`` for each i below ``count``, shared among one-thread sessions.

        One session in each Python thread: measured nearly twice as fast as one session of two
        threads. The longest first, as ``size`` says, so that all threads end together.
        """
        results: list[Any] = [None] * count
        order = sorted(range(count), key=size, reverse=True)
        sessions = self.grown(1 if count < self._bulk else min(MAX_SESSIONS, usable_cores()))
        waiting, taking = iter(order), Lock()

        def take(session: Any) -> None:
            while True:
                with taking:
                    i = next(waiting, None)
                if i is None:
                    return
                results[i] = work(i, lambda states: self._run(session, states)[0])

        if len(sessions) == 1:
            take(sessions[0])
        else:
            with ThreadPoolExecutor(len(sessions)) as pool:
                for job in [pool.submit(take, session) for session in sessions]:
                    job.result()
        return results

    def _run(self, session: Any, states: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        return [out[0] for out in session.run(self._outputs, {"embedded": states[None]})]

    def grown(self, count: int) -> list[Any]:
        """That many sessions, made where there are fewer."""
        if len(self._sessions) < count:
            with self._growing:
                while len(self._sessions) < count:
                    self._sessions.append(_session(self._model))
        return self._sessions[:count]


class Transformer:
    """Embeddings and a stack of layers: token ids to the last hidden states."""

    def __init__(self, embeddings: Embeddings, stack: Stack) -> None:
        self.embeddings, self.stack = embeddings, stack

    def states(
        self,
        ids: Sequence[int] | NDArray[np.int64],
        types: Sequence[int] | NDArray[np.int64] | None = None,
        extra: NDArray[np.float32] | None = None,
    ) -> NDArray[np.float32]:
        """float32 (T, hidden)."""
        return self.stack.run(self.embeddings(ids, types, extra))

    def states_many(self, texts: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """The states of each text's ids, in the order given; the work is shared among threads."""
        return self.map(texts, lambda i, states: states)

    def map(
        self,
        texts: Sequence[Sequence[int]],
        reduced: Callable[[int, NDArray[np.float32]], Result],
    ) -> list[Result]:
        """``reduced(i, states)`` for each text, so that the states need not all be kept."""
        return self.stack.map(
            len(texts),
            lambda i: len(texts[i]),
            lambda i, run: reduced(i, run(self.embeddings(texts[i]))),
        )


def e5_transformer(
    file: E5File,
    overlay: Mapping[str, NDArray[Any]] | None = None,
    numbers: Sequence[int] | None = None,
    type_rows: NDArray[np.float32] | None = None,
) -> Transformer:
    """The model of ``file``, with the arrays of ``overlay`` in place of its own."""
    layers: Layers = file if overlay is None else Overlay(file, overlay)
    return Transformer(Embeddings(file, type_rows), Stack(layers, file.config, numbers))


def graph_bytes(
    layers: Layers,
    config: Config,
    numbers: Sequence[int],
    also: Sequence[int] = (),
    writer: type[LayerWriter] | None = None,
) -> bytes:
    """The ONNX model from ``embedded`` (1, T, hidden) to ``states`` and ``layer{n}``s."""
    graph = Graph()
    kept: dict[str, str] = {}
    states = "embedded"
    for number in numbers:
        states = (writer or LayerWriter)(graph, layers, config, number).add(states)
        kept[f"layer{number}"] = states
    outputs = {_STATES: states} | {f"layer{number}": kept[f"layer{number}"] for number in also}
    return graph.serialised({"embedded": (1, "tokens", config.hidden)}, outputs)


class LayerWriter:
    """Adds one layer to a graph."""

    def __init__(self, graph: Graph, layers: Layers, config: Config, number: int) -> None:
        self.graph, self.layers, self.config = graph, layers, config
        self.prefix = f"l{number}."

    def add(self, states: str) -> str:
        """The name of the layer's output for the states that go in."""
        graph, config = self.graph, self.config
        query_key_value = self._times_loud(states, ("q", "k", "v"))
        parts = graph.add("Split", [query_key_value], outputs=3, axis=2, num_outputs=3)
        biases = self._vector("q.b", "k.b", "v.b")
        attention = graph.add(
            "MultiHeadAttention", [*parts, biases], own=True, num_heads=config.heads
        )
        attended = self._times(attention[0], ("ao",), config.hidden)
        states = self._added(attended, states, "ao.b", "aln")
        inner = self._times_loud(states, ("fi",))
        inner = graph.add("BiasGelu", [inner, self._vector("fi.b")], own=True)[0]
        outer = self._times_into_loud(inner, "fo")
        return self._added(outer, states, "fo.b", "oln")

    def product(self, states: str, blocks: NDArray[np.uint8], width: int) -> str:
        """``states`` (1, T, width) times the transpose of a matrix (n, width), in integers.

        A row of states is rounded to 8 bits between its least and greatest value, a row of the
        matrix to 7 bits: with 8 the AVX2 product of two pairs would not fit its 16 bits, and
        machines would differ in what they give.
        """
        graph = self.graph
        weights, steps = _rounded(blocks, width)
        constant = graph.constant
        least = graph.add("ReduceMin", [states, constant(_LAST_AXIS)])[0]
        most = graph.add("ReduceMax", [states, constant(_LAST_AXIS)])[0]
        reach = graph.add("Add", [graph.add("Sub", [most, least])[0], constant(_TINY)])[0]
        step = graph.add("Mul", [reach, constant(np.float32(1 / 255))])[0]
        above = graph.add("Sub", [states, least])[0]
        scaled = graph.add("Div", [above, step])[0]
        one, zero = constant(np.float32(1)), constant(np.uint8(0))
        codes = graph.add("QuantizeLinear", [scaled, one, zero])[0]
        exact = graph.add(
            "MatMulIntegerToFloat", [codes, constant(weights), one, constant(steps), zero], own=True
        )[0]
        product = graph.add("Mul", [exact, step])[0]
        sums = weights.sum(axis=0, dtype=np.int32).astype(np.float32) * steps
        offset = graph.add("Mul", [least, constant(sums)])[0]
        return graph.add("Add", [product, offset])[0]

    def _times(self, states: str, names: Sequence[str], width: int) -> str:
        """The products with several matrices side by side."""
        return self.product(states, self._blocks(names), width)

    def _times_loud(self, states: str, names: Sequence[str]) -> str:
        """``_times`` of a layer's states, whose loud channels are multiplied by themselves."""
        graph, width = self.graph, self.config.hidden
        blocks = self._blocks(names).copy()
        columns = q4.dequantised(blocks).reshape(-1, width)[:, _LOUD].T
        by_row = blocks.reshape(-1, width // q4.BLOCK, q4.BYTES)
        for channel in _LOUD:
            block, place = divmod(int(channel), q4.BLOCK)
            byte = by_row[:, block, 2 + place % 16]  # 8 is a weight of 0
            byte[:] = (byte & 240) | 8 if place < 16 else (byte & 15) | 128
        quiet = np.ones(width, dtype=np.float32)
        quiet[_LOUD] = 0
        loud = graph.add("Gather", [states, graph.constant(_LOUD)], axis=2)[0]
        exact = graph.add("MatMul", [loud, graph.constant(np.ascontiguousarray(columns))])[0]
        rest = graph.add("Mul", [states, graph.constant(quiet)])[0]
        return graph.add("Add", [self.product(rest, blocks, width), exact])[0]

    def _times_into_loud(self, states: str, name: str) -> str:
        """The product with one matrix, of which what goes into loud channels is exact."""
        graph, width = self.graph, self.config.intermediate
        blocks = self._blocks((name,)).copy()
        by_row = blocks.reshape(-1, width // q4.BLOCK, q4.BYTES)
        rows = q4.dequantised(by_row[_LOUD].reshape(-1, q4.BYTES)).reshape(-1, width)
        by_row[_LOUD, :, :2] = 0  # a scale of 0
        placed = np.zeros((len(_LOUD), len(by_row)), dtype=np.float32)
        placed[np.arange(len(_LOUD)), _LOUD] = 1
        loud = graph.add("MatMul", [states, graph.constant(np.ascontiguousarray(rows.T))])[0]
        exact = graph.add("MatMul", [loud, graph.constant(placed)])[0]
        return graph.add("Add", [self.product(states, blocks, width), exact])[0]

    def _blocks(self, names: Sequence[str]) -> NDArray[np.uint8]:
        return np.concatenate([self.layers.blocks(f"{self.prefix}{name}.w") for name in names])

    def _added(self, states: str, before: str, bias: str, norm: str) -> str:
        """LayerNorm(states + bias + before)."""
        scale, shift = self._vector(f"{norm}.w"), self._vector(f"{norm}.b")
        inputs = [states, before, scale, shift, self._vector(bias)]
        epsilon = self.config.epsilon
        return self.graph.add("SkipLayerNormalization", inputs, own=True, epsilon=epsilon)[0]

    def _vector(self, *names: str) -> str:
        arrays = [self.layers.array(self.prefix + name) for name in names]
        return self.graph.constant(np.concatenate(arrays).astype(np.float32, copy=False))


def _rounded(blocks: NDArray[np.uint8], width: int) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """The matrix of ``blocks`` transposed, int8 (width, n) from -63 to 63, and its steps (n,)."""
    scales = q4.scales(blocks).reshape(-1, width // q4.BLOCK)
    # No weight is larger than 8 scales, and in most blocks one is just that.
    steps = np.maximum(np.abs(scales).max(axis=1) * np.float32(8 / 63), _TINY)
    factors = (scales / steps[:, None]).reshape(-1, 1)
    codes = np.empty((len(blocks), q4.BLOCK), dtype=np.int8)
    for half, place in ((blocks[:, 2:] & 15, slice(0, 16)), (blocks[:, 2:] >> 4, slice(16, 32))):
        values = half.astype(np.float32)  # in place from here on: a session waits for this
        values -= 8
        values *= factors
        codes[:, place] = np.rint(values, out=values)
    return np.ascontiguousarray(codes.reshape(-1, width).T), steps


def _session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own errors have no common base
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ModelError(
            f"onnxruntime cannot run the model ({line}); version 1.20 or later is needed"
        ) from error
