"""The times a question asks about: years, financial years, periods and parts of a year. This module
reads marked expressions exactly; ``time_fit`` says how well a report matches them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from ...text.eras import era_year
from ...text.language import has_kana
from ...text.numerals import HAN_ONES, HAN_TENS, HAN_ZEROS, NUMBER_WORDS, han_digits, han_number
from ...text.year_before import BEFORE_LAST, LAST_YEAR, WESTERN, any_of, east_asian
from .year_parts import part_of


@dataclass(frozen=True, slots=True)
class Period:
    """A time asked about. ``first`` and ``last`` are years (0: no year is told); ``part`` is
    ``""``, ``h1``, ``q3``, ``11`` (a month), ``1-11`` (months) or ``end``. ``fiscal``: the years
    are those that one financial year touches. ``relative``: counted from today (去年).
    ``delivery``: the year is part of a work report's name, whose figures are of the year before.
    ``start`` and ``end`` are offsets in the question."""

    first: int
    last: int
    part: str
    relative: bool
    fiscal: bool
    printed: str
    start: int
    end: int
    delivery: bool = False

    @property
    def years(self) -> range:
        return range(self.first, self.last + 1) if self.first else range(0)


_N = rf"(?:\d{{1,2}}|[{HAN_TENS}两]{{1,3}}|" + "|".join(NUMBER_WORDS) + ")"
_TO = r"\s?(?:-|–|—|~|〜|～|至|到|to|through|until|bis|à|a|al|und|до|から)\s?"
_RANGE = re.compile(_TO)
_FISCAL_WORD = (
    r"(?:联邦)?(?:财年|財年|财政年度|会计年度|會計年度|営業年度)"
    r"|(?:federal )?fiscal years?|financial years?|ff?y|exercice|ejercicio|"
    r"(?:fiskal|geschäfts|haushalts|wirtschafts)jahr|esercizio"
)
_Y = r"(?:19|20)\d\d"

_FY = rf"(?:(?:{_FISCAL_WORD})\s?)?"
_QUOTE, _UNQUOTE = r"[“\"‘「『]?", r"[”\"’」』]"

_PATTERNS: tuple[tuple[str, str], ...] = (
    (
        "era",
        r"(?P<era>令和|平成|昭和|大正|民国|民國)"
        rf"(?P<n>元|\d{{1,3}}|[{HAN_TENS}]{{1,3}})年?(?P<f>度)?",
    ),
    (
        "plan",
        rf"(?:第)?{_QUOTE}(?P<n>十[一二三四五六七八]?|[{HAN_ONES}])五"
        rf"(?:{_UNQUOTE}|(?=规划|計画|计划|期间|時期|时期))"
        r"|(?P<m>十[一二三四五六七八])五|(?P<o>\d{1,2})(?:th|st|nd|rd) five-year(?: plan)?",
    ),
    ("slash", rf"{_FY}(?P<a>{_Y}|\d\d)\s?/\s?(?P<b>{_Y}|\d\d)(?!\d)(?:年度|年)?"),
    ("slash", rf"{_FY}(?P<a>{_Y})[-–—](?P<b>\d\d)(?!\d)(?!\s?(?:月|年\d))(?:年度|年)?"),
    ("range", rf"(?P<a>{_Y})(?:年度?|年末)?{_TO}(?P<b>{_Y})(?:年度?|年末)?(?!\d)"),
    ("range", rf"(?:between|entre|zwischen) (?P<a>{_Y}) (?:and|et|und|y) (?P<b>{_Y})"),
    ("range", rf"(?<!\d)(?P<a>\d\d)年?{_TO}(?P<b>\d\d)年(?!度?\d)"),
    ("fiscal", rf"(?:{_FISCAL_WORD})\s?(?P<a>{_Y}|\d\d)(?!\d)"),
    ("fiscal", rf"(?<!\d)(?P<a>{_Y}|\d\d)\s?年?(?:{_FISCAL_WORD})"),
    ("year", rf"(?<!\d)(?P<a>{_Y})(?!\d)(?:年(?P<f>度)?)?"),
    # 24年前11个月 is in 2024; 24年前 is 24 years ago
    (
        "year",
        r"(?<!\d)(?P<a>\d\d)年(?P<f>度)?"
        rf"(?!前(?!\d|半|[{HAN_TENS}两]+个?月)|来|间|内)",
    ),
    ("year", r"(?<!\d)(?P<a>\d\d)(?=年?(?:上|下)半年)"),
    ("year", r"(?<=['’])(?P<a>\d\d)(?!\d)"),
    (
        "han",
        rf"(?P<h>[一二][{HAN_ZEROS}{HAN_ONES}]{{3}}"
        rf"|[{HAN_ZEROS}一二][{HAN_ZEROS}{HAN_ONES}](?=年))年?度?",
    ),
    (
        "span",
        rf"(?:近|最近|过去|過去|近来|直近)(?:的)?(?P<n>{_N})(?:个)?年"
        rf"|(?:the )?(?:past|last|latest) (?P<o>{_N}) years|(?P<p>{_N}) dernières années"
        rf"|letzten (?P<q>{_N}) jahren?|últimos (?P<r>{_N}) años",
    ),
    (
        "ago0",
        r"今年|本年度?|当年|this year|current year|cette année|dieses jahr|este año"
        r"|этом году",
    ),
    ("ago-1", r"明年|来年|next year|l'an prochain|nächstes jahr|el próximo año"),
)
_SINCE = re.compile(
    r"\b(?:since|depuis|seit|desde|from)\b|自(?=.*(?:起|以来))|以来|以後|以降|起至今"
)
_OPEN = re.compile(r"\b(?:since|depuis|seit|desde)(?: (?:the year|l'année|dem jahr|el año))? $")
_BEFORE = re.compile(
    r"(?:the )?year (?:before|prior to|preceding)\s*$|l'année avant\s*$|"
    r"jahr vor\s*$|año antes de\s*$|的?前一年$"
)
_DELIVERY = re.compile(
    r"^(?:年)?(?:的)?[^，。？?,]{0,8}?(?:政府工作报告|政府工作報告|工作报告)|"
    r"^(?:'s)? (?:government |state council )?work report|^ ?年?政府活動報告"
)
_DELIVERED = re.compile(r"(?:work report|政府工作报告)[^，。？?]{0,8}$")
_ANY_YEAR = re.compile(rf"(?<!\d)(?:{_Y})(?!\d)")


_CERTAIN = re.compile(
    rf"(?<!\d){_Y}(?:年度?)?{_TO}{_Y}(?:年度?)?(?!\d)|(?:令和|平成)(?:元|\d{{1,2}})年度?|(?<![\d.,]){_Y}(?:/\d\d)?年度?(?:以来|以後)?"
    rf"|\b(?:in|for|during|en|im jahr) {_Y}(?:[/–-]\d\d)?(?![\d.,%]\d)"
    rf"|(?:近|最近|过去|過去)(?:的)?{_N}个?年|(?:the )?(?:past|last) {_N} years"
)
_TITLED = re.compile(r"《[^》]*》")


@lru_cache(maxsize=2)
def _compiled(japanese: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    back = (
        ("ago2", any_of(BEFORE_LAST, "ja" if japanese else "zh", *WESTERN)),
        (
            "ago1",
            rf"{east_asian(japanese)}|先年|{any_of(LAST_YEAR, *WESTERN)}|a year ago|"
            "the last year",
        ),
    )
    return tuple((name, re.compile(pattern)) for name, pattern in (*_PATTERNS, *back))


def certain_spans(question: str) -> list[tuple[int, int]]:
    """Spans of the times that are such beyond doubt (2031年, 2029-2031, 近三年), outside of book
    titles: a tagger may pass over them, or mark a part."""
    text = _TITLED.sub(lambda m: " " * len(m.group()), fold_in_place(question))
    return [m.span() for m in _CERTAIN.finditer(text)]


def fold_in_place(text: str) -> str:
    """Lower case and half width, character by character, so that offsets stay."""
    made = (unicodedata.normalize("NFKC", c).lower() for c in text)
    return "".join(m if len(m) == 1 else c for m, c in zip(made, text, strict=True))


def periods(question: str, spans: Sequence[tuple[int, int]], today: date) -> tuple[Period, ...]:
    """What the time expressions at ``spans`` of ``question`` mean, in order. ``today`` is the day
    that relative ones (去年) count from."""
    text = fold_in_place(question)
    japanese = has_kana(question)
    found: list[Period] = []
    for start, end in spans:
        for period in _read(text[start:end], today, japanese):
            end_in_question = start + period.end
            after, before = text[end_in_question:], text[: start + period.start]
            if (
                _OPEN.search(before)
                and period.first
                and period.first == period.last < today.year
                and not period.relative
            ):
                period = replace(period, last=today.year)
            named = bool(_DELIVERY.match(after) or _DELIVERED.search(before))
            found.append(
                replace(
                    period,
                    start=start + period.start,
                    end=end_in_question,
                    delivery=named,
                    printed=question[start + period.start : end_in_question],
                )
            )
    return tuple(_spells(text, found, question))


def times_in_title(title: str) -> list[Period]:
    """Times that a report's title names."""
    return _read(fold_in_place(title), date(2000, 1, 1), has_kana(title))


