"""The reader: question and window through one network, a score for the window and each figure.

Grown from the encoder's own weights. Candidates are those that the tuned encoder finds, so the
reader learns to tell apart what retrieval cannot. All scores are log-odds against "this does not
answer": the softmax of a question's candidates has a place of score 0 for that (as the null
answer of Devlin et al. 2019, arXiv:1810.04805).
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .ahead import ahead
from .batches import PUBLIC, Pool, left_out
from .encoder_training import head_arrays, keep_told, take
from .networks import HIDDEN, Trunk, grouped, means, on_device, spanned
from .reader_tasks import (
    CANDIDATES,
    FIGURE_NUMBERS,
    Candidate,
    Match,
    Task,
    Vectors,
    make_task,
)

#: Numbers given beside the text of a window: cosine of its sentence, best cosine of its figures.
WINDOW_NUMBERS = 2
QUESTION, BODY = 0, 3
HEADS = ("answers", "figure1", "figure2", "span")


def _multiplies_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 by itself: a step then takes half its time."""
    return torch.backends.mkldnn.is_available() and torch.cpu._is_avx512_bf16_supported()


class ReaderNetwork(nn.Module):
    def __init__(self, tensors: dict[str, Any], layers: Sequence[int], tuned_from: int) -> None:
        super().__init__()
        self.trunk = Trunk(tensors, list(layers), tuned_from, types=5)
        self.answers = nn.Linear(HIDDEN + WINDOW_NUMBERS, 1)
        self.figure1 = nn.Linear(2 * HIDDEN + FIGURE_NUMBERS, 128)
        self.figure2 = nn.Linear(128, 1)
        self.span = nn.Linear(HIDDEN, 2)
        for layer in (self.answers, self.span):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, inputs: dict[str, Any]) -> dict[str, Tensor]:
        """Scores of the rows of ``Inputs.arrays`` on the device; ``states`` of all tokens."""
        device = inputs["base"].device.type
        with torch.autocast(
            device,
            torch.bfloat16,
            enabled=device == "cuda" or (self.training and _multiplies_bfloat16()),
        ):
            flat = self.trunk.flat(inputs["groups"], inputs["types"])
        flat = flat.float()
        first = flat.index_select(0, inputs["base"])
        out = {
            "window": self.answers(torch.cat([first, inputs["window_numbers"]], 1))[:, 0],
            "states": flat,
        }
        if len(inputs["figure_rows"]):
            own = means(flat, inputs["figure_spans"])
            hidden = F.gelu(
                self.figure1(
                    torch.cat(
                        [
                            own,
                            first.index_select(0, inputs["figure_rows"]),
                            inputs["figure_numbers"],
                        ],
                        1,
                    )
                )
            )
            out["figure"] = self.figure2(hidden)[:, 0]
        return out

    def load(self, arrays: dict[str, Any]) -> None:
        """Go on from a trained reader. Where its lowest layers stay as they are and the types too,
        no gradient is needed there: a step on a CPU costs half."""
        self.trunk.load(arrays)
        assert self.trunk.types is not None
        with torch.no_grad():
            self.trunk.types.copy_(torch.from_numpy(np.asarray(arrays["types"], np.float32)))
        for name in HEADS:
            if f"{name}.w" in arrays:
                take(getattr(self, name), arrays, name)
        self.trunk.types.requires_grad_(self.trunk.tuned_from == 0)

    def arrays(self) -> dict[str, Any]:
        found = self.trunk.arrays() | head_arrays(self, HEADS)
        found["layers"] = np.array([layer.number for layer in self.trunk.layers], np.int32)
        return found


@dataclass
class Inputs:
    """Rows of one forward pass; figures of all rows in one list."""

    ids: list[Any] = field(default_factory=list)
    types: list[Any] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # where each row's window begins
    window_numbers: list[tuple[float, float]] = field(default_factory=list)
    figure_spans: list[tuple[int, int, int]] = field(default_factory=list)
    figure_numbers: list[Any] = field(default_factory=list)
    figure_names: list[tuple[int, int]] = field(default_factory=list)  # (row, report's figure)

    def arrays(self) -> dict[str, Any]:
        """What ReaderNetwork.forward takes."""
        groups, types, base = grouped(self.ids, self.types)
        spans = np.array(self.figure_spans, np.int64).reshape(-1, 3)
        at = base[spans[:, 0]]
        return {
            "groups": groups,
            "types": types,
            "base": base,
            "figure_rows": spans[:, 0],
            "window_numbers": np.array(self.window_numbers, np.float32).reshape(-1, 2),
            "figure_spans": spanned(at + spans[:, 1], at + spans[:, 2]),
            "figure_numbers": np.array(self.figure_numbers, np.float32).reshape(-1, FIGURE_NUMBERS),
        }


