"""The head that says whether a report states what a question over many asks (answers/evidence.py).

    python -m benchmarks.training.census_head BANK_INDEX KEPT --shared INDEX QUESTIONS... --out DATA

Logistic regression on questions whose answer is known for every report: those of the bank that no
network was trained on (benchmarks/census, a fifth) and those of shared question files, which count
three times. Printed are F1 over all reports and mean average precision: of the bank's questions by
five folds, and of the shared ones by five folds beside the bank's.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from indexer.answers import census
from indexer.answers.evidence import (
    BACKGROUND,
    background_of,
    features_of,
    features_of_few,
    measures_of,
)
from indexer.answers.nearest import nearest_first, windows_of
from indexer.api import Index

from .bank import read_census
from .examples import census_held
from .heads import amend_arrays

READ, EACH = 32, 2
TIMES = 3  # what a shared question counts beside one of the bank
FOLDS = 5
CROWD = 3  # reports that state it, of a question that is also taken as one that nearly all state
OTHER_SETS = 0.5  # what a question asked of another set of reports counts
FEW = (1, 2, 3, 4, 6, 8, 11, 15)  # reports of an index of few
SILENCE = 0.75  # quantile of the backgrounds of the bank's questions
THRESHOLDS = np.arange(-3, 2, 0.1)


@dataclass(frozen=True)
class Told:
    """A question with the measures (n, MEASURES) of the reports read and which of them state it;
    ``stating``: how many do in all."""

    measures: Any
    states: Any
    figure: float
    stating: int


def bank_questions(index: Any) -> Iterator[tuple[str, set[int], set[int]]]:
    """Question, rows that state it, rows of its folder; of those that no trunk was trained on."""
    rows = {r.path: r.row for r in index.generation.reports}
    for q in filter(census_held, read_census()):
        folder = {row for path, row in rows.items() if path.split("/")[0] == q.folder}
        yield q.text, {rows[f"{name}.md"] for name in q.stating}, folder


def shared_questions(index: Any, files: list[Path]) -> Iterator[tuple[str, set[int], set[int]]]:
    rows = {Path(r.path).name: r.row for r in index.generation.reports}
    for line in (json.loads(x) for f in files for x in f.read_text(encoding="utf-8").splitlines()):
        if line["kind"] in ("enumerate", "compare") and line.get("negatives"):
            stating = {rows[d] for d in line["positives"] if d in rows}
            yield line["q"], stating, stating | {rows[d] for d in line["negatives"] if d in rows}


def measured(index: Any, asked: Iterator[tuple[str, set[int], set[int]]]) -> list[Told]:
    """Each question read as a census reads it, over the reports whose answer is known."""
    told = []
    for text, stating, rows in asked:
        inquiry = index.engine.inquiry(text, index.generation.works.live, date.today())
        figure = inquiry.asked.figure
        best = census.best_sentences(inquiry, sorted(rows), figure >= census.FIGURE_WANTED)
        near = nearest_first(best)[:READ]
        measures = []
        for r in near:
            judged = inquiry.judge.judge(windows_of(inquiry, best[r], EACH), {r: 1.0})
            measures.append(measures_of(inquiry, judged, best[r][0][1]))
        told.append(
            Told(np.array(measures), np.array([r in stating for r in near]), figure, len(stating))
        )
    return told


def varied(questions: list[Told]) -> list[Told]:
    """The same questions asked of other sets of the reports: of all that are silent, and of nearly
    none but such as state it, as in an index of very many."""
    made = []
    for q in questions:
        stating, silent = np.flatnonzero(q.states), np.flatnonzero(~q.states)
        sets = [silent]
        if len(stating) >= CROWD:
            sets += [stating, np.sort(np.concatenate([stating, silent[:2]]))]
        made += [
            Told(q.measures[rows], q.states[rows], q.figure, q.stating)
            for rows in sets
            if len(rows)
        ]
    return made


def fit(
    questions: list[Told], counts: list[float], mean: Any, spread: Any, silence: Any
) -> LogisticRegression:
    """Of many reports: as they were asked, and asked of other sets of them."""
    more = varied(questions)
    every, counts = questions + more, counts + [OTHER_SETS] * len(more)
    features = [(features_of(q.measures, q.figure, silence) - mean) / spread for q in every]
    weights = np.concatenate(
        [np.full(len(q.states), n) for q, n in zip(every, counts, strict=True)]
    )
    return LogisticRegression(C=0.3, max_iter=3000).fit(
        np.concatenate(features), np.concatenate([q.states for q in every]), weights
    )


def unscaled(model: LogisticRegression, mean: Any, spread: Any) -> tuple[Any, float]:
    """Weight (n,) and bias of ``model`` for features as they are."""
    weight = model.coef_[0] / spread
    return weight, float(model.intercept_[0] - (weight * mean).sum())


def f1(scores: list[Any], questions: list[Told], threshold: float) -> float:
    """Over all reports of all questions; what was not read counts as missed."""
    hit = sum(int((s[q.states] >= threshold).sum()) for s, q in zip(scores, questions, strict=True))
    said = sum(int((s >= threshold).sum()) for s in scores)
    return 2 * hit / max(1, said + sum(q.stating for q in questions))


def precision(scores: Any, q: Told) -> float:
    """Average precision of one question's reports."""
    hits = q.states[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(hits) / np.arange(1, len(hits) + 1) * hits).sum() / max(1, q.stating))


