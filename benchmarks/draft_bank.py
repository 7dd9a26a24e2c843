"""Drafts of the question bank: each figure asked for, told in the question's words, true or altered.

A question gives another wording than its report's, in seven languages: "多少" or "how many" gives
way to the answer, a phrase of nouns has it after a colon. Of each, beside the true sentence, one
that is altered: a digit, another figure of the same report and unit (``swap``), or the year. And
figures told as a ``quantity`` that their report is not asked for.

    python -m benchmarks.draft_bank --index DIR [--part fit|report|all] [--misses]

``--index`` holds the reports of ``benchmarks.bank_corpus``. Only quantities and reports that no
network was trained on are told; ``fit`` are those that weights and thresholds were set on.
"""

from __future__ import annotations

import argparse
import random
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer import Index
from indexer.document.report import Figure
from indexer.index.schema import FigureRow
from indexer.index.store.generation import Generation

from .draft_sentences import altered_digit, money_en, money_zh
from .measure import table
from .training.bank import BankQuestion, BankReport, read_bank
from .training.examples import find_quote, flat_map, held_out

_ASKS = re.compile(
    r"多少|几|哪|怎么|什么|多大|多高|多快|吗|呢|谁|何|いくら|いくつ|どれ|どの|か$|"
    r"(?i:\b(?:what|which|who|when|how|did|does|do|was|were|is|are|by how|combien|quel\w*|à quel|wie|"
    r"welch\w*|was|wann|cuánt\w*|cuál\w*|qué|cómo|сколько|как\w*|кто)\b)"
)
_ZH = re.compile(
    r"(?:有|是)?多少(?:钱|元|[起件家次人名份条项个处宗例户场期万亿]{1,2})?|"
    r"几(?=[起件家次人名份条项个处宗例户场期])[起件家次人名份条项个处宗例户场期]{1,2}"
)
_EN = re.compile(r"(?i)^how (?:many|much)\b")


@dataclass(frozen=True, slots=True)
class Told:
    """A draft (a title and a sentence), how its sentence is altered ("" where true), and the figure
    it tells of."""

    draft: str
    altered: str
    gold: int
    report: int
    language: str
    slug: str


def part_of(report: str) -> str:
    """The half that a report's drafts belong to."""
    return "fit" if zlib.crc32(report.encode()) % 2 else "report"


def told(index: Index, part: str) -> Iterator[Told]:
    """Drafts of the held-out questions of a part, in order."""
    gen = index.generation
    rows = {r.path: r.row for r in gen.reports}
    bank = read_bank()
    for number, report in enumerate(bank):
        if part not in ("all", part_of(report.name)):
            continue
        row = rows[f"{report.name}.md"]
        flat, figures = flat_map(gen.text(row)), gen.figures_of_report(row)
        rng = random.Random(number)
        slugs = {q.slug for q in report.questions}
        for question in report.questions:
            held = number % 10 == 3 or held_out(question.slug)
            gold = _gold(gen, flat, figures, question) if held else None
            if gold is not None and question.kind == "lookup":
                yield from _drafts(gen, question, gold, figures, rng)
                yield from _of_another(gen, question, gold, rng.choice(bank), slugs, rng)


def _gold(
    gen: Generation, flat: tuple[str, list[int]], figures: list[FigureRow], question: BankQuestion
) -> FigureRow | None:
    if question.kind != "lookup" or not question.quotes:
        return None
    quote = find_quote(flat, question.quotes[0])
    if quote is None:
        return None
    inside = [
        f
        for f in figures
        if quote[0] <= f.figure.start
        and f.figure.end <= quote[1]
        and f.figure.role not in ("date", "ordinal")
    ]
    bare = re.sub(r"\s", "", question.answer)
    same = [
        f
        for f in inside
        if bare
        and bare in re.sub(r"\s", "", f.figure.raw + f.figure.counter)
        or re.sub(r"\s", "", f.figure.raw) in bare
    ]
    return same[0] if len(same) == 1 else None


def _drafts(
    gen: Generation,
    question: BankQuestion,
    gold: FigureRow,
    figures: list[FigureRow],
    rng: random.Random,
) -> Iterator[Told]:
    figure, details = gold.figure, gen.reports[gold.report].details
    own = details.language == question.language
    if figure.high is not None or not details.issuer or not details.year or abs(figure.value) < 3:
        return

    def made(how: str, value: float, raw: str, year: int) -> Told | None:
        shown = raw if own and raw else _said(figure, value, question.language)
        sentence = _sentence(question, shown)
        if not sentence:
            return None
        title = f"# {details.issuer} {year}"
        return Told(
            f"{title}\n\n{sentence}\n", how, gold.row, gold.report, question.language, question.slug
        )

    true = made("", figure.value, figure.raw, details.year)
    if true is None:
        return
    yield true
    others = [
        f.figure
        for f in figures
        if f.figure.unit == figure.unit
        and f.figure.high is None
        and f.figure.role not in ("date", "ordinal")
        and f.figure.value * figure.value > 0
        and abs(f.figure.value - figure.value) > 0.01 * abs(figure.value)
    ]
    how = rng.choice(("digit", "swap", "swap", "year"))
    if how == "swap" and others:
        other = rng.choice(others)
        altered = made("swap", other.value, other.raw, details.year)
    elif how == "year" and not question.time:
        altered = made("year", figure.value, figure.raw, details.year - rng.choice((1, 2, 4)))
    else:
        altered = made("digit", altered_digit(abs(figure.value), rng), "", details.year)
    if altered is not None:
        yield altered


