"""Normalises a text for reading its numbers, with a way back to the original offsets.

Full-width digits become ASCII, and half-width punctuation beside Chinese characters full-width, as
GB/T 15834 has it; whatever certainly groups digits becomes an apostrophe (thin or no-break space,
full-width comma); a middle dot before a unit becomes a point; what is inside a number without being
part of it (zero-width characters, marks of notes) is removed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from .numerals import FULL_WIDTH_DIGITS

#: Spaces that typesetters put between groups of digits: thin, figure, no-break and their like.
GROUP_SPACES = "\u00a0\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"

_FOLD: dict[int, int | str] = {**FULL_WIDTH_DIGITS}
_FOLD |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_FOLD |= {0xFF05: "%", 0xFF0E: ".", 0xFFE5: "¥", 0xFF04: "$", 0xFFE1: "£", 0x2030: "‰"}
_FOLD |= dict.fromkeys(map(ord, GROUP_SPACES + "\u3000"), " ")
_FOLD |= {ord(a): b for a, b in zip("萬億兩點圓餘﹪﹐", "万亿两点元余%，", strict=True)}
_FOLD |= {0x3BC: "μ", 0xB5: "μ", 0x66C: ","}

_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
#: A thin or no-break space between digits only groups them (GB/T 15835, ISO 80000-1); where a run
#: is longer than money goes, or does not end in a group of three, it parts the cells of a row.
_THIN_RUN = re.compile(
    rf"(?<![\d.,'’])(?<!\d[{GROUP_SPACES}])\d{{1,3}}(?:[{GROUP_SPACES}]\d{{3}}){{1,4}}"
    rf"(?![\d]|[{GROUP_SPACES}]\d)"
)
_THIN = re.compile(f"[{GROUP_SPACES}]")
#: A full-width comma between ASCII digits groups them where a unit follows the last group.
_COMMA_RUN = re.compile(
    r"(?<![\d，,.])\d{1,3}(?:，\d{3})+(?![\d，])(?:\.\d+)?(?= ?[\u3400-\u9fff%‰℃㎡](?!月))"
)
_LIST_AHEAD = re.compile(r"(?:分别|依次|各[为是有达])[^。；\n]*$")
_BARE_BEFORE = re.compile(r"(?:得分|评分|分数|排名|名次|位次|指数|率|[第表图])[为是达至到列居]?$")
_QUOTE_RUN = re.compile(r"(?<![\d.,])\d{1,3}(?:[’ʼ‘´′`]\d{3})+(?!\d)")
_DOT = "·•‧∙⋅"
#: A raised dot is a decimal point before a unit (345·6万元); else it parts the halves of a date
#: (5·12) or of a name, and three digits behind it may be a group as well.
_RAISED = re.compile(
    rf"(?<![\d.,{_DOT}])(\d+)[{_DOT}](?:\d+(?= ?(?:million|billion|per cent|percent|tonnes))|"
    r"(?:\d{1,2}|\d{4,6})(?= ?(?:[万亿%‰℃倍元]|[千百]万|[美欧日港]元|个?百分点|吨|公[里顷斤]|"
    r"千[米瓦克]|[平立]方|亩|米|兆瓦|升|小时)))"
)

_HALF_WIDTH = re.compile("(?<=[\u3400-\u9fff）》”])[,;:!?]|[,;:!?](?=[\u3400-\u9fff《“])")
_FULL_WIDTH = dict(zip(",;:!?", "，；：！？", strict=True))

_ZERO_WIDTH = "\u200b-\u200f\u2060\ufeff\u00ad\u034f\u061c\u180e\u202a-\u202e\u2066-\u2069"
_ABOVE = "[⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁻]+(?:[,，][⁰¹²³⁴⁵⁶⁷⁸⁹]+)*"
#: Marks of notes: 生产总值[2]1329亿元, 12[^1]件, 12¹万元. After a letter a raised figure is a power
#: (m², kWh³), and so it is after 10.
_DROPPED = re.compile(
    rf"[{_ZERO_WIDTH}]+|(?<=[^\s|\[\]［］])[\[［]\^?[\d⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}[\]］]|"
    rf"(?<=[\d%\u3400-\u9fff])(?<![\D]10)(?<!^10){_ABOVE}|(?<=[^\W\d_]{{3}}){_ABOVE}|(?<=\d)[①-⑳]"
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made plain for matching. ``offsets[i]`` is where ``text[i]`` stood; None: the same."""

    text: str
    offsets: tuple[int, ...] | None

    def origin(self, index: int) -> int:
        """Original offset of the folded offset ``index`` (the end maps to the end)."""
        return index if self.offsets is None else self.offsets[index]

    def index(self, origin: int) -> int:
        """Folded offset of an original offset."""
        return origin if self.offsets is None else bisect_left(self.offsets, origin)


def fold_digits(text: str) -> Folded:
    """``text`` with its numbers plain; what only stands in their way is left out."""
    kept = _kept(text)
    if kept is None:
        return Folded(_plain(text), None)
    return Folded(_plain("".join(text[i] for i in kept)), (*kept, len(text)))


def _kept(text: str) -> list[int] | None:
    """Offsets of the characters that stay; None where all do."""
    if not _DROPPED.search(text):
        return None
    kept: list[int] = []
    at = 0
    for match in _DROPPED.finditer(text):
        kept += range(at, match.start())
        at = match.end()
    return [*kept, *range(at, len(text))]


def _plain(text: str) -> str:
    """``text`` in plain characters, each at its place."""
    text = _THIN_RUN.sub(lambda run: _THIN.sub("'", run.group()), _WIDE_COMMA.sub(",", text))
    text = text.translate(_FOLD)
    text = _HALF_WIDTH.sub(lambda mark: _FULL_WIDTH[mark.group()], text)
    text = _QUOTE_RUN.sub(lambda run: re.sub(r"\D", "'", run.group()), text)
    text = _RAISED.sub(lambda run: re.sub(f"[{_DOT}]", ".", run.group()), text)
    return _COMMA_RUN.sub(_comma_run, text)


def _comma_run(run: re.Match[str]) -> str:
    """The groups of ``run`` as one number, unless the words before make them a list."""
    before = run.string[max(0, run.start() - 60) : run.start()]
    alone = run.group().count("，") == 1 and _BARE_BEFORE.search(before)
    if alone or _LIST_AHEAD.search(before):
        return run.group()
    return run.group().replace("，", ",")
