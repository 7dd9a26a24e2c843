"""What one library's run came to: times, sizes and R@1 by language pair."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..measure import percentile, table
from .passages import LANGUAGES, passage_id
from .side import Text

PAIRS = tuple((asked, told) for asked in ("zh", "en") for told in ("zh", "en"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """``build`` and ``build_cpu``: seconds of the whole building process; ``cold``: seconds from the
    start of a new process to its first answer; ``p50``, ``p95`` and ``cpu``: milliseconds of one of
    ``timed`` questions; ``disk`` and ``memory`` (most resident while asking) in MB; ``first``: R@1
    by (question's language, passage's language)."""

    name: str
    build: float
    build_cpu: float
    cold: float
    p50: float
    p95: float
    cpu: float
    disk: float
    memory: float
    first: Mapping[tuple[str, str], float]


def recall_at_one(
    found: Mapping[str, Sequence[str]], questions: Sequence[Text], languages: Mapping[str, str]
) -> dict[tuple[str, str], float]:
    """For each pair of languages the share of questions whose own passage is the best one of those
    in the other language. ``found``: by ``LANGUAGE:ID`` of the question, the passages best first;
    ``languages``: that of each passage."""
    right: dict[tuple[str, str], list[bool]] = {pair: [] for pair in PAIRS}
    for question in questions:
        hits = found[f"{question.language}:{question.id}"]
        for told in LANGUAGES:
            best = next((hit for hit in hits if languages[hit] == told), None)
            wanted = passage_id(told, question.id.rsplit("/", 1)[0])
            right[question.language, told].append(best == wanted)
    return {pair: sum(values) / max(len(values), 1) for pair, values in right.items()}


def size_of(folder: Path) -> float:
    """MB of all files under ``folder``."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 2**20


def outcome_table(outcomes: Sequence[Outcome], bare: float) -> str:
    """A Markdown table; ``bare``: seconds of processor time in which the model alone embeds the
    passages."""
    head = [
        "",
        "build s (processor)",
        "× the model alone",
        "query p50 / p95 ms (processor)",
        "cold start s",
        "disk MB",
        "memory MB",
        *(f"{asked}→{told}" for asked, told in PAIRS),
    ]
    rows = [
        [
            o.name,
            f"{o.build:.0f} ({o.build_cpu:.0f})",
            f"{o.build_cpu / bare:.2f}" if bare else "–",
            f"{o.p50:.0f} / {o.p95:.0f} ({o.cpu:.0f})",
            f"{o.cold:.1f}",
            f"{o.disk:.1f}",
            f"{o.memory:.0f}",
            *(f"{o.first[pair]:.3f}" for pair in PAIRS),
        ]
        for o in outcomes
    ]
    return table(head, rows)


def outcome_of(
    name: str,
    build: tuple[float, float],
    cold: float,
    asked: Path,
    index: Path,
    questions: Sequence[Text],
    languages: Mapping[str, str],
) -> Outcome:
    """The outcome, from what ``side`` left in the file ``asked`` and the folder ``index``."""
    told = json.loads(asked.read_text(encoding="utf-8"))
    times = [1000 * seconds for seconds in told["seconds"]]
    return Outcome(
        name=name,
        build=build[0],
        build_cpu=build[1],
        cold=cold,
        p50=percentile(times, 0.5),
        p95=percentile(times, 0.95),
        cpu=1000 * told["processor"],
        disk=size_of(index),
        memory=told["memory"],
        first=recall_at_one(told["found"], questions, languages),
    )
