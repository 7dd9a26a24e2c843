"""What the trained networks know, component by component, on what they were not trained on."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import torch

from .batches import FIGURE_KINDS, KINDS, Pool, left_out
from .encoder_training import EncoderNetwork
from .reader_training import (
    CANDIDATES,
    ReaderNetwork,
    Vectors,
    candidates,
    empty_inputs,
    inputs_of,
)


@torch.no_grad()
def encoder_scores(net: EncoderNetwork, pool: Pool, device: str) -> dict[str, str]:
    """Share first / among the first five, the report being given; heads' accuracies."""
    vectors = Vectors(net, pool, device)
    told: dict[str, str] = {}
    groups = {"bank held": pool.held}
    for source in ("digests-questions-2", "digests-questions", "seeds-questions",
                   "work-reports-questions", "real-questions"):
        groups[source] = pool.of(source)
    for name, chosen in groups.items():
        if not chosen:
            continue
        matter, _ = vectors.questions(chosen)
        hits: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        for n, m in zip(chosen, matter, strict=True):
            q = pool.questions[n]
            figures, sentences = vectors.report(q["report"])
            if q["figures"] and q["kind"] in FIGURE_KINDS:
                order = torch.argsort(-(figures @ m)).tolist()
                at = min(order.index(f) for f in q["figures"])
                hits["figure"].append((at == 0, at < 5))
            elif q["sentences"] and q["kind"] in ("fact", "yes_no"):
                order = torch.argsort(-(sentences @ m)).tolist()
                at = min(order.index(s) for s in q["sentences"])
                hits["sentence"].append((at == 0, at < 5))
        told[name] = "; ".join(
            f"{what} {np.mean([a for a, _ in h]):.3f}/{np.mean([b for _, b in h]):.3f} ({len(h)})"
            for what, h in hits.items())
    told["heads (bank held)"] = _heads(net, pool, pool.held, device)
    told |= _retrieval(vectors, pool)
    return told


def _heads(net: EncoderNetwork, pool: Pool, chosen: Sequence[int], device: str) -> str:
    right: dict[str, list[bool]] = defaultdict(list)
    exact = []
    for start in range(0, len(chosen), 128):
        asked = [pool.questions[n] for n in chosen[start : start + 128]]
        out = net.ask([q["ids"] for q in asked], device)
        tags = out["tags"].argmax(-1).cpu().numpy()
        for i, q in enumerate(asked):
            exact.append(list(tags[i, : len(q["tags"])]) == list(q["tags"]))
            if q["kind"] in KINDS:
                right["kind"].append(int(out["kind"][i].argmax()) == KINDS.index(q["kind"]))
            if q["figures"] and q["kind"] in FIGURE_KINDS:
                figure = pool.reports[q["report"]]["figures"][q["figures"][0]]
                right["family"].append(int(out["family"][i].argmax()) == figure["family"])
                right["role"].append(int(out["role"][i].argmax()) == figure["role"])
    return f"tags exact {np.mean(exact):.3f}; " + "; ".join(
        f"{k} {np.mean(v):.3f}" for k, v in right.items())


def _retrieval(vectors: Vectors, pool: Pool) -> dict[str, str]:
    """R@1 of left-out XQuAD articles, alone and in a mixed index of zh and en, and CMRC trial."""
    told = {}
    by_lang = {lang: [n for n, q in enumerate(pool.questions) if q["source"] == "xquad"
                      and q["lang"] == lang and left_out(q)] for lang in ("zh", "en")}
    rows = {lang: sorted({pool.questions[n]["report"] for n in ns})
            for lang, ns in by_lang.items()}
    key = {r: pool.reports[r]["name"].split("/")[-1] for rs in rows.values() for r in rs}

    def first(asked: str, told_in: list[str]) -> float:
        reports = [r for lang in told_in for r in rows[lang]]
        for r in reports:
            vectors.report(r)
        matrix = torch.stack([vectors.passages[r][0] for r in reports])
        _, whole = vectors.questions(by_lang[asked])
        best = (whole @ matrix.T).argmax(1).tolist()
        return float(np.mean([key[reports[b]] == key[pool.questions[n]["report"]]
                              for b, n in zip(best, by_lang[asked], strict=True)]))

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
    for source in ("digests-questions-2", "seeds-questions", "work-reports-questions",
                   "real-questions"):
        groups[source] = pool.of(source)
    groups["xquad left out"] = [n for n, q in enumerate(pool.questions) if q["source"] == "xquad"
                                and q["lang"] in ("zh", "en", "de") and left_out(q)]
    for name, chosen in groups.items():
        if not chosen:
            continue
        if len(chosen) > 1200:
            chosen = random.Random(3).sample(chosen, 1200)
        hits: dict[str, list[float]] = defaultdict(list)
        matter, _ = vectors.questions(chosen)
        for n, m in zip(chosen, matter, strict=True):
            _read_one(net, vectors, n, m, device, hits)
        told[name] = "; ".join(f"{k} {np.mean(v):.3f} ({len(v)})" for k, v in sorted(hits.items()))
    return told


def _read_one(net: ReaderNetwork, vectors: Vectors, n: int, m: torch.Tensor, device: str,
              hits: dict[str, list[float]]) -> None:
    pool = vectors.pool
    q = pool.questions[n]
    wants = bool(q["figures"]) or (q["kind"] == "unanswerable")
    chosen = candidates(vectors, m, [q["report"]], CANDIDATES, wants)
    inputs = empty_inputs()
    inputs_of(vectors, q["plain"], m, chosen, inputs)
    if not inputs.ids:
        return
    out = net(inputs, device)
    best_window = float(out["window"].max())
    best_figure = float(out["figure"].max()) if "figure" in out else -9.0
    if q["kind"] == "unanswerable":
        hits[f"refused {q['slug']}"].append(max(best_window, best_figure) < 0)
        return
    order = torch.argsort(-out["window"]).tolist()
    sentences = [pool.reports[q["report"]]["windows"][chosen[i].window]["sentence"] for i in order]
    if q["figures"] and q["kind"] in FIGURE_KINDS:
        best = int(out["figure"].argmax()) if "figure" in out else -1
        own = best >= 0 and inputs.figure_names[best][1] in q["figures"]
        hits[f"figure {q['kind']}"].append(own)
        hits["figure refused"].append(best_figure < 0)
        hits["found"].append(any(s in q["sentences"] for s in sentences))
        return
    hits[f"window {q['kind']}"].append(sentences[0] in q["sentences"])
    hits[f"window3 {q['kind']}"].append(any(s in q["sentences"] for s in sentences[:3]))
    hits["window refused"].append(best_window < 0)
    if q["yes"] is not None:
        row = order[0]
        hits["yes right"].append(int(out["yes"][row].argmax()) == int(q["yes"]))
    if q["span"] is not None and chosen[order[0]].window == q["span"][0]:
        row = order[0]
        low = inputs.starts[row]
        logits = out["span"][row, low : len(inputs.ids[row])].cpu().numpy()
        a = int(logits[:, 0].argmax())
        b = a + int(logits[a:, 1].argmax())
        hits["span exact"].append((a, b) == (q["span"][1], q["span"][2] - 1))