def _spells(text: str, found: Sequence[Period], question: str) -> list[Period]:
    """Two years with "to" between them that were marked one by one are one spell."""
    made: list[Period] = []
    for period in found:
        before = made[-1] if made else None
        if (
            before
            and before.first
            and _RANGE.fullmatch(text, before.end, period.start)
            and _single(before)
            and _single(period)
            and before.first < period.first
        ):
            last = period.first if before.fiscal and period.fiscal else period.last
            made[-1] = replace(
                before,
                last=last,
                end=period.end,
                fiscal=False,
                printed=question[before.start : period.end],
            )
        else:
            made.append(period)
    return made


def _single(period: Period) -> bool:
    """Whether it is one year: a calendar one, or a financial one that its first year names."""
    return period.first == period.last or (
        period.fiscal and period.last == period.first + 1 and "/" not in period.printed
    )


def _read(text: str, day: date, japanese: bool) -> list[Period]:
    """Periods in one marked expression; one with only a part (上半年) has no year."""
    part = part_of(text)
    found: list[Period] = []
    taken: list[tuple[int, int]] = []
    for name, pattern in _compiled(japanese):
        for m in pattern.finditer(text):
            if any(a < m.end() and m.start() < b for a, b in taken):
                continue
            years = _years(name, m, day, japanese)
            if years is None:
                continue
            first, last, fiscal = years
            if _BEFORE.search(text[: m.start()]):
                first, last = first - 1, last - 1
                taken.append((0, m.start()))
            taken.append(m.span())
            found.append(
                Period(
                    first,
                    last,
                    part,
                    name in ("span",) or name.startswith("ago"),
                    fiscal,
                    "",
                    m.start(),
                    m.end(),
                )
            )
    found = [p for p in found if not (p.relative and p.end <= _head(taken, found))]
    found.sort(key=lambda p: p.start)
    if len(found) == 1:
        only = found[0]
        last = day.year if _SINCE.search(text) and only.first <= day.year else only.last
        return [
            replace(
                only, last=last, fiscal=only.fiscal and last == only.last, start=0, end=len(text)
            )
        ]
    if not found and part:
        return [Period(0, 0, part, True, False, "", 0, len(text))]
    return found


