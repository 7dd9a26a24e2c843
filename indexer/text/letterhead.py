"""The head of an official document (GB/T 9704-2012, 7.2): who issues it, and its number.

Above the title stand, each on a line of its own: a copy number, a degree of secrecy and of
urgency, the issuers (``…局文件``, several issuers on several lines), the document number, perhaps
with who signed it, and a rule.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# The number of a document holds its year in brackets and ends in 号 (7.2.5).
_NUMBER = (
    r"(?:(?!文\s?件)[^\s，。；、：:]){1,16}\s?[〔\[［（(【]\s?(?:19|20)\d\d\s?年?\s?[〕\]］）)】]\s?"
    r"(?:第\s?)?[^\s，。；]{0,6}?\d{1,5}\s?号"
)
_SIGNED_BY = r"签\s?发\s?人\s?[:：]?\s?[\u4e00-\u9fff、\s]{0,20}"
NUMBER = re.compile(_NUMBER)
_NUMBER_LINE = re.compile(rf"[（(]?({_NUMBER})[）)]?(?:\s*{_SIGNED_BY})?$")
_BODY = (
    r"(?:人民政府|办公厅|办公室|委员会|管委会|领导小组|法院|检察院|政府|办事处|总队|支队|大队|分局|"
    r"总局|中心|公司|集团|协会|学校|大学|学院|局|厅|委|部|署|院|处|所|队|站|会)"
)
_ISSUER = re.compile(rf"[\u4e00-\u9fff（）()]{{2,30}}?{_BODY}$")
# ``…局文件``, perhaps with the document number in the same line.
_HEADED = re.compile(rf"(.{{3,80}}?)[\s、]{{0,4}}文\s{{0,4}}件(?:\s{{0,4}}({_NUMBER}))?$")
_ASIDE = re.compile(
    r"(?:\d{6}|(?:绝密|机密|秘密|内部)\s?[★☆]?.{0,6}|(?:特急|加急|特提|平急|急件)|"
    rf"{_SIGNED_BY}|[★☆—–\-_─━=\s]+|文\s*件)$"
)
_MOST_LINES = 12


def letterhead(lines: Sequence[str]) -> int:
    """How many of ``lines`` (stripped, of a document's beginning) are its letterhead; 0: none.

    A letterhead has a line ``…文件``, or issuers with a document number below them.
    """
    seen = 0
    named = headed = numbered = False
    for at, line in enumerate(lines[:_MOST_LINES]):
        if _NUMBER_LINE.match(line):
            if not named:
                return 0
            numbered, seen = True, at + 1
        elif _headed(line) or (named and re.fullmatch(r"文\s*件", line)):
            named = headed = True
            seen = at + 1
        elif _ASIDE.match(line):
            seen = at + 1 if seen == at and (headed or numbered) else seen
        elif not numbered and _ISSUER.match(line):
            named = True
        else:
            break
    return seen if headed or numbered else 0


def issuers(lines: Sequence[str]) -> list[str]:
    """The issuers that the letterhead ``lines`` print, from the top down."""
    found: list[str] = []
    for line in lines:
        headed = _headed(line)
        if headed:
            found += headed
        elif _ISSUER.match(line) and not _ASIDE.match(line) and not _NUMBER_LINE.match(line):
            found.append(line)
    return list(dict.fromkeys(found))


def is_letterhead_line(line: str) -> bool:
    """Whether a line, wherever it stands, is a letterhead's ``…文件`` or a document number."""
    return bool(_headed(line) or _NUMBER_LINE.match(line))


def _headed(line: str) -> list[str]:
    """The issuers of a line ``…局文件``; none where it is no such line."""
    match = _HEADED.match(line)
    names = re.split(r"[\s、]+", match.group(1)) if match else []
    return names if all(map(_ISSUER.match, names)) else []


def document_number(lines: Sequence[str]) -> str:
    """The document number alone, or after ``…文件``, on one of ``lines``; ``""`` where none is."""
    for line in lines:
        match = _NUMBER_LINE.match(line)
        headed = _HEADED.match(line) if _headed(line) else None
        number = match.group(1) if match else headed.group(2) if headed else None
        if number:
            return re.sub(r"\s", "", number)
    return ""
