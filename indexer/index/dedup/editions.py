"""Which edition of a report a file is: marks of revision, period covered, number and date.

Read from the title, the head of the text and the file's name, never from the file's modification
time, which copying or a checkout changes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from ...document.report import Details
from ...text.folding import fold, normal
from ...text.numerals import HAN_TENS, han_number

_HEAD = 400
_MARKS = 200  # characters in which a mark of revision stands with the title
_WORD = r"(?:修订|修正|更正|订正|勘误|补正|更新|修改)"
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
# In brackets, or 更正稿 and the like: 修订《…办法》 in a title is what the report is about.
_REVISED = re.compile(
    rf"(?<!》)[(\[【〔]\s*(?:20\d\d年?)?(?:\d+月)?(?:\d+日)?(?:已|经)?{_WORD}(?:版|稿|本|后|件)?\s*[)\]】〕]"
    rf"|{_WORD}(?:版|稿|本)(?![一-鿿])|{_WORD}后的?(?:报告|年报|总结)"
    r"|[(\[]\s*(?:revised|corrected|amended|updated|corrigend\w+|errat\w+)(?:[^)\]]{0,30})[)\]]"
    r"|\b(?:revised|corrected|amended|updated) (?:version|edition|report|text|copy)\b"
    rf"|本(?:报告|版|稿|文)[^。]{{0,20}}(?:{_WORD}|替代|取代)"
    r"|\bthis (?:version|report|edition) (?:replaces|supersedes|corrects|was "
    r"(?:revised|corrected|updated|amended))\b"
)
_REVISED_FILE = re.compile(
    rf"{_WORD}(?:版|稿|本|后)?|(?<![a-z])(?:revised|corrected|amended|updated|corrigendum)(?![a-z])"
)
_NUMBERED = re.compile(
    rf"第\s*([{HAN_TENS}]|\d{{1,2}})\s*(?:次(?:修订|更正|修正))?(?:版|稿)(?!块|面|本)|"
    r"(?<![a-z])(?:v|ver|version|rev|revision)[ ._-]?(\d{1,2})(?![\d年.])|"
    r"\b(second|third|fourth|fifth|\d(?:nd|rd|th)) edition\b"
)
_PERIOD = re.compile(
    r"上半年|下半年|第?[一二三四1-4]季度|"
    rf"前[{HAN_TENS}\d]{{1,2}}个?(?:季度|月)"
    r"|\d{1,2}\s*(?:月份?)?\s*[-—–~至到]\s*\d{1,2}\s*月|(?<![\d年])\d{1,2}月份|(?<=年)\d{1,2}月(?!\d{1,2}日)"
    rf"|[{HAN_TENS}]{{1,2}}月份|第\s*[{HAN_TENS}百\d]{{1,4}}\s*(?:期|批|号|次|辑|周)"
    r"|\b(?:first|second) half\b|\bhalf[- ]year(?:ly)?\b|\binterim\b|\bmid-?year\b|\bq[1-4]\b"
    r"|\b(?:first|second|third|fourth) quarter\b|\b(?:issue|bulletin|number|no\.?) ?\d{1,3}\b"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?= (?:19|20)\d\d)"
)
_NUMBER = re.compile(r"[一-鿿]{1,10}\s*[〔\[(]\s*((?:19|20)\d\d)\s*[〕\])]\s*(?:第)?(\d{1,4})\s*号")
_PARENTHESES = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")


@dataclass(frozen=True, slots=True)
class Edition:
    """``mark`` is 0 for no mark of revision, 1 for one (更正稿, revised), 2 and up for a numbered
    one (第二版, v2). ``periods`` are parts of a year or issues that the title names; ``number`` is
    the document's own (〔2026〕12号). ``title`` is normalised, without marks; ``head`` is the
    normalised head."""

    mark: int
    periods: frozenset[str]
    number: tuple[str, str] | None
    title: str
    head: str


def edition_of(path: str, details: Details, text: str) -> Edition:
    """The edition that a report says it is."""
    head, title = fold(text[:_HEAD]), fold(details.title)
    stem = fold(PurePosixPath(path).stem)
    number = _NUMBER.search(head)
    return Edition(
        mark=max(_mark(title), _mark(head[:_MARKS]), _mark_of_file(stem)),
        periods=_periods(title) or _periods(stem),
        number=(number.group(1), number.group(2)) if number else None,
        title=normal(_unmarked(title)),
        head=normal(_unmarked(head)),
    )


def same_title(a: Edition, b: Edition) -> bool:
    """Whether the titles are the same apart from marks of revision, or one is in the other's head:
    a reader may have mistaken the line above the title (the breadcrumb) for it."""
    if not a.title or not b.title:
        return False
    return a.title == b.title or _within(a.title, b.head) or _within(b.title, a.head)


def same_period(a: Edition, b: Edition) -> bool:
    """Whether nothing says that they cover other periods or are other issues of a series."""
    return a.periods == b.periods or not (a.periods and b.periods)


def later(a: str, b: str) -> int:
    """1 if ISO date ``a`` is later than ``b``, -1 if earlier, 0 if unknown: ``2026`` and
    ``2026-03`` have no order."""
    if not a or not b or a.startswith(b) or b.startswith(a):
        return 0
    return 1 if a > b else -1


def _within(title: str, head: str) -> bool:
    return len(title) >= 8 and title in head


def _mark(text: str) -> int:
    numbered = _NUMBERED.search(text)
    if numbered and (number := _numeral(numbered)) > 1:
        return number
    return int(bool(_REVISED.search(text)))


def _mark_of_file(stem: str) -> int:
    words = re.sub(r"[_\-.]+", " ", stem)
    numbered = _NUMBERED.search(words)
    if numbered and (number := _numeral(numbered)) > 1:
        return number
    return int(bool(_REVISED.search(stem) or _REVISED_FILE.search(words)))


def _numeral(match: re.Match[str]) -> int:
    found = next(group for group in match.groups() if group)
    return _ORDINALS.get(found) or han_number(found) or int(re.sub(r"\D", "", found))


def _periods(text: str) -> frozenset[str]:
    return frozenset(re.sub(r"\s+", "", m.group()) for m in _PERIOD.finditer(text))


def _unmarked(text: str) -> str:
    plain = _PARENTHESES.sub(lambda m: "" if _mark(m.group()) else m.group(), text)
    return _NUMBERED.sub("", _REVISED.sub("", plain))
