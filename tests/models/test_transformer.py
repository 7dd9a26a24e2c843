from __future__ import annotations

import threading

import numpy as np
import pytest

from indexer.models import q4, transformer
from indexer.models.e5_file import E5File
from indexer.models.encoder import Encoder
from indexer.models.transformer import Embeddings, Overlay, Stack, e5_transformer

TEXTS = (
    "港务局全年巡查码头三百二十次，发现隐患四十五处，全部隐患已经逐条登记。",
    "The harbour bureau imposed fines of 105,000 yuan in 45 cases last year.",
    "В 2023 году управление проверило 320 причалов.",
)


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.vdot(a, b) / (np.linalg.norm(a) * np.linalg.norm(b)))


def ids_of(encoder: Encoder, text: str) -> list[int]:
    return encoder.tokenizer.encode("passage: " + text).ids


def test_embedded_tokens_have_the_norm_that_the_file_says(file: E5File) -> None:
    embedded = Embeddings(file)([0, 41, 2])
    weight, bias = file.array("emb.ln.w"), file.array("emb.ln.b")
    plain = (embedded - bias) / weight
    assert embedded.shape == (3, 384) and embedded.dtype == np.float32
    assert np.allclose(plain.mean(axis=1), 0, atol=1e-3)
    assert np.allclose(plain.std(axis=1), 1, atol=1e-3)


def test_types_and_what_is_added_change_what_goes_in(file: E5File) -> None:
    plain = Embeddings(file)
    more = Embeddings(file, np.full((1, 384), 0.5, np.float32))
    ids = [0, 41, 2]
    assert np.array_equal(more(ids), plain(ids))
    assert np.array_equal(plain(ids, [0, 0, 0]), plain(ids))
    assert not np.allclose(plain(ids, [0, 1, 0])[1], plain(ids)[1])
    # Moving every value alike is what the norm takes out again; types 0 and 2 differ though.
    assert not np.allclose(more(ids, [0, 2, 0])[1], plain(ids)[1])
    extra = np.zeros((3, 384), np.float32)
    assert np.array_equal(plain(ids, extra=extra), plain(ids))
    extra[2, :9] = 1
    changed = plain(ids, extra=extra)
    assert np.array_equal(changed[:2], plain(ids)[:2]) and not np.allclose(
        changed[2], plain(ids)[2]
    )


@pytest.mark.parametrize("count", [0, 513])
def test_a_text_has_one_token_to_as_many_as_there_are_positions(file: E5File, count: int) -> None:
    with pytest.raises(ValueError, match="tokens"):
        Embeddings(file)([5] * count)


def test_states_do_not_depend_on_what_else_is_run(encoder: Encoder) -> None:
    ids = [ids_of(encoder, text) for text in TEXTS] * 4
    together = encoder.transformer.states_many(ids)
    for one, states in zip(ids, together, strict=True):
        assert encoder.transformer.states(one).tobytes() == states.tobytes()


def test_many_threads_may_ask_at_once(encoder: Encoder) -> None:
    ids = [ids_of(encoder, text) for text in TEXTS]
    wanted = [encoder.transformer.states(one).tobytes() for one in ids]
    wrong: list[int] = []

    def ask() -> None:
        for one, want in zip(ids, wanted, strict=True):
            if encoder.transformer.states(one).tobytes() != want:
                wrong.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_layers_may_be_run_in_parts(encoder: Encoder, file: E5File) -> None:
    ids = ids_of(encoder, TEXTS[0])
    lower = Stack(file, file.config, range(6), also=[2])
    upper = Stack(file, file.config, range(6, 12))
    whole = e5_transformer(file)
    middle, third = lower.run_also(whole.embeddings(ids))
    assert middle.shape == third.shape == (len(ids), 384)
    assert np.array_equal(upper.run(middle), whole.states(ids))
    assert cosine(
        third, Stack(file, file.config, [0, 1, 2]).run(whole.embeddings(ids))
    ) == pytest.approx(1, abs=1e-6)


def test_arrays_laid_over_the_file_replace_its_own(encoder: Encoder, file: E5File) -> None:
    ids = ids_of(encoder, TEXTS[1])
    plain = e5_transformer(file).states(ids)
    same = {"l11.fo.w": file.blocks("l11.fo.w").copy(), "l11.oln.b": file.array("l11.oln.b").copy()}
    assert np.array_equal(e5_transformer(file, same).states(ids), plain)
    other = {"l11.oln.b": file.array("l11.oln.b") + np.float32(2)}
    assert np.allclose(e5_transformer(file, other).states(ids), plain + 2, atol=1e-5)
    zero = {"l11.fo.w": q4.quantised(np.zeros((384, 1536), np.float32))}
    assert Overlay(file, zero).blocks("l11.fo.w") is zero["l11.fo.w"]
    assert not np.allclose(e5_transformer(file, zero).states(ids), plain, atol=0.1)


def test_the_product_in_integers_is_near_the_exact_one(file: E5File) -> None:
    from indexer.models.onnx_graph import Graph

    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(64, 384)).astype(np.float32)
    blocks = q4.quantised(matrix)
    exact = q4.dequantised(blocks).reshape(matrix.shape)
    graph = Graph()
    out = transformer.LayerWriter(graph, file, file.config, 0).product("embedded", blocks, 384)
    session = transformer._session(graph.serialised({"embedded": (1, "n", 384)}, {"y": out}))
    states = rng.normal(size=(1, 9, 384)).astype(np.float32)
    states[0, 0], states[0, 1] = 0.25, 0  # rows without a range
    got, wanted = session.run(["y"], {"embedded": states})[0], states @ exact.T
    assert np.allclose(got[0, :2], wanted[0, :2], atol=1e-2 * np.abs(exact).sum(1).max())
    assert cosine(got[0, 2:], wanted[0, 2:]) > 0.9995


def test_a_graph_that_cannot_be_run_is_one_clear_error() -> None:
    from indexer.errors import ModelError

    with pytest.raises(ModelError, match="onnxruntime cannot run") as caught:
        transformer._session(b"no graph")
    assert "\n" not in str(caught.value)


def test_loud_channels_are_multiplied_exactly(file: E5File) -> None:
    """A channel forty times as loud as the rest leaves the rest of the product as it was."""
    from indexer.models.onnx_graph import Graph

    states = np.random.default_rng(3).normal(size=(1, 5, 384)).astype(np.float32)
    states[..., 35] = 40.0
    graph = Graph()
    out = transformer.LayerWriter(graph, file, file.config, 6)._times_loud("embedded", ("fi",))
    model = graph.serialised({"embedded": (1, "tokens", 384)}, {"out": out})
    got = transformer._session(model).run(["out"], {"embedded": states})[0]
    wanted = states @ file.array("l6.fi.w").reshape(-1, 384).T
    loud = states[..., [35]] * file.array("l6.fi.w").reshape(-1, 384)[:, 35]
    assert cosine(got - loud, wanted - loud) > 0.9995
