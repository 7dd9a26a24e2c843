"""The part of a year that a sentence gives a figure (上半年, 1—9月, in the third quarter): the
last that words before it name, else words right behind it."""

from __future__ import annotations

import re

from ...text.numerals import HAN_TENS
from .year_parts import part_of

_TO = r"\s?(?:-|–|—|~|～|至|到|to)\s?"
_M = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    r"januar|februar|märz|juni|juli|oktober|dezember"
)
_WHOLE = (
    r"全年|年度|通年|whole year|full year|entire year|over the year|year as a whole|"
    r"annual\w*|toute l['’]année|ensemble de l['’]année|"
    r"ganze[ns]? jahr|gesamtjahr|todo el año"
)
_PART = (
    r"[上下]半年|[上下前後]半期|(?:前|首)[二两三23]个?季度?|第?[一二三四1-4](?:季度|四半期)|"
    r"(?:first|second) half(?: of)?|first (?:two|three) quarters|(?<![a-z])q[1-4]\b|"
    r"(?:first|second|third|fourth) quarter|(?:premier|second|1er|2e) semestre|"
    r"(?:erste|zweite)[nsmr]? (?:halbjahr|jahreshälfte)|[1-4](?:er|e|\.) (?:trimestre|quartal)|"
    r"(?:premier|deuxième|troisième|quatrième|primer|segundo|tercer|cuarto) trimestre|"
    r"(?:erste|zweite|dritte|vierte)[nsmr]? quartal|"
    rf"前[\d{HAN_TENS}]{{1,2}}(?:个月|か月)|first \w{{1,9}} months|"
    rf"(?<!\d)\d{{1,2}}月?{_TO}\d{{1,2}}月(?:份|底|末)?(?!\d)|(?<!\d)\d{{1,2}}月份|"
    rf"(?:截至|截止|到)[^，。；]{{0,8}}?\d{{1,2}}月[底末]|"
    rf"(?:{_M}){_TO}(?:{_M})\b|(?:at|by|to|until) the end of (?:{_M})\b"
)
_TIMES = re.compile(rf"(?P<whole>{_WHOLE})|(?P<part>{_PART})", re.IGNORECASE)
_EDGE = re.compile(r"[，；：（(]|[,;:](?=\s)|[。.](?:\s|$)")
_LEAD = re.compile(  # what may stand before a time that begins a clause
    r"\s*(?:其中|今年|\d{4}年|[^\W\d_]{0,2}|"
    r"(?:(?:in|during|for|over|by|and|the|en|au|im) ){0,3})\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"[^\d,;:，；。、()（）]{{0,40}}?\b(?:in|during|for|over|across|au|im|en|sur|auf)"
    rf"(?: the| le| der| das)? (?:(?P<whole>{_WHOLE})|(?P<part>{_PART}))"
    rf"|\s*[(（](?P<in>{_PART})[)）]",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\s*[)）]\s*[，、；。,;.]")  # 30件（上半年），: of what stands before it
_REACH = 80


def figure_part(text: str, start: int, end: int) -> str | None:
    """The part of a year (as ``parts.part_of`` writes it) of the figure at ``start:end`` of a
    sentence; ``""`` where it is said to be the whole year's, None where nothing is said."""
    behind = _BEHIND.match(text, end, end + _REACH)
    if behind:
        return "" if behind["whole"] else _named(behind["part"] or behind["in"])
    low = max(0, start - _REACH)
    last: re.Match[str] | None = None
    for time in _TIMES.finditer(text, low, start):
        if not _CLOSED.match(text, time.end()):
            last = time
    if last is None:
        return None
    if _EDGE.search(text, last.end(), start):
        opened = _EDGE.split(text[low : last.start()])[-1]
        if not _LEAD.fullmatch(opened):
            return None
    return "" if last["whole"] else _named(last["part"])


def _named(words: str) -> str | None:
    part = part_of(words.lower())
    return "" if part == "1-12" else part or None
