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
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .batches import FIGURE_KINDS, PUBLIC, Pool, left_out
from .encoder_training import EncoderNetwork, figure_vectors
from .networks import HIDDEN, Trunk, padded, pooled, unit

CANDIDATES = 8
#: Numbers given beside the text for a window: cosine of its sentence, best cosine of its figures;
#: for a figure: cosine of its clause, then family and role as one-hot.
WINDOW_NUMBERS = 2
FIGURE_NUMBERS = 1 + 8 + 4
QUESTION, BODY = 0, 3


class ReaderNetwork(nn.Module):
    def __init__(self, tensors: dict[str, Any], layers: Sequence[int], tuned_from: int) -> None:
        super().__init__()
        self.trunk = Trunk(tensors, list(layers), tuned_from, types=5)
        self.answers = nn.Linear(HIDDEN + WINDOW_NUMBERS, 1)
        self.figure1 = nn.Linear(2 * HIDDEN + FIGURE_NUMBERS, 128)
        self.figure2 = nn.Linear(128, 1)
        self.span = nn.Linear(HIDDEN, 2)
        self.yes = nn.Linear(HIDDEN, 2)
        for layer in (self.answers, self.span, self.yes):
            nn.init.normal_(layer.weight, std=0.02)
            nn.init.zeros_(layer.bias)

    def forward(self, inputs: Inputs, device: str) -> dict[str, Tensor]:
        states, real = self.trunk(padded(inputs.ids, device), padded(inputs.types, device).clamp(0))
        states = states.float()
        first = states[:, 0]
        numbers = torch.tensor(inputs.window_numbers, dtype=torch.float32, device=device)
        out = {"window": self.answers(torch.cat([first, numbers], 1))[:, 0],
               "yes": self.yes(first), "span": self.span(states)}
        if inputs.figure_spans:
            own = pooled(states, inputs.figure_spans)
            row = torch.tensor([r for r, _, _ in inputs.figure_spans], device=device)
            told = torch.tensor(inputs.figure_numbers, dtype=torch.float32, device=device)
            hidden = F.gelu(self.figure1(torch.cat([own, first[row], told], 1)))
            out["figure"] = self.figure2(hidden)[:, 0]
        return out

    def arrays(self) -> dict[str, Any]:
        found = self.trunk.arrays()
        for name in ("answers", "figure1", "figure2", "span", "yes"):
            head = getattr(self, name)
            found[f"{name}.w"] = head.weight.detach().cpu().float().numpy()
            found[f"{name}.b"] = head.bias.detach().cpu().float().numpy()
        found["layers"] = np.array([layer.number for layer in self.trunk.layers], np.int32)
        return found


@dataclass
class Inputs:
    """Rows of one forward pass; figures of all rows in one list."""

    ids: list[list[int]]
    types: list[list[int]]
    window_numbers: list[list[float]]
    figure_spans: list[tuple[int, int, int]]
    figure_numbers: list[list[float]]
    figure_names: list[tuple[int, int]]  # (row, figure of its report)
    starts: list[int]  # where each row's window begins


def reader_row(plain: list[int], window: dict[str, Any]) -> tuple[list[int], list[int], int]:
    """``<s> question </s> window </s>``: ids, types, and where the window begins."""
    ids = [0, *plain, 2, *window["ids"], 2]
    types = [QUESTION] * (len(plain) + 2) + list(window["types"]) + [BODY]
    return ids, types, len(plain) + 2


