"""Which figure of a row a question means."""

from __future__ import annotations

import pytest

from indexer.answers.enumerated_figures import named_shares
from indexer.extraction.quantities.figures import find_figures
from indexer.index.schema import FigureRow


@pytest.mark.parametrize(
    ("text", "language", "question", "raw"),
    [
        ("发生火灾7起，受伤2人，同比分别下降30%和50%。", "zh", "受伤人数同比下降多少", "50%"),
        ("发生火灾7起，受伤2人，同比分别下降30%和50%。", "zh", "火灾起数下降了多少", "30%"),
        ("受理、办结分别为83件、79件。", "zh", "办结了多少件", "79件"),
        (
            "Warnings and prosecutions were 23 and 20 respectively.",
            "en",
            "how many prosecutions?",
            "20",
        ),
    ],
)
def test_the_figure_that_the_question_names_goes_before_its_siblings(
    text: str, language: str, question: str, raw: str
) -> None:
    rows = [
        FigureRow(n, 0, 0, 0, f)
        for n, f in enumerate(find_figures(text, ((0, len(text)),), language))
    ]
    shares = named_shares(question, rows)
    assert rows[shares.index(max(shares))].figure.raw == raw and max(shares) > 0


def test_figures_of_one_name_are_not_told_apart() -> None:
    text = "2029年、2030年罚没金额分别为3万元、4万元。"
    rows = [
        FigureRow(n, 0, 0, 0, f) for n, f in enumerate(find_figures(text, ((0, len(text)),), "zh"))
    ]
    assert named_shares("罚没金额多少", rows) == [0.0, 0.0]
