"""The heads of the question encoder (tags: body, time, neither; kind; family of the figure), fitted
on states of the product's own encoder for every question of the bank and every wording."""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from indexer.models import model_file
from indexer.models.encoder import QUERY, shared_encoder
from indexer.models.question import MAX_TOKENS, NO_FIGURE, letters, neighbours, pooled

from .bank import BankQuestion, read_bank, read_census, read_wordings
from .batches import KINDS
from .heads import amend_arrays

#: How often the wordings count beside the bank, most of whose questions ask one body for a figure
#: (held out, kinds of bank / wordings: without them .868 / .611, once .861 / .756, three times
#: .856 / .860, six times .841 / .845).
_TIMES = 3


def collect(out: Path, prepared: Path) -> None:
    """Token states of all questions with their tags, kinds and families, to ``out``."""
    encoder = shared_encoder(model_file.checked())
    asked = [
        (q, number % 8 == 5) for number, report in enumerate(read_bank()) for q in report.questions
    ]
    families = _families(prepared)
    marked = len(asked)
    beside = read_wordings()
    marked += len(beside)
    beside += [BankQuestion(q.text, q.kind, q.language, "", (), "") for q in read_census()]
    asked += [(q, zlib.crc32(q.text.encode()) % 8 == 5) for q in beside]
    families += [-1] * (len(asked) - len(families))  # wordings tell no figure
    found = encoder.tokenizer.encode_many([QUERY + q.text for q, _ in asked], MAX_TOKENS)
    states = encoder.transformer.map([e.ids for e in found], lambda _, s: s.astype(np.float16))
    rows = []
    for number, ((q, left_out), encoding, s, family) in enumerate(
        zip(asked, found, states, families, strict=True)
    ):
        tags = np.zeros(len(encoding.ids), np.int64)
        for i, (start, end) in enumerate(encoding.spans):
            start, end = start - len(QUERY), end - len(QUERY)
            for tag, spans in ((1, q.body), (2, q.time)):
                if end > max(start, 0) and any(a < end and start < b for a, b in spans):
                    tags[i] = tag
        rows.append(
            {
                "left_out": left_out,
                "marked": number < marked,
                "by_itself": not q.slug,
                "states": s,
                "tags": tags,
                "text": q.text,
                "family": family,
                "kind": KINDS.index(q.kind) if q.kind in KINDS else -1,
            }
        )
    out.write_bytes(pickle.dumps(rows, protocol=5))


def _families(prepared: Path) -> list[int]:
    """The family of the figure that each question of the bank asks for, in the bank's order;
    NO_FIGURE where none is, -1 where it is not told."""
    data = pickle.loads(gzip.decompress(prepared.read_bytes()))  # our own file
    told = []
    for q in data["questions"]:
        if q["source"] != "bank":
            continue
        family = -1
        if q["kind"] in ("fact", "yes_no", "topic"):
            family = NO_FIGURE
        elif q["kind"] in ("lookup", "compare", "total") and q["figures"]:
            family = data["reports"][q["report"]]["figures"][q["figures"][0]]["family"]
        told.append(family)
    return told


def fit(
    rows: list[dict[str, Any]], seed: int = 4, epochs: int = 4
) -> tuple[nn.Sequential, dict[str, float]]:
    torch.manual_seed(seed)
    rng = random.Random(seed)
    rows = [r for r in rows if r["marked"]]  # names and times are not marked in the others
    train = [r for r in rows if not r["left_out"] for _ in range(_TIMES if r["by_itself"] else 1)]
    test = [r for r in rows if r["left_out"]]
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
    exact: dict[str, list[bool]] = {"bank": [], "wordings": []}
    right = []
    with torch.no_grad():
        for r in test:
            out = net(torch.tensor(neighbours(r["states"]).astype("f4"))).argmax(1).numpy()
            exact["wordings" if r["by_itself"] else "bank"].append(bool((out == r["tags"]).all()))
            right.append(float((out == r["tags"]).mean()))
    return net, {f"{name} exact": round(float(np.mean(v)), 3) for name, v in exact.items()} | {
        "tokens": round(float(np.mean(right)), 4)
    }


