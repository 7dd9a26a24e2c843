"""Cosines on the scale that the weights of the draft check know, and what hangs on them."""

from __future__ import annotations

import numpy as np
import pytest

from indexer import Index
from indexer.drafting.lexical.evidence import on_fitted_scale
from indexer.search.retrieve import Scores


def test_cosines_are_mapped_in_order_and_words_stay() -> None:
    cosines = np.linspace(-1, 1, 201, dtype=np.float32)
    words = np.ones(3, dtype=np.float32)
    found = on_fitted_scale(Scores(cosines, cosines, words, words))
    for mapped in (found.sentence_dense, found.passage_dense):
        assert mapped.dtype == np.float32 and np.all(np.diff(mapped) >= 0)
        assert mapped.min() >= -1 and mapped.max() <= 1
    assert np.array_equal(found.sentence_words, words)
    assert np.array_equal(found.passage_words, words)


def test_a_near_copy_rises_and_an_unlike_sentence_falls() -> None:
    cosines = np.array([0.37, 0.85], dtype=np.float32)
    found = on_fitted_scale(Scores(cosines, cosines, cosines, cosines)).sentence_dense
    assert found[0] < 0.3 and found[1] > 0.94


@pytest.mark.parametrize(
    ("own", "other", "said"),
    [
        ("临汐区综合行政执法局2025年", "青澜市应急管理局2025年", "占道经营单靠劝导难以根治。"),
        ("霁云区农业农村局2025年", "霖川市生态环境局2024年", "带回的抽样记录模板已在全区推开。"),
        ("衡阳市应急管理局2025年", "岚河县交通运输局2025年", "有的又借口营商环境放松要求。"),
        ("青澜市应急管理局2025年", "常沐市数据局2025年", "依照首违不罚清单免予处罚。"),
    ],
)
def test_a_sentence_without_figures_holds_of_the_body_that_said_it_alone(
    sample_index: Index, own: str, other: str, said: str
) -> None:
    mine, theirs = (sample_index.cite(f"# {who}情况\n\n{said}\n") for who in (own, other))
    assert mine[-1].verdict == "supported" and mine[-1].basis == "meaning"
    assert theirs[-1].verdict == "unsupported" and not theirs[-1].citations
