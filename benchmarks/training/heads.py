"""The heads of question encoder and reader, fitted on what the product itself computes.

The trunks are trained on a GPU; heads are small, so they are fitted here in minutes, on states of
the quantised networks and the candidates that the index really finds for the bank's questions.
Questions of held-out quantities and reports are used, whose states no trunk was trained on; what
is measured is a fifth of the reports, left out of the fit.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from indexer.answers import census
from indexer.answers.candidates import merged, top
from indexer.api import Index

from .bank import CensusQuestion, read_bank, read_census
from .examples import census_held, find_quote, flat_map, held_out

WINDOWS = 8
BESIDE = -1
FAR, MAY_ANSWER = 40, 4
NULLS = 0.09  # questions that nothing answers, at most, beside one that something does
#: Questions asked elsewhere stretch the windows' log-odds, which are to weigh as much as figures'.
WINDOW_SCALE = 0.62
STATING = 6  # reports that state it, of a question over many
SILENT = 6  # reports that are read beside a question's own, where it is asked over many
MANY = ("enumerate", "compare", "total")
FIGURE_KINDS = ("lookup", "enumerate", "compare", "total")


def collect(
    index_dir: Path, out: Path, seconds: float, share_seen: float, foreign: Sequence[str] = ()
) -> None:
    """Features of the bank's questions, each asked of its own report, to ``out``. First those that
    their report does not answer: one in FAR asked of another author's report, and
    questions that are ``foreign`` to all of them."""
    import time

    index = Index.open(index_dir)
    gen = index.generation
    rows = {r.path: r.row for r in gen.reports}
    reader = index.engine.reader()
    questions = []
    bank = list(read_bank())
    slugs = {report.name: {q.slug for q in report.questions} for report in bank}
    for number, report in enumerate(bank):
        for q in report.questions:
            held = number % 10 == 3 or held_out(q.slug)
            questions.append((number, report.name, q, held))
    rng = random.Random(5)
    rng.shuffle(questions)
    questions.sort(key=lambda x: (not x[3], x[2].kind != "unanswerable"))
    began, told = time.monotonic(), []
    for asked in filter(census_held, read_census()):
        told += _census_features(index, reader, rows, asked)
    print(len(told), "of questions over many", f"{time.monotonic() - began:.0f}s", flush=True)
    held_ones = [(name, q.text, q.language) for _, name, q, held in questions if held]
    elsewhere = [(name, text, language) for name, text, language in held_ones[::FAR]]
    elsewhere += [(rng.choice(held_ones)[0], text, "") for text in foreign]
    for name, text, language in elsewhere:
        if time.monotonic() - began > seconds:
            break
        away = (
            name
            if not language
            else rng.choice([other for other in slugs if other.split("/")[0] != name.split("/")[0]])
        )
        made = _far_features(index, reader, rows[f"{away}.md"], text, language)
        if made is not None:
            told.append(made | {"held": True, "report": _fold_of(text)})
    print(len(told), "with those asked elsewhere", f"{time.monotonic() - began:.0f}s", flush=True)
    for number, name, q, held in questions:
        if time.monotonic() - began > seconds or (not held and rng.random() > share_seen):
            continue
        silent = (
            []
            if q.body or q.kind not in MANY
            else [
                rows[f"{other}.md"]
                for other, asked in slugs.items()
                if other.split("/")[0] == name.split("/")[0] and q.slug not in asked
            ]
        )
        one = _features(
            index, reader, rows[f"{name}.md"], q, rng.sample(silent, min(SILENT, len(silent)))
        )
        if one is not None:
            told.append(one | {"report": number, "held": held})
            if len(told) % 200 == 0:
                print(len(told), f"{time.monotonic() - began:.0f}s", flush=True)
                out.write_bytes(pickle.dumps(told, protocol=5))
    out.write_bytes(pickle.dumps(told, protocol=5))
    print(len(told))


def _features(
    index: Any, reader: Any, row: int, q: Any, silent: Sequence[int]
) -> dict[str, Any] | None:
    """Of the windows that are found for ``q`` in its report, and in reports ``silent`` on it."""
    gen = index.generation
    inquiry = index.engine.inquiry(q.text, frozenset([row]))
    candidates = found(inquiry, [row], WINDOWS)
    if not candidates:
        return None
    gold_sentences, gold_figures = _gold(gen, row, q)
    if q.kind != "unanswerable" and not gold_sentences:
        return None
    windows = [inquiry.judge.window(c) for c in candidates]
    if silent:
        beside = index.engine.inquiry(q.text, frozenset(silent))
        others = found(beside, silent, WINDOWS // 2)
        windows += [beside.judge.window(c) for c in others]
        candidates += others
    return features_of(reader, q, candidates, windows, gold_sentences, gold_figures)


def _far_features(
    index: Any, reader: Any, row: int, text: str, language: str
) -> dict[str, Any] | None:
    """Of a question of another author's report, whose answer the nearest windows of this one may
    hold as well, so that they are left out; or of one that is foreign to all (no ``language``)."""
    inquiry = index.engine.inquiry(text, frozenset([row]))
    nearest = MAY_ANSWER if language else 0
    candidates = found(inquiry, [row], WINDOWS + nearest)[nearest:]
    if not candidates:
        return None
    one = SimpleNamespace(
        kind="unanswerable",
        slug="elsewhere" if language else "foreign",
        language=language,
        body="",
        text=text,
    )
    return features_of(
        reader, one, candidates, [inquiry.judge.window(c) for c in candidates], set(), set()
    )


def _fold_of(text: str) -> int:
    """In place of a report's number, for a question of no one report."""
    return hashlib.sha256(text.encode()).digest()[1]