def fit_classes(
    rows: list[dict[str, Any]], what: str, classes: int, seed: int = 4, epochs: int = 12
) -> tuple[nn.Sequential, nn.Linear, dict[str, Any]]:
    """Kind or family from a question's token states (their mean and largest values) and its
    letters; ``what`` is the key in ``rows``, below 0 where it is not told."""
    torch.manual_seed(seed)
    known = [r for r in rows if r[what] >= 0]
    x = torch.tensor(np.stack([pooled(r["states"]) for r in known]))
    g = torch.tensor(np.stack([letters(r["text"]) for r in known]))
    y = torch.tensor([r[what] for r in known])
    test = torch.tensor([r["left_out"] for r in known])
    net = nn.Sequential(
        nn.Linear(x.shape[1], 160), nn.GELU(), nn.Dropout(0.4), nn.Linear(160, classes)
    )
    by_letters = nn.Linear(g.shape[1], classes, bias=False)
    optimizer = torch.optim.AdamW(
        [
            {"params": net.parameters(), "lr": 1e-3, "weight_decay": 0.05},
            {"params": by_letters.parameters(), "lr": 4e-3, "weight_decay": 0.3},
        ]
    )
    alone = torch.tensor([r["by_itself"] for r in known])
    rows_in = torch.cat([torch.where(~test)[0]] + [torch.where(~test & alone)[0]] * (_TIMES - 1))
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
        out = (net(x) + by_letters(g)).argmax(1)
    told: dict[str, Any] = {}
    for name, some in (("bank", test & ~alone), ("wordings", test & alone)):
        if some.any():
            told[name] = round(float((out == y)[some].float().mean()), 3)
            told |= {
                f"{name} {k}": round(float((out == k)[some & (y == k)].float().mean()), 2)
                for k in range(classes)
                if (some & (y == k)).any()
            }
    return net, by_letters, told


def head_arrays(name: str, net: nn.Sequential) -> dict[str, Any]:
    """The arrays of a head of two layers as ``models.question`` reads them."""
    return {
        f"{name}{n}.{part}": getattr(net[layer], kind).detach().numpy()
        for n, layer in ((1, 0), (2, 3))
        for part, kind in (("w", "weight"), ("b", "bias"))
    }


def mean_of(
    name: str, heads: Sequence[Mapping[str, Any]], shares: Sequence[float]
) -> dict[str, Any]:
    """One head ``name`` whose logits are those of ``heads`` by their ``shares``: their hidden units
    side by side."""
    told = [
        {
            part: np.asarray(head[f"{name}{part}"], np.float32)
            for part in ("1.w", "1.b", "2.w", "2.b")
        }
        for head in heads
    ]
    weighed = list(zip(told, map(np.float32, shares), strict=True))
    return {
        f"{name}1.w": np.concatenate([head["1.w"] for head in told]),
        f"{name}1.b": np.concatenate([head["1.b"] for head in told]),
        f"{name}2.w": np.concatenate([head["2.w"] * share for head, share in weighed], axis=1),
        f"{name}2.b": sum(head["2.b"] * share for head, share in weighed),
    }


