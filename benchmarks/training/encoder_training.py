"""The encoder's upper layers, tuned contrastively: question to figure clause, sentence, passage.

A question's subject (its words less body and time, told apart by a tag head trained beside) is
drawn to the clause of the figure that answers it against the other clauses of the same report,
and likewise to sentences, passages and the names of reports. InfoNCE (van den Oord et al. 2018,
arXiv:1807.03748), temperature 0.05.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ahead import ahead
from .batches import FIGURE_KINDS, KINDS, Pool, bank_batch, public_batch
from .networks import HIDDEN, Trunk, grouped, means, on_device, padded, pooled, spanned, unit

TEMPERATURE = 0.05
HEADS_OF = ("tags", "kind", "family", "role")
HEAD_WEIGHTS = {"tags": 0.3, "kind": 0.4, "family": 0.2, "role": 0.1}
OTHERS = 0.3  # weight of the loss over the other reports of the batch


class FittedTags(nn.Module):
    """The tag head that ships: two layers over each token's state and its neighbours' (``tags``)."""

    def __init__(self, arrays: dict[str, Any]) -> None:
        super().__init__()
        self.first, self.second = (
            nn.Linear(*arrays[f"{name}.w"].shape[::-1]) for name in ("tags1", "tags2")
        )
        take(self.first, arrays, "tags1")
        take(self.second, arrays, "tags2")

    def forward(self, states: Tensor) -> Tensor:
        before, after = F.pad(states, (0, 0, 1, -1)), F.pad(states, (0, 0, -1, 1))
        told: Tensor = self.second(F.gelu(self.first(torch.cat([before, states, after], -1))))
        return told


class EncoderNetwork(nn.Module):
    """The encoder with its question heads: tags of tokens, kind, family and role asked for."""

    def __init__(self, tensors: dict[str, Any], tuned_from: int = 6) -> None:
        super().__init__()
        self.trunk = Trunk(tensors, list(range(12)), tuned_from)
        self.tags: nn.Module = nn.Linear(HIDDEN, 3)
        self.kind = nn.Linear(HIDDEN, len(KINDS))
        self.family = nn.Linear(HIDDEN, 9)  # the last: no figure is wanted
        self.role = nn.Linear(HIDDEN, 4)

    def ask(self, rows: list[list[int]], device: str) -> dict[str, Tensor]:
        """Vectors of questions: ``whole`` (mean over all tokens), ``subject`` (less body and time),
        ``name`` (body tokens alone), and the heads' outputs."""
        return self.heads(*self.trunk(padded(rows, device)))

    def heads(self, states: Tensor, real: Tensor) -> dict[str, Tensor]:
        """What ``ask`` gives, of states (n, t, 384)."""
        tags = self.tags(states * real[..., None])
        p = tags.softmax(-1)
        weight = real.float()
        whole = (states * weight[..., None]).sum(1) / weight.sum(1, keepdim=True)
        free = weight * p[..., 0] + 1e-4 * weight
        subject = (states * free[..., None]).sum(1) / free.sum(1, keepdim=True)
        own = weight * p[..., 1] + 1e-6 * weight
        name = (states * own[..., None]).sum(1) / own.sum(1, keepdim=True)
        return {
            "whole": unit(whole),
            "subject": unit(subject),
            "name": unit(name),
            "tags": tags,
            "real": real,
            "kind": self.kind(whole),
            "family": self.family(subject),
            "role": self.role(subject),
        }

    def tell(self, rows: list[list[int]], device: str) -> tuple[Tensor, Tensor]:
        """Token states (n, t, 384) and mean vectors (n, 384) of passages."""
        states, real = self.trunk(padded(rows, device))
        weight = real.float()
        return states, unit((states * weight[..., None]).sum(1) / weight.sum(1, keepdim=True))

    def arrays(self) -> dict[str, Any]:
        return self.trunk.arrays() | head_arrays(self, HEADS_OF)

    def load(self, arrays: dict[str, Any]) -> None:
        """Go on from a trained encoder, as ``arrays`` gave it; or take over the one that ships to train
        a reader beside it (of its fitted heads the tags alone, which the vectors hang on)."""
        self.trunk.load(arrays)
        if "tags1.w" in arrays:
            self.tags = FittedTags(arrays)
            return
        for name in HEADS_OF:
            take(getattr(self, name), arrays, name)