def add_rows(into: Inputs, match: Match, plain: Any, chosen: Sequence[Candidate]) -> None:
    """Rows of a question (``plain`` ids) with each of ``chosen`` windows."""
    for c in chosen:
        window = match.vectors.pool.reports[c.report]["windows"][c.window]
        row, start = len(into.ids), len(plain) + 2
        into.ids.append(np.concatenate([[0], plain, [2], window["ids"], [2]]))
        into.types.append(
            np.concatenate([np.full(start, QUESTION, np.uint8), window["types"], [BODY]])
        )
        into.starts.append(start)
        into.window_numbers.append((c.sentence_cosine, c.figure_cosine))
        for f, a, b in window["figures"]:
            numbers = match.vectors.windows(c.report).numbers[f].copy()
            numbers[0] = match.of(c.report)[0][f]
            into.figure_spans.append((row, start + a, start + b))
            into.figure_numbers.append(numbers)
            into.figure_names.append((row, f))


def _lists(rows: list[tuple[list[int], list[int], bool]]) -> dict[str, Any]:
    """Lists (places, gold places, whether nothing may be right) as padded arrays."""
    width = max(len(places) for places, _, _ in rows)
    index = np.zeros((len(rows), width), np.int64)
    real = np.zeros((len(rows), width), bool)
    gold = np.zeros((len(rows), width + 1), bool)
    for i, (places, right, null_ok) in enumerate(rows):
        index[i, : len(places)] = places
        real[i, : len(places)] = True
        gold[i, right] = True
        gold[i, -1] = null_ok or not right
    return {"index": index, "real": real, "gold": gold}


def reader_batch(pool: Pool, tasks: list[Task]) -> dict[str, Any]:
    """What a step on ``tasks`` needs, in numpy."""
    inputs = Inputs()
    windows, figures, spans = [], [], []
    for task in tasks:
        q = pool.questions[task.question]
        start, before = len(inputs.ids), len(inputs.figure_names)
        add_rows(inputs, task.match, q["plain"], task.candidates)
        null_ok = task.null
        inside = inputs.figure_names[before:]
        if task.apart:
            lists = _lists_apart(task, start, before, inside)
            windows += lists[0]
            figures += lists[1]
            continue
        windows.append((list(range(start, len(inputs.ids))), task.gold_windows, null_ok))
        if inside and (task.gold_figures or null_ok):
            golden = {(start + w, f) for w, f in task.gold_figures}
            figures.append(
                (
                    list(range(before, before + len(inside))),
                    [k for k, name in enumerate(inside) if name in golden],
                    null_ok,
                )
            )
        if q["span"] is not None and not task.null:
            for w in task.gold_windows:
                c = task.candidates[w]
                if (c.report, c.window) == (q["report"], q["span"][0]):
                    low = inputs.starts[start + w]
                    spans.append(
                        (
                            start + w,
                            low,
                            len(inputs.ids[start + w]),
                            low + q["span"][1],
                            low + q["span"][2] - 1,
                        )
                    )
    batch: dict[str, Any] = {
        "tasks": len(tasks),
        "inputs": inputs.arrays(),
        "window": _lists(windows),
    }
    if figures:
        batch["figure"] = _lists(figures)
    if spans:
        table = np.array(spans, np.int64)
        token = np.arange(table[:, 2].max())
        real = (token >= table[:, 1:2]) & (token < table[:, 2:3])
        base = batch["inputs"]["base"][table[:, 0]]
        batch["span"] = {
            "tokens": np.where(real, base[:, None] + token, 0),
            "real": real,
            "gold": table[:, 3:].copy(),
        }
    return batch


_List = tuple[list[int], list[int], bool]