def averaged(heads: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """One kind head whose logits are the mean of those of ``heads``."""
    count = len(heads)
    return mean_of("kind", heads, [1 / count] * count) | {
        "letters.w": sum(np.asarray(h["letters.w"], np.float32) for h in heads) / count
    }


def with_fewer_units(
    head: Mapping[str, Any], name: str, inputs: np.ndarray, keep: int
) -> dict[str, Any]:
    """The head ``name`` with the ``keep`` hidden units that move its logits most over ``inputs``
    (n, width); its second layer is fitted to the logits of the whole by ridge regression."""
    w1, b1, w2, b2 = (
        np.asarray(head[f"{name}{n}.{part}"], np.float32) for n in "12" for part in "wb"
    )
    hidden = F.gelu(torch.from_numpy(inputs.astype(np.float32) @ w1.T + b1)).numpy()
    worth = hidden.std(axis=0) * np.linalg.norm(w2 - w2.mean(axis=0), axis=0)
    kept = np.sort(np.argsort(-worth, kind="stable")[:keep])
    known = np.column_stack([hidden[:, kept], np.ones(len(hidden), np.float32)])
    left = hidden @ w2.T - hidden[:, kept] @ w2[:, kept].T
    square = known.T @ known
    ridge = 0.01 * np.trace(square) / len(square) * np.eye(len(square))
    more = np.linalg.solve(square + ridge, known.T @ left)
    return {
        f"{name}1.w": w1[kept],
        f"{name}1.b": b1[kept],
        f"{name}2.w": (w2[:, kept] + more[:-1].T).astype(np.float32),
        f"{name}2.b": (b2 + more[-1]).astype(np.float32),
    }


def _tags_beside(
    path: Path, share: float, units: Sequence[int], rows: list[dict[str, Any]]
) -> None:
    """Put the mean of the tag head in ``path`` and a new one there, with ``units`` hidden units of
    the tag and of the kind head."""
    tags, told = fit(rows)
    print("tags", json.dumps(told), flush=True)
    with np.load(path) as known:
        arrays = dict(known)
    head = mean_of("tags", [arrays, head_arrays("tags", tags)], [1 - share, share])
    alone = [r for r in rows if r["by_itself"] and not r["left_out"]][::2]
    tokens = np.concatenate([neighbours(r["states"]) for r in alone])
    whole = np.stack([pooled(r["states"]) for r in alone])
    amend_arrays(
        path,
        with_fewer_units(head, "tags", tokens, units[0])
        | with_fewer_units(arrays, "kind", whole, units[1]),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", type=Path)
    parser.add_argument("--collect", type=Path, metavar="PREPARED", help="collect them first")
    parser.add_argument("--out", type=Path, help="folder of encoder.npz to amend")
    parser.add_argument(
        "--kind-beside",
        action="store_true",
        help="only average the kind head of --out with a new one",
    )
    parser.add_argument(
        "--tags-beside",
        type=float,
        metavar="SHARE",
        help="only put the mean of the tag head of --out and a new one (its SHARE) there",
    )
    parser.add_argument(
        "--units",
        type=int,
        nargs=2,
        default=(250, 230),
        metavar=("TAGS", "KIND"),
        help="hidden units that --tags-beside leaves to the tag and the kind head",
    )
    args = parser.parse_args()
    if (args.kind_beside or args.tags_beside) and not args.out:
        parser.error("--kind-beside and --tags-beside need --out")
    path = args.out / "encoder.npz" if args.out else None
    if args.collect:
        collect(args.states, args.collect)
    rows = pickle.loads(args.states.read_bytes())
    if args.tags_beside:
        return _tags_beside(path, args.tags_beside, args.units, rows)
    kinds, by_letters, told = fit_classes(rows, "kind", len(KINDS))
    print("kinds", json.dumps(told), flush=True)
    kind = head_arrays("kind", kinds) | {"letters.w": by_letters.weight.detach().numpy()}
    if args.kind_beside:
        with np.load(path) as known:
            amend_arrays(path, averaged([known, kind]))
        return
    family, family_letters, told = fit_classes(rows, "family", NO_FIGURE + 1, epochs=10)
    print("families", json.dumps(told), flush=True)
    tags, told = fit(rows)
    print("tags", json.dumps(told))
    if path:
        amend_arrays(
            path,
            kind
            | head_arrays("tags", tags)
            | head_arrays("family", family)
            | {"family_letters.w": family_letters.weight.detach().numpy()},
        )


if __name__ == "__main__":
    main()
