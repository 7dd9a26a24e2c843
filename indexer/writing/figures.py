"""Whether the numbers of a sentence are in the passages it cites: exact, whatever a verdict says.

A figure must have a figure of the same value (or rounded to it) and unit there; any other number
(a year, a date, a numeral) must be there, or in the report's title, headings or year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ..answers.answer import Citation
from ..document.report import Figure
from ..drafting.evidence import same_unit
from ..drafting.rounding import APART, agreement
from ..drafting.segmentation import Piece
from ..index.store.generation import Generation
from ..text.folding import fold
from ..text.numbers import scan_numbers
from ..text.plain_digits import fold_digits

_DATED = ("date", "ordinal")
_SHORT_YEAR = re.compile(
    r"(?<![\d.,达了近超约满共长])(\d\d)年(?:度|初|底|末)?(?!\d)|\bFY ?'?(\d\d)\b"
)
_SPACE = re.compile(r"\s+")
_NUMBER_WORD = re.compile(
    r"(?i)\b(?:hundreds?|thousands?|millions?|billions?|dozens?|half|twice|doubled?|tripled?|"
    r"(?:quarters?|thirds?|fifths?)(?= of))\b|[数几][十百千万亿]|"
    r"[一二三四五六七八九十]+(?:倍|成)|[一过]半"
)
_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_DAY = re.compile(
    r"(?<!\d)\d{1,2} ?月(?: ?\d{1,2} ?日)?|"
    rf"(?i:\b(?:{'|'.join(m for m in _MONTHS if m != 'may')})\b)"
)
_PEOPLE = re.compile(
    r"[人名位]|\b(?:people|persons?|individuals?|officers?|staff|employees?|workers?|inspectors?|"
    r"residents?|officials?|participants?|students?|pupils?|patients?|members?|deaths?)\b"
)
# A place in a ranking is a claim about all others, which passages seldom make.
_RANK = re.compile(
    r"(?i)最[高多大低少小]|居首|首位|第一名|"
    r"\b(?:highest|lowest|most(?! of)|largest|smallest|fewest|least(?<!at least))\b"
)

Span = tuple[int, int]


def unsourced(piece: Piece, citations: Sequence[Citation], generation: Generation) -> list[Span]:
    """Spans of ``piece.text`` whose numbers none of ``citations`` contains, in order."""
    there = [f for c in citations for f in _figures(c, generation)]
    quotes = _close(" ".join(c.quote for c in citations))
    around = " ".join(_told(c) for c in citations)
    language = piece.language or "zh"
    folded_around = fold_digits(around).text
    scanned = (*scan_numbers(folded_around, language), *scan_numbers(folded_around, "zh"))
    # A single 一 or 三 is part of a word as a rule (统一).
    numbers = {n.value for n in scanned if not n.chinese or n.end - n.start > 1}
    numbers |= {Decimal(y) for y in _short_years(around).values()}
    missing: list[Span] = []
    taken = [s for s, year in _short_years(piece.text).items() if Decimal(year) in numbers]
    for figure in piece.figures:
        span = (figure.start - piece.start, figure.end - piece.start)
        if any(a < span[1] and span[0] < b for a, b in taken):  # 24年 is no duration
            continue
        taken.append(span)
        if figure.value == 1 and figure.raw.startswith("一"):  # an article (一家)
            continue
        if figure.role in _DATED:
            taken.pop()  # its digits are looked for below
        elif not _stated(figure, there) and not _literal(figure.raw, quotes):
            missing.append(span)
    for found in _DAY.finditer(piece.text):
        taken.append(found.span())
        if not _dated(found.group(), quotes):
            missing.append(found.span())
    folded = fold_digits(piece.text)
    for number in scan_numbers(folded.text, language):
        start, end = folded.origin(number.start), folded.origin(number.end - 1) + 1
        small = number.chinese and end - start == 1
        if small or any(a < end and start < b for a, b in taken) or number.value in numbers:
            continue
        missing.append((start, end))
    for found in _NUMBER_WORD.finditer(piece.text):
        inside = any(a < found.end() and found.start() < b for a, b in (*taken, *missing))
        if not inside and _close(found.group()) not in quotes:
            missing.append(found.span())
    if not _RANK.search(quotes):
        missing += [m.span() for m in _RANK.finditer(piece.text)]
    return sorted(missing)


def _short_years(text: str) -> dict[Span, int]:
    """Years of two digits (24年, FY12) by their spans."""
    found = _SHORT_YEAR.finditer(text)
    return {m.span(): 2000 + int(m[1] or m[2]) for m in found}


def _dated(words: str, quotes: str) -> bool:
    """Whether a date stands in the passages, its month in Chinese or English."""
    if _close(words) in quotes:
        return True
    month = next((n for n, name in enumerate(_MONTHS, 1) if name in words.lower()), 0)
    return month > 0 and bool(re.search(rf"(?<!\d){month}月", quotes))


def _figures(citation: Citation, generation: Generation) -> list[Figure]:
    row = generation.report(citation.report).row
    return [
        f.figure
        for f in generation.figures_of_report(row)
        if citation.start <= f.figure.start and f.figure.end <= citation.end
    ]


def _stated(figure: Figure, there: Sequence[Figure]) -> bool:
    return any(
        same_unit(figure, f) and agreement(figure, f) != APART and _counts_alike(figure, f)
        for f in there
    )


def _counts_alike(figure: Figure, source: Figure) -> bool:
    """Whether both count people, or neither does, as far as their words tell."""
    mine, theirs = fold(figure.counter), fold(source.counter)
    if not mine or not theirs:
        return True
    return bool(_PEOPLE.search(mine)) == bool(_PEOPLE.search(theirs))


def _literal(raw: str, quotes: str) -> bool:
    """Whether a figure with its unit stands in a passage as written, not as part of a longer
    number."""
    wanted = re.escape(_close(raw))
    return bool(re.search(rf"(?<![\d.,]){wanted}(?![\d]|[.,]\d)", quotes))


def _told(citation: Citation) -> str:
    year = str(citation.year) if citation.year else ""
    return " ".join((citation.quote, citation.title, citation.issuer, year, *citation.section))


def _close(text: str) -> str:
    """``text`` folded and without white space."""
    return _SPACE.sub("", fold(text))
