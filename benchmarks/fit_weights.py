"""Fit the weights of ``indexer/answers/weights.py`` on development questions.

    python -m benchmarks.fit_weights --index INDEX QUESTIONS.jsonl… [--prior 1.0] [--write]

A logistic model over candidate figures (is this the figure asked for?) and one over sentences,
with a Gaussian prior centred on the present weights; every question weighs the same. Folds leave
whole issuers out, so what is printed is what unseen issuers may expect.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from indexer.answers import weights
from indexer.api import Index
from indexer.evaluation.run import Asked, read_questions, squeezed
from indexer.search.query import Filters

FIGURES = [k for k in weights.FIGURE_WEIGHTS if k != "bias"]
SENTENCES = [k for k in weights.SENTENCE_WEIGHTS if k != "bias"]


@dataclass
class Group:
    """Candidates of one decision: a question, or one report of a census."""

    issuer: str
    kind: str
    question: str
    features: np.ndarray
    labels: np.ndarray
    weight: float = 1.0


def vector(features: dict[str, float], names: Sequence[str]) -> list[float]:
    return [features.get(n, 0.0) for n in names]


def figure_groups(index: Index, asked: Sequence[Asked]) -> list[Group]:
    groups = []
    names = {r.row: Path(r.path).name for r in index.reports}
    for q in asked:
        context = index.engine.context(q.q, Filters())
        if context is None or context.scope.unknown or not context.rows:
            continue
        evidence = context.evidence
        if q.kind == "lookup" or (q.kind == "unanswerable" and context.question.kind == "lookup"):
            found = evidence.figures(evidence.best_rows(40))
            if not found:
                continue
            truth = q.truth.get("answer_value")
            labels = [float(truth is not None and names[f.row.report] == q.truth["doc"]
                            and abs(f.row.figure.value - truth) <= 0.005 * abs(truth))
                      for f in found]
            if truth is not None and not any(labels):
                continue
            issuer = str(q.truth.get("issuer") or q.id)
            groups.append(Group(issuer, q.kind, q.id,
                                np.array([vector(f.features, FIGURES) for f in found]),
                                np.array(labels)))
        elif q.kind == "enumerate" or context.question.kind == "enumerate":
            if not (context.matter.family or context.question.asks_figure):
                continue
            positives, negatives = set(q.truth.get("positives", ())), set(q.truth.get("negatives", ()))
            for report in context.rows:
                name = names[report]
                if q.kind == "enumerate" and name not in positives | negatives:
                    continue
                found = [f for f in evidence.figures(evidence.rows_of_report(report, 24))
                         if not context.matter.family or f.row.figure.family == context.matter.family]
                found = [f for f in found if f.row.figure.value != 0
                         and (f.row.figure.role != "change" or context.question.asks_change)][:3]
                if context.question.conditions or context.question.asks_none:
                    continue
                if not found:
                    continue
                label = float(name in positives)
                labels = np.zeros(len(found))
                labels[0] = label
                keep = slice(0, 1) if label else slice(0, 3)
                weight = 0.5 if label else 0.1
                groups.append(Group(index.reports[report].details.issuer, "census", q.id,
                                    np.array([vector(f.features, FIGURES) for f in found])[keep],
                                    labels[keep], weight))
    return groups


def sentence_groups(index: Index, asked: Sequence[Asked]) -> list[Group]:
    groups = []
    names = {r.row: Path(r.path).name for r in index.reports}
    gen = index.generation
    for q in asked:
        if q.kind == "enumerate":
            continue
        context = index.engine.context(q.q, Filters())
        if context is None or context.scope.unknown or not context.rows:
            continue
        found = context.evidence.sentences(context.evidence.best_rows(40))
        truths = q.truth.get("evidence") or ([[q.truth["doc"], q.truth["quote"]]] if "doc" in q.truth else [])
        labels = []
        for s in found:
            row = gen.sentence(s.row)
            text = squeezed(gen.text(s.report)[row.start: row.end])
            labels.append(float(any(names[s.report] == d and squeezed(t) in text for d, t in truths)))
        if truths and not any(labels):
            continue
        weight = 3.0 if q.kind == "topic" else 0.3 if q.kind == "lookup" else 0.5
        groups.append(Group(str(q.truth.get("issuer") or q.id), q.kind, q.id,
                            np.array([vector(s.features, SENTENCES) for s in found]), np.array(labels), weight))
    return groups


def fit(groups: Sequence[Group], start: np.ndarray, prior: float) -> np.ndarray:
    """Weights, bias first; minimises the weighted log loss and the distance from ``start``."""
    x = np.vstack([np.hstack([np.ones((len(g.labels), 1)), g.features]) for g in groups])
    y = np.concatenate([g.labels for g in groups])
    w = np.concatenate([_candidate_weights(g) for g in groups])

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ theta
        p = 1 / (1 + np.exp(-np.clip(z, -40, 40)))
        eps = 1e-12
        value = -np.sum(w * (y * np.log(p + eps) + (1 - y) * np.log(1 - p + eps)))
        gradient = x.T @ (w * (p - y))
        delta = theta - start
        return value + prior * delta @ delta / 2, gradient + prior * delta

    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def _candidate_weights(group: Group) -> np.ndarray:
    """Positives share one unit; the hardest negatives (all alike here) share another."""
    positives = group.labels.sum()
    negatives = len(group.labels) - positives
    return group.weight * np.where(group.labels > 0, 1 / max(positives, 1), 2 / max(negatives, 4))


def outcome(groups: Sequence[Group], theta: np.ndarray, threshold: float = 0.0) -> dict[str, float]:
    """Share right by kind: lookup top candidate right and above, others rightly below or above."""
    hits: dict[str, list[float]] = {}
    for g in groups:
        z = theta[0] + g.features @ theta[1:]
        best = int(np.argmax(z))
        if g.kind in ("lookup", "topic"):
            ok = g.labels[best] > 0 and z[best] >= threshold
        else:
            ok = (z[best] >= threshold) == bool(g.labels.any())
        hits.setdefault(g.kind, []).append(float(ok))
    return {k: round(float(np.mean(v)), 4) for k, v in hits.items()}


def crossed(groups: Sequence[Group], start: np.ndarray, prior: float, folds: int = 8) -> dict[str, float]:
    issuers = sorted({g.issuer for g in groups})
    fold_of = {issuer: i % folds for i, issuer in enumerate(issuers)}
    hits: dict[str, list[tuple[float, int]]] = {}
    for k in range(folds):
        train = [g for g in groups if fold_of[g.issuer] != k]
        test = [g for g in groups if fold_of[g.issuer] == k]
        theta = fit(train, start, prior)
        for kind, value in outcome(test, theta).items():
            n = sum(g.kind == kind for g in test)
            hits.setdefault(kind, []).append((value * n, n))
    return {k: round(sum(a for a, _ in v) / sum(n for _, n in v), 4) for k, v in hits.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pair", action="append", nargs="+", required=True, metavar="INDEX QUESTIONS",
                        help="an index folder and its question files; repeats")
    parser.add_argument("--prior", type=float, default=1.0)
    parser.add_argument("--sentences", action="store_true")
    parser.add_argument("--write", action="store_true", help="write the weights into weights.py")
    args = parser.parse_args()
    names = SENTENCES if args.sentences else FIGURES
    table = weights.SENTENCE_WEIGHTS if args.sentences else weights.FIGURE_WEIGHTS
    groups = []
    for directory, *files in args.pair:
        with Index.open(directory) as index:
            asked = read_questions([Path(f) for f in files])
            groups += (sentence_groups if args.sentences else figure_groups)(index, asked)
    start = np.array([table["bias"], *(table[n] for n in names)])
    print(len(groups), "decisions; present weights:", outcome(groups, start))
    print("left-out issuers:", crossed(groups, start, args.prior))
    theta = fit(groups, start, args.prior)
    print("fitted on all:", outcome(groups, theta))
    fitted = dict(zip(["bias", *names], (round(float(v), 2) for v in theta), strict=True))
    print(json.dumps(fitted, indent=1))
    if args.write:
        _write("SENTENCE_WEIGHTS" if args.sentences else "FIGURE_WEIGHTS", fitted)


def _write(name: str, fitted: dict[str, float]) -> None:
    path = Path(weights.__file__)
    body = ",\n    ".join(f'"{k}": {v}' for k, v in fitted.items())
    text = re.sub(rf"{name}: dict\[str, float\] = \{{.*?\n\}}",
                  f"{name}: dict[str, float] = {{\n    {body},\n}}", path.read_text(), flags=re.S)
    path.write_text(text)


if __name__ == "__main__":
    main()