def _lists_apart(
    task: Task, start: int, before: int, inside: list[tuple[int, int]]
) -> tuple[list[_List], list[_List]]:
    """Lists of windows and of figures for a task whose golds are right each by itself: each gold
    with all that is wrong. What is unknown (another figure of a window that is right) is left
    out."""
    gold = set(task.gold_windows)
    wrong = [start + i for i in range(len(task.candidates)) if i not in gold]
    windows = [([start + g, *wrong], [0], False) for g in task.gold_windows]
    wrong = [before + k for k, (row, _) in enumerate(inside) if row - start not in gold]
    figures = []
    for w, f in task.gold_figures:
        at = [before + k for k, name in enumerate(inside) if name == (start + w, f)]
        figures.append(([*at, *wrong], [0], False))
    return windows, figures


def _listed(scores: Tensor, told: dict[str, Tensor]) -> Tensor:
    """Over lists: -log of the share of what is right, where a score of 0 stands for nothing; and
    half the mean cross entropy of each score by itself."""
    real, gold = told["real"], told["gold"]
    listed = scores.index_select(0, told["index"].flatten()).view(real.shape)
    everything = F.pad(listed.masked_fill(~real, -1e4), (0, 1))
    top = torch.logsumexp(everything.masked_fill(~gold, -1e4), 1)
    alone = F.binary_cross_entropy_with_logits(listed, gold[:, :-1].float(), reduction="none")
    alone = (alone * real).sum(1) / real.sum(1)
    return (torch.logsumexp(everything, 1) - top + 0.5 * alone).sum()


def task_losses(net: ReaderNetwork, batch: dict[str, Any]) -> dict[str, Tensor]:
    """Losses of a batch of ``reader_batch`` on the device, a task's share of them."""
    out = net(batch["inputs"])
    losses: dict[str, Tensor] = {
        name: _listed(out[name], batch[name]) for name in ("window", "figure") if name in batch
    }
    if "span" in batch:
        told = batch["span"]
        tokens = told["tokens"]
        logits = net.span(out["states"].index_select(0, tokens.flatten())).view(*tokens.shape, 2)
        logits = logits.masked_fill(~told["real"][..., None], -1e4).transpose(1, 2)
        losses["span"] = 0.25 * F.cross_entropy(
            logits.flatten(0, 1), told["gold"].flatten(), reduction="sum"
        )
    return {name: loss / batch["tasks"] for name, loss in losses.items()}


