"""Units of one thing for each of another: 元/吨, 微克/立方米, 人/平方公里, kg/ha, 元/平方米·月.

A rate keeps the unit that is printed below the stroke, so that 3200元/吨 is 3200 ``CNY/t``; above
it money is in its currency, and masses and the like are in the unit that is printed.
"""

from __future__ import annotations

import re
from fractions import Fraction

from .units import Unit, unit_at

# Symbols of the International System where there are some (BIPM 2019).
_SYMBOLS = {
    "微克": "ug", "μg": "ug", "ug": "ug", "毫克": "mg", "mg": "mg", "克": "g", "g": "g",
    "纳克": "ng", "ng": "ng", "千克": "kg", "公斤": "kg", "kg": "kg", "吨": "t", "t": "t",
    "tonne": "t", "tonnes": "t", "吨标准煤": "tce", "吨标煤": "tce", "千克标准煤": "kgce",
    "克标准煤": "gce", "平方米": "m2", "平米": "m2", "㎡": "m2", "m2": "m2", "m²": "m2",
    "立方米": "m3", "立方": "m3", "方": "m3", "m3": "m3", "m³": "m3", "㎥": "m3",
    "标准立方米": "Nm3", "平方公里": "km2", "平方千米": "km2", "km2": "km2", "km²": "km2",
    "公顷": "ha", "ha": "ha", "亩": "mu", "升": "L", "L": "L", "l": "L", "公里": "km", "km": "km",
    "千米": "km", "米": "m", "m": "m", "毫米": "mm", "千瓦时": "kWh", "千瓦小时": "kWh",
    "kWh": "kWh", "MWh": "MWh", "兆瓦时": "MWh", "度": "kWh", "千瓦": "kW", "kW": "kW",
    "人": "person", "户": "household", "年": "year", "月": "month", "个月": "month",
    "日": "day", "天": "day", "小时": "h", "h": "h", "时": "h", "秒": "s", "s": "s",
    "person": "person", "household": "household", "year": "year", "month": "month", "day": "day",
    "hour": "h", "桶": "barrel", "barrel": "barrel", "斤": "jin", "市斤": "jin",
}  # fmt: skip
_COUNTED = frozenset("人 户 例 件 起 宗 家 个 张 床 辆 部 台 所 条 次 株 头 只 吨公里".split())
_ABOVE = re.compile(
    "(" + "|".join(sorted(map(re.escape, {*_SYMBOLS, *_COUNTED}), key=len, reverse=True)) + ")"
    r" ?(?=[/／]|每[吨公千平立亩斤])"
)
_STROKE = re.compile(r" ?(?:[/／] ?每?|每)")
_BELOW = re.compile(
    "(?P<scale>10万|[十百千万亿]+(?![瓦克米]))?(?P<unit>"
    + "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
    + r")?"
)
_AGAIN = re.compile(r" ?[·•.]? ?(年|月|日|天|人|次)")
_LATIN = re.compile(r"[A-Za-z]")


def rate_at(text: str, at: int) -> tuple[str, Unit] | None:
    """The rate at ``at`` of a folded text, as spelled; None where no stroke follows the unit."""
    above = _above(text, at)
    if above is None:
        return None
    end, name, factor = above
    below = below_at(text, end, counted=text[at:end] in _COUNTED)
    if below is None:
        return None
    stop, symbol = below
    return text[at:stop], Unit(f"{name}/{symbol}", "other", factor)


def _above(text: str, at: int) -> tuple[int, str, Fraction] | None:
    """Where the unit above the stroke ends, its name and its factor."""
    found = unit_at(text, at)
    if found and found[1].family == "money":
        return at + len(found[0]), found[1].name, found[1].factor
    if text.startswith("分", at) and re.match(r"分[/／](?:千瓦时|度|公里|斤|公斤|升)", text[at:]):
        return at + 1, "CNY", Fraction(1, 100)
    match = _ABOVE.match(text, at)
    if match is None:
        return None
    return match.end(1), _SYMBOLS.get(match.group(1), match.group(1)), Fraction(1)


def below_at(text: str, at: int, counted: bool = False) -> tuple[int, str] | None:
    """Where a stroke at ``at`` and the unit below it end, and its name; None where there is none.

    ``counted``: things are counted above it, so that 家/次 or 人/次 below is no rate but a double
    measure word, unless a scale or an area is there (例/10万, 人/平方公里).
    """
    stroke = _STROKE.match(text, at)
    if stroke is None:
        return None
    match = _BELOW.match(text, stroke.end())
    scale, unit = match.group("scale", "unit") if match else (None, None)
    stop = match.end() if match else stroke.end()
    if unit and _LATIN.match(unit) and text[stop : stop + 1].isalpha():
        return None
    if unit is None or (scale and text[stop : stop + 1] in "元"):
        found = unit_at(text, stop)
        if found is None and not scale:
            return None
        if found and (scale or found[1].family in ("money", "count")):
            unit, stop = found[0], stop + len(found[0])
    if (
        counted
        and not scale
        and _SYMBOLS.get(unit or "") not in {"km2", "ha", "mu", "m2", "person"}
    ):
        return None
    if not unit and not (counted and scale):
        return None
    name = (scale or "") + (unit or "") if scale else _SYMBOLS.get(unit or "", unit or "")
    while more := _AGAIN.match(text, stop):
        if more.group() == more.group(1) and stop < len(text) and not _ends(text, more.end()):
            break
        name, stop = f"{name}/{_SYMBOLS.get(more.group(1), more.group(1))}", more.end()
    return stop, name


def _ends(text: str, at: int) -> bool:
    """Whether no word goes on at ``at`` (元/人月 and not 元/人月均)."""
    return not re.match(r"[\u4e00-\u9fff]", text[at : at + 1])