def head_arrays(model: nn.Module, names: Iterable[str]) -> dict[str, Any]:
    """Weights of the heads ``names`` of ``model``, as ``take`` takes them."""
    found: dict[str, Any] = {}
    for name in names:
        head = getattr(model, name)
        found[f"{name}.w"] = head.weight.detach().cpu().float().numpy()
        found[f"{name}.b"] = head.bias.detach().cpu().float().numpy()
    return found


@torch.no_grad()
def take(head: nn.Linear, arrays: dict[str, Any], name: str) -> None:
    """Weights of ``head`` from ``arrays``."""
    head.weight.copy_(torch.from_numpy(np.array(arrays[f"{name}.w"], np.float32)))
    head.bias.copy_(torch.from_numpy(np.array(arrays[f"{name}.b"], np.float32)))


def figure_vectors(
    states: Tensor, spans: list[tuple[int, int, int]], own: list[tuple[int, int, int]]
) -> Tensor:
    """Unit vectors of figures: half the mean of the clause, half that of the figure's tokens."""
    return unit(0.5 * pooled(states, spans) + 0.5 * pooled(states, own))


def spread(scores: Tensor, gold: Tensor, allowed: Tensor | None = None) -> Tensor:
    """-log of the share of the gold columns (q, n bool) in the softmax over the allowed ones."""
    scores = scores / TEMPERATURE
    if allowed is not None:
        scores = scores.masked_fill(~(allowed | gold), -1e4)
    top = torch.logsumexp(scores.masked_fill(~gold, -1e4), 1)
    return (torch.logsumexp(scores, 1) - top).mean()


class Places:
    """Rows of a batch's reports: passages in one list, with each figure's and sentence's span
    (row, start, end), and the report and number of each."""

    def __init__(self, pool: Pool, reports: Sequence[int], limit: int = 10) -> None:
        self.reports = list(dict.fromkeys(reports))
        self.passages: list[Any] = []
        self.first: dict[int, tuple[int, int]] = {}  # report: first passage, passages kept
        figures, sentences = [], []
        for r in self.reports:
            report, first = pool.reports[r], len(self.passages)
            kept = report["passages"][:limit]
            self.passages += kept
            self.first[r] = first, len(kept)
            figures += [
                (r, n, first + f["passage"], *f["clause"], *f["own"])
                for n, f in enumerate(report["figures"])
                if f["passage"] < len(kept)
            ]
            sentences += [
                (r, n, first + p, a, b)
                for n, (p, a, b) in enumerate(report["sentences"])
                if p < len(kept)
            ]
        table = np.array(figures, np.int64).reshape(-1, 7)
        self.figures, self.clauses, self.own = table[:, :2], table[:, 2:5], table[:, [2, 5, 6]]
        table = np.array(sentences, np.int64).reshape(-1, 5)
        self.sentences, self.sentence_spans = table[:, :2], table[:, 2:]