def _of_another(
    gen: Generation,
    question: BankQuestion,
    gold: FigureRow,
    other: BankReport,
    slugs: set[str],
    rng: random.Random,
) -> Iterator[Told]:
    """A figure told as a quantity that another report is asked for and its own is not."""
    figure, details = gold.figure, gen.reports[gold.report].details
    fits = [
        q
        for q in other.questions
        if q.kind == "lookup"
        and q.slug not in slugs
        and not q.body
        and not q.time
        and q.language == question.language
        and held_out(q.slug)
    ]
    if (
        not fits
        or rng.random() < 0.5
        or not details.issuer
        or not details.year
        or (abs(figure.value) < 3 or figure.high is not None)
    ):
        return
    asked = rng.choice(fits)
    own = details.language == question.language
    sentence = _sentence(asked, figure.raw if own else _said(figure, figure.value, asked.language))
    if sentence:
        yield Told(
            f"# {details.issuer} {details.year}\n\n{sentence}\n",
            "quantity",
            gold.row,
            gold.report,
            asked.language,
            asked.slug,
        )


def _said(figure: Figure, value: float, language: str) -> str:
    """A figure as a draft in ``language`` spells it; "" where this does not know how."""
    value = abs(value)
    plain = f"{value:,.4f}".rstrip("0").rstrip(".")
    if figure.family == "money":
        if language == "zh" and figure.unit in ("CNY", "GBP", "EUR", "JPY", "USD"):
            return money_zh(value, figure.unit)
        return money_en(value, figure.unit) if language == "en" else ""
    if figure.unit == "percent":
        return f"{plain.replace(',', '')}%" if language in ("zh", "en", "ja") else ""
    if figure.family == "count":
        return _count(figure, plain, language)
    return ""


def _count(figure: Figure, plain: str, language: str) -> str:
    if language in ("zh", "ja"):
        counter = figure.counter if re.match("[一-鿿]", figure.counter) else "件"
        return plain.replace(",", "") + counter
    if language == "fr":
        return plain.replace(",", "\u202f").replace(".", ",")
    if language in ("de", "es"):
        return plain.replace(",", "_").replace(".", ",").replace("_", ".")
    return plain


def _sentence(question: BankQuestion, shown: str) -> str:
    """The question's words as a statement of ``shown``; "" where they do not turn into one."""
    words = question.text.strip().rstrip("?？。.").strip()
    if not shown or "百分之" in words:
        return ""
    if question.language == "zh" and len(_ZH.findall(words)) == 1:
        said = _ZH.sub(lambda _: shown, words)
        return "" if _ASKS.search(said.replace(shown, "")) else f"{said}。"
    if question.language == "en" and _EN.match(words):
        said = _EN.sub(lambda _: shown, words)
        return f"{said}." if not re.search(r"\b(?:did|does|do|was|were|is|are)\b", said) else ""
    if _ASKS.search(words):
        return ""
    stop = "。" if question.language in ("zh", "ja") else "."
    colon = "：" if question.language in ("zh", "ja") else ": "
    return f"{words}{colon}{shown}{stop}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.draft_bank", description=__doc__)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--part", choices=("fit", "report", "all"), default="report")
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--misses", action="store_true", help="print each wrong verdict")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with Index.open(options.index) as index:
        for number, one in enumerate(told(index, options.part)):
            if number >= options.most:
                break
            claim = index.cite(one.draft)[-1]
            counts[one.altered, claim.verdict] += 1
            counts[f"{one.altered or 'true'} {one.language}", claim.verdict] += 1
            if options.misses and (claim.verdict == "supported") == bool(one.altered):
                gold = index.generation.figure(one.gold).figure
                print(
                    f"{one.altered or 'true'} -> {claim.verdict}: {one.draft!r} [{gold.metric} "
                    f"{gold.raw}] {[(f.raw, f.source_raw, f.note) for f in claim.figures]} "
                    f"{claim.reason}"
                )
    verdicts = ("supported", "unsupported", "contradicted")
    kinds = sorted({kind for kind, _ in counts})
    rows = []
    for kind in kinds:
        n = sum(counts[kind, v] for v in verdicts)
        rows.append([kind or "true", str(n), *(f"{counts[kind, v] / n:.3f}" for v in verdicts)])
    print(table(("sentences", "n", *verdicts), rows))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