def best_threshold(scores: list[Any], questions: list[Told]) -> float:
    return float(max(THRESHOLDS, key=lambda t: f1(scores, questions, t)))


def folded(
    beside: list[Told], asked: list[Told], times: float, mean: Any, spread: Any, silence: Any
) -> dict[str, float]:
    """Scores of ``asked`` by folds, each fitted on the others and on ``beside``."""
    scores: list[Any] = [None] * len(asked)
    for fold in range(FOLDS):
        others = [q for n, q in enumerate(asked) if n % FOLDS != fold]
        model = fit(
            beside + others, [1.0] * len(beside) + [times] * len(others), mean, spread, silence
        )
        told = [
            model.decision_function((features_of(q.measures, q.figure, silence) - mean) / spread)
            for q in asked
        ]
        least = best_threshold([s for n, s in enumerate(told) if n % FOLDS != fold], others)
        for n in range(fold, len(asked), FOLDS):
            scores[n] = told[n] - least
    return {
        "F1": round(f1(scores, asked, 0.0), 3),
        "AP": round(
            float(np.mean([precision(s, q) for s, q in zip(scores, asked, strict=True)])), 3
        ),
    }


def of_few(questions: list[Told], seed: int = 7) -> list[Told]:
    """The same questions asked of few reports, so that of each size all, some or none state it."""
    rng = random.Random(seed)
    made = []
    for q in questions:
        stating, silent = np.flatnonzero(q.states).tolist(), np.flatnonzero(~q.states).tolist()
        for size in FEW:
            some = rng.randint(1, size)
            for right in (0, some, size):
                chosen = rng.sample(stating, min(right, len(stating))) + rng.sample(
                    silent, min(size - right, len(silent))
                )
                if len(chosen) == size:
                    states = q.states[chosen]
                    made.append(Told(q.measures[chosen], states, q.figure, int(states.sum())))
    return made


def head(bank: list[Told], shared: list[Told]) -> dict[str, Any]:
    """The arrays of the heads that ship; the threshold of ``census`` is the one that is best for the
    shared questions."""
    silence = np.quantile(
        [background_of(q.measures) for q in bank if len(q.states) >= BACKGROUND], SILENCE, axis=0
    )
    every = np.concatenate([features_of(q.measures, q.figure, silence) for q in bank])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    print("bank", folded([], bank, 1.0, mean, spread, silence))
    if shared:
        print("shared", folded(bank, shared, TIMES, mean, spread, silence))
    model = fit(bank + shared, [1.0] * len(bank) + [TIMES] * len(shared), mean, spread, silence)
    weight, bias = unscaled(model, mean, spread)
    known = shared or bank
    scores = [features_of(q.measures, q.figure, silence) @ weight + bias for q in known]
    least = best_threshold(scores, known)
    print(
        "threshold",
        round(least, 2),
        "F1 on what it was fitted on",
        round(f1(scores, known, least), 3),
    )
    return {
        "census.w": weight,
        "census.b": np.array(bias - least),
        "census.silence": silence,
        **head_of_few(bank, shared),
    }


def head_of_few(bank: list[Told], shared: list[Told]) -> dict[str, Any]:
    """The arrays of the head for indexes of few reports, with the threshold that is best for all."""
    few = {"bank": of_few(bank), "shared": of_few(shared)}
    for name, other in (("bank", "shared"), ("shared", "bank")):
        if few[name] and few[other]:
            weight, bias = _fit_few(few[other])
            scores = [features_of_few(q.measures, q.figure) @ weight + bias for q in few[name]]
            wrong = [
                bool((s >= 0).any())
                for s, q in zip(scores, few[name], strict=True)
                if not q.stating
            ]
            print(
                "few,",
                name,
                "by the other: F1",
                round(f1(scores, few[name], 0.0), 3),
                "told though none states it",
                round(float(np.mean(wrong)), 3),
            )
    weight, bias = _fit_few(few["bank"] + few["shared"])
    return {"few.w": weight, "few.b": np.array(bias)}


def _fit_few(questions: list[Told]) -> tuple[Any, float]:
    """Weight (n,) and bias for features as they are; 0 is the threshold that is best for
    ``questions``."""
    features = [features_of_few(q.measures, q.figure) for q in questions]
    every = np.concatenate(features)
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    model = LogisticRegression(C=0.3, max_iter=3000).fit(
        (every - mean) / spread, np.concatenate([q.states for q in questions])
    )
    weight, bias = unscaled(model, mean, spread)
    return weight, bias - best_threshold([one @ weight + bias for one in features], questions)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("index", type=Path, help="of the bank")
    parser.add_argument("kept", type=Path, help="what was measured, made where it is not there")
    parser.add_argument(
        "--shared",
        type=Path,
        nargs="+",
        default=[],
        help="an index and files of questions on its reports",
    )
    parser.add_argument("--out", type=Path, help="folder of reader.npz to amend")
    args = parser.parse_args()
    if not args.kept.exists():
        with Index.open(args.index) as index:
            told = [measured(index, bank_questions(index)), []]
        if args.shared:
            with Index.open(args.shared[0]) as index:
                told[1] = measured(index, shared_questions(index, args.shared[1:]))
        args.kept.write_bytes(pickle.dumps(told, protocol=5))
    bank, shared = pickle.loads(args.kept.read_bytes())  # our own file
    arrays = head(bank, shared)
    if args.out:
        amend_arrays(args.out / "reader.npz", arrays)


if __name__ == "__main__":
    main()
