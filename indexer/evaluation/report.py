"""Scores as a table, as JSON, and beside an earlier run's."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..errors import UsageError
from .run import Result

_DRAWS = 1000


def groups(results: Sequence[Result]) -> dict[str, list[Result]]:
    """Results by kind, by kind and language, and by language pair where one report is meant."""
    found: dict[str, list[Result]] = defaultdict(list)
    for r in results:
        found[r.asked.kind].append(r)
        found[f"{r.asked.kind} {r.asked.lang}"].append(r)
        if "→" in r.pair:
            found[f"{r.asked.kind} {r.pair}"].append(r)
    return dict(sorted(found.items()))


def value_of(results: Sequence[Result]) -> float:
    """Mean score; for enumerate, F1 over all reports of all questions (micro)."""
    if results and results[0].asked.kind == "enumerate":
        tp, fp, fn = (sum(r.counts[i] for r in results) for i in range(3))
        return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 1.0
    return sum(r.score for r in results) / len(results)


def interval(
    results: Sequence[Result], measure: Callable[[Sequence[Result]], float] = value_of
) -> tuple[float, float]:
    """95 % bootstrap interval over questions (Efron 1979), with a fixed seed."""
    draw = random.Random(0)
    values = sorted(measure(draw.choices(results, k=len(results))) for _ in range(_DRAWS))
    return values[int(0.025 * _DRAWS)], values[int(0.975 * _DRAWS)]


def report_json(results: Sequence[Result]) -> dict[str, Any]:
    """Every group's score with its interval, the shares that hold for all, and each question."""
    answerable = [r for r in results if r.asked.kind != "unanswerable"]
    scores = {}
    for name, some in groups(results).items():
        low, high = interval(some)
        scores[name] = {
            "score": round(value_of(some), 4),
            "n": len(some),
            "low": round(low, 4),
            "high": round(high, 4),
            "refused": _share([r.refused for r in some]),
        }
        if name.startswith("enumerate"):
            scores[name]["macro"] = round(sum(r.score for r in some) / len(some), 4)
    return {
        "scores": scores,
        "wrongly_refused": _share([r.refused for r in answerable]),
        "quotes_literal": _share([r.literal for r in results]),
        "questions": [
            {
                "id": r.asked.id,
                "q": r.asked.q,
                "kind": r.asked.kind,
                "score": round(r.score, 4),
                "refused": r.refused,
                "note": r.note,
            }
            for r in results
        ],
    }


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0


def report_text(results: Sequence[Result], *, misses: bool = True) -> str:
    """The table, and the questions that were missed."""
    value = report_json(results)
    lines = [f"{'':<24}{'n':>4}{'score':>8}   95 % interval   refused"]
    for name, s in value["scores"].items():
        macro = f"   macro {s['macro']:.3f}" if "macro" in s else ""
        lines.append(
            f"{name:<24}{s['n']:>4}{s['score']:>8.3f}   {s['low']:.3f} – "
            f"{s['high']:.3f}{s['refused']:>10.3f}{macro}"
        )
    lines.append(f"{'wrongly refused':<28}{value['wrongly_refused']:>8.3f}")
    lines.append(f"{'quotes literal':<28}{value['quotes_literal']:>8.3f}")
    if misses:
        missed = [r for r in results if r.score < 1]
        lines.append(f"\n{len(missed)} missed wholly or in part:")
        lines += [
            f"  {r.asked.id} [{r.asked.kind} {r.asked.lang}] {r.score:.2f} {r.asked.q}\n"
            f"      {r.note}"
            for r in missed
        ]
    return "\n".join(lines)


def compare_text(value: dict[str, Any], earlier: Path) -> str:
    """What changed since an earlier run's JSON."""
    try:
        old = json.loads(earlier.read_text(encoding="utf-8"))
        before, scores = {q["id"]: q for q in old["questions"]}, old["scores"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{earlier}: not the JSON of an earlier run ({error})") from None
    lines = [f"against {earlier}:"]
    for name, s in value["scores"].items():
        if name in scores:
            lines.append(f"  {name:<24}{scores[name]['score']:.3f} → {s['score']:.3f}")
    for q in value["questions"]:
        was = before.get(q["id"])
        if was and abs(was["score"] - q["score"]) > 1e-9:
            lines.append(f"  {q['id']} {was['score']:.2f} → {q['score']:.2f}  {q['q']}")
    return "\n".join(lines)
