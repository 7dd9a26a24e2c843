"""How fast and how exact the bundled model is, by the arithmetic of its matrix products.

    python -m benchmarks.model_speed [--rounds 5]

All kinds take turns in one process, so that their ratios hold on a busy machine; the best round
counts. The cosine is that of a text's vector with the one of torch in float32, the lowest of the
texts below. What is chosen for the product is named "product".
"""

from __future__ import annotations

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.models import model_file, q4, transformer
from indexer.models.e5_file import E5File
from indexer.models.tokenizer import Tokenizer
from indexer.models.transformer import Embeddings, LayerWriter

from .measure import table

TEXTS = (
    "港务局全年巡查码头三百二十次，发现隐患四十五处，全部隐患已经逐条登记，并约谈了相关单位负责人。",
    "The harbour bureau imposed fines of 105,000 yuan in 45 cases last year.",
    "В 2023 году управление проверило 320 причалов и выявило 45 нарушений.",
    "港区立案45起，罚款10.5万元。",
)
LENGTHS = (12, 40, 170, 500)
Array = NDArray[np.float32]


class Float32(LayerWriter):
    """Ordinary matrices."""

    def product(self, states: str, blocks: NDArray[np.uint8], width: int) -> str:
        matrix = q4.dequantised(blocks).reshape(-1, width).T
        return self.graph.add("MatMul", [states, self.graph.constant(matrix)])[0]


class Blocks(LayerWriter):
    """MatMulNBits on the file's own blocks; activations in 8 bits, a scale for each 32."""

    accuracy_level = 4

    def product(self, states: str, blocks: NDArray[np.uint8], width: int) -> str:
        codes = blocks[:, 2:]
        halves = np.concatenate([codes & 15, codes >> 4], axis=1)
        pairs = halves[:, 0::2] | (halves[:, 1::2] << 4)  # byte j holds weights 2j and 2j + 1
        count = width // q4.BLOCK
        rows = len(blocks) // count
        inputs = [
            states,
            self.graph.constant(pairs.reshape(rows, count, q4.BLOCK // 2)),
            self.graph.constant(q4.scales(blocks).reshape(rows, count)),
        ]
        return self.graph.add(
            "MatMulNBits", inputs, own=True, K=width, N=rows, bits=4, block_size=q4.BLOCK,
            accuracy_level=self.accuracy_level,
        )[0]  # fmt: skip


class BlocksInFloat(Blocks):
    """MatMulNBits, activations in float32."""

    accuracy_level = 0


class OneScale(LayerWriter):
    """Dynamic quantisation as usual: one scale for all activations, 8-bit weights by column."""

    def product(self, states: str, blocks: NDArray[np.uint8], width: int) -> str:
        matrix = q4.dequantised(blocks).reshape(-1, width).T
        steps = np.abs(matrix).max(axis=0) / np.float32(127)
        weights = self.graph.constant(np.rint(matrix / steps).astype(np.int8))
        inputs = [states, weights, self.graph.constant(steps)]
        return self.graph.add("DynamicQuantizeMatMul", inputs, own=True)[0]


KINDS: dict[str, type[LayerWriter]] = {
    "product: 8 bits by token, 7-bit weights": LayerWriter,
    "dynamic int8, one scale": OneScale,
    "MatMulNBits, accuracy_level 4": Blocks,
    "MatMulNBits, accuracy_level 0": BlocksInFloat,
    "float32": Float32,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.model_speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    file = E5File(model_file.checked())
    embeddings, tokenizer = Embeddings(file), Tokenizer(file)
    sessions = {}
    for name, writer in KINDS.items():
        model = transformer.graph_bytes(file, file.config, range(12), writer=writer)
        sessions[name] = [transformer._session(model) for _ in range(2)]
    ids = [tokenizer.encode("passage: " + text).ids for text in TEXTS]
    exact = _by_torch(file, ids)
    best: dict[tuple[str, Any], float] = {}
    for _ in range(options.rounds):
        for name, pair in sessions.items():
            for length in LENGTHS:
                states = np.resize(embeddings(ids[0]), (1, length, 384)).astype(np.float32)
                _note(best, (name, length), _seconds(pair[0], states))
                if length in (40, 170):
                    _note(best, (name, f"two {length}"), _seconds_of_two(pair, states))
    rows = []
    for name, pair in sessions.items():
        vectors = [_unit(_run(pair[0], embeddings(one)[None])[0].mean(axis=0)) for one in ids]
        lowest = min(float(a @ b) for a, b in zip(vectors, exact, strict=True))
        times = [f"{best[name, n] * 1000:.1f} ms" for n in LENGTHS]
        pace = [
            f"{40 / best[name, 40]:.0f} / {80 / best[name, 'two 40']:.0f}",
            f"{170 / best[name, 170]:.0f} / {340 / best[name, 'two 170']:.0f}",
        ]
        rows.append([name, f"{lowest:.5f}", *times, *pace])
    heads = [f"{n} tokens" for n in LENGTHS]
    paces = [f"tokens/s at {n}, one / two sessions" for n in (40, 170)]
    print(table(["products", "cosine", *heads, *paces], rows))


def _note(best: dict[tuple[str, Any], float], key: tuple[str, Any], seconds: float) -> None:
    best[key] = min(seconds, best.get(key, seconds))


def _run(session: Any, states: Array) -> Array:
    found: Array = session.run(["states"], {"embedded": states})[0]
    return found


def _seconds(session: Any, states: Array, times: int = 3) -> float:
    began = time.perf_counter()
    for _ in range(times):
        _run(session, states)
    return (time.perf_counter() - began) / times


def _seconds_of_two(pair: list[Any], states: Array) -> float:
    with ThreadPoolExecutor(2) as pool:
        began = time.perf_counter()
        list(pool.map(lambda session: _seconds(session, states, 6), pair))
        return (time.perf_counter() - began) / 6


def _by_torch(file: E5File, ids: list[list[int]]) -> list[Array]:
    import torch

    from indexer.models.sentence_module import bert

    model = bert(file)
    with torch.inference_mode():
        return [
            _unit(model(torch.tensor([one])).last_hidden_state[0].mean(0).numpy()) for one in ids
        ]


def _unit(vector: Array) -> Array:
    unit: Array = vector / np.linalg.norm(vector)
    return unit


if __name__ == "__main__":
    main()