class Vectors:
    """The tuned encoder's vectors of every report, and of questions, on the device."""

    def __init__(self, net: EncoderNetwork, pool: Pool, device: str) -> None:
        self.net, self.pool, self.device = net, pool, device
        self.figures: dict[int, Tensor] = {}
        self.sentences: dict[int, Tensor] = {}
        self.passages: dict[int, Tensor] = {}

    @torch.no_grad()
    def report(self, r: int) -> tuple[Tensor, Tensor]:
        if r not in self.sentences:
            self._embed(r)
        return self.figures[r], self.sentences[r]

    @torch.no_grad()
    def _embed(self, r: int) -> None:
        report = self.pool.reports[r]
        figures = torch.zeros(len(report["figures"]), HIDDEN, device=self.device)
        sentences = torch.zeros(len(report["sentences"]), HIDDEN, device=self.device)
        means = []
        for start in range(0, len(report["passages"]), 32):
            states, mean = self.net.tell(report["passages"][start : start + 32], self.device)
            means.append(mean)
            inside = range(start, start + len(states))
            f = [(n, x) for n, x in enumerate(report["figures"]) if x["passage"] in inside]
            if f:
                figures[[n for n, _ in f]] = figure_vectors(
                    states, [(x["passage"] - start, *x["clause"]) for _, x in f],
                    [(x["passage"] - start, *x["own"]) for _, x in f])
            s = [(n, x) for n, x in enumerate(report["sentences"]) if x[0] in inside]
            if s:
                sentences[[n for n, _ in s]] = unit(pooled(
                    states, [(p - start, a, b) for _, (p, a, b) in s]))
        self.figures[r], self.sentences[r] = figures, sentences
        self.passages[r] = torch.cat(means)

    @torch.no_grad()
    def questions(self, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
        """``matter`` and ``whole`` vectors of questions."""
        matter, whole = [], []
        for start in range(0, len(chosen), 256):
            rows = [self.pool.questions[n]["ids"] for n in chosen[start : start + 256]]
            out = self.net.ask(rows, self.device)
            matter.append(out["matter"])
            whole.append(out["whole"])
        return torch.cat(matter), torch.cat(whole)


@dataclass
class Candidate:
    report: int
    window: int
    sentence_cosine: float
    figure_cosine: float


def candidates(vectors: Vectors, matter: Tensor, reports: Sequence[int], count: int,
               figures_wanted: bool, skip: set[tuple[int, int]] = frozenset()  # type: ignore
               ) -> list[Candidate]:
    """The ``count`` windows of ``reports`` nearest to a question's matter vector."""
    found = []
    for r in reports:
        figures, sentences = vectors.report(r)
        by_figure = (figures @ matter).tolist() if len(figures) else []
        by_sentence = (sentences @ matter).tolist() if len(sentences) else []
        for n, window in enumerate(vectors.pool.reports[r]["windows"]):
            best = max((by_figure[f] for f, _, _ in window["figures"]), default=0.0)
            own = by_sentence[window["sentence"]]
            found.append((best + 0.3 * own if figures_wanted and window["figures"]
                          else own if not figures_wanted else own - 0.5,
                          Candidate(r, n, own, best)))
    found.sort(key=lambda item: -item[0])
    return [c for _, c in found if (c.report, c.window) not in skip][:count]


def inputs_of(vectors: Vectors, plain: list[int], matter: Tensor,
              chosen: Sequence[Candidate], into: Inputs) -> None:
    for c in chosen:
        report = vectors.pool.reports[c.report]
        window = report["windows"][c.window]
        ids, types, start = reader_row(plain, window)
        row = len(into.ids)
        into.ids.append(ids)
        into.types.append(types)
        into.starts.append(start)
        into.window_numbers.append([c.sentence_cosine, c.figure_cosine])
        for f, a, b in window["figures"]:
            figure = report["figures"][f]
            cosine = float(vectors.figures[c.report][f] @ matter)
            numbers = [0.0] * FIGURE_NUMBERS
            numbers[0] = cosine
            numbers[1 + figure["family"]] = 1.0
            numbers[9 + figure["role"]] = 1.0
            into.figure_spans.append((row, start + a, start + b))
            into.figure_numbers.append(numbers)
            into.figure_names.append((row, f))


def empty_inputs() -> Inputs:
    return Inputs([], [], [], [], [], [], [])


@dataclass
class Task:
    """One question with its candidates; ``gold`` windows and figures by place in them."""

    question: int
    candidates: list[Candidate]
    gold_windows: list[int]
    gold_figures: list[tuple[int, int]]


def make_task(vectors: Vectors, n: int, matter: Tensor, rng: random.Random,
              count: int = CANDIDATES) -> Task | None:
    pool = vectors.pool
    q = pool.questions[n]
    wants = q["kind"] in FIGURE_KINDS and bool(q["figures"]) or (
        q["kind"] == "unanswerable" and rng.random() < 0.7)
    own = pool.reports[q["report"]]
    gold = [w for w, window in enumerate(own["windows"])
            if (q["figures"] and any(f in q["figures"] for f, _, _ in window["figures"]))
            or (not q["figures"] and window["sentence"] in q["sentences"]
                and (q["span"] is None or q["span"][0] == w))]
    if q["kind"] != "unanswerable" and not gold:
        return None
    hard = count - min(len(gold), 2)
    near = candidates(vectors, matter, [q["report"]], hard + 4, wants,
                      {(q["report"], w) for w in gold})
    if q["kind"] == "topic":  # what else bears on an open question is no mistake
        near = near[3:] if len(near) > 5 else near[len(near) // 2:]
    kept = near[:hard - 2] + rng.sample(near[hard - 2:], min(1, len(near[hard - 2:])))
    if q["source"] == "bank":
        author = own["name"].split("/")[0]
        others = [r for r in pool.authors[author] if r != q["report"]]
        number = 2 if q["named"] else 1
        chosen = rng.sample(others, min(number, len(others)))
        if q["named"]:
            kept += candidates(vectors, matter, chosen, number, wants)
        else:
            kept += [c for r in chosen
                     for c in candidates(vectors, matter, [r], 50, wants)[6:][:1]]
    golden = [c for w in gold[:3]
              for c in [Candidate(q["report"], w, *_cosines(vectors, q["report"], w, matter))]]
    chosen_ones = golden + kept[: count - len(golden)]
    rng.shuffle(chosen_ones)
    windows = [i for i, c in enumerate(chosen_ones) if c in golden]
    figures = [(i, f) for i in windows for f in q["figures"]
               if any(f == x for x, _, _ in
                      own["windows"][chosen_ones[i].window]["figures"])]
    return Task(n, chosen_ones, windows, figures)


def _cosines(vectors: Vectors, r: int, w: int, matter: Tensor) -> tuple[float, float]:
    figures, sentences = vectors.report(r)
    window = vectors.pool.reports[r]["windows"][w]
    best = max((float(figures[f] @ matter) for f, _, _ in window["figures"]), default=0.0)
    return float(sentences[window["sentence"]] @ matter), best


def task_losses(net: ReaderNetwork, vectors: Vectors, tasks: list[Task], matter: Tensor,
                device: str) -> dict[str, Tensor]:
    """Sum of losses over ``tasks``; ``matter[i]`` belongs to ``tasks[i]``."""
    pool = vectors.pool
    inputs, first = empty_inputs(), []
    for task, vector in zip(tasks, matter, strict=True):
        first.append(len(inputs.ids))
        inputs_of(vectors, pool.questions[task.question]["plain"], vector, task.candidates, inputs)
    out = net(inputs, device)
    by_row: dict[int, list[int]] = {}
    for i, (row, _) in enumerate(inputs.figure_names):
        by_row.setdefault(row, []).append(i)
    zero = torch.zeros(1, device=device)
    totals: dict[str, list[Tensor]] = {"window": [], "figure": [], "span": [], "yes": []}
    for task, start in zip(tasks, first, strict=True):
        q = pool.questions[task.question]
        rows = list(range(start, start + len(task.candidates)))
        scores = out["window"][start : start + len(rows)]
        null_ok = q["kind"] == "unanswerable"
        totals["window"].append(_listed(scores, task.gold_windows, zero, null_ok))
        target = torch.zeros(len(rows), device=device)
        target[task.gold_windows] = 1.0
        totals["window"].append(0.5 * F.binary_cross_entropy_with_logits(scores, target))
        inside = [i for row in rows for i in by_row.get(row, ())]
        if inside and (task.gold_figures or (null_ok and len(inside) > 0)):
            golden = {(start + w, f) for w, f in task.gold_figures}
            places = [k for k, i in enumerate(inside) if inputs.figure_names[i] in golden]
            totals["figure"].append(_listed(out["figure"][inside], places, zero, null_ok))
            mark = torch.zeros(len(inside), device=device)
            mark[places] = 1.0
            totals["figure"].append(0.5 * F.binary_cross_entropy_with_logits(
                out["figure"][inside], mark))
        if q["span"] is not None:
            for w in task.gold_windows:
                c = task.candidates[w]
                if (c.report, c.window) == (q["report"], q["span"][0]):
                    row = start + w
                    length = len(inputs.ids[row])
                    low = inputs.starts[row]
                    logits = out["span"][row, low:length]
                    gold = torch.tensor([q["span"][1], q["span"][2] - 1], device=device)
                    totals["span"].append(0.5 * F.cross_entropy(logits.T, gold))
        if q["yes"] is not None and task.gold_windows:
            row = start + task.gold_windows[0]
            totals["yes"].append(F.cross_entropy(
                out["yes"][row : row + 1], torch.tensor([int(q["yes"])], device=device)))
    return {k: torch.stack(v).sum() / len(tasks) for k, v in totals.items() if v}


def _listed(scores: Tensor, gold: list[int], zero: Tensor, null_ok: bool) -> Tensor:
    everything = torch.cat([scores, zero])
    right = everything[gold + ([len(scores)] if null_ok else [])] if gold or null_ok else zero
    return torch.logsumexp(everything, 0) - torch.logsumexp(right, 0)


def train_reader(vectors: Vectors, tensors: dict[str, Any], device: str, *, layers: Sequence[int],
                 tuned_from: int, epochs: float, public: int, size: int = 24, seed: int = 11,
                 rate: float = 1e-4, seconds: float = 1e9) -> ReaderNetwork:
    """The reader; ends after ``epochs`` of the bank (with ``public`` public questions beside each
    epoch) or ``seconds``."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    pool = vectors.pool
    net = ReaderNetwork(tensors, layers, tuned_from).to(device)
    net.trunk.types.requires_grad_(True)
    bank = [n for ns in pool.by_report.values() for n in ns]
    sets = [n for n, q in enumerate(pool.questions)
            if q["source"] in PUBLIC and not left_out(q)]
    order: list[int] = []
    for _ in range(math.ceil(epochs)):
        part = bank + rng.sample(sets, min(public, len(sets)))
        rng.shuffle(part)
        order += part
    order = order[: int(len(order) * epochs / math.ceil(epochs))]
    matter, _ = vectors.questions(order)
    parameters = [p for p in net.parameters() if p.requires_grad]
    head = {id(p) for name in ("answers", "figure1", "figure2", "span", "yes")
            for p in getattr(net, name).parameters()} | {id(net.trunk.types)}
    optimizer = torch.optim.AdamW(
        [{"params": [p for p in parameters if id(p) not in head], "lr": rate},
         {"params": [p for p in parameters if id(p) in head], "lr": 5 * rate}], weight_decay=0.01)
    began, told, steps = time.monotonic(), {}, len(order) // size
    for step in range(steps):
        share = max(step / steps, (time.monotonic() - began) / seconds)
        if share >= 1:
            break
        factor = min(1, (step + 1) / 80) * (1 - share) + 1e-3
        for group, base in zip(optimizer.param_groups, (rate, 5 * rate), strict=True):
            group["lr"] = base * factor
        tasks, rows = [], []
        for i in range(step * size, (step + 1) * size):
            task = make_task(vectors, order[i], matter[i], rng)
            if task is not None:
                tasks.append(task)
                rows.append(matter[i])
        losses = task_losses(net, vectors, tasks, torch.stack(rows), device)
        loss = torch.stack(list(losses.values())).sum()
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        for name, value in losses.items():
            told[name] = 0.98 * told.get(name, float(value.detach())) + 0.02 * float(value.detach())
        if step % 100 == 99:
            print(f"step {step + 1}/{steps} {time.monotonic() - began:.0f}s",
                  {k: round(v, 3) for k, v in told.items()}, flush=True)
    return net.eval()