def _head(taken: list[tuple[int, int]], found: list[Period]) -> int:
    """Where an anchored year begins: "the year before" in front of it is no year of its own."""
    return max((b for a, b in taken if a == 0 and any(p.start == b for p in found)), default=-1)


def _years(name: str, m: re.Match[str], day: date, japanese: bool) -> tuple[int, int, bool] | None:
    if name == "era":
        year = era_year(m["era"], m["n"])
        return year, year + bool(m["f"]), bool(m["f"])
    if name == "plan":
        nth = _number(m["n"] or m["m"] or m["o"])
        first = {1: 1953, 2: 1958}.get(nth, 1951 + 5 * nth)
        return first, first + 4, False
    if name == "slash":
        a = _whole(m["a"], day)
        b = int(m["b"]) if len(m["b"]) == 4 else a // 100 * 100 + int(m["b"])
        b += 100 * (b < a and len(m["b"]) == 2)
        return (a, b, True) if b == a + 1 else None
    if name == "range":
        a, b = _whole(m["a"], day), _whole(m["b"], day)
        return (a, b, False) if a <= b <= a + 60 else None
    if name == "fiscal":
        year = _whole(m["a"], day)
        return year, year, True
    if name == "year":
        year = _whole(m["a"], day)
        fiscal = japanese and bool(m.groupdict().get("f"))
        return year, year + fiscal, fiscal
    if name == "han":
        year = _whole(han_digits(m["h"]), day)
        return (year, year, False) if 1900 <= year <= 2100 else None
    if name == "span":
        count = _number(next(g for g in m.groups() if g))
        # 近三五年 and 近二三十年 are not one number.
        return (day.year - count, day.year, False) if count else None
    year = day.year - int(name.removeprefix("ago"))
    return year, year, False


def _whole(digits: str, day: date) -> int:
    """A year of two digits is of this century unless that lies well ahead."""
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= day.year + 10 else year - 100


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    if text in NUMBER_WORDS:
        return NUMBER_WORDS[text]
    return han_number(text) or 0
