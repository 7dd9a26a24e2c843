from __future__ import annotations

import numpy as np
import onnxruntime

from indexer.models.onnx_graph import Graph


def test_a_graph_written_by_hand_runs() -> None:
    graph = Graph()
    weights = np.arange(6, dtype=np.float32).reshape(2, 3)
    product = graph.add("MatMul", ["x", graph.constant(weights)])[0]
    first, second = graph.add("Split", [product], outputs=2, axis=-1, num_outputs=2)
    normed = graph.add("BiasGelu", [second, graph.constant(np.zeros(1, np.float32))], own=True)[0]
    model = graph.serialised({"x": (1, "n", 2)}, {"first": first, "second": normed})
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    x = np.array([[[1, 2], [3, 4], [0, -1]]], dtype=np.float32)
    got = session.run(["first", "second"], {"x": x})
    assert np.allclose(got[0], (x @ weights)[..., :2])
    assert np.allclose(got[1][0, 0, 0], 12, atol=1e-3) and got[1].shape == (1, 3, 1)


def test_attributes_are_numbers_of_both_kinds() -> None:
    graph = Graph()
    scale, shift = (graph.constant(np.full(4, v, np.float32)) for v in (1, 0))
    out = graph.add("LayerNormalization", ["x", scale, shift], axis=-1, epsilon=1e-5)[0]
    model = graph.serialised({"x": ("n", 4)}, {"y": out})
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    x = np.array([[1, 2, 3, 4]], dtype=np.float32)
    assert np.allclose(session.run(None, {"x": x})[0].mean(), 0, atol=1e-6)