def _census_features(
    index: Any, reader: Any, rows: dict[str, int], q: CensusQuestion
) -> list[dict[str, Any]]:
    """Of a question over a folder: for each of some reports that state it the window that does,
    held against the nearest windows of silent ones."""
    gen = index.generation
    folder = {row for name, row in rows.items() if name.split("/")[0] == q.folder}
    inquiry = index.engine.inquiry(q.text, frozenset(folder))
    wanted = any(figure for _, figure in q.stating.values())
    best = census.best_sentences(inquiry, sorted(folder), wanted)
    stating = {rows[f"{name}.md"]: told for name, told in q.stating.items()}
    near = sorted(set(best) - set(stating), key=lambda r: -best[r][0][1])[:WINDOWS]
    beside = [c for r in near if (c := inquiry.finder.best_window(best[r][0][0])) is not None]
    told = []
    for row, (quote, figure) in list(stating.items())[:STATING]:
        one = SimpleNamespace(
            kind=q.kind,
            slug="-",
            language=q.language,
            body="",
            text=q.text,
            quotes=(quote,) if quote else (),
            answer=figure,
        )
        sentences, figures = _gold(gen, row, one) if quote else ({best[row][0][0]}, set())
        own = [c for s in sorted(sentences) if (c := inquiry.finder.best_window(s)) is not None]
        if not own:
            continue
        candidates = [max(own, key=lambda c: c.cosine), *beside]
        made = features_of(
            reader,
            one,
            candidates,
            [inquiry.judge.window(c) for c in candidates],
            sentences,
            figures,
        )
        told.append(made | {"gold_windows": [0], "held": True, "report": _fold_of(q.text)})
    return told


def features_of(
    reader: Any,
    q: Any,
    candidates: Sequence[Any],
    windows: Sequence[Any],
    gold_sentences: set[int],
    gold_figures: set[int],
) -> dict[str, Any]:
    """What the heads are fitted on, of a question's candidates and their windows."""
    states = reader.features(q.text, windows)
    return {
        "kind": q.kind,
        "slug": q.slug,
        "lang": q.language,
        "named": bool(q.body),
        "first": np.stack([s.first for s in states]).astype(np.float16),
        "numbers": np.array([w.numbers for w in windows], np.float32),
        "own": [np.array(s.figures, np.float16) for s in states],
        "figure_numbers": [np.array(w.figure_numbers, np.float32) for w in windows],
        "gold_windows": [
            i
            for i, c in enumerate(candidates)
            if c.sentence in gold_sentences
            and (not gold_figures or any(f.row in gold_figures for f in c.figures))
        ],
        "gold_figures": [
            (i, k)
            for i, c in enumerate(candidates)
            for k, f in enumerate(c.figures)
            if f.row in gold_figures
        ],
        "wants": bool(gold_figures),
    }


