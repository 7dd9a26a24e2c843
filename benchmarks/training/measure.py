"""What the trained networks know, component by component, on what they were not trained on."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from .batches import FIGURE_KINDS, KINDS, Pool, left_out
from .encoder_training import EncoderNetwork
from .networks import on_device
from .reader_tasks import CANDIDATES, Candidate, Match, Vectors
from .reader_training import Inputs, ReaderNetwork, add_rows

AT_ONCE = 64  # questions in a forward pass of the reader


@torch.no_grad()
def encoder_scores(vectors: Vectors) -> dict[str, str]:
    """Share first / among the first five, the report being given; heads' accuracies."""
    net, pool, device = vectors.net, vectors.pool, vectors.device
    told: dict[str, str] = {}
    groups = {"bank held": pool.held}
    for source in (
        "digests-questions-2",
        "digests-questions",
        "seeds-questions",
        "work-reports-questions",
        "real-questions",
    ):
        groups[source] = pool.of(source)
    for name, chosen in groups.items():
        if not chosen:
            continue
        subject, _ = vectors.questions(chosen)
        vectors.embed(pool.questions[n]["report"] for n in chosen)
        hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        for n, m in zip(chosen, subject, strict=True):
            q = pool.questions[n]
            figures, sentences = vectors.report(q["report"])
            if q["figures"] and q["kind"] in FIGURE_KINDS:
                order = np.argsort(-(figures @ m), kind="stable").tolist()
                at = min(order.index(f) for f in q["figures"])
                hits["figure"].append((at == 0, at < 5))
            elif q["sentences"] and q["kind"] in ("fact", "yes_no"):
                order = np.argsort(-(sentences @ m), kind="stable").tolist()
                at = min(order.index(s) for s in q["sentences"])
                hits["sentence"].append((at == 0, at < 5))
        told[name] = "; ".join(
            f"{what} {np.mean([a for a, _ in h]):.3f}/{np.mean([b for _, b in h]):.3f} ({len(h)})"
            for what, h in hits.items()
        )
    told["heads (bank held)"] = _heads(net, pool, pool.held, device)
    told |= _retrieval(vectors, pool)
    return told


def _heads(net: EncoderNetwork, pool: Pool, chosen: Sequence[int], device: str) -> str:
    right: dict[str, list[bool]] = defaultdict(list)
    exact = []
    for start in range(0, len(chosen), 128):
        asked = [pool.questions[n] for n in chosen[start : start + 128]]
        out = {
            name: told.argmax(-1).cpu().numpy()
            for name, told in net.ask([q["ids"] for q in asked], device).items()
            if name in ("tags", "kind", "family", "role")
        }
        tags = out["tags"]
        for i, q in enumerate(asked):
            exact.append(list(tags[i, : len(q["tags"])]) == list(q["tags"]))
            if q["kind"] in KINDS:
                right["kind"].append(int(out["kind"][i]) == KINDS.index(q["kind"]))
            if q["figures"] and q["kind"] in FIGURE_KINDS:
                figure = pool.reports[q["report"]]["figures"][q["figures"][0]]
                right["family"].append(int(out["family"][i]) == figure["family"])
                right["role"].append(int(out["role"][i]) == figure["role"])
    return f"tags exact {np.mean(exact):.3f}; " + "; ".join(
        f"{k} {np.mean(v):.3f}" for k, v in right.items()
    )


def _retrieval(vectors: Vectors, pool: Pool) -> dict[str, str]:
    """R@1 of left-out XQuAD articles, alone and in a mixed index of zh and en, and CMRC trial."""
    told = {}
    by_lang = {
        lang: [
            n
            for n, q in enumerate(pool.questions)
            if q["source"] == "xquad" and q["lang"] == lang and left_out(q)
        ]
        for lang in ("zh", "en")
    }
    rows = {lang: sorted({pool.questions[n]["report"] for n in ns}) for lang, ns in by_lang.items()}
    key = {r: pool.reports[r]["name"].split("/")[-1] for rs in rows.values() for r in rs}

    def first(asked: str, told_in: list[str]) -> float:
        reports = [r for lang in told_in for r in rows[lang]]
        vectors.embed(reports)
        matrix = np.stack([vectors.passages[r][0] for r in reports])
        _, whole = vectors.questions(by_lang[asked])
        best = (whole @ matrix.T).argmax(1).tolist()
        return float(
            np.mean(
                [
                    key[reports[b]] == key[pool.questions[n]["report"]]
                    for b, n in zip(best, by_lang[asked], strict=True)
                ]
            )
        )

    for asked in ("zh", "en"):
        for lang in ("zh", "en"):
            told[f"xquad {asked}->{lang}"] = f"{first(asked, [lang]):.3f}"
        told[f"xquad {asked}->both"] = f"{first(asked, ['zh', 'en']):.3f}"
    return told


