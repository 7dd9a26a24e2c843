"""Retrieval on XQuAD, CMRC 2018 and DRCD: R@1, R@5, MRR@10 by language pair.

    python -m benchmarks.retrieval [--sets DIR] [--full] [--json FILE]

Every benchmark passage is a report that the product read, cut and embedded; a question ranks
reports by their best passage, as ``search`` does.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.index.store.generation import Generation
from indexer.retrieval.retriever import Retriever

from .datasets import (
    DEFAULT_CACHE,
    Question,
    open_index,
    open_mixed,
    question_file,
    read_questions,
    report_name,
    sets_folder,
)
from .measure import RankScores, percentile, rank_of, rank_scores, table

PAIRS = ("zh→zh", "en→en", "en→zh", "zh→en")
MORE_PAIRS = (
    "es→es",
    "de→de",
    "ru→ru",
    "ar→ar",
    "es→zh",
    "de→zh",
    "ru→zh",
    "ar→zh",
    "es→en",
    "zh→es",
    "zh→ru",
)
MODES = ("dense", "words", "both")
_MISSING = 1_000_000


def ranks(
    generation: Generation, questions: Sequence[tuple[Question, str]]
) -> tuple[dict[str, list[int]], list[float]]:
    """Ranks of the right report by mode, and milliseconds of each question (all modes at once).

    With each question goes the collection that its passage is in.
    """
    retriever = Retriever(generation)
    rows = {report.path: report.row for report in generation.reports}
    found: dict[str, list[int]] = {mode: [] for mode in MODES}
    times = []
    for question, collection in questions:
        wanted = rows.get(report_name(collection, question.passage))
        began = time.perf_counter()
        scores = by_mode(retriever, question.text)
        times.append((time.perf_counter() - began) * 1000)
        for mode in MODES:
            rank = (
                _MISSING
                if wanted is None
                else rank_of(scores[mode], generation.passage_report, wanted)
            )
            found[mode].append(rank)
    return found, times


def by_mode(retriever: Retriever, text: str) -> dict[str, NDArray[np.float32]]:
    """Passage scores by vectors alone, by words alone, and fused as ``search`` fuses them."""
    scores = retriever.scores(text)
    return {
        "dense": retriever.dense(scores),
        "words": retriever.words(scores),
        "both": retriever.passage_scores(scores),
    }


def jobs(full: bool) -> list[tuple[str, str, str]]:
    """(label, collection of the questions, collection of the passages)."""
    pairs = PAIRS + (MORE_PAIRS if full else ())
    found = [
        (f"xquad {pair}", f"xquad/{pair.split('→')[0]}", f"xquad/{pair.split('→')[1]}")
        for pair in pairs
    ]
    return [*found, ("cmrc2018", "cmrc2018", "cmrc2018"), ("drcd", "drcd", "drcd")]


def mixed(folder: Path, cache: Path) -> dict[str, dict[str, list[int]]]:
    """Ranks where half the articles are in Chinese, half in English, by question → report."""
    found: dict[str, dict[str, list[int]]] = {}
    for first, second in (("zh", "en"), ("en", "zh")):
        generation, told = open_mixed(folder, first, second, cache)
        with generation:
            for asked in ("zh", "en"):
                questions = read_questions(question_file(folder, f"xquad/{asked}"))
                for language in ("zh", "en"):
                    own = [
                        (q, f"xquad/{language}")
                        for q in questions
                        if told[q.passage] == f"xquad/{language}"
                    ]
                    part = found.setdefault(f"xquad zh+en, {asked}→{language}", {})
                    for mode, some in ranks(generation, own)[0].items():
                        part.setdefault(mode, []).extend(some)
    return found


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retrieval", description=__doc__)
    parser.add_argument("--sets", type=Path, help="the folder of the retrieval sets")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--full", action="store_true", help="eleven more language pairs")
    parser.add_argument("--json", type=Path, help="also write the figures there")
    options = parser.parse_args(argv)
    folder = sets_folder(options.sets)
    rows, figures = [], {}
    for label, asked, told in jobs(options.full):
        with open_index(folder, told, options.cache) as generation:
            questions = read_questions(question_file(folder, asked))
            found, times = ranks(generation, [(question, told) for question in questions])
        figures[label] = {mode: rank_scores(found[mode]) for mode in MODES}
        rows.append(
            [
                label,
                *(_shown(figures[label][m]) for m in MODES),
                f"{percentile(times, 0.5):.1f} / {percentile(times, 0.95):.1f}",
            ]
        )
        print(f"{label}: {_shown(figures[label]['both'])}", file=sys.stderr, flush=True)
    for label, found in mixed(folder, options.cache).items():
        figures[label] = {mode: rank_scores(found[mode]) for mode in MODES}
        rows.append([label, *(_shown(figures[label][m]) for m in MODES), "–"])
    print("R@1 / R@5 / MRR@10\n")
    print(table(["questions → passages", *MODES, "ms p50 / p95"], rows))
    if options.json:
        options.json.write_text(_as_json(figures), encoding="utf-8")
    return 0


def _shown(scores: RankScores) -> str:
    return f"{scores.first:.3f} / {scores.five:.3f} / {scores.mrr:.3f}"


def _as_json(figures: dict[str, dict[str, RankScores]]) -> str:
    plain = {
        label: {
            m: {"r1": s.first, "r5": s.five, "mrr10": s.mrr, "n": s.questions}
            for m, s in modes.items()
        }
        for label, modes in figures.items()
    }
    return json.dumps(plain, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
