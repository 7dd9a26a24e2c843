"""What the reader is trained on: candidates that the tuned encoder finds, and tasks of them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from .batches import FIGURE_KINDS, Pool
from .encoder_training import EncoderNetwork, figure_vectors
from .networks import HIDDEN, pooled, unit

CANDIDATES = 8
#: Numbers beside a figure's text: cosine of its clause, then family and role as one-hot.
FIGURE_NUMBERS = 1 + 8 + 4
#: Kinds that are asked over many reports: what other reports say nearest is right or wrong too.
MANY = ("enumerate", "compare", "total")
#: Share of questions that are asked of other authors' reports, of which nothing answers them, and of
#: those that get one window of such a report in place of a near one.
FAR, FAR_BESIDE = 0.05, 0.2
#: Share of lookups that are asked without the windows that answer them: the nearest that are left do
#: not.
WITHHELD = 0.12
FAR_REPORTS, NEAREST = 2, 4  # how many reports, and of each how many of the nearest are left out
SILENT_REPORTS = 24  # of a folder's silent reports, looked through for the nearest windows
TOKENS = 32768  # of a forward pass that embeds passages


class Windows:
    """A report's windows as arrays: their sentences, and their figures in one list."""

    def __init__(self, report: dict[str, Any]) -> None:
        windows = report["windows"]
        self.sentence = np.array([w["sentence"] for w in windows], np.int64)
        counts = np.array([len(w["figures"]) for w in windows], np.int64)
        self.has = counts > 0
        self.figure = np.array([f for w in windows for f, _, _ in w["figures"]], np.int64)
        self.owner = np.repeat(np.arange(len(windows)), counts)
        self.begin = (np.cumsum(counts) - counts)[self.has]
        self.numbers = np.zeros((len(report["figures"]), FIGURE_NUMBERS), np.float32)
        for n, f in enumerate(report["figures"]):
            self.numbers[n, [1 + f["family"], 9 + f["role"]]] = 1.0


