"""A corpus so large that its vectors are not kept exactly; here the limit is lowered instead."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from indexer import Index, build
from indexer.index.store import faiss_backend, scored
from indexer.index.store.generation import Generation
from indexer.index.store.manifest import GENERATIONS, load_manifest
from indexer.index.store.quantised import IvfStore
from indexer.index.store.verify import verify
from tests.index.made import report_text, write_corpus

ASKED = (
    "哪些单位报告了罚款？",
    "云溪市港务局罚款多少万元",
    "哪个单位罚款最多？",
    "各单位罚款合计多少？",
    "如何培训船员",
    "which bureaus reported fines",
    "海上风电装机容量是多少",
)


@pytest.fixture(scope="module")
def indexes(tmp_path_factory) -> tuple[Path, Path, Path]:
    """The corpus, an exact index of it, and one that is not."""
    folder = tmp_path_factory.mktemp("large")
    corpus = write_corpus(folder / "corpus", 10)
    build([corpus], folder / "exact")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faiss_backend, "EXACT_ROWS", 20)
        build([corpus], folder / "coarse")
    return corpus, folder / "exact", folder / "coarse"


def test_the_manifest_tells_each_recall_and_the_index_is_sound(indexes) -> None:
    _, exact, coarse = indexes
    told = load_manifest(coarse / GENERATIONS / "000001").approximations
    assert {"sentences.faiss", "passages.faiss", "figures.faiss"} <= set(told)
    assert all(one.recall >= 0.98 for one in told.values())
    text = (coarse / GENERATIONS / "000001/manifest.json").read_text("utf-8")
    assert json.loads(text)["approximations"]["sentences.faiss"]["kind"].endswith("SQfp16")
    assert "approximations" not in (exact / GENERATIONS / "000001/manifest.json").read_text()
    assert verify(coarse) == [] == verify(exact)


def test_search_finds_the_same_passages_with_the_same_scores(indexes) -> None:
    with Index.open(indexes[1]) as exact, Index.open(indexes[2]) as coarse:
        assert not coarse.generation.exact and exact.generation.exact
        for question in ASKED:
            one, two = exact.search(question, 5), coarse.search(question, 5)
            assert [(h.report, h.start) for h in one] == [(h.report, h.start) for h in two]
            assert np.allclose([h.score for h in one], [h.score for h in two], atol=2e-3)


@pytest.mark.parametrize("near", [20_000, 30])
def test_questions_get_the_same_answers(indexes, near: int, monkeypatch) -> None:
    monkeypatch.setattr(scored, "_NEAR", near)  # 30: most reports are told apart by a search
    with Index.open(indexes[1]) as exact, Index.open(indexes[2]) as coarse:
        for question in ASKED if near > 30 else ASKED[1:2] + ASKED[6:]:
            one, two = exact.ask(question), coarse.ask(question)
            assert (one.kind, one.answerable, one.answer) == (two.kind, two.answerable, two.answer)
            assert one.citations == two.citations


def test_a_draft_gets_the_same_verdicts(indexes) -> None:
    draft = "2031年云溪市港务局罚款23.5万元。枫桥市港务局罚款99.5万元。"
    with Index.open(indexes[1]) as exact, Index.open(indexes[2]) as coarse:
        one, two = exact.cite(draft), coarse.cite(draft)
        assert [c.verdict for c in one] == [c.verdict for c in two]
        assert [c.verdict for c in one] == ["supported", "contradicted"]


def test_the_next_build_carries_vectors_over_unchanged(indexes, monkeypatch) -> None:
    monkeypatch.setattr(faiss_backend, "EXACT_ROWS", 20)
    corpus, _, coarse = indexes
    (corpus / "9z.txt").write_text(report_text("赤杨", 77), encoding="utf-8")
    with Generation.open(coarse) as before:
        old = before.sentence_vectors
        summary = build([corpus], coarse)
        with Generation.open(coarse) as now:
            assert isinstance(now.sentence_store, IvfStore)
            assert np.array_equal(now.sentence_vectors[: len(old)], old)
            assert summary.embedded < 8 and len(now.sentence_vectors) > len(old)
    assert verify(coarse) == []