def found(inquiry: Any, rows: Sequence[int], count: int) -> list[Any]:
    """The best ``count`` windows of ``rows``, by their figures and by their sentences."""
    finder, share = inquiry.finder, inquiry.asked.figure
    lead = round((count - 2) * share)
    by_figure, by_sentence = (
        top(*finder.by_figure(rows), count),
        top(*finder.by_sentence(rows), count),
    )
    chosen = merged([by_figure, by_sentence, by_figure], [1 + lead, count - 1 - lead, count])
    return [c for s in chosen[:count] if (c := finder.best_window(s)) is not None]


def _gold(gen: Any, row: int, q: Any) -> tuple[set[int], set[int]]:
    text = gen.text(row)
    flat = flat_map(text)
    sentences: set[int] = set()
    figures: set[int] = set()
    for quote in q.quotes:
        span = find_quote(flat, quote)
        if span is None:
            continue
        for s in gen.sentences_of(row):
            a, b = int(gen.sentence_start[s]), int(gen.sentence_end[s])
            if a < span[1] and span[0] < b and text[max(a, span[0]) : min(b, span[1])].strip():
                sentences.add(s)
        if q.kind in FIGURE_KINDS and q.answer:
            inner = find_quote(flat_map(text[span[0] : span[1]]), q.answer)
            if inner is None:
                continue
            best, shared = None, 0
            for f in gen.figures_of_report(row):
                if span[0] <= f.figure.start and f.figure.end <= span[1]:
                    common = min(f.figure.end, span[0] + inner[1]) - max(
                        f.figure.start, span[0] + inner[0]
                    )
                    if common > shared:
                        best, shared = f, common
            if best is not None:
                figures.add(best.row)
    return sentences, figures


def padded_batch(ones: list[dict[str, Any]]) -> dict[str, Any]:
    """Rows of all questions in one list, with the place of each question's."""
    first, numbers, own, told, window_of, q_of_window, q_of_figure = [], [], [], [], [], [], []
    gold_w, gold_f, row = [], [], 0
    for n, one in enumerate(ones):
        golden = set(one["gold_figures"])
        for i in range(len(one["first"])):
            first.append(one["first"][i])
            numbers.append(one["numbers"][i])
            q_of_window.append(n)
            gold_w.append(float(i in one["gold_windows"]))
            for k in range(len(one["own"][i])):
                own.append(one["own"][i][k])
                told.append(one["figure_numbers"][i][k])
                window_of.append(row)
                q_of_figure.append(n)
                gold_f.append(float((i, k) in golden))
            row += 1
    tensor = lambda x: torch.tensor(np.array(x), dtype=torch.float32)  # noqa: E731
    index = lambda x: torch.tensor(x, dtype=torch.long)  # noqa: E731
    return {
        "first": tensor(first),
        "numbers": tensor(numbers),
        "own": tensor(own),
        "told": tensor(told),
        "window_of": index(window_of),
        "qw": index(q_of_window),
        "qf": index(q_of_figure),
        "gw": tensor(gold_w),
        "gf": tensor(gold_f),
        "n": len(ones),
        "null": torch.tensor([one["kind"] == "unanswerable" for one in ones]),
        "figure_q": torch.tensor([one["wants"] or one["kind"] == "unanswerable" for one in ones]),
        "sentence_q": torch.tensor(
            [bool(one["gold_windows"]) or one["kind"] == "unanswerable" for one in ones]
        ),
    }


