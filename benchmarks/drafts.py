"""Citation lookup while drafting: right verdicts, altered figures flagged, false alarms, latency.

    python -m benchmarks.drafts [--index DIR] [--reports DIR] [--misses] [--cited DIR]

Two drafts: 40 sentences about the two seed reports, half of them altered (``tests/drafting/
seed_draft.jsonl``), in Chinese and English; and the facts of the digests, each written as a
sentence by template in both languages, half of them altered by a seeded coin. ``--index`` must hold
seeds and digests (default: an index made now). ``--latency DIR`` times another index.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import Index, build
from indexer.drafting.claims import Claim

from .draft_heldout import clauses, heldout, without_figures
from .draft_sentences import Sentence, digest_sentences
from .measure import percentile, table

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "../shared/reports"
SEED_DRAFT = ROOT / "tests/drafting/seed_draft.jsonl"


@dataclass(frozen=True, slots=True)
class Score:
    """``right`` of ``n`` verdicts; ``flagged`` of ``altered``; ``alarms``: true sentences not
    supported; ``contradicted``: true sentences called contradicted."""

    n: int
    right: int
    altered: int
    flagged: int
    alarms: int
    contradicted: int

    def row(self, name: str) -> list[str]:
        true = self.n - self.altered
        return [
            name,
            str(self.n),
            f"{self.right / self.n:.3f}",
            f"{self.flagged / max(self.altered, 1):.3f}",
            f"{self.contradicted / max(true, 1):.3f}",
            f"{self.alarms / max(true, 1):.3f}",
        ]


HEAD = (
    "draft",
    "sentences",
    "right verdicts",
    "altered, flagged",
    "true, contradicted",
    "true, not supported",
)


def seed_sentences(language: str) -> list[Sentence]:
    """The 40 sentences of the seed draft in one language."""
    lines = SEED_DRAFT.read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [Sentence(r[language], r["altered"], r["verdict"], r["paragraph"]) for r in rows]


def page(sentences: Iterable[Sentence]) -> str:
    """A draft of the sentences, paragraph by paragraph."""
    text, last = "", None
    for s in sentences:
        glue = (
            ""
            if last is None
            else "\n\n"
            if s.paragraph != last
            else " "
            if s.text.isascii()
            else ""
        )
        text, last = text + glue + s.text, s.paragraph
    return text


def right(sentence: Sentence, claim: Claim) -> bool:
    if sentence.verdict == "flagged":
        return claim.verdict != "supported"
    return claim.verdict == sentence.verdict


def score(sentences: Sequence[Sentence], claims: Sequence[Claim], misses: bool) -> Score:
    """Verdicts against what they should be; raises ValueError where claims were cut otherwise."""
    if len(sentences) != len(claims):
        raise ValueError(f"{len(sentences)} sentences were cut into {len(claims)} claims")
    count: Counter[str] = Counter()
    for sentence, claim in zip(sentences, claims, strict=True):
        good, flagged = right(sentence, claim), claim.verdict != "supported"
        count["right"] += good
        count["altered"] += bool(sentence.altered)
        count["flagged"] += bool(sentence.altered) and flagged
        count["alarms"] += not sentence.altered and flagged
        count["contradicted"] += not sentence.altered and claim.verdict == "contradicted"
        if misses and not good:
            notes = "; ".join(f"{f.raw} ~ {f.source_raw or '-'}" for f in claim.figures)
            print(
                f"  {sentence.altered or 'true'} -> {claim.verdict}: {claim.text} [{notes}] {claim.reason}"
            )
    return Score(
        len(sentences),
        count["right"],
        count["altered"],
        count["flagged"],
        count["alarms"],
        count["contradicted"],
    )


def timings(index: Index, sentences: Sequence[Sentence]) -> list[list[str]]:
    """p50 and p95 of one sentence at a time, warm; and one draft of 200 sentences."""
    texts = [s.text for s in sentences]
    for text in texts[:20]:
        index.cite(text)
    times = []
    for text in texts:
        began = time.perf_counter()
        index.cite(text)
        times.append((time.perf_counter() - began) * 1000)
    many = "\n".join((texts * (200 // len(texts) + 1))[:200])
    began = time.perf_counter()
    index.cite(many)
    whole = time.perf_counter() - began
    return [
        [
            str(len(index.reports)),
            f"{percentile(times, 0.5):.0f} ms",
            f"{percentile(times, 0.95):.0f} ms",
            f"{whole:.1f} s",
        ]
    ]


def scores(index: Index, reports: Path, only: str, misses: bool) -> list[list[str]]:
    """A row for each set of sentences whose name begins with ``only``."""
    rows = []

    def add(name: str, pairs: Iterable[tuple[Sequence[Sentence], Sequence[Claim]]]) -> None:
        if not name.startswith(only):
            return
        said, claims = [], []
        for sentences, found in pairs:
            said += sentences
            claims += found
        rows.append(score(said, claims, misses).row(name))

    for language in ("zh", "en"):
        seeds = seed_sentences(language)
        add(f"seeds, {language}", ((s, index.cite(page(s))) for s in [seeds]))
    for asked, name in ((True, "lookups' facts"), (False, "all facts")):
        for language in ("zh", "en"):
            facts = digest_sentences(reports, language, random.Random(5), asked)
            add(f"{name}, {language}", (([s], index.cite(s.text)) for s in facts))
    for language in ("zh", "en", "fr", "de", "ja"):
        other = heldout(reports, language, random.Random(11))
        add(f"other wordings, {language}", (([s], index.cite(s.text)[-1:]) for s in other))
    for folder in ("digests", "seeds"):
        own = clauses(index, folder, random.Random(3), 200)
        add(f"own clauses, {folder}", (([s], c[-1:]) for d, s in own if (c := index.cite(d))))
    without = without_figures(index, "digests", random.Random(7))
    add("without figures, digests", (([s], index.cite(d)[-1:]) for d, s in without))
    return rows


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafts", description=__doc__)
    parser.add_argument(
        "--index", type=Path, help="an index of seeds and digests (default: made now)"
    )
    parser.add_argument("--reports", type=Path, default=REPORTS)
    parser.add_argument("--latency", type=Path, help="another index to time")
    parser.add_argument("--only", default="", help="sets whose name begins so; no timings")
    parser.add_argument("--misses", action="store_true", help="print each wrong verdict")
    options = parser.parse_args(argv)
    if not options.reports.is_dir():
        print(f"skipped: no reports at {options.reports}; name their folder with --reports")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.index or Path(scratch)
        if options.index is None:
            build([options.reports / "seeds", options.reports / "digests"], folder)
        with Index.open(folder) as index:
            rows = scores(index, options.reports, options.only, options.misses)
            print(table(HEAD, rows))
            if options.only:
                return 0
            times = timings(index, seed_sentences("zh") + seed_sentences("en"))
        if options.latency:
            with Index.open(options.latency) as other:
                times += timings(other, seed_sentences("zh") + seed_sentences("en"))
        print(table(("reports", "sentence, p50", "sentence, p95", "200 sentences"), times))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
