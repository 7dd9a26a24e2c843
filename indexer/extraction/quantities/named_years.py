"""The years that a sentence names: single ones, lists and spells, financial years, eras."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...text.eras import era_year
from ...text.numerals import NUMBER_WORDS, han_number

_Y = r"(?:19|20)\d\d"
_TIMES = re.compile(
    rf"(?P<era>令和|平成)(?P<nth>元|\d{{1,2}})年度?"
    # 2023年至2025年, 2023-2025, from 2023 to 2025
    rf"|(?<![\d.,〔\[])(?P<a>{_Y})(?:年度?)? ?(?:-|–|—|~|～|至|到|to|until|bis|à) ?"
    rf"(?P<b>{_Y})(?:年[度底末]?|년|(?![\d%％.,]\d|[\d%％]))(?! ?(?:[./-]\d|号))"
    # between 2023 and 2025
    rf"|(?:(?<=\bbetween )|(?<=\bentre )|(?<=\bzwischen ))(?P<c>{_Y}) (?:and|et|und|y) (?P<d>{_Y})"
    # 2023/24
    rf"|(?<![\d.,〔\[])(?P<f>{_Y})[/–-](?P<g>\d\d)(?!\d|[./%-]\d|%)(?:年度?)?"
    rf"|(?<![\d.,〔\[/-])(?P<y>{_Y})(?: ?年[度底末初]?| ?년|(?![\w%％]|[.,/-]\d))"
    rf"|(?<![\d.,〔\[/-])(?P<z>{_Y})(?=[二两三四五六七八九十]年)"  # 2024、2025两年
    r"|(?P<p>(?:前年|去年|今年)(?=[、和与及](?:去年|今年))"  # 前年、去年、今年分别
    r"|(?<=[、和与及])(?:去年|今年)(?=[^，。；、\d]{0,12}分别))"
    r"|(?:近|过去|過去|最近)(?P<n>[二两三四五六七八九十])年(?:来|间)?(?![级期制度月日以])"
    r"|(?P<t>今年)(?![以之]来)"
    r"|(?:the )?(?:last|past) (?P<m>two|three|four|five) years"
)
_BETWEEN_YEARS = re.compile(r"\s*(?:[、,，和与與及&]|and|et|und|y|,\s*and)?\s*(?:in |en )?")


@dataclass(frozen=True, slots=True)
class NamedTime:
    """Years named at ``start:end``; ``listed``: as members of a list or spell, which figures may
    share out among them."""

    first: int
    last: int
    start: int
    end: int
    listed: tuple[int, ...] = ()
    spell: bool = False


def named_times(
    text: str, places: Sequence[tuple[int, int]], own: int | None, delivered: bool = False
) -> list[NamedTime]:
    """Times named in ``text`` outside of its figures, in order; years that stand side by side as
    one list. ``delivered``: its 今年 is the year after ``own``."""
    starts = [a for a, _ in places]
    singles: list[NamedTime] = []
    for m in _TIMES.finditer(text):
        at = bisect_right(starts, m.start()) - 1
        inside = at >= 0 and m.start() < places[at][1]
        if m["t"] and delivered and own and not inside:
            time: NamedTime | None = NamedTime(own + 1, own + 1, m.start(), m.end())
        else:
            time = None if inside or m["t"] else _time(m, own)
        if time is not None:
            singles.append(time)
    return list(_joined(text, singles))


def _time(m: re.Match[str], own: int | None) -> NamedTime | None:
    if m["era"]:
        year = era_year(m["era"], m["nth"])
        return NamedTime(year, year, m.start(), m.end())
    if single := m["y"] or m["z"]:
        return NamedTime(int(single), int(single), m.start(), m.end())
    if m["a"] or m["c"]:
        first, last = int(m["a"] or m["c"]), int(m["b"] or m["d"])
    elif m["f"]:
        first = int(m["f"])
        last = first // 100 * 100 + int(m["g"])
        last += 100 * (last < first)
        if last == first + 1:  # one financial year
            return NamedTime(first, last, m.start(), m.end())
    elif m["p"]:
        year = own - ("今年", "去年", "前年").index(m["p"]) if own else 0
        return NamedTime(year, year, m.start(), m.end()) if year else None
    elif own:
        count = NUMBER_WORDS[m["m"]] if m["m"] else han_number(m["n"]) or 1
        first, last = own - count + 1, own
    else:
        return None
    if not first < last <= first + 30:
        return None
    return NamedTime(first, last, m.start(), m.end(), tuple(range(first, last + 1)), True)


def _joined(text: str, times: Sequence[NamedTime]) -> Iterator[NamedTime]:
    """Single years that only commas and "and" part, as one time."""
    held: list[NamedTime] = []
    for time in times:
        if held and (time.listed or held[0].listed or not _beside(text, held[-1], time)):
            yield _list(held)
            held = []
        held.append(time)
    if held:
        yield _list(held)


def _beside(text: str, a: NamedTime, b: NamedTime) -> bool:
    return b.start - a.end <= 8 and bool(_BETWEEN_YEARS.fullmatch(text, a.end, b.start))


def _list(held: list[NamedTime]) -> NamedTime:
    if len(held) == 1:
        return held[0]
    listed = tuple(time.last for time in held)
    return NamedTime(min(listed), max(listed), held[0].start, held[-1].end, listed)
