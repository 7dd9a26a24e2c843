"""Parts of a year as people write them: halves, quarters, months and spells of months."""

from __future__ import annotations

import re

from ...text.numerals import HAN_TENS, han_number

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january janvier januar enero jan",
            "february février fevrier februar febrero feb",
            "march mars märz marzo mar",
            "april avril abril apr",
            "may mai mayo",
            "june juin juni junio jun",
            "july juillet juli julio jul",
            "august août aout agosto aug",
            "september septembre septiembre sept sep",
            "october octobre oktober octubre oct okt",
            "november novembre noviembre nov",
            "december décembre decembre dezember diciembre dec dez",
        ),
        1,
    )
    for name in names.split()
}
_M = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WORDS = {
    w: n
    for n, group in enumerate(
        (
            "one first erste ersten premier première primer primero",
            "two second zwei zweite deux deuxième dos segundo",
            "three third drei dritte trois troisième tres tercer",
            "four fourth vier vierte quatre quatrième cuatro cuarto",
            "five cinq cinco fünf",
            "six sechs seis",
            "seven sieben sept siete",
            "eight acht huit ocho",
            "nine neun neuf nueve",
            "ten zehn dix diez",
            "eleven elf onze once",
        ),
        1,
    )
    for w in group.split()
}
_N = rf"(?:\d{{1,2}}|十[一二]|[{HAN_TENS}两]|" + "|".join(_WORDS) + ")"
_TO = r"\s?(?:-|–|—|~|〜|～|至|到|to|through|until|bis|à|a)\s?"

_HALVES = (
    (
        "h1",
        r"上半年|上半期|前半期|\bh1\b|first half|1er semestre|premier semestre|"
        r"erste[ns]? halbjahr|primer semestre|первое полугодие",
    ),
    (
        "h2",
        r"下半年|下半期|后半期|後半期|\bh2\b|second half|2e semestre|second semestre|"
        r"zweite[ns]? halbjahr|segundo semestre",
    ),
)
_QUARTER = re.compile(
    r"第?(?P<a>[一二三四1-4])(?:季度|四半期)|\bq(?P<b>[1-4])\b|"
    r"(?P<c>first|second|third|fourth) quarter|(?P<d>[1-4])(?:er|e|\.) (?:trimestre|quartal)|"
    r"首(?P<e>季)|\bt(?P<f>[1-4])\b|"
    r"(?P<g>erste|zweite|dritte|vierte)[nsmr]? quartal|"
    r"(?P<h>premier|deuxième|troisième|quatrième|primer|segundo|tercer|cuarto) trimestre"
)
_QUARTERS = re.compile(r"(?:前|首)(?P<a>[二两三23])个?季度?|first (?P<b>two|three) quarters")
_SPELL = re.compile(
    rf"(?:前|头|頭)(?P<n>{_N})个?月|first (?P<o>{_N}) months|(?P<p>{_N}) premiers mois|"
    rf"ersten (?P<q>{_N}) monate|(?:primeros (?P<r>{_N}) meses)|前(?P<s>{_N})か月"
)
_MONTH_TO_MONTH = re.compile(
    rf"(?<!\d)(?P<a>{_N})月?{_TO}(?P<b>{_N})月|\b(?P<c>{_M})\b\.?{_TO}(?P<d>{_M})\b"
)
_UP_TO = re.compile(
    rf"(?:到|至|截至)(?P<a>{_N})月(?:底|末)|\b(?:bis|until|through|jusqu'en|hasta) (?P<b>{_M})\b"
)
_MONTH = re.compile(rf"(?<![\d前头個个])(?P<a>{_N})月(?!份?度)|\b(?P<b>{_M})\b")
_END = re.compile(r"年末|年底|末时|\bend of\b|\byear[- ]end\b|\bfin\b|\bende\b|\bfinales de\b|期末")


_SAME = {"1-3": "q1", "4-6": "q2", "7-9": "q3", "10-12": "q4", "1-6": "h1", "7-12": "h2"}


def part_of(text: str) -> str:
    """The part of a year in folded text: ``h1``, ``q3``, ``11``, ``1-11``, ``end`` or ``""``."""
    part = _part_of(text)
    return _SAME.get(part, part)


def _part_of(text: str) -> str:
    for part, pattern in _HALVES:
        if re.search(pattern, text):
            return part
    if m := _QUARTERS.search(text):
        return f"1-{3 * _number(m['a'] or m['b'])}"
    if m := _QUARTER.search(text):
        told = next(g for g in m.groups() if g)
        return f"q{1 if told == '季' else _number(told)}"
    if m := _SPELL.search(text):
        return f"1-{_number(next(g for g in m.groups() if g))}"
    if m := _MONTH_TO_MONTH.search(text):
        first, last = (_number(g) for g in m.groups() if g)
        return f"{first}-{last}"
    if m := _UP_TO.search(text):
        return f"1-{_number(next(g for g in m.groups() if g))}"
    if m := _MONTH.search(text):
        return str(_number(next(g for g in m.groups() if g)))
    return "end" if _END.search(text) else ""


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.get(text) or _WORDS.get(text) or han_number(text) or 0
