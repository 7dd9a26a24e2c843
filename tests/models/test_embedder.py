"""Other models than the bundled one: a tiny BERT that is made and saved for the tests."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.tiny_model import save_model
from indexer import Index
from indexer.errors import ModelError
from indexer.index.building.build import build
from indexer.index.store.generation import Generation
from indexer.index.store.verify import verify
from indexer.models.embedder import load_embedder

from ..index.made import write_corpus

pytestmark = pytest.mark.slow


def test_a_local_folder_is_used_with_its_own_prompts(tmp_path: Path) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    embedder = load_embedder(str(save_model(tmp_path / "tiny", prompts=prompts)))
    assert embedder.identity.dimension == 32
    assert (embedder.identity.query_prompt, embedder.identity.passage_prompt) == tuple(
        prompts.values()
    )
    as_query, as_passage = embedder.queries(["罚款"])[0], embedder.passages(["罚款"])[0]
    assert np.isclose(np.linalg.norm(as_query), 1, atol=1e-5)
    assert not np.allclose(as_query, as_passage)


def test_e5_models_that_declare_no_prompts_get_those_of_their_paper(tmp_path: Path) -> None:
    identity = load_embedder(str(save_model(tmp_path / "tiny-e5"))).identity
    assert (identity.query_prompt, identity.passage_prompt) == ("query: ", "passage: ")
    plain = load_embedder(str(save_model(tmp_path / "tiny"))).identity
    assert (plain.query_prompt, plain.passage_prompt) == ("", "")


def test_an_index_keeps_its_model_and_another_embeds_everything_again(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus"), tmp_path / "index"
    tiny = save_model(tmp_path / "tiny")
    first = build([corpus], index)
    second = build([corpus], index, model=str(tiny))
    assert second.embedded == first.embedded > 0 and str(tiny) in second.notes[0]
    third = build([corpus], index)
    assert third.generation == second.generation
    with Generation.open(index) as generation:
        assert generation.passage_vectors.shape[1] == 32
        assert generation.embedder.queries(["罚款"]).shape == (1, 32)
    assert verify(index) == []


def test_a_model_changed_under_its_name_is_refused_on_opening(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 1), tmp_path / "index"
    tiny = save_model(tmp_path / "tiny")
    build([corpus], index, model=str(tiny))
    save_model(tmp_path / "other" / "tiny", seed=2).rename(tmp_path / "moved")
    tiny.rename(tmp_path / "away")
    (tmp_path / "moved").rename(tiny)
    with Generation.open(index) as generation, pytest.raises(ModelError, match="another version"):
        _ = generation.embedder


def test_a_model_that_was_moved_is_named_on_opening_and_another_is_refused(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 1), tmp_path / "index"
    tiny = save_model(tmp_path / "tiny")
    build(str(corpus), str(index), model=str(tiny))
    moved = tiny.rename(tmp_path / "moved")
    with Index.open(index, model=moved) as opened:
        assert opened.search("罚款", 1)
    for other in (save_model(tmp_path / "other", seed=2), "bundled"):
        with pytest.raises(ModelError, match=f"built with the model .*tiny, and {other} is"):
            Index.open(index, model=other)


def test_a_model_that_is_not_there_is_one_clear_error(tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(ModelError, match="does not exist"):
        load_embedder(str(tmp_path / "nothing"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="local folder") as caught:
        load_embedder(str(tmp_path / "empty"))
    assert "\n" not in str(caught.value)


def test_a_model_folder_that_brings_code_is_refused_and_its_code_not_run(tmp_path: Path) -> None:
    folder = save_model(tmp_path / "tiny")
    ran = tmp_path / "ran"
    (folder / "own.py").write_text(
        f"import pathlib\npathlib.Path({str(ran)!r}).touch()\n"
        "from sentence_transformers.sentence_transformer.modules import Normalize\n"
        "class Own(Normalize):\n    pass\n",
        encoding="utf-8",
    )
    modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
    modules.append({"idx": len(modules), "name": "9", "path": "", "type": "own.Own"})
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load_embedder(str(folder))
    assert not ran.exists()