@torch.no_grad()
def reader_scores(net: ReaderNetwork, vectors: Vectors, pool: Pool, device: str) -> dict[str, str]:
    """With the report given: the right figure first; the right window first and among three; the
    share of unanswerable questions with no score above 0, and of answerable ones with none."""
    told = {}
    groups = {"bank held": pool.held}
    for source in (
        "digests-questions-2",
        "seeds-questions",
        "work-reports-questions",
        "real-questions",
    ):
        groups[source] = pool.of(source)
    groups["xquad left out"] = [
        n
        for n, q in enumerate(pool.questions)
        if q["source"] == "xquad" and q["lang"] in ("zh", "en", "de") and left_out(q)
    ]
    for name, chosen in groups.items():
        if not chosen:
            continue
        if len(chosen) > 1200:
            chosen = random.Random(3).sample(chosen, 1200)
        hits: dict[str, list[float]] = defaultdict(list)
        subject, _ = vectors.questions(chosen)
        vectors.embed(pool.questions[n]["report"] for n in chosen)
        for start in range(0, len(chosen), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            _read(net, vectors, chosen[part], subject[part], device, hits)
        told[name] = "; ".join(f"{k} {np.mean(v):.3f} ({len(v)})" for k, v in sorted(hits.items()))
    return told


def _read(
    net: ReaderNetwork,
    vectors: Vectors,
    asked: Sequence[int],
    subject: np.ndarray[Any, Any],
    device: str,
    hits: dict[str, list[float]],
) -> None:
    """Read ``asked`` questions in one forward pass."""
    pool, inputs = vectors.pool, Inputs()
    parts = []
    for n, m in zip(asked, subject, strict=True):
        q = pool.questions[n]
        wants = bool(q["figures"]) or (q["kind"] == "unanswerable")
        match = Match(vectors, m)
        chosen = match.candidates([q["report"]], CANDIDATES, wants)
        row, figure = len(inputs.ids), len(inputs.figure_names)
        add_rows(inputs, match, q["plain"], chosen)
        if chosen:
            parts.append(
                (q, chosen, slice(row, len(inputs.ids)), slice(figure, len(inputs.figure_names)))
            )
    if not parts:
        return
    arrays = inputs.arrays()
    out = net(on_device(arrays, device))
    out["span"] = net.span(out.pop("states"))
    told = {name: value.cpu().numpy() for name, value in out.items()}
    for q, chosen, rows, figures in parts:
        spans = [
            told["span"][b + low : b + len(ids)]
            for b, low, ids in zip(
                arrays["base"][rows], inputs.starts[rows], inputs.ids[rows], strict=True
            )
        ]
        own = {
            "window": told["window"][rows],
            "figure": told.get("figure", np.zeros(0, np.float32))[figures],
        }
        _judge(pool, q, chosen, own, [f for _, f in inputs.figure_names[figures]], spans, hits)


def _judge(
    pool: Pool,
    q: dict[str, Any],
    chosen: list[Candidate],
    out: dict[str, Any],
    figures: list[int],
    spans: list[Any],
    hits: dict[str, list[float]],
) -> None:
    best_window = float(out["window"].max())
    best_figure = float(out["figure"].max()) if figures else -9.0
    if q["kind"] == "unanswerable":
        hits[f"refused {q['slug']}"].append(max(best_window, best_figure) < 0)
        return
    order = np.argsort(-out["window"], kind="stable").tolist()
    sentences = [pool.reports[q["report"]]["windows"][chosen[i].window]["sentence"] for i in order]
    if q["figures"] and q["kind"] in FIGURE_KINDS:
        own = bool(figures) and figures[int(out["figure"].argmax())] in q["figures"]
        hits[f"figure {q['kind']}"].append(own)
        hits["figure refused"].append(best_figure < 0)
        hits["found"].append(any(s in q["sentences"] for s in sentences))
        return
    hits[f"window {q['kind']}"].append(sentences[0] in q["sentences"])
    hits[f"window3 {q['kind']}"].append(any(s in q["sentences"] for s in sentences[:3]))
    hits["window refused"].append(best_window < 0)
    if q["span"] is not None and chosen[order[0]].window == q["span"][0]:
        logits = spans[order[0]]
        a = int(logits[:, 0].argmax())
        b = a + int(logits[a:, 1].argmax())
        hits["span exact"].append((a, b) == (q["span"][1], q["span"][2] - 1))
