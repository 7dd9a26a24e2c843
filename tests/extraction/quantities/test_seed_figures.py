"""Figures of the seed reports against a list made by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.document.report import Figure
from indexer.extraction.quantities.figures import find_figures
from indexer.text.sentences import split_sentences

from .seed_quantities import SEED_QUANTITIES

SEEDS = Path(__file__).parents[3] / "../shared/reports/seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not here")


def _text(path: Path) -> str:
    try:
        from indexer.readers.registry import read_document
    except ImportError:
        return path.read_text(encoding="utf-8")
    return str(read_document(path).text)


def _figures() -> list[tuple[str, Figure]]:
    found: list[tuple[str, Figure]] = []
    for path in sorted(SEEDS.glob("*.txt")):
        text = _text(path)
        figures = find_figures(text, split_sentences(text, ()), "zh")
        assert all(figure.raw == text[figure.start : figure.end] for figure in figures)
        found += [(path.name[:3], figure) for figure in figures]
    return found


def test_quantities_of_the_seeds_are_found_and_nothing_else() -> None:
    expected = Counter((p, raw, value, unit) for p, raw, value, unit, _ in SEED_QUANTITIES)
    found = Counter((p, f.raw.replace(" ", ""), f.value, f.unit) for p, f in _figures())
    common = (expected & found).total()
    assert common / expected.total() >= 0.98, expected - found
    assert common / found.total() >= 0.98, found - expected


def test_metrics_of_the_seeds_name_what_is_counted() -> None:
    found = [(p, f.raw.replace(" ", ""), f) for p, f in _figures()]
    named = 0
    for prefix, raw, value, unit, keyword in SEED_QUANTITIES:
        named += any(
            (p, r, f.value, f.unit) == (prefix, raw, value, unit) and keyword in f.metric
            for p, r, f in found
        )
    assert named / len(SEED_QUANTITIES) >= 0.95
