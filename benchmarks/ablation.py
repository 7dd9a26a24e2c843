"""What each ingredient of search brings: R@1 by language pair, and the time of a query.

python -m benchmarks.ablation [--sets DIR]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.store.generation import Generation
from indexer.retrieval.retriever import Retriever, Scores, z_scores

from .datasets import (
    DEFAULT_CACHE,
    open_index,
    open_mixed,
    question_file,
    read_questions,
    report_name,
    sets_folder,
)
from .measure import percentile, rank_of, table

Array = NDArray[np.float32]
_RRF = 60  # Cormack, Clarke & Büttcher 2009
_MISSING = 1_000_000
_ENOUGH = 1000  # of the large sets every third question, evenly spaced


class Bench:
    """One index with its retriever; scores of one question at a time."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.retriever = Retriever(generation)

    def dense(self, s: Scores) -> Array:
        return self.retriever.dense(s)


def _reciprocal(values: Array) -> Array:
    places = np.argsort(np.argsort(-values, kind="stable"), kind="stable")
    return (1 / (_RRF + 1 + places)).astype(np.float32)


Variant = Callable[[Bench, str], Array]
VARIANTS: dict[str, Variant] = {
    "passage vectors": lambda b, q: b.retriever.scores(q, []).passage_dense,
    "+ sentence vectors": lambda b, q: b.dense(b.retriever.scores(q, [])),
    "words": lambda b, q: b.retriever.scores(q, translate=False).passage_words,
    "words, translated": lambda b, q: b.retriever.scores(q).passage_words,
    "vectors and words, reciprocal ranks": lambda b, q: _fused(b, q, _reciprocal),
    "vectors and words, z-scores": lambda b, q: _fused(b, q, z_scores),
    "vectors and words, cosine + coverage": lambda b, q: b.retriever.passage_scores(
        b.retriever.scores(q, translate=False)
    ),
    "+ translations (what search does)": lambda b, q: b.retriever.passage_scores(
        b.retriever.scores(q)
    ),
}


def _fused(bench: Bench, text: str, scaled: Callable[[Array], Array]) -> Array:
    scores = bench.retriever.scores(text, translate=False)
    return scaled(bench.dense(scores)) + scaled(scores.passage_words)


def first_shares(
    generation: Generation, questions: Sequence[tuple[str, str]]
) -> dict[str, tuple[float, list[float]]]:
    """R@1 and milliseconds of each variant; a question comes with the path of its report."""
    bench = Bench(generation)
    rows = {report.path: report.row for report in generation.reports}
    found = {}
    for name, variant in VARIANTS.items():
        first, times = 0, []
        for text, path in questions:
            began = time.perf_counter()
            scores = variant(bench, text)
            times.append((time.perf_counter() - began) * 1000)
            wanted = rows.get(path)
            rank = (
                _MISSING if wanted is None else rank_of(scores, generation.passage_report, wanted)
            )
            first += rank == 1
        found[name] = (first / len(questions), times)
    return found


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ablation", description=__doc__)
    parser.add_argument("--sets", type=Path, help="the folder of the retrieval sets")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    options = parser.parse_args(argv)
    folder = sets_folder(options.sets)
    columns: dict[str, dict[str, tuple[float, list[float]]]] = {}
    for asked, told in (("zh", "zh"), ("en", "en"), ("en", "zh"), ("zh", "en")):
        columns[f"{asked}→{told}"] = _plain(
            folder, f"xquad/{asked}", f"xquad/{told}", options.cache
        )
    for asked in ("zh", "en"):
        other = "en" if asked == "zh" else "zh"
        columns[f"mixed {asked}→{other}"] = _mixed(folder, asked, other, options.cache)
    for name in ("cmrc2018", "drcd"):
        columns[name] = _plain(folder, name, name, options.cache)
    rows = [
        [
            name,
            *(f"{column[name][0]:.3f}" for column in columns.values()),
            f"{percentile(columns['cmrc2018'][name][1], 0.5):.1f}",
        ]
        for name in VARIANTS
    ]
    print(table(["R@1", *columns, "ms (CMRC)"], rows))
    return 0


def _plain(
    folder: Path, asked: str, told: str, cache: Path
) -> dict[str, tuple[float, list[float]]]:
    print(f"{asked} → {told} …", file=sys.stderr, flush=True)
    questions = read_questions(question_file(folder, asked))
    questions = questions[:: max(1, len(questions) // _ENOUGH)]
    with open_index(folder, told, cache) as generation:
        return first_shares(generation, [(q.text, report_name(told, q.passage)) for q in questions])


def _mixed(
    folder: Path, asked: str, other: str, cache: Path
) -> dict[str, tuple[float, list[float]]]:
    """Half the articles in each language; only questions whose report is in the other language."""
    generation, told = open_mixed(folder, asked, other, cache)
    with generation:
        questions = read_questions(question_file(folder, f"xquad/{asked}"))
        across = [q for q in questions if told[q.passage] == f"xquad/{other}"]
        return first_shares(
            generation, [(q.text, report_name(told[q.passage], q.passage)) for q in across]
        )


if __name__ == "__main__":
    raise SystemExit(main())
