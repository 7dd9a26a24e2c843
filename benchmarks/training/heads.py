"""The heads of question encoder and reader, fitted on what the product itself computes.

The trunks are trained on a GPU; heads are small, so they are fitted here in minutes, on states of
the quantised networks and the candidates that the index really finds for the bank's questions.
Questions of held-out quantities and reports are used, whose states no trunk was trained on; what
is measured is a fifth of the reports, left out of the fit.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from .head_features import collect

BESIDE = -1
NULLS = 0.09  # questions that nothing answers, at most, beside one that something does
#: Questions asked elsewhere stretch the windows' log-odds, which are to weigh as much as figures'.
WINDOW_SCALE = 0.62


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