class Vectors:
    """The tuned encoder's vectors of every report, and of questions, in numpy."""

    def __init__(self, net: EncoderNetwork, pool: Pool, device: str) -> None:
        self.net, self.pool, self.device = net, pool, device
        self.figures: dict[int, np.ndarray[Any, Any]] = {}
        self.sentences: dict[int, np.ndarray[Any, Any]] = {}
        self.passages: dict[int, np.ndarray[Any, Any]] = {}
        self._windows: dict[int, Windows] = {}

    def windows(self, r: int) -> Windows:
        if r not in self._windows:
            self._windows[r] = Windows(self.pool.reports[r])
        return self._windows[r]

    def report(self, r: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Vectors of the report's figures and of its sentences."""
        if r not in self.sentences:
            self.embed([r])
        return self.figures[r], self.sentences[r]

    @torch.no_grad()
    def embed(self, reports: Iterable[int]) -> None:
        """Make the vectors of ``reports``, many passages at a time."""
        rows: list[tuple[int, int, Any]] = []
        of: dict[tuple[int, int], tuple[list[Any], list[Any]]] = {}
        for r in dict.fromkeys(reports):
            if r in self.sentences:
                continue
            report = self.pool.reports[r]
            rows += [(r, p, ids) for p, ids in enumerate(report["passages"])]
            self.figures[r] = np.zeros((len(report["figures"]), HIDDEN), np.float32)
            self.sentences[r] = np.zeros((len(report["sentences"]), HIDDEN), np.float32)
            self.passages[r] = np.zeros((len(report["passages"]), HIDDEN), np.float32)
            for n, f in enumerate(report["figures"]):
                of.setdefault((r, f["passage"]), ([], []))[0].append((n, *f["clause"], *f["own"]))
            for n, (p, a, b) in enumerate(report["sentences"]):
                of.setdefault((r, p), ([], []))[1].append((n, a, b))
        rows.sort(key=lambda row: len(row[2]))
        while rows:
            count = max(1, TOKENS // len(rows[-1][2]))
            part, rows = rows[-count:], rows[:-count]
            states, mean = self.net.tell([ids for _, _, ids in part], self.device)
            figures, sentences = (
                [
                    (i, r, *x)
                    for i, (r, p, _) in enumerate(part)
                    for x in of.get((r, p), ([], []))[kind]
                ]
                for kind in (0, 1)
            )
            made = [mean]
            if figures:
                made.append(
                    figure_vectors(
                        states,
                        [(i, a, b) for i, _, _, a, b, _, _ in figures],
                        [(i, a, b) for i, _, _, _, _, a, b in figures],
                    )
                )
            if sentences:
                made.append(unit(pooled(states, [(i, a, b) for i, _, _, a, b in sentences])))
            told = torch.cat(made).float().cpu().numpy()
            for i, (r, p, _) in enumerate(part):
                self.passages[r][p] = told[i]
            for i, x in enumerate(figures, len(part)):
                self.figures[x[1]][x[2]] = told[i]
            for i, y in enumerate(sentences, len(part) + len(figures)):
                self.sentences[y[1]][y[2]] = told[i]

    @torch.no_grad()
    def questions(self, chosen: Sequence[int]) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """``subject`` and ``whole`` vectors of questions."""
        unique, place = np.unique(np.array(chosen), return_inverse=True)
        rows = [self.pool.questions[n]["ids"] for n in unique]
        order = np.argsort([len(row) for row in rows], kind="stable")
        made = np.zeros((2, len(rows), HIDDEN), np.float32)
        for start in range(0, len(order), 512):
            part = order[start : start + 512]
            out = self.net.ask([rows[i] for i in part], self.device)
            made[:, part] = torch.stack([out["subject"], out["whole"]]).cpu().numpy()
        return made[0, place], made[1, place]


@dataclass
class Candidate:
    report: int
    window: int
    sentence_cosine: float
    figure_cosine: float


class Match:
    """Cosines of one question's subject with reports' figures, and their windows' best."""

    def __init__(self, vectors: Vectors, subject: np.ndarray[Any, Any]) -> None:
        self.vectors, self.subject = vectors, subject
        self._of: dict[int, tuple[np.ndarray[Any, Any], ...]] = {}

    def of(self, r: int) -> tuple[np.ndarray[Any, Any], ...]:
        """By figure; by window its sentence's cosine, and the best of its figures (or 0)."""
        if r not in self._of:
            figures, sentences = self.vectors.report(r)
            w = self.vectors.windows(r)
            by_figure = figures @ self.subject
            best = np.zeros(len(w.sentence), np.float32)
            if len(w.begin):
                best[w.has] = np.maximum.reduceat(by_figure[w.figure], w.begin)
            self._of[r] = by_figure, (sentences @ self.subject)[w.sentence], best
        return self._of[r]

    def candidate(self, r: int, window: int) -> Candidate:
        _, own, best = self.of(r)
        return Candidate(r, window, float(own[window]), float(best[window]))

    def candidates(
        self,
        reports: Sequence[int],
        count: int,
        figures_wanted: bool,
        skip: set[tuple[int, int]] | None = None,
    ) -> list[Candidate]:
        """The ``count`` windows of ``reports`` nearest to the question's subject vector."""
        scores, places = [], []
        for r in reports:
            _, own, best = (x.astype(np.float64) for x in self.of(r))
            scores.append(
                np.where(self.vectors.windows(r).has, best + 0.3 * own, own - 0.5)
                if figures_wanted
                else own
            )
            places += [(r, n) for n in range(len(own))]
        if not places:
            return []
        found = []
        for i in np.argsort(-np.concatenate(scores), kind="stable").tolist():
            if not skip or places[i] not in skip:
                found.append(self.candidate(*places[i]))
                if len(found) >= count:
                    break
        return found if count > 0 else []

    def behind(
        self, report: int, nearest: int, count: int, figures_wanted: bool
    ) -> list[Candidate]:
        """``count`` windows of a report behind the ``nearest``, which may answer."""
        return self.candidates([report], nearest + count, figures_wanted)[nearest:]


@dataclass
class Task:
    """One question with its candidates; ``gold`` windows and figures by place in them. ``apart``:
    each gold window is right by itself (one of each report that states it), not one for all.
    ``null``: nothing of them answers it."""

    question: int
    match: Match
    candidates: list[Candidate]
    gold_windows: list[int]
    gold_figures: list[tuple[int, int]]
    apart: bool = False
    null: bool = False


def make_task(
    vectors: Vectors,
    n: int,
    subject: np.ndarray[Any, Any],
    rng: random.Random,
    count: int = CANDIDATES,
) -> Task | None:
    pool, match = vectors.pool, Match(vectors, subject)
    q = pool.questions[n]
    if "stating" in q:
        return _census_task(match, n, rng, count)
    if q["source"] == "bank" and rng.random() < FAR:
        return _far_task(match, n, rng, count)
    wants = (
        q["kind"] in FIGURE_KINDS
        and bool(q["figures"])
        or (q["kind"] == "unanswerable" and rng.random() < 0.7)
    )
    own, windows = pool.reports[q["report"]], vectors.windows(q["report"])
    if q["figures"]:
        gold = np.unique(windows.owner[np.isin(windows.figure, q["figures"])]).tolist()
    else:
        gold = [
            w
            for w in np.flatnonzero(np.isin(windows.sentence, q["sentences"])).tolist()
            if q["span"] is None or q["span"][0] == w
        ]
    if q["kind"] != "unanswerable" and not gold:
        return None
    hard = count - min(len(gold), 2)
    near = match.candidates([q["report"]], hard + 4, wants, {(q["report"], w) for w in gold})
    if q["source"] == "bank" and q["kind"] == "lookup" and rng.random() < WITHHELD:
        return Task(n, match, near[:count], [], [], null=True)
    if q["kind"] == "topic":  # what else bears on an open question is no mistake
        near = near[3:] if len(near) > 5 else near[len(near) // 2 :]
    kept = near[: hard - 2] + rng.sample(near[hard - 2 :], min(1, len(near[hard - 2 :])))
    if q["source"] == "bank":
        others = [r for r in pool.authors[own["name"].split("/")[0]] if r != q["report"]]
        kept = _of_others(q, others, match, rng, wants, kept, count)
    golden = [match.candidate(q["report"], w) for w in gold[:3]]
    kept = kept[: count - len(golden)]
    if kept and q["source"] == "bank" and rng.random() < FAR_BESIDE:
        kept[rng.randrange(len(kept))] = _far_window(match, n, rng)
    chosen_ones = golden + kept
    rng.shuffle(chosen_ones)
    places = [i for i, c in enumerate(chosen_ones) if c in golden]
    figures = [
        (i, f)
        for i in places
        for f in q["figures"]
        if any(f == x for x, _, _ in own["windows"][chosen_ones[i].window]["figures"])
    ]
    return Task(n, match, chosen_ones, places, figures, null=q["kind"] == "unanswerable")


def _far_report(match: Match, n: int, rng: random.Random) -> int:
    """A report of another author than the one of question ``n``."""
    pool = match.vectors.pool
    own = pool.reports[pool.questions[n]["report"]]["name"].split("/")[0]
    return rng.choice(pool.authors[rng.choice([a for a in pool.authors if a != own])])


def _far_window(match: Match, n: int, rng: random.Random) -> Candidate:
    report = _far_report(match, n, rng)
    return match.candidate(report, rng.randrange(len(match.vectors.windows(report).sentence)))


def _far_task(match: Match, n: int, rng: random.Random, count: int) -> Task:
    """A question asked of other authors' reports. The same may stand there too, so what is nearest
    in them is left out: what remains does not answer it."""
    wants = bool(match.vectors.pool.questions[n]["figures"])
    chosen = [
        c
        for _ in range(FAR_REPORTS)
        for c in match.behind(_far_report(match, n, rng), NEAREST, count // FAR_REPORTS, wants)
    ]
    return Task(n, match, chosen, [], [], null=True)


def _census_task(match: Match, n: int, rng: random.Random, count: int) -> Task | None:
    """A question over many reports, of which it is known which state it: the windows that say so of
    some (the nearest where it is not known which do), and the nearest of silent reports."""
    pool = match.vectors.pool
    q = pool.questions[n]
    wants = any(figures for _, figures in q["stating"].values())
    golden, figures = [], []
    for r in rng.sample(sorted(q["stating"]), min(len(q["stating"]), max(1, count // 3))):
        sentences, own = q["stating"][r]
        windows = match.vectors.windows(r)
        if own:
            places = np.unique(windows.owner[np.isin(windows.figure, own)]).tolist()
        else:
            places = np.flatnonzero(np.isin(windows.sentence, sentences)).tolist()
        near = (
            ([match.candidate(r, w) for w in places[:2]] or match.candidates([r], 1, wants))
            if places or not sentences
            else []
        )
        if near:
            golden.append(max(near, key=lambda c: c.sentence_cosine))
            figures += [(len(golden) - 1, f) for f in own]
    if not golden:
        return None
    silent = rng.sample(q["silent"], min(len(q["silent"]), SILENT_REPORTS))
    near = match.candidates(silent, 2 * count, wants)
    kept = near[: count - len(golden)]
    chosen = golden + kept
    inside = {
        (i, f)
        for i, c in enumerate(golden)
        for f, _, _ in pool.reports[c.report]["windows"][c.window]["figures"]
    }
    return Task(
        n, match, chosen, list(range(len(golden))), [x for x in figures if x in inside], apart=True
    )


def _of_others(
    q: dict[str, Any],
    others: list[int],
    match: Match,
    rng: random.Random,
    wants: bool,
    kept: list[Candidate],
    count: int,
) -> list[Candidate]:
    """``kept`` with windows of the author's other reports that do not answer ``q``."""
    if not q["named"] and q["kind"] in MANY:
        # Who writes of a quantity asks about it, so reports without such a question are silent.
        silent = [r for r in others if q["slug"] not in match.vectors.pool.slugs[r]]
        near = match.candidates(rng.sample(silent, min(6, len(silent))), count // 2, wants)
        return near + kept
    number = 2 if q["named"] else 1
    chosen = rng.sample(others, min(number, len(others)))
    if q["named"]:
        return kept + match.candidates(chosen, number, wants)
    # Unnamed, the same may stand in another report as well: only what is far from it is wrong.
    return kept + [c for r in chosen for c in match.behind(r, 6, 1, wants)]