def encoder_batch(
    pool: Pool, chosen: list[int], pairs: list[tuple[int, int]], rng: random.Random
) -> dict[str, Any]:
    """What a step on the bank's questions ``chosen`` and on ``pairs`` of public questions and
    reports needs, in numpy: rows of all texts in groups, spans to take means of, and contrasts
    ``name, weight, question vector, table, questions, gold (q, n), same report (q, n) or None``."""
    bank = [pool.questions[n] for n in chosen]
    public = [pool.questions[n] for n, _ in pairs]
    places = Places(pool, [q["report"] for q in bank])
    beside = Places(pool, [r for _, r in pairs], 1)
    index = [i for i, q in enumerate(bank) if q["named"]]
    names: list[int] = []
    if index:
        reports = [r for rs in pool.authors.values() for r in rs]
        others = rng.sample(reports, min(48, len(reports)))
        index = [i for i in index if bank[i]["kind"] != "unanswerable"]
        names = list(dict.fromkeys([bank[i]["report"] for i in index] + others))
    contrasts: list[tuple[Any, ...]] = []

    def contrast(
        name: str,
        weight: float,
        vector: str,
        table: str,
        asked: list[int],
        gold: Any,
        same: Any = None,
        shift: int = 0,
    ) -> None:
        keep = gold.any(1) if len(asked) else np.zeros(0, bool)
        if keep.any():
            contrasts.append(
                (
                    name,
                    weight,
                    vector,
                    table,
                    np.array(asked)[keep] + shift,
                    gold[keep],
                    None if same is None else same[keep],
                )
            )

    for name, weight, items, asked in (
        (
            "figure",
            1.0,
            places.figures,
            [i for i, q in enumerate(bank) if q["figures"] and q["kind"] in FIGURE_KINDS],
        ),
        ("sentence", 0.7, places.sentences, [i for i, q in enumerate(bank) if q["sentences"]]),
    ):
        same = items[None, :, 0] == np.array([bank[i]["report"] for i in asked])[:, None]
        gold = (
            np.array([np.isin(items[:, 1], bank[i][f"{name}s"]) for i in asked], bool).reshape(
                same.shape
            )
            & same
        )
        contrast(name, weight, "subject", name, asked, gold, same)
    asked = [i for i, q in enumerate(bank) if q["sentences"]]
    gold = np.zeros((len(asked), len(places.passages)), bool)
    for k, i in enumerate(asked):
        first, count = places.first[bank[i]["report"]]
        for s in bank[i]["sentences"]:
            p = pool.reports[bank[i]["report"]]["sentences"][s][0]
            if p < count:
                gold[k, first + p] = True
    contrast("passage", 0.3, "whole", "passage", asked, gold)
    contrast(
        "name",
        0.2,
        "name",
        "name",
        index,
        np.array([[r == bank[i]["report"] for r in names] for i in index], bool),
    )
    # The same paragraph in another language answers a question of XQuAD too.
    twins = np.array([pool.reports[r]["name"].split("/")[-1] for r in beside.reports])
    gold = np.array(
        [
            (np.array(beside.reports) == r)
            | ((twins == pool.reports[r]["name"].split("/")[-1]) & (q["source"] == "xquad"))
            for (_, r), q in zip(pairs, public, strict=True)
        ],
        bool,
    )
    everyone = list(range(len(pairs)))
    contrast("public passage", 1.0, "whole", "public passage", everyone, gold, None, len(bank))
    gold = np.array(
        [
            (beside.sentences[:, 0] == r)
            & np.isin(beside.sentences[:, 1], q["sentences"])
            & (r == q["report"])
            for (_, r), q in zip(pairs, public, strict=True)
        ],
        bool,
    )
    contrast("public sentence", 0.5, "subject", "public sentence", everyone, gold, None, len(bank))

    told = [*places.passages, *(pool.reports[r]["name_ids"] for r in names), *beside.passages]
    rows = told + [q["ids"] for q in bank + public]
    groups, _, base = grouped(rows)
    width = max(len(row) for row in rows[len(told) :])
    real = np.arange(width) < np.array([len(row) for row in rows[len(told) :]])[:, None]
    wholes = np.array([(i, 0, len(row)) for i, row in enumerate(told)])
    p, n = len(places.passages), len(names)
    after = beside.sentence_spans + [p + n, 0, 0]
    parts = {
        "clause": places.clauses,
        "own": places.own,
        "sentence": places.sentence_spans,
        "passage": wholes[:p],
        "name": wholes[p : p + n],
        "public passage": wholes[p + n :],
        "public sentence": after,
    }
    spans = np.concatenate(list(parts.values()))
    return {
        "groups": groups,
        "real": real,
        "bank": len(bank),
        "contrasts": contrasts,
        "questions": np.where(real, base[len(told) :, None] + np.arange(width), 0),
        "spans": spanned(base[spans[:, 0]] + spans[:, 1], base[spans[:, 0]] + spans[:, 2]),
        "parts": {name: len(part) for name, part in parts.items()},
        "heads": head_golds(pool, bank, width),
        "public": len(public),
    }


def head_golds(pool: Pool, asked: list[dict[str, Any]], width: int) -> dict[str, Any]:
    """What the heads should say, -100 where that is not known."""
    gold = {name: np.full(len(asked), -100, np.int64) for name in ("kind", "family", "role")}
    tags = np.full((len(asked), width), -100, np.int64)
    for i, q in enumerate(asked):
        tags[i, : len(q["tags"])] = q["tags"]
        if q["kind"] in KINDS:
            gold["kind"][i] = KINDS.index(q["kind"])
            gold["family"][i] = 8
        if q["figures"] and q["kind"] in KINDS:
            figure = pool.reports[q["report"]]["figures"][q["figures"][0]]
            gold["family"][i], gold["role"][i] = figure["family"], figure["role"]
        elif q["kind"] == "enumerate":
            gold["family"][i] = -100  # which bodies said so: a figure may be wanted or not
    return {"tags": tags} | {name: g for name, g in gold.items() if (g >= 0).any()}


