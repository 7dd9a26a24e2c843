"""What a language model adds to answers: refused questions rewritten, borderline reports decided.

    POLICYQA_LLM_URL=… POLICYQA_LLM_MODEL=… \
        python -m benchmarks.assisted_questions INDEX QUESTIONS [--most 30]

Prints, for refused questions, how many were put into a form that is answered, and how many of those
answers are right (of questions that have an answer) or wrong (of those that have none); and, for
questions to many reports, the calls, their share, and F1 before and after.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from indexer import Index
from indexer.evaluation.run import read_questions, score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--most", type=int, default=30, help="questions of each sort")
    given = parser.parse_args()
    index = Index.open(given.index)
    asked = read_questions([given.questions])
    _rewritten(index, asked, given.most)
    _judged(index, asked, given.most)


def _rewritten(index: Index, asked: list, most: int) -> None:  # type: ignore[type-arg]
    counts: Counter[str] = Counter()
    for one in asked:
        sort = "without an answer" if one.kind == "unanswerable" else "with an answer"
        if one.kind == "enumerate" or counts[sort] >= most:
            continue
        answer = index.ask(one.q)
        if answer.answerable:
            continue
        counts[sort] += 1
        again = index.assistant.ask_rewritten(answer)
        if again is answer:
            continue
        right = score(index, one, again).score >= 0.5
        counts[f"{sort}, answered {'rightly' if right else 'wrongly'}"] += 1
        print(f"{sort}: {'right' if right else 'WRONG'}  {one.q} -> {again.understood}", flush=True)
    print("refused questions:", dict(counts))


def _judged(index: Index, asked: list, most: int) -> None:  # type: ignore[type-arg]
    calls = examined = done = 0
    before = after = 0.0
    for one in [q for q in asked if q.kind == "enumerate"]:
        doubtful = index.assistant.borderline(one.q)
        if doubtful is None or not doubtful.calls:
            continue
        if done >= most:
            break
        done += 1
        calls, examined = calls + doubtful.calls, examined + doubtful.examined
        before += score(index, one, index.ask(one.q)).score
        after += score(index, one, index.assistant.judge(doubtful)).score
    if done:
        print(
            f"{done} questions to many: {calls} calls, {calls / examined:.1%} of the reports; "
            f"F1 {before / done:.3f} before, {after / done:.3f} after"
        )


if __name__ == "__main__":
    main()
