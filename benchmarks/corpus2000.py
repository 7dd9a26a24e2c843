"""Makes a corpus of short reports with known truth, and questions on it in the contract's format.

    python -m benchmarks.corpus2000 FOLDER [--reports 2000] [--seed 7]

Writes FOLDER/corpus/*.txt and FOLDER/questions.jsonl: ten questions of each kind. Three reports
of four are in Chinese, the rest in English; places, bodies and figures are invented. The same
seed gives the same files.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pypinyin import lazy_pinyin

from . import corpus2000_texts as words

YEARS = (2023, 2024, 2025)
STATED = {
    "fine": 0.45,
    "inspection": 0.55,
    "permit": 0.4,
    "review": 0.35,
    "training": 0.4,
    "complaint": 0.4,
    "drill": 0.3,
    "staff": 0.4,
}
_UNITS = {"fine": "money"}


@dataclass(slots=True)
class Fact:
    """A stated figure: value in base units and the sentence that holds it."""

    value: float
    sentence: str


@dataclass(slots=True)
class Made:
    """A made report and what is true of it. ``romanised`` names it in English."""

    name: str
    language: str
    issuer: str
    romanised: str
    year: int
    text: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)


def make_reports(count: int, seed: int) -> list[Made]:
    """``count`` reports, each of another body, the first three quarters of them in Chinese."""
    rng = random.Random(seed)
    chinese, english = _zh_issuers(rng), _en_issuers(rng)
    reports = []
    for number in range(count):
        zh = number % 4 != 3
        issuer, romanised = next(chinese if zh else english)
        made = Made(f"{number:04d}.txt", "zh" if zh else "en", issuer, romanised, rng.choice(YEARS))
        _fill(made, rng, _planted(number, zh))
        reports.append(made)
    return reports


def make_questions(reports: list[Made], seed: int) -> list[dict[str, Any]]:
    """Ten questions of each kind of the contract."""
    rng = random.Random(seed + 1)
    questions = [*_lookups(reports, rng), *_enumerates(reports), *_topics(reports)]
    questions += [{"q": q, "lang": lang, "kind": "unanswerable"} for lang, q in words.UNANSWERABLE]
    return [{"id": f"m{i:02d}", **question} for i, question in enumerate(questions)]


def write(folder: Path, count: int, seed: int) -> None:
    """The corpus and its questions, below ``folder``."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    reports = make_reports(count, seed)
    for made in reports:
        (corpus / made.name).write_text(made.text, encoding="utf-8")
    lines = (json.dumps(q, ensure_ascii=False) for q in make_questions(reports, seed))
    (folder / "questions.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _zh_issuers(rng: random.Random) -> Iterator[tuple[str, str]]:
    places = [a + b for a in words.ZH_FIRST for b in words.ZH_SECOND]
    rng.shuffle(places)
    while True:  # the places come round again with other bodies
        for i, place in enumerate(places):
            suffix = words.ZH_SUFFIX[i % len(words.ZH_SUFFIX)]
            body, english = words.ZH_BODIES[rng.randrange(len(words.ZH_BODIES))]
            pinyin = "".join(lazy_pinyin(place)).capitalize()
            yield f"{place}{suffix}{body}", f"{pinyin} {english}"
        rng.shuffle(places)


def _en_issuers(rng: random.Random) -> Iterator[tuple[str, str]]:
    places = [(a + b + c) for a in words.EN_FIRST for b in words.EN_MIDDLE for c in words.EN_LAST]
    rng.shuffle(places)
    for place in places:
        name = f"{place} {rng.choice(words.EN_BODIES)}"
        yield name, name


def _planted(number: int, zh: bool) -> str:
    """The rare measure that this report took, or ``""``."""
    slot, topics = divmod(number, 40)[0], words.ZH_TOPICS if zh else words.EN_TOPICS
    here = number % 40 == (0 if zh else 3)
    return topics[slot][0] if here and slot < len(topics) else ""


def _fill(made: Made, rng: random.Random, planted: str) -> None:
    zh = made.language == "zh"
    templates = words.ZH_FACTS if zh else words.EN_FACTS
    said = {k: _state(made, k, rng, templates[k]) for k in templates if rng.random() < STATED[k]}
    if "fine" not in said and (other := _no_fine(rng, zh)):
        said["fine"] = other
    if rng.random() < 0.6:
        said["decoy"] = rng.choice(words.ZH_DECOYS if zh else words.EN_DECOYS).format(
            m=_money(rng, zh)[0]
        )
    sentences = list(said.values()) + ([planted] if planted else [])
    fillers = list(words.ZH_FILLERS if zh else words.EN_FILLERS)
    rng.shuffle(fillers)
    rng.shuffle(sentences)
    made.text = (_zh_text if zh else _en_text)(made, sentences, fillers)


def _state(made: Made, key: str, rng: random.Random, templates: tuple[str, ...]) -> str:
    zh = made.language == "zh"
    if key == "fine":
        shown, value = _money(rng, zh)
    else:
        value = float(rng.randrange(2, 60 if key in ("review", "training", "drill") else 3000))
        shown = f"{value:.0f}" if zh else f"{value:,.0f}"
    sentence = rng.choice(templates).format(v=shown, n=rng.randrange(3, 400))
    made.facts[key] = Fact(value, sentence)
    return sentence


def _no_fine(rng: random.Random, zh: bool) -> str:
    """Says that there were none, mentions penalties with no amount, or nothing."""
    draw = rng.random()
    if draw < 0.2:
        return rng.choice(words.ZH_NO_FINE if zh else words.EN_NO_FINE)
    if draw < 0.6:
        template = rng.choice(words.ZH_MENTION if zh else words.EN_MENTION)
        return template.format(n=rng.randrange(3, 400))
    return ""


def _money(rng: random.Random, zh: bool) -> tuple[str, float]:
    if zh:
        tenths = rng.randrange(12, 30000)
        return f"{tenths / 10:g}万元", round(tenths * 1000.0, 2)
    pounds = rng.randrange(12, 9000) * 100
    return f"£{pounds:,}", float(pounds)


def _zh_text(made: Made, sentences: list[str], fillers: list[str]) -> str:
    parts = [sentences[0::2], sentences[1::2]]
    return (
        f"{made.issuer}{made.year}年法治政府建设工作报告\n\n"
        f"现将{made.year}年度有关情况报告如下。\n\n"
        f"一、主要工作开展情况\n{fillers[0]}{''.join(parts[0])}\n"
        f"二、制度落实和队伍建设\n{fillers[1]}{''.join(parts[1])}{fillers[2]}\n"
        f"三、存在的问题和下一步打算\n{fillers[3]}下一年我们将继续补齐短板。\n\n"
        f"{made.issuer}\n{made.year + 1}年1月20日\n"
    )


def _en_text(made: Made, sentences: list[str], fillers: list[str]) -> str:
    parts = [" ".join(sentences[0::2]), " ".join(sentences[1::2])]
    return (
        f"{made.issuer}: Annual Enforcement Report {made.year}\n\n"
        f"This report covers the calendar year {made.year}.\n\n"
        f"1. Our work\n\n{fillers[0]} {parts[0]}\n\n"
        f"2. People and systems\n\n{fillers[1]} {parts[1]} {fillers[2]}\n\n"
        f"3. Next year\n\n{fillers[3]} We will build on this.\n"
    )


def _lookups(reports: list[Made], rng: random.Random) -> Iterator[dict[str, Any]]:
    """Chinese asks after Chinese reports, then the other three language pairs."""
    pairs = [("zh", "zh")] * 3 + [("en", "zh")] * 3 + [("en", "en")] * 2 + [("zh", "en")] * 2
    keys = list(words.ZH_ASK)
    for i, (asked, told) in enumerate(pairs):
        key = keys[i % len(keys)]
        made = rng.choice([r for r in reports if r.language == told and key in r.facts])
        templates = words.ZH_ASK if asked == "zh" else words.EN_ASK
        who = made.issuer if asked == "zh" else made.romanised
        fact = made.facts[key]
        yield {
            "q": templates[key].format(who=who, year=made.year),
            "lang": asked,
            "kind": "lookup",
            "doc": made.name,
            "answer_value": fact.value,
            "quote": fact.sentence,
            "issuer": made.issuer,
            "doc_lang": told,
        }


def _enumerates(reports: list[Made]) -> Iterator[dict[str, Any]]:
    for key, language, question in words.ENUMERATE:
        yield {
            "q": question,
            "lang": language,
            "kind": "enumerate",
            "positives": [r.name for r in reports if key in r.facts],
            "negatives": [r.name for r in reports if key not in r.facts],
        }


def _topics(reports: list[Made]) -> Iterator[dict[str, Any]]:
    for language, topics in (("zh", words.ZH_TOPICS), ("en", words.EN_TOPICS)):
        for sentence, question in topics:
            evidence = [[r.name, sentence] for r in reports if sentence in r.text]
            if evidence:
                yield {"q": question, "lang": language, "kind": "topic", "evidence": evidence}


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.corpus2000", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args(argv)
    write(options.folder, options.reports, options.seed)
    print(f"{options.reports} reports and their questions are in {options.folder}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
