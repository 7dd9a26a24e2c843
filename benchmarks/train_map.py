"""Trains the map on queries and validates it on articles that it has not seen.

    python -m benchmarks.train_map [--sets DIR] [--out indexer/search/data/query_map.npz]

The data are the questions of CMRC 2018 and DRCD (dev parts), each with the passage and the
sentence of its report that are nearest to it. With C the covariance of question less answer, at
mean variance 1, the map is (C + 3 I)⁻¹, scaled to a mean diagonal of 1: within-class covariance
normalisation (Hatch, Kajarekar & Stolcke 2006), in closed form. XQuAD is not trained on: all of it
is held out. CMRC and DRCD are validated by leaving a quarter of their articles out, four times.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.embedder import bundled_identity
from indexer.search.maps import MAP_FILE, save_map

from .datasets import (
    DEFAULT_CACHE,
    open_index,
    question_file,
    read_questions,
    report_name,
    sets_folder,
)
from .measure import rank_of, rank_scores, table

Array = NDArray[np.float32]
TRAINED = ("cmrc2018", "drcd")
HELD_OUT = (("zh", "zh"), ("en", "en"), ("en", "zh"), ("zh", "en"))
SHRINKAGE = 3.0
FOLDS = 4
OUT = Path(__file__).parents[1] / "indexer/search/data" / MAP_FILE


@dataclass(frozen=True, slots=True)
class Set:
    """Question vectors (n, d), the right report and article of each, and an index's vectors."""

    queries: Array
    right: NDArray[np.int32]
    articles: NDArray[np.int32]
    passages: Array
    passage_report: NDArray[np.int32]
    sentences: Array
    sentence_report: NDArray[np.int32]


def load(folder: Path, asked: str, told: str, cache: Path) -> Set:
    """Questions of ``asked`` over the passages of ``told``, those that are indexed."""
    with open_index(folder, told, cache) as gen:
        rows = {report.path: report.row for report in gen.reports}
        questions = read_questions(question_file(folder, asked))
        names = {q: report_name(told, q.passage) for q in questions}
        kept = [q for q in names if names[q] in rows]
        return Set(
            gen.embedder.queries([q.text for q in kept]),
            np.array([rows[names[q]] for q in kept], dtype=np.int32),
            np.array([int(q.passage.split("-")[0]) for q in kept], dtype=np.int32),
            np.array(gen.passage_vectors), np.array(gen.passage_report),
            np.array(gen.sentence_vectors), np.array(gen.sentence_report),
        )


def differences(data: Set, kept: NDArray[np.bool_]) -> Array:
    """Each kept question less its nearest right passage, then less its nearest right sentence."""
    found = []
    for query, right in zip(data.queries[kept], data.right[kept], strict=True):
        for vectors, owner in ((data.passages, data.passage_report),
                               (data.sentences, data.sentence_report)):
            first, last = np.searchsorted(owner, np.array([right, right + 1], dtype=owner.dtype))
            own = vectors[first:last]
            found.append(query - own[int(np.argmax(own @ query))])
    return np.array(found, dtype=np.float32)


def trained(parts: Sequence[Array]) -> Array:
    """The map of these differences, float32 (d, d), symmetric, mean diagonal 1."""
    away = np.concatenate(parts).astype(np.float64)
    covariance = away.T @ away / len(away)
    size = len(covariance)
    covariance *= size / np.trace(covariance)
    matrix = np.linalg.inv(covariance + SHRINKAGE * np.eye(size))
    return (matrix * size / np.trace(matrix)).astype(np.float32)


def ranks(data: Set, matrix: Array | None, kept: NDArray[np.bool_]) -> list[int]:
    """Ranks by vectors alone: half the best passage, half the best sentence of each report."""
    queries = data.queries[kept]
    if matrix is not None:
        queries = queries @ matrix
        queries /= np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1e-9)
    best = 0.5 * _by_report(queries @ data.passages.T, data.passage_report)
    best += 0.5 * _by_report(queries @ data.sentences.T, data.sentence_report)
    reports = np.unique(data.passage_report)
    return [rank_of(b, reports, int(r)) for b, r in zip(best, data.right[kept], strict=True)]


def validate(sets: dict[str, Set], others: dict[str, Set]) -> list[list[str]]:
    """Rows of R@1 without and with the map, on articles that it was not trained on."""
    rows = []
    for name, data in sets.items():
        base: list[int] = []
        after: list[int] = []
        for fold in range(FOLDS):
            away = {n: d.articles % FOLDS == fold for n, d in sets.items()}
            matrix = trained([differences(d, ~away[n]) for n, d in sets.items()])
            base += ranks(data, None, away[name])
            after += ranks(data, matrix, away[name])
        rows.append(_row(name, base, after))
    matrix = trained([differences(d, _all(d)) for d in sets.values()])
    for name, data in others.items():
        rows.append(_row(name, ranks(data, None, _all(data)), ranks(data, matrix, _all(data))))
    return rows


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.train_map", description=__doc__)
    parser.add_argument("--sets", type=Path, help="the folder of the retrieval sets")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(argv)
    folder = sets_folder(options.sets)
    sets = {name: load(folder, name, name, options.cache) for name in TRAINED}
    others = {
        f"xquad {a}→{b}": load(folder, f"xquad/{a}", f"xquad/{b}", options.cache)
        for a, b in HELD_OUT
    }
    began = time.perf_counter()
    matrix = trained([differences(data, _all(data)) for data in sets.values()])
    save_map(str(options.out), matrix, bundled_identity().revision)
    print(f"trained in {time.perf_counter() - began:.1f} s: {options.out}, "
          f"{options.out.stat().st_size / 1024:.0f} KB\n\nR@1 by vectors alone, articles unseen\n")
    print(table(["set", "questions", "model", "with the map"], validate(sets, others)))
    return 0


def _by_report(scores: Array, owner: NDArray[np.int32]) -> Array:
    firsts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    return np.maximum.reduceat(scores, firsts, axis=1)


def _all(data: Set) -> NDArray[np.bool_]:
    return np.ones(len(data.right), dtype=bool)


def _row(name: str, base: list[int], after: list[int]) -> list[str]:
    return [name, str(len(base)), f"{rank_scores(base).first:.3f}",
            f"{rank_scores(after).first:.3f}"]


if __name__ == "__main__":
    raise SystemExit(main())
