"""The refusal decision's curve: what each shift of the threshold would refuse, rightly or wrongly.

    python -m benchmarks.refusal --pair INDEX QUESTIONS.jsonl… [--pair …]

Every answer tells how far its best evidence lies above what its kind needs (``Answer.confidence``,
in log-odds; below 0 it is a refusal; those without any evidence to score tell -1). The table shifts
that; ``fitted`` is the shift chosen without the issuers it is tested on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from indexer.api import Index
from indexer.evaluation.run import Result, read_questions, run

SHIFTS = [x / 4 for x in range(-8, 13)]
FOLDS = 5
MOST_WRONG = 0.03


def shares(results: list[Result], shift: float) -> tuple[float, float]:
    """(refused of the unanswerable, refused of the answerable) at a shift of the threshold."""
    refused = {True: [0, 0], False: [0, 0]}
    for r in results:
        unanswerable = r.asked.kind == "unanswerable"
        refused[unanswerable][0] += r.confidence < shift
        refused[unanswerable][1] += 1
    right, wrong = refused[True], refused[False]
    return right[0] / max(right[1], 1), wrong[0] / max(wrong[1], 1)


def best_shift(results: list[Result]) -> float:
    """The shift that refuses most of the unanswerable with at most 3 % wrong refusals; of several
    the one nearest to 0."""
    fit = [
        (shares(results, s)[0], -abs(s), s) for s in SHIFTS if shares(results, s)[1] <= MOST_WRONG
    ]
    return max(fit)[2] if fit else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--pair", action="append", nargs="+", required=True, metavar="INDEX QUESTIONS"
    )
    args = parser.parse_args()
    results: list[Result] = []
    for directory, *files in args.pair:
        with Index.open(directory) as index:
            results += run(index, read_questions([Path(f) for f in files]))
    print(f"{'shift':>6} {'refused of unanswerable':>24} {'refused of answerable':>22}")
    for shift in SHIFTS:
        right, wrong = shares(results, shift)
        print(f"{shift:>6.2f} {right:>24.3f} {wrong:>22.3f}")
    issuers = sorted({str(r.asked.truth.get("issuer") or r.asked.id) for r in results})
    fold = {issuer: i % FOLDS for i, issuer in enumerate(issuers)}
    held: list[tuple[Result, float]] = []
    for k in range(FOLDS):
        inside = [r for r in results if fold[str(r.asked.truth.get("issuer") or r.asked.id)] != k]
        shift = best_shift(inside)
        held += [
            (r, shift) for r in results if fold[str(r.asked.truth.get("issuer") or r.asked.id)] == k
        ]
        print(f"fold {k}: fitted shift {shift:+.2f}")
    unanswerable = [r.confidence < s for r, s in held if r.asked.kind == "unanswerable"]
    answerable = [r.confidence < s for r, s in held if r.asked.kind != "unanswerable"]
    print(
        f"left-out issuers: refused of the unanswerable {sum(unanswerable) / len(unanswerable):.3f}, "
        f"of the answerable {sum(answerable) / len(answerable):.3f}"
    )


if __name__ == "__main__":
    main()