def encoder_losses(net: EncoderNetwork, batch: dict[str, Any]) -> dict[str, Tensor]:
    """Losses of a batch of ``encoder_batch`` on the device."""
    flat = net.trunk.flat(batch["groups"])
    questions, real = batch["questions"], batch["real"]
    states = flat.index_select(0, questions.flatten()).view(*questions.shape, HIDDEN)
    out = net.heads(states, real)
    split = means(flat, batch["spans"]).split(list(batch["parts"].values()))
    table = dict(zip(batch["parts"], split, strict=True))
    table["figure"] = 0.5 * table.pop("clause") + 0.5 * table.pop("own")
    losses: dict[str, Tensor] = {}
    for name, weight, vector, told, index, gold, same in batch["contrasts"]:
        scores = out[vector].index_select(0, index) @ unit(table[told]).T
        loss = spread(scores, gold)
        losses[name] = weight * (
            loss if same is None else spread(scores, gold, same) + OTHERS * loss
        )
    bank = batch["bank"]
    if bank:
        for name, gold in batch["heads"].items():
            given = out[name][:bank]
            losses[name] = HEAD_WEIGHTS[name] * F.cross_entropy(
                given.flatten(0, -2), gold.flatten(), ignore_index=-100
            )
    if batch["public"]:
        plain = torch.where(real[bank:], 0, -100)
        losses["public tags"] = 0.02 * F.cross_entropy(
            out["tags"][bank:].flatten(0, 1), plain.flatten(), ignore_index=-100
        )
    return losses


def train_encoder(
    pool: Pool,
    tensors: dict[str, Any],
    device: str,
    steps: int,
    *,
    seed: int = 7,
    rate: float = 6e-5,
    size: int = 20,
    each: int = 4,
    public: int = 48,
    seconds: float = 1e9,
    start: dict[str, Any] | None = None,
    workers: int | None = None,
) -> EncoderNetwork:
    """The tuned encoder; ends after ``steps`` or ``seconds``, whichever comes first. ``start``:
    the arrays of a trained encoder to go on from."""
    torch.manual_seed(seed)
    net = EncoderNetwork(tensors)
    if start is not None:
        net.load(start)
    net.to(device)
    heads = [p for name in HEADS_OF for p in getattr(net, name).parameters()]
    upper = [p for layer in net.trunk.tuned for p in layer.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": upper, "lr": rate}, {"params": heads, "lr": 10 * rate}],
        weight_decay=0.01,
        fused=device.startswith("cuda"),
    )

    def make(step: int) -> dict[str, Any]:
        rng = random.Random(seed * 1_000_003 + step)
        chosen = bank_batch(pool, rng, size, each)
        pairs = public_batch(pool, rng, public) if public and step % 2 == 0 else []
        return encoder_batch(pool, chosen, pairs, rng)

    told: dict[str, Tensor] = {}
    began = time.monotonic()
    for step, batch in enumerate(ahead(make, steps, workers)):
        share = max(step / steps, (time.monotonic() - began) / seconds)
        if share >= 1:
            break
        factor = min(1, (step + 1) / 60) * (0.5 + 0.5 * math.cos(math.pi * share))
        for group, base in zip(optimizer.param_groups, (rate, 10 * rate), strict=True):
            group["lr"] = base * factor + 1e-7
        net.trunk.refresh()
        losses = encoder_losses(net, on_device(batch, device))
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(upper + heads, 1.0)
        optimizer.step()
        keep_told(told, losses)
        if step % 200 == 199:
            print(
                f"step {step + 1}/{steps} {time.monotonic() - began:.0f}s",
                {k: round(float(v), 3) for k, v in told.items()},
                flush=True,
            )
    with torch.no_grad():
        net.trunk.refresh()
    return net.eval()


def keep_told(told: dict[str, Tensor], losses: dict[str, Tensor]) -> None:
    """Running means of losses, kept on the device so that no step waits for it."""
    for name, value in losses.items():
        told[name] = value.detach().lerp(told[name], 0.98) if name in told else value.detach()