def train_reader(
    vectors: Vectors,
    tensors: dict[str, Any],
    device: str,
    *,
    layers: Sequence[int],
    tuned_from: int,
    epochs: float,
    public: int,
    size: int = 24,
    seed: int = 11,
    rate: float = 1e-4,
    seconds: float = 1e9,
    start: dict[str, Any] | None = None,
    workers: int | None = None,
    begun: dict[str, Any] | None = None,
    count: int = CANDIDATES,
    save: Callable[[ReaderNetwork], None] | None = None,
    mix: Mapping[str, int] | None = None,
    state: Path | None = None,
) -> ReaderNetwork:
    """The reader; ends after ``epochs`` of the bank (with ``public`` public questions beside each
    epoch) or ``seconds``. ``start``: arrays of a trained encoder whose layers the reader's tuned
    layers of the same number start from; ``begun``: arrays of a reader to go on from; ``count``:
    windows of a question; ``save`` is called every 100 steps. ``mix``: how many questions of each
    kind a step holds (``order_of_mix``). ``state``: a file that keeps the weights as they are
    between their 4-bit places and the optimizer's, and that training goes on from where it is."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    pool = vectors.pool
    net = ReaderNetwork(tensors, layers, tuned_from)
    if start is not None:
        net.trunk.load(start)
    if begun is not None:
        net.load(begun)
        net.trunk.disperse()
    kept = torch.load(state) if state is not None and state.exists() else None
    if kept is not None:
        net.load_state_dict(kept["network"], strict=False)
    net.to(device)
    if mix is not None:
        size, order = sum(mix.values()), order_of_mix(pool, rng, epochs, mix)
    else:
        order = order_of_all(pool, rng, epochs, public)
    began = time.monotonic()
    subject, _ = vectors.questions(order)
    vectors.embed([r for rs in pool.authors.values() for r in rs])
    vectors.embed(pool.questions[n]["report"] for n in order)
    for r in vectors.sentences:
        vectors.windows(r)
    print(f"vectors {time.monotonic() - began:.0f}s", flush=True)
    parameters = [p for p in net.parameters() if p.requires_grad]
    head = {id(p) for name in HEADS for p in getattr(net, name).parameters()} | {
        id(net.trunk.types)
    }
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if id(p) not in head], "lr": rate},
            {"params": [p for p in parameters if id(p) in head], "lr": 5 * rate},
        ],
        weight_decay=0.01,
        fused=device.startswith("cuda"),
    )
    if kept is not None:
        optimizer.load_state_dict(kept["optimizer"])

    def make(step: int) -> dict[str, Any]:
        own = random.Random(seed * 1_000_003 + step)
        tasks = [
            make_task(vectors, order[i], subject[i], own, count)
            for i in range(step * size, (step + 1) * size)
        ]
        return reader_batch(pool, [task for task in tasks if task is not None])

    steps = len(order) // size
    told: dict[str, Tensor] = {}
    began = time.monotonic()
    for step, batch in enumerate(ahead(make, steps, workers)):
        share = max(step / steps, (time.monotonic() - began) / seconds)
        if share >= 1:
            break
        factor = min(1, (step + 1) / 80) * (1 - share) + 1e-3
        for group, base in zip(optimizer.param_groups, (rate, 5 * rate), strict=True):
            group["lr"] = base * factor
        net.trunk.refresh()
        losses = task_losses(net, on_device(batch, device))
        optimizer.zero_grad()
        torch.stack(list(losses.values())).sum().backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        keep_told(told, losses)
        if step % 100 == 99:
            if save is not None:
                save(net)
            if state is not None:
                keep(state, net, optimizer)
        if step % 50 == 49:
            print(
                f"step {step + 1}/{steps} {time.monotonic() - began:.0f}s",
                {k: round(float(v), 3) for k, v in told.items()},
                flush=True,
            )
    if state is not None:
        keep(state, net, optimizer)
    with torch.no_grad():
        net.trunk.refresh()
    return net.eval()


def keep(path: Path, net: ReaderNetwork, optimizer: torch.optim.Optimizer) -> None:
    """Write what training goes on from; a kill in between leaves the file that was there."""
    network = {name: value for name, value in net.state_dict().items() if "trunk.word" not in name}
    beside = path.with_suffix(".new")
    torch.save({"network": network, "optimizer": optimizer.state_dict()}, beside)
    beside.replace(path)


def order_of_all(pool: Pool, rng: random.Random, epochs: float, public: int) -> list[int]:
    """Questions of the bank in the order they are trained on, ``public`` others in each epoch."""
    bank = [n for ns in pool.by_report.values() for n in ns] + pool.census()
    sets = [n for n, q in enumerate(pool.questions) if q["source"] in PUBLIC and not left_out(q)]
    order: list[int] = []
    for _ in range(math.ceil(epochs)):
        part = bank + rng.sample(sets, min(public, len(sets)))
        rng.shuffle(part)
        order += part
    return order[: int(len(order) * epochs / math.ceil(epochs))]


def order_of_mix(
    pool: Pool, rng: random.Random, epochs: float, mix: Mapping[str, int]
) -> list[int]:
    """Questions of the bank for steps that hold ``mix[kind]`` of each kind (lookup, fact, ...; census:
    those over many reports; other: what is not named), for ``epochs`` of the first kind."""
    bank = [n for ns in pool.by_report.values() for n in ns]
    of: dict[str, list[int]] = {kind: [] for kind in mix}
    for n in bank:
        of.get(pool.questions[n]["kind"], of.get("other", [])).append(n)
    if "census" in mix:
        of["census"] = pool.census()
    turns = {kind: _turns(members, rng) for kind, members in of.items() if members}
    first = next(iter(mix))
    steps = int(epochs * len(of[first]) / mix[first])
    return [
        next(turns[kind])
        for _ in range(steps)
        for kind, number in mix.items()
        if kind in turns
        for _ in range(number)
    ]


def _turns(members: Sequence[int], rng: random.Random) -> Iterator[int]:
    """All of ``members`` in some order, then again in another."""
    while True:
        yield from rng.sample(members, len(members))
