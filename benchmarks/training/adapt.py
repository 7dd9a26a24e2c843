"""Fit the reader's upper layers to the shared reports' questions, beside ones of the bank.

    python -m benchmarks.training.adapt PREPARED READER ENCODER OUT --shared ../shared/reports

Runs on a CPU: lower layers stay as they are, so no gradient goes through them. A fifth of the
shared reports is left out (``--hold``), with the questions about them, and measured before and
after; questions over many reports are left out by their number.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from .batches import Pool
from .encoder_training import EncoderNetwork
from .examples import read_lines
from .measure import AT_ONCE, _read
from .networks import on_device
from .prepare import load
from .reader_training import (
    HEADS,
    Match,
    ReaderNetwork,
    Task,
    Vectors,
    make_task,
    reader_batch,
    task_losses,
)
from .train import READERS, save

SOURCES = ("digests-questions-2", "digests-questions", "seeds-questions",
           "work-reports-questions", "real-questions")
FOLDS = 5
WINDOWS, OTHERS = 7, 2
STATING, SILENT = 3, 5  # reports that are read of a question over many


def fold_of(number: int) -> int:
    return number % FOLDS


def add_over_many(pool: Pool, shared: Path, vocabulary: Any, rows: Any) -> list[int]:
    """Questions over many reports, with the reports that state it and that do not."""
    by_name = {r["name"]: n for n, r in enumerate(pool.reports)}
    added = []
    for source in SOURCES:
        folder = source.partition("-questions")[0]
        for line in read_lines(shared / f"{source}.jsonl"):
            if line["kind"] not in ("enumerate", "compare"):
                continue
            stating, silent = ([by_name[f"{folder}/{doc}"] for doc in line.get(key) or ()
                                if f"{folder}/{doc}" in by_name]
                               for key in ("positives", "negatives"))
            if not stating or not silent:
                continue
            made = rows.question(line["q"], (), ())
            for key in ("ids", "plain"):
                ids = np.asarray(made[key])
                place = np.searchsorted(vocabulary, ids).clip(max=len(vocabulary) - 1)
                made[key] = np.where(vocabulary[place] == ids, place, 3).astype(np.int32)
            made |= {"kind": line["kind"], "lang": line["lang"], "slug": "-", "source": source,
                     "report": stating[0], "figures": [], "sentences": [], "span": None,
                     "yes": None, "named": False, "stating": stating, "silent": silent}
            pool.questions.append(made)
            added.append(len(pool.questions) - 1)
    return added


def task_over_many(vectors: Vectors, n: int, matter: Any, rng: random.Random) -> Task:
    """Best windows of reports that state it, as what is right, beside those of silent ones."""
    q, match = vectors.pool.questions[n], Match(vectors, matter)

    def best(r: int) -> Any:
        _, own, figure = match.of(r)
        return match.candidate(r, int(np.maximum(own, figure).argmax()))

    stating = rng.sample(q["stating"], min(STATING, len(q["stating"])))
    silent = [best(r) for r in q["silent"]]
    silent.sort(key=lambda c: -max(c.sentence_cosine, c.figure_cosine))
    near = silent[: 2 * SILENT]
    chosen = [best(r) for r in stating] + rng.sample(near, min(SILENT, len(near)))
    return Task(n, match, chosen, list(range(len(stating))), [])


def task_of(vectors: Vectors, n: int, matter: Any, rng: random.Random, shared: list[int]
            ) -> Task | None:
    q = vectors.pool.questions[n]
    if "stating" in q:
        return task_over_many(vectors, n, matter, rng)
    task = make_task(vectors, n, matter, rng, WINDOWS)
    if task is None or q["source"] not in SOURCES:
        return task
    others = [r for r in rng.sample(shared, 8) if r != q["report"]]
    wants = q["kind"] == "lookup"
    return Task(n, task.match, task.candidates + task.match.candidates(others, OTHERS, wants),
                task.gold_windows, task.gold_figures)


@torch.no_grad()
def measure(net: ReaderNetwork, vectors: Vectors, chosen: list[int]) -> dict[str, Any]:
    hits: dict[str, list[float]] = defaultdict(list)
    net.trunk.refresh()
    net.eval()
    single = [n for n in chosen if "stating" not in vectors.pool.questions[n]]
    matter, _ = vectors.questions(single)
    for start in range(0, len(single), AT_ONCE):
        part = slice(start, start + AT_ONCE)
        _read(net, vectors, single[part], matter[part], "cpu", hits)
    many = [n for n in chosen if "stating" in vectors.pool.questions[n]]
    if many:
        for n, m in zip(many, vectors.questions(many)[0], strict=True):
            task = task_over_many(vectors, n, m, random.Random(n))
            batch = on_device(reader_batch(vectors.pool, [task]), "cpu")
            scores = net(batch["inputs"])["window"].numpy()
            right = np.isin(np.arange(len(scores)), task.gold_windows)
            hits["over many: pairs in order"].append(float(
                (scores[right][:, None] > scores[~right][None]).mean()))
    return {k: (round(float(np.mean(v)), 3), len(v)) for k, v in sorted(hits.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("prepared", "reader", "encoder", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared/reports"))
    parser.add_argument("--hold", type=int, default=0, help="which fifth is left out; -1: none")
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--rate", type=float, default=3e-5)
    parser.add_argument("--tasks", type=int, default=16)
    parser.add_argument("--layers-from", type=int, default=6)
    args = parser.parse_args()
    from indexer.models import model_file
    from indexer.models.e5_file import E5File
    from indexer.models.tokenizer import Tokenizer

    from .examples import Rows

    data = load(args.prepared)
    pool = Pool(data)
    tensors = data["tensors"]
    many = add_over_many(pool, args.shared, tensors["vocabulary"],
                         Rows(Tokenizer(E5File(model_file.checked()))))
    encoder = EncoderNetwork(tensors)
    encoder.load(dict(np.load(args.encoder)))
    vectors = Vectors(encoder.eval(), pool, "cpu")
    net = ReaderNetwork(tensors, READERS["9"], 0)
    net.load(dict(np.load(args.reader)))
    for layer in net.trunk.layers:
        if layer.number < args.layers_from:
            layer.requires_grad_(False)
    assert net.trunk.types is not None
    net.trunk.types.requires_grad_(False)
    single = [n for n, q in enumerate(pool.questions)
              if q["source"] in SOURCES and "stating" not in q]
    held = [n for n in single if fold_of(pool.questions[n]["report"]) == args.hold] + [
        n for i, n in enumerate(many) if fold_of(i) == args.hold]
    own = sorted(set(single + many) - set(held))
    bank = [n for ns in pool.by_report.values() for n in ns]
    shared = [r for r, report in enumerate(pool.reports) if report["source"] == "digests"]
    print(len(own), "questions,", len(held), "held out", flush=True)
    vectors.embed(shared)
    print("before", json.dumps(measure(net, vectors, held)), flush=True)
    parameters = [p for p in net.parameters() if p.requires_grad]
    heads = {id(p) for name in HEADS for p in getattr(net, name).parameters()}
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in parameters if id(p) not in heads], "lr": args.rate},
         {"params": [p for p in parameters if id(p) in heads], "lr": 3 * args.rate}],
        weight_decay=0.01)
    rng, began, step, queue = random.Random(2), time.monotonic(), 0, []
    net.train()
    while (share := (time.monotonic() - began) / args.seconds) < 1:
        if len(queue) < args.tasks // 2:
            queue = rng.sample(own, len(own))
        asked = [queue.pop() for _ in range(args.tasks // 2)] + rng.sample(bank, args.tasks // 2)
        matter, _ = vectors.questions(asked)
        tasks = [task_of(vectors, n, m, rng, shared) for n, m in zip(asked, matter, strict=True)]
        for group, base in zip(optimizer.param_groups, (args.rate, 3 * args.rate), strict=True):
            group["lr"] = base * (min(1, (step + 1) / 10) * (1 - share) + 1e-3)
        net.trunk.refresh()
        losses = task_losses(net, on_device(
            reader_batch(pool, [t for t in tasks if t is not None]), "cpu"))
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        step += 1
        if step % 10 == 0:
            print(step, f"{time.monotonic() - began:.0f}s",
                  {k: round(float(v), 3) for k, v in losses.items()}, flush=True)
        if step % 50 == 0:
            save(args.out, net.arrays())
    print("after", json.dumps(measure(net, vectors, held)), flush=True)
    save(args.out, net.arrays())


if __name__ == "__main__":
    main()
