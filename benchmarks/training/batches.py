"""What a training step is made of: questions with the reports or paragraphs they are asked of."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

Question = dict[str, Any]
Report = dict[str, Any]
KINDS = ("lookup", "fact", "yes_no", "enumerate", "compare", "total", "topic")
FIGURE_KINDS = ("lookup", "enumerate", "compare", "total")
PUBLIC = ("cmrc2018", "cmrc2018-trial", "drcd", "drcd-test", "xquad")
#: XQuAD and CMRC articles left out of training, to measure on (by article number modulo 4).
LEFT_OUT = 0


class Pool:
    """The prepared data, split: what may be trained on and what is only measured on."""

    def __init__(self, data: dict[str, Any], share: float = 1.0) -> None:
        self.reports: list[Report] = data["reports"]
        self.questions: list[Question] = data["questions"]
        bank = [r for r, report in enumerate(self.reports) if report["source"] == "bank"]
        # Whole reports are held out too: a tenth of the bank's, by their place.
        self.held_reports = {r for n, r in enumerate(bank) if n % 10 == 3}
        used = set(bank[: max(1, int(len(bank) * share))])
        self.by_report: dict[int, list[int]] = defaultdict(list)
        self.public: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        self.slugs: dict[int, set[str]] = defaultdict(set)  # what each report is asked about
        self.held: list[int] = []
        for n, q in enumerate(self.questions):
            if q["source"] == "bank":
                self.slugs[q["report"]].add(q["slug"])
                if q["held"] or q["report"] in self.held_reports:
                    self.held.append(n)
                elif q["report"] in used:
                    self.by_report[q["report"]].append(n)
            elif q["source"] in PUBLIC and not left_out(q):
                self.public[(q["source"], q["article"], q["lang"])].append(n)
        self.authors: dict[str, list[int]] = defaultdict(list)
        for r in bank:
            self.authors[self.reports[r]["name"].split("/")[0]].append(r)
        self.twins: dict[tuple[str, str], list[int]] = defaultdict(list)  # XQuAD by question id
        for n, q in enumerate(self.questions):
            if q["source"] == "xquad" and not left_out(q):
                self.twins[("xquad", q["id"])].append(n)

    def census(self) -> list[int]:
        """The bank's questions over many reports, but the fifth that is held out."""
        return [
            n
            for n, q in enumerate(self.questions)
            if q["source"] == "census" and not q["held"] and q["silent"]
        ]

    def of(self, source: str) -> list[int]:
        return [n for n, q in enumerate(self.questions) if q["source"] == source]


def left_out(question: Question) -> bool:
    number = sum(int(c) for c in question["article"] if c.isdigit())
    return question["source"] in ("xquad", "cmrc2018-trial") and number % 4 == LEFT_OUT


def bank_batch(pool: Pool, rng: random.Random, reports: int, each: int) -> list[int]:
    """``each`` questions on each of ``reports`` reports; most of them siblings of one author."""
    author = rng.choice(list(pool.authors))
    own = [r for r in pool.authors[author] if pool.by_report.get(r)]
    start = rng.randrange(max(1, len(own)))
    near = (own + own)[start : start + reports // 2]
    others = rng.sample(sorted(pool.by_report), min(reports, len(pool.by_report)))
    chosen = list(dict.fromkeys(near + others))[:reports]
    return [
        n for r in chosen for n in rng.sample(pool.by_report[r], min(each, len(pool.by_report[r])))
    ]


def public_batch(pool: Pool, rng: random.Random, size: int) -> list[tuple[int, int]]:
    """(question, report) pairs of public sets. Half the time XQuAD in two languages, questions in
    one and their paragraphs in the other, so that a language alone never tells the paragraph."""
    if rng.random() < 0.55:
        ids = rng.sample(sorted(pool.twins), min(size, len(pool.twins)))
        pair = (
            rng.sample(["zh", "en", "es", "de", "ru"], 2)
            if rng.random() < 0.75
            else rng.sample(
                sorted({q["lang"] for q in map(pool.questions.__getitem__, pool.twins[ids[0]])}), 2
            )
        )
        found = []
        for key in ids:
            langs = {pool.questions[n]["lang"]: n for n in pool.twins[key]}
            asked, told = rng.choice(pair), rng.choice(pair)
            if asked in langs and told in langs:
                found.append((langs[asked], pool.questions[langs[told]]["report"]))
        return found
    keys = [k for k in pool.public if k[0] != "xquad"]
    articles = rng.sample(keys, min(len(keys), size // 3))
    pairs = []
    for article in articles:
        for n in rng.sample(pool.public[article], min(3, len(pool.public[article]))):
            pairs.append((n, pool.questions[n]["report"]))
    return pairs[:size]
