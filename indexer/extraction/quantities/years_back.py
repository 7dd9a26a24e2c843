"""How many years before its sentence's year a figure is, according to the words beside it:
上年为3件, 3 cases the year before."""

from __future__ import annotations

import re

from ...text.numerals import NUMBER_WORDS
from ...text.year_before import (
    A_YEAR_AGO,
    BEFORE_LAST,
    LAST_YEAR,
    SAME_PERIOD,
    WESTERN,
    YEARS_AGO,
    any_of,
    east_asian,
)


def _before(chinese_or_japanese: str, western: str) -> re.Pattern[str]:
    return re.compile(
        rf"{chinese_or_japanese}[^\d，。；、增减升降涨多少提]{{0,10}}$|"
        rf"\b{western}(?P<of>['’]s)?\W+(?:\w+ ){{0,3}}$",
        re.IGNORECASE,
    )


def _after(western: str) -> re.Pattern[str]:
    return re.compile(
        rf"[ (（]*(?:[^\W\d]+ ){{0,2}}?(?:(?:in|en) )?{western}\b"
        r"(?!\W{0,3}(?:(?:was|were|it was|the figure was|war|waren) )?[£€$]?\d)",
        re.IGNORECASE,
    )


#: Words before a figure, by whether its text has kana.
_LAST_BEFORE = tuple(
    _before(
        rf"(?:{east_asian(japanese)}(?:同期)?|(?<![比较]){SAME_PERIOD})",
        any_of(LAST_YEAR, *WESTERN),
    )
    for japanese in (False, True)
)
_BEFORE_LAST_BEFORE = tuple(
    _before(rf"{any_of(BEFORE_LAST, code)}(?:同期)?", any_of(BEFORE_LAST, *WESTERN))
    for code in ("zh", "ja")
)
_LAST_AFTER = _after(f"(?:{any_of(LAST_YEAR, *WESTERN)}|{any_of(A_YEAR_AGO, *WESTERN)})")
_BEFORE_LAST_AFTER = _after(any_of(BEFORE_LAST, *WESTERN))
_YEARS_AFTER = _after(any_of(YEARS_AGO, *WESTERN))
#: "Compared with the previous year, visits fell to 45" tells no figure of that year; "compared with
#: the previous year's 45" and "than in the previous year (45)" do.
_SET_AGAINST = re.compile(
    r"\b(?:than|compared (?:with|to)|relative to|versus|on|(?:up|down|rose|fell|risen|fallen|"
    r"increased?|decreased?|rise|fall|drop(?:ped)?|grew|changed?|unchanged) from|als|zum|"
    r"gegenüber(?: dem)?|par rapport à|respecto (?:al?|del?)|frente al?)(?: in| im| en)? $",
    re.IGNORECASE,
)

#: A sentence that opens with the year before, which holds until another time is named.
OPENS = re.compile(
    rf"\s*(?:而|但|其中|与此同时，)?(?:{east_asian(False)}(?!同期)|{any_of(LAST_YEAR, 'ja')}|"
    rf"(?i:(?:in |im )?{any_of(LAST_YEAR, *WESTERN)}\b))"
)
#: What joins a count and its sum in Western languages (38 fines worth £120,100).
WORTH = re.compile(
    r",? (?:(?:worth|totall?ing|amounting to|with a (?:total )?value of|for(?: a total of)?|pour"
    r"(?: un (?:total|montant) de)?|d['’]un montant (?:total )?de|über(?: insgesamt)?|"
    r"im Wert von|mit|in Höhe von|por(?: un (?:total|importe) de)?) ?)[^\d,;.()]{0,16}",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"[今本当當]年|全年|目前|现在|今期|同比|[比较較]|；|(?:19|20)\d\d|"
    r"(?i:\b(?:this|current|reporting|present) year|\bnow\b|in diesem jahr|berichtsjahr|"
    r"cette année|este año|;)"
)
_JOINED = re.compile(
    r"\s*[、，,（(]\s*|\s*(?:、|，|,)\s*[^\d，。；、,.;()（）]{0,16}|\s*[（(][^\d（）()]{0,8}"
)


_SPOKEN = re.compile(r"(?:去|昨)年度?(?:同期)?[^\d，。；、增减升降涨多少提]{0,10}$")


def is_spoken_year(left: str) -> bool:
    """Whether the words before a figure name the year before the one in which it is told (去年),
    not the one before the year reported on (上年)."""
    return bool(_SPOKEN.search(left))


def goes_with(between: str, leads: bool, bracket: bool) -> bool:
    """Whether a figure is of the same earlier year as the one before it, from the words
    ``between`` them. ``leads``: that year's words open the sentence; ``bracket``: they stand in an
    open bracket."""
    if _NOW.search(between):
        return False
    closes = re.search(r"[）)]", between)
    if leads:
        return True
    if bracket:
        return not closes and bool(_JOINED.fullmatch(between))
    return bool(re.fullmatch(r"\s*[（(][^\d（）()]{0,8}", between))


def years_back(left: str, right: str, kana: bool) -> int:
    """1 for the year before, 2 for the one before that and so on, 0 where the words ``left`` and
    ``right`` of a figure name none; ``kana``: whether its text is Japanese by its script."""
    if _tells(_BEFORE_LAST_BEFORE[kana], left) or _BEFORE_LAST_AFTER.match(right):
        return 2
    several = _YEARS_AFTER.match(right)
    if several:
        return NUMBER_WORDS[next(filter(None, several.groups())).lower()]
    return int(_tells(_LAST_BEFORE[kana], left) or bool(_LAST_AFTER.match(right)))


def _tells(pattern: re.Pattern[str], left: str) -> bool:
    """Whether words before a figure give it an earlier year, and do not only compare with that."""
    found = pattern.search(left)
    if not found or found["of"] or "(" in found.group():
        return bool(found)
    return not _SET_AGAINST.search(left[: found.start()])
