"""The weights of the draft check (``indexer/drafting/weights.py``), fitted on drafts of the bank.

    python -m benchmarks.training.drafts collect INDEX OUT [--part fit] [--seconds N]
    python -m benchmarks.training.drafts fit OUT [--on OTHER]

``collect`` gathers the evidence for each figure of the drafts (``benchmarks.draft_bank``) as the
product does. ``fit`` fits three small models by maximum likelihood with a weak penalty: which
figure of the reports is the one told (ALIKE, a softmax over those of its unit); whether the best
one of an equal value is it (SUPPORT); whether the best one of another value is (AGAINST). It then
prints what thresholds give on the drafts of OUT, or of another half (``--on``).
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer import Filters, Index
from indexer.drafting import figure_check as check
from indexer.drafting import weights
from indexer.drafting.claim_scope import ScopeResolver
from indexer.drafting.evidence import Collector, Pair
from indexer.drafting.segmentation import segment
from indexer.drafting.stated import Stated, stated_figures

from ..draft_bank import told

Array = NDArray[np.float64]
Features = tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Sample:
    """A draft's figure with its pairs. ``altered``: how ("" where true); ``missing``: no report is
    of its year."""

    altered: str
    gold: int
    stated: Stated
    pairs: list[Pair]
    missing: bool


def collect(index_dir: Path, out: Path, part: str, seconds: float) -> None:
    today = date.today()
    with Index.open(index_dir) as index:
        drafts = list(told(index, part))
        random.Random(4).shuffle(drafts)
        collector, began = Collector(index.engine, index.generation, today), time.monotonic()
        samples: list[Sample] = []
        for one in drafts:
            if time.monotonic() - began > seconds:
                break
            pieces = segment(one.draft)
            resolver = ScopeResolver(index.engine, index.generation, Filters(), today)
            resolver.heading(pieces[0], first=True)
            scope = resolver.resolve(pieces[-1])
            figures = resolver.figures(pieces[-1])
            if not scope.rows or not figures:
                continue
            years = [(y.first, y.last) for y in scope.years]
            heading = pieces[0].text.lstrip("# ")
            for stated in stated_figures(index.generation, pieces[-1], figures, heading):
                pairs = collector.pairs(stated, scope.rows, years)
                samples.append(Sample(one.altered, one.gold, stated, pairs, scope.year_missing))
    out.write_bytes(pickle.dumps(samples, protocol=5))
    print(len(samples), "figures of", len(drafts), "drafts")


def _minimised(loss: Callable[[Array], tuple[float, Array]], size: int) -> Array:
    from scipy.optimize import minimize

    found: Array = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x
    return found


def fit_alike(samples: Sequence[Sample], penalty: float = 0.001) -> Array:
    """A softmax over the figures in scope; figures that repeat the value told count as told."""
    sets = []
    for s in samples:
        told_value = next((p.row.figure.value for p in s.pairs if p.row.row == s.gold), None)
        if told_value is not None and not s.missing:
            sets.append(
                (
                    np.array([p.features for p in s.pairs]),
                    np.array([p.row.figure.value == told_value for p in s.pairs]),
                )
            )

    def loss(w: Array) -> tuple[float, Array]:
        total, slope = 0.0, np.zeros_like(w)
        for features, right in sets:
            scores = features @ w
            shares = np.exp(scores - scores.max())
            inside = np.where(right, shares, 0)
            total -= np.log(inside.sum() / shares.sum())
            slope += features.T @ (shares / shares.sum() - inside / inside.sum())
        n = len(sets)
        return total / n + penalty * w @ w, slope / n + 2 * penalty * w

    return _minimised(loss, len(weights.ALIKE))


def fit_logistic(rows: Sequence[tuple[Features, int, str]], penalty: float = 0.01) -> Array:
    features = np.array([f for f, _, _ in rows if f is not None])
    right = np.array([y for f, y, _ in rows if f is not None])
    scale = features.std(axis=0)
    scale[scale == 0] = 1.0

    def loss(w: Array) -> tuple[float, Array]:
        z = features @ (w / scale)
        shrunk = np.where(np.arange(len(w)) == 0, 0, w)
        slope = features.T @ (1 / (1 + np.exp(-z)) - right) / scale / len(right)
        total = float((np.logaddexp(0, z) - right * z).mean() + penalty * shrunk @ shrunk)
        return total, slope + 2 * penalty * shrunk

    return _minimised(loss, features.shape[1]) / scale


def scored(samples: Sequence[Sample], alike: Array) -> list[Sample]:
    """``samples`` with the scores that ``alike`` gives."""
    found = []
    for s in samples:
        pairs = [replace(p, score=float(np.dot(alike, p.features))) for p in s.pairs]
        found.append(replace(s, pairs=sorted(pairs, key=lambda p: (-p.score, p.row.row))))
    return found


def supports(samples: Sequence[Sample]) -> list[tuple[Features, int, str]]:
    """For each figure the best pair of an equal value, and whether it bears a true sentence out."""
    rows: list[tuple[Features, int, str]] = []
    for s in samples:
        value = next((p.row.figure.value for p in s.pairs if p.row.row == s.gold), None)
        able = check.plausible_pairs(s.stated, s.pairs, s.missing)
        if not able:
            rows.append((None, 0, s.altered))
            continue
        right = not s.altered and able[0].row.figure.value == value
        rows.append((check.support_features(s.stated, able[0], s.pairs), int(right), s.altered))
    return rows


def againsts(samples: Sequence[Sample]) -> list[tuple[Features, int, str]]:
    """For each figure the best pair of another value, and whether it is what was altered."""
    rows: list[tuple[Features, int, str]] = []
    for s in samples:
        best = check.best_other(s.pairs)
        if best is None or s.missing:
            rows.append((None, 0, s.altered))
            continue
        rest = [p for p in s.pairs if p.row.figure.value != best.row.figure.value]
        right = bool(s.altered) and best.row.row == s.gold
        rows.append((check.contradiction_features(s.stated, best, rest), int(right), s.altered))
    return rows


def fit(path: Path, on: Path | None) -> None:
    samples: Any = pickle.loads(path.read_bytes())
    alike = fit_alike(samples)
    own = scored(samples, alike)
    support, against = fit_logistic(supports(own)), fit_logistic(againsts(own))
    for name, found in (("ALIKE", alike), ("SUPPORT", support), ("AGAINST", against)):
        print(f"{name} = {tuple(round(float(w), 3) for w in found)}")
    told_on = scored(pickle.loads(on.read_bytes()), alike) if on else own
    rows, others = supports(told_on), againsts(told_on)
    for bar in (-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5):
        _print(
            f"supported at {bar:5}",
            [
                (altered, f is not None and float(np.dot(support, f)) >= bar)
                for f, _, altered in rows
            ],
        )
    for bar in (0.0, 0.5, 1.0, 2.0):
        _print(
            f"contradicted at {bar:5}",
            [
                (
                    altered,
                    f is not None
                    and float(np.dot(against, f)) >= bar
                    and not (g is not None and float(np.dot(support, g)) >= 0),
                )
                for (f, _, altered), (g, _, _) in zip(others, rows, strict=True)
            ],
        )


def _print(name: str, verdicts: Sequence[tuple[str, bool]]) -> None:
    kinds = sorted({kind for kind, _ in verdicts})
    shares = {
        k or "true": round(float(np.mean([v for a, v in verdicts if a == k])), 3) for k in kinds
    }
    altered = float(np.mean([v for a, v in verdicts if a] or [0]))
    print(name, shares, "altered", round(altered, 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    first = commands.add_parser("collect")
    first.add_argument("index", type=Path)
    first.add_argument("out", type=Path)
    first.add_argument("--part", default="fit")
    first.add_argument("--seconds", type=float, default=3600)
    second = commands.add_parser("fit")
    second.add_argument("out", type=Path)
    second.add_argument("--on", type=Path)
    options = parser.parse_args()
    if options.command == "collect":
        collect(options.index, options.out, options.part, options.seconds)
    else:
        fit(options.out, options.on)


if __name__ == "__main__":
    main()
