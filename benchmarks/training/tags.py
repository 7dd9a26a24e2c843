"""The tag head of the question encoder (body, time, neither) and the kind head, fitted on states
of the product's own encoder for every question of the bank."""

from __future__ import annotations

import argparse
import json
import pickle
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from indexer.models import model_file
from indexer.models.encoder import QUERY, shared_encoder
from indexer.models.question import MAX_TOKENS, letters, neighbours, pooled

from .bank import read_bank
from .batches import KINDS
from .heads import amend


def collect(out: Path) -> None:
    """Token states of all questions with their tags and kinds, to ``out``."""
    encoder = shared_encoder(model_file.checked())
    asked = [(number, q) for number, report in enumerate(read_bank()) for q in report.questions]
    found = encoder.tokenizer.encode_many([QUERY + q.text for _, q in asked], MAX_TOKENS)
    states = encoder.transformer.map([e.ids for e in found],
                                     lambda _, s: s.astype(np.float16))
    rows = []
    for (number, q), encoding, s in zip(asked, found, states, strict=True):
        tags = np.zeros(len(encoding.ids), np.int64)
        for i, (start, end) in enumerate(encoding.spans):
            start, end = start - len(QUERY), end - len(QUERY)
            for tag, spans in ((1, q.body), (2, q.time)):
                if end > max(start, 0) and any(a < end and start < b for a, b in spans):
                    tags[i] = tag
        rows.append({"report": number, "states": s, "tags": tags, "text": q.text,
                     "kind": KINDS.index(q.kind) if q.kind in KINDS else -1})
    out.write_bytes(pickle.dumps(rows, protocol=5))


def fit(rows: list[dict[str, Any]], seed: int = 4, epochs: int = 4
        ) -> tuple[nn.Sequential, dict[str, float]]:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    train = [r for r in rows if r["report"] % 8 != 5]
    test = [r for r in rows if r["report"] % 8 == 5]
    width = rows[0]["states"].shape[1]
    net = nn.Sequential(nn.Linear(3 * width, 160), nn.GELU(), nn.Dropout(0.2), nn.Linear(160, 3))
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.02)
    for _ in range(epochs):
        rng.shuffle(train)
        net.train()
        for start in range(0, len(train), 96):
            part = train[start : start + 96]
            x = torch.tensor(np.concatenate([neighbours(r["states"]) for r in part]).astype("f4"))
            y = torch.tensor(np.concatenate([r["tags"] for r in part]))
            loss = F.cross_entropy(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    net.eval()
    exact, right = [], []
    with torch.no_grad():
        for r in test:
            out = net(torch.tensor(neighbours(r["states"]).astype("f4"))).argmax(1).numpy()
            exact.append(bool((out == r["tags"]).all()))
            right.append(float((out == r["tags"]).mean()))
    return net, {"questions exact": round(float(np.mean(exact)), 3),
                 "tokens": round(float(np.mean(right)), 4)}


def fit_kinds(rows: list[dict[str, Any]], seed: int = 4, epochs: int = 12
              ) -> tuple[nn.Sequential, nn.Linear, dict[str, float]]:
    """Kinds from a question's token states (their mean and largest values) and its letters."""
    torch.manual_seed(seed)
    known = [r for r in rows if r["kind"] >= 0]
    x = torch.tensor(np.stack([pooled(r["states"]) for r in known]))
    g = torch.tensor(np.stack([letters(r["text"]) for r in known]))
    y = torch.tensor([r["kind"] for r in known])
    test = torch.tensor([r["report"] % 8 == 5 for r in known])
    net = nn.Sequential(nn.Linear(x.shape[1], 160), nn.GELU(), nn.Dropout(0.4), nn.Linear(160, 7))
    by_letters = nn.Linear(g.shape[1], 7, bias=False)
    optimizer = torch.optim.AdamW(
        [{"params": net.parameters(), "lr": 1e-3, "weight_decay": 0.05},
         {"params": by_letters.parameters(), "lr": 4e-3, "weight_decay": 0.3}])
    rows_in = torch.where(~test)[0]
    for _ in range(epochs):
        net.train()
        order = rows_in[torch.randperm(len(rows_in))]
        for start in range(0, len(order), 96):
            at = order[start : start + 96]
            out = net(x[at]) + by_letters(F.dropout(g[at], 0.3))
            loss = F.cross_entropy(out, y[at], label_smoothing=0.03)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    net.eval()
    with torch.no_grad():
        out = (net(x[test]) + by_letters(g[test])).argmax(1)
    yt = y[test]
    one = lambda k: torch.where(k < 3, 0, k)  # noqa: E731
    return net, by_letters, {
        "right": round(float((out == yt).float().mean()), 3),
        "single as one": round(float((one(out) == one(yt)).float().mean()), 3)} | {
        KINDS[k]: round(float((out[yt == k] == k).float().mean()), 2) for k in range(7)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", type=Path)
    parser.add_argument("--collect", action="store_true")
    parser.add_argument("--out", type=Path, help="folder of encoder.npz to amend")
    args = parser.parse_args()
    if args.collect:
        collect(args.states)
    rows = pickle.loads(args.states.read_bytes())
    kinds, by_letters, told = fit_kinds(rows)
    print("kinds", json.dumps(told), flush=True)
    tags, told = fit(rows)
    print("tags", json.dumps(told))
    if args.out:
        amend(args.out / "encoder.npz", {
            f"{name}{n}.{part}": getattr(net[layer], "weight" if part == "w" else "bias")
            for name, net in (("tags", tags), ("kind", kinds))
            for n, layer in ((1, 0), (2, 3)) for part in "wb"} | {
            "letters.w": by_letters.weight})


if __name__ == "__main__":
    main()