class Heads(nn.Module):
    def __init__(self, width: int, numbers: int, window_numbers: int) -> None:
        super().__init__()
        self.figure1 = nn.Linear(2 * width + numbers, 128)
        self.figure2 = nn.Linear(128, 1)
        self.answers1 = nn.Linear(width + window_numbers, 64)
        self.answers2 = nn.Linear(64, 1)

    def forward(self, b: dict[str, Any], drop: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        x = torch.cat(
            [F.dropout(b["own"], drop), F.dropout(b["first"][b["window_of"]], drop), b["told"]], 1
        )
        figures = self.figure2(F.dropout(F.gelu(self.figure1(x)), drop))[:, 0]
        y = torch.cat([F.dropout(b["first"], drop), b["numbers"]], 1)
        windows = self.answers2(F.dropout(F.gelu(self.answers1(y)), drop))[:, 0]
        return figures, windows


def begin(heads: Heads, arrays: Mapping[str, Any]) -> None:
    """Start ``heads`` from those of the reader's training (``arrays``), which know neither the numbers
    that only the product has, nor a second layer for windows: gelu(x) - gelu(-x) is x."""
    told = {
        name: torch.from_numpy(np.asarray(arrays[name], np.float32))
        for name in ("figure1.w", "figure1.b", "figure2.w", "figure2.b", "answers.w", "answers.b")
    }
    row, bias = told["answers.w"], told["answers.b"]
    with torch.no_grad():
        heads.figure1.weight.zero_()[:, : told["figure1.w"].shape[1]] = told["figure1.w"]
        heads.figure1.bias.copy_(told["figure1.b"])
        heads.figure2.weight.copy_(told["figure2.w"])
        heads.figure2.bias.copy_(told["figure2.b"])
        heads.answers1.weight[:2] = torch.cat([row, -row])
        heads.answers1.bias[:2] = torch.cat([bias, -bias])
        heads.answers2.weight.zero_()[0, :2] = torch.tensor([1.0, -1.0])
        heads.answers2.bias.zero_()


def _spread(
    scores: torch.Tensor,
    q: torch.Tensor,
    gold: torch.Tensor,
    n: int,
    null: torch.Tensor,
    use: torch.Tensor,
) -> torch.Tensor:
    """-log share of the gold in each question's softmax with a null of score 0."""
    top = torch.zeros(n).scatter_reduce(0, q, scores.detach(), "amax", include_self=True)
    e = torch.exp(scores - top[q])
    total = torch.zeros(n).index_add(0, q, e) + torch.exp(-top)
    right = torch.zeros(n).index_add(0, q, e * gold) + torch.exp(-top) * null
    keep = use & (right > 0)
    return (torch.log(total) - torch.log(right.clamp(min=1e-30)))[keep].mean()


def fit_reader(
    ones: list[dict[str, Any]],
    epochs: int = 60,
    seed: int = 3,
    begun: Mapping[str, Any] | None = None,
) -> tuple[Heads, dict[str, float]]:
    """Heads fitted on ``ones``, from those of the reader's training where ``begun`` holds them, and
    what they score on the fifth of the reports that is left out."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    train = [o for o in ones if o["report"] % 5 != 2]
    test = [o for o in ones if o["report"] % 5 == 2]
    heads = Heads(
        train[0]["first"].shape[1],
        train[0]["figure_numbers"][0].shape[1]
        if len(train[0]["figure_numbers"][0])
        else next(f.shape[1] for o in train for f in o["figure_numbers"] if len(f)),
        train[0]["numbers"].shape[1],
    )
    if begun is not None:
        begin(heads, begun)
    rate = 1e-3 if begun is None else 2e-4
    optimizer = torch.optim.AdamW(heads.parameters(), lr=rate, weight_decay=0.05)
    held = padded_batch(test)
    best, kept, told = 1e9, heads.state_dict(), {}
    for epoch in range(epochs):
        rng.shuffle(train)
        for start in range(0, len(train), 64):
            b = padded_batch(train[start : start + 64])
            figures, windows = heads(b, 0.2)
            loss = _loss(figures, windows, b)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        heads.eval()
        with torch.no_grad():
            figures, windows = heads(held)
            value = float(_loss(figures, windows, held))
        heads.train()
        if value < best:
            best, kept = value, {k: v.clone() for k, v in heads.state_dict().items()}
            told = measured(figures, windows, held, test) | {"loss": value, "epoch": epoch}
    heads.load_state_dict(kept)
    with torch.no_grad():
        heads.answers2.weight *= WINDOW_SCALE
        heads.answers2.bias *= WINDOW_SCALE
    return heads.eval(), told


def balanced(ones: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """``ones`` with no more that nothing answers than NULLS allows: else all is found too unlikely."""
    nulls = [one for one in ones if one["kind"] == "unanswerable"]
    others = [one for one in ones if one["kind"] != "unanswerable"]
    return others + random.Random(1).sample(nulls, min(len(nulls), int(NULLS * len(others))))


def _loss(figures: torch.Tensor, windows: torch.Tensor, b: dict[str, Any]) -> torch.Tensor:
    null = b["null"].float()
    loss = _spread(figures, b["qf"], b["gf"], b["n"], null, b["figure_q"])
    loss = loss + _spread(windows, b["qw"], b["gw"], b["n"], null, b["sentence_q"])
    use = b["figure_q"][b["qf"]]
    loss = loss + 0.5 * F.binary_cross_entropy_with_logits(figures[use], b["gf"][use])
    return loss + 0.5 * F.binary_cross_entropy_with_logits(windows, b["gw"])


def measured(
    figures: torch.Tensor, windows: torch.Tensor, b: dict[str, Any], ones: list[dict[str, Any]]
) -> dict[str, float]:
    hits: dict[str, list[float]] = {}
    for n, one in enumerate(ones):
        f, w = figures[b["qf"] == n], windows[b["qw"] == n]
        best = max(float(f.max()) if len(f) else -9.0, -9.0)
        if one["kind"] == "unanswerable":
            hits.setdefault(f"refused {one['slug']}", []).append(max(best, float(w.max())) < 0)
        elif one["wants"]:
            gold = b["gf"][b["qf"] == n]
            hits.setdefault(f"figure {one['kind']}", []).append(
                float(gold[f.argmax()]) if len(f) else 0.0
            )
            hits.setdefault("figure refused", []).append(best < 0)
        else:
            gold = b["gw"][b["qw"] == n]
            hits.setdefault(f"window {one['kind']}", []).append(float(gold[w.argmax()]))
            hits.setdefault("window refused", []).append(float(w.max()) < 0)
    return {k: round(float(np.mean(v)), 3) for k, v in sorted(hits.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("features", type=Path)
    parser.add_argument("--collect", action="store_true")
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--share-seen", type=float, default=0.0)
    parser.add_argument(
        "--foreign",
        type=Path,
        nargs="+",
        default=[],
        help="files of public questions, one JSON a line; 30 of each",
    )
    parser.add_argument("--beside", type=Path, help="what shared_questions wrote, taken twice")
    parser.add_argument("--out", type=Path, help="folder of encoder.npz and reader.npz to amend")
    args = parser.parse_args()
    if args.collect:
        lines = [
            x
            for file in args.foreign
            for x in random.Random(5).sample(file.read_text("utf-8").splitlines(), 30)
        ]
        collect(
            args.index,
            args.features,
            args.seconds,
            args.share_seen,
            [json.loads(line)["question"] for line in lines],
        )
    data = balanced(pickle.loads(args.features.read_bytes()))
    if args.beside:  # beyond the fifth of the bank's reports that is measured on
        data += 2 * [one | {"report": BESIDE} for one in pickle.loads(args.beside.read_bytes())]
    begun = dict(np.load(args.out / "reader.npz")) if args.out else {}
    heads, told = fit_reader(data, begun=begun if "answers.w" in begun else None)
    print("reader", json.dumps(told))
    if args.out:
        amend(
            args.out / "reader.npz",
            {
                f"{name}.{part}": getattr(getattr(heads, name), "weight" if part == "w" else "bias")
                for name in ("figure1", "figure2", "answers1", "answers2")
                for part in "wb"
            },
        )


def amend(path: Path, arrays: dict[str, Any]) -> None:
    """Put ``arrays`` into an .npz file, in place of the heads of one layer from the training."""
    amend_arrays(path, {name: value.detach().numpy() for name, value in arrays.items()})


def amend_arrays(path: Path, arrays: dict[str, Any]) -> None:
    """``amend`` with arrays of numpy. The file is packed as it ships: matrices of heads in half
    precision (layers hold none but 4-bit blocks), all compressed."""
    found = dict(np.load(path))
    for name, value in arrays.items():
        head, part = name.split(".")
        found.pop(f"{head.rstrip('12')}.{part}", None)
        found[name] = np.asarray(value, np.float32)
    np.savez_compressed(
        path,
        **{
            name: array.astype(np.float16)
            if array.ndim > 1 and array.dtype == np.float32
            else array
            for name, array in found.items()
        },
    )


if __name__ == "__main__":
    main()
