"""Features of the shared reports' questions, to fit the reader's heads on beside the bank's.

    python -m benchmarks.training.shared_questions INDEX OUT QUESTIONS...

A question over many reports gives the best window of each report that is near it; those of the
reports that state it are right, those of reports that are silent wrong, others left out.
"""

from __future__ import annotations

import argparse
import json
import pickle
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from indexer.answers import census
from indexer.api import Index

from .head_features import features_of, found

NEAR = 40  # reports looked at for a question over many
WINDOWS = 10
TOLERANCE = 0.005


def gold_of(gen: Any, row: int, line: dict[str, Any]) -> tuple[set[int], set[int]]:
    """Sentences of ``row`` that hold the question's quote, and figures there with its value."""
    quote = "".join(line["quote"].split())
    sentences = {
        s
        for s in gen.sentences_of(row)
        if (told := "".join(gen.text(row)[gen.sentence_start[s] : gen.sentence_end[s]].split()))
        and (quote in told or told in quote)
    }
    value = line.get("answer_value")
    figures = (
        set()
        if value is None
        else {
            f.row
            for f in gen.figures_of_report(row)
            if f.sentence in sentences
            and abs(abs(f.figure.value) - abs(value)) <= TOLERANCE * max(abs(value), 1e-9)
        }
    )
    return sentences, figures


def of_one(
    index: Any, reader: Any, rows: dict[str, int], line: dict[str, Any]
) -> dict[str, Any] | None:
    """Features of a lookup, a fact or a question that no report answers."""
    gen = index.generation
    inquiry = index.engine.inquiry(line["q"], gen.works.live, date.today())
    if line["kind"] == "unanswerable":
        scope = sorted(inquiry.scope.body) or sorted(gen.works.live)
        sentences: set[int] = set()
        figures: set[int] = set()
    else:
        row = rows.get(line["doc"])
        if row is None:
            return None
        sentences, figures = gold_of(gen, row, line)
        if not sentences or (line["kind"] == "lookup" and not figures):
            return None
        # The reports it is asked of by the product, and the right one in any case.
        scope = sorted({*sorted(inquiry.scope.body)[:12], row})
    candidates = found(inquiry, scope, WINDOWS)
    if not candidates:
        return None
    q = SimpleNamespace(
        kind=line["kind"], slug="-", language=line["lang"], body="-", answer="", text=line["q"]
    )
    windows = [inquiry.judge.window(c) for c in candidates]
    return features_of(reader, q, candidates, windows, sentences, figures)


def of_many(
    index: Any, reader: Any, rows: dict[str, int], line: dict[str, Any]
) -> dict[str, Any] | None:
    """Features of a question over many reports."""
    gen = index.generation
    inquiry = index.engine.inquiry(line["q"], gen.works.live, date.today())
    stating = {rows[d] for d in line["positives"] if d in rows}
    silent = {rows[d] for d in line.get("negatives") or () if d in rows}
    best = census.best_sentences(inquiry, stating | silent, inquiry.asked.figure >= 0.3)
    near = sorted(best, key=lambda r: -best[r][0][1])[:NEAR]
    candidates = [c for r in near if (c := inquiry.finder.best_window(best[r][0][0])) is not None]
    if not candidates:
        return None
    q = SimpleNamespace(
        kind=line["kind"], slug="-", language=line["lang"], body="", answer="", text=line["q"]
    )
    windows = [inquiry.judge.window(c) for c in candidates]
    made = features_of(reader, q, candidates, windows, set(), set())
    made["gold_windows"] = [i for i, c in enumerate(candidates) if c.report in stating]
    return made if made["gold_windows"] else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("questions", type=Path, nargs="+")
    args = parser.parse_args()
    told: list[dict[str, Any]] = []
    with Index.open(args.index) as index:
        rows = {r.path: r.row for r in index.generation.reports}
        reader = index.engine.reader()
        for file in args.questions:
            for line in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
                if line["kind"] in ("lookup", "fact", "unanswerable"):
                    made = of_one(index, reader, rows, line)
                elif line["kind"] in ("enumerate", "compare"):
                    made = of_many(index, reader, rows, line)
                else:
                    continue
                if made is not None:
                    doc = rows.get(line.get("doc", ""), len(told))
                    told.append(made | {"report": doc, "held": True, "id": line["id"]})
    args.out.write_bytes(pickle.dumps(told, protocol=5))
    print(
        len(told),
        {k: sum(t["kind"] == k for t in told) for k in {t["kind"] for t in told}},
        float(np.mean([len(t["first"]) for t in told])),
    )


if __name__ == "__main__":
    main()
