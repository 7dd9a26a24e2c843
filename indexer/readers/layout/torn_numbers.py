"""Numbers split by the end of a line, a line in a cell or a page, and how the halves are joined.

Chinese and Japanese lines break between any two digits, so that the halves are joined without a
space; others break at the space between two groups, which is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text.digit_groups import NUMBERING
from ...text.plain_digits import GROUP_SPACES

_SPACES = f" {GROUP_SPACES}"
_TAIL = re.compile(rf"\d[\d,.，'’{_SPACES}]*+$")
_HEAD = re.compile(rf"[.,，]?\d(?:[,.，'’{_SPACES}]?\d)*+")
_REACH = 40  # characters of either half that are looked at
_SPACED = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?")
# 1,2|34 and 1,234,|567: a group that is not whole, and one whose comma has come already.
_COMMAS = re.compile(r"(?<!\d)\d{1,3}(?:[,，]\d{3})*[,，]\d{0,3}")
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?")
_CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_WORD_BEFORE = re.compile(rf"[{_CJK}）”(（]$")
_LABEL_BEFORE = re.compile(r"(?:[第表图圖注号號年月日条章节]|附[件录錄表])$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PROSE = re.compile(r"[，。；、]")
_UNIT = re.compile(
    rf" ?(?:[余多]?[万亿千百]|[%％‰℃㎡]|个百分点|(?![年月日时点分章节条款、号期届]|"
    rf"[千百]?[0-9])[{_CJK}])"
)
_LATIN_BEFORE = re.compile(r"(?:[^\W\d_] |[$£€¥₹] ?|\b[A-Z]{3} )$")
_LATIN_AFTER = re.compile(r" ?[€%]| [^\W\d_]|[.,;)](?:\s|$)")
# £1.|25 million, £12,|345 in fines, 12,|5 Mio. Euro: with a sign before, or a scale behind that
# only a number of one piece can have.
_SIGN_BEFORE = re.compile(r"(?:[$£€¥₹]|\b[A-Z]{3}) ?$")
_MEASURED = r"(?:thousand|[mb]illion|bn|m|k)\b|%| per ?cent"
_AMOUNT = re.compile(
    rf" ?(?:{_MEASURED})| (?:in|of|to|for|from|and|was|were|on|by|over|during)\b|[.,;:)](?:\s|$)|$"
)
_SCALED = re.compile(rf" ?(?:{_MEASURED})")
_COMMA_SCALED = re.compile(
    r" (?:Mio|Mrd|Tsd|Millionen|Milliarden|Prozent|millions? d|milliards? d|mill?ones|millares|"
    r"pour cent|por ciento|[Ee]uros?|EUR|[%€])\b|(?<=\d) [%€]"
)
# a total of 12,|345 permits: a word that wants a count before, and no other clause behind.
_WANTS_COUNT = {
    ",": re.compile(r"\b(?:of|to|than|over|about|nearly|almost|some|around|approximately) $"),
    ".": re.compile(r"\b(?:wurden|waren|von|rund|etwa|auf|insgesamt|knapp|fast|mehr als) $"),
}
_OTHER_CLAUSE = re.compile(
    r"\b(?:was|were|is|are|had|has|have|did|will|would|could|can|came|took|wurden?|war(?:en)?|sind|"
    r"hat|haben)\b|[.,;] ?[^\W\d_]|, \d|\b(?:and|or|und|oder) \d"
)
# A number and its scale or sign, cut between them.
_ENDS_IN_NUMBER = re.compile(r"\d[\d.,]*$")
_BEGINS_WITH_SCALE = re.compile(
    r"(?:thousand|million|billion|bn|per cent|percent|percentage points|Mio|Mrd|Tsd|Millionen|"
    r"Milliarden|Prozent|millions d|milliards d|millones|pour cent|por ciento)\b"
)
_ENDS_IN_SIGN = re.compile(r"(?<!\d)(?<!\d )[$£€¥₹]$")


def is_split_number(before: str, after: str) -> bool:
    """Whether the end of ``before`` and the start of ``after`` are halves of one number, though
    nothing else tells that the lines belong together."""
    halves = _halves(before, after)
    if halves is None:
        return False
    lead, tail, head, rest = halves
    if _surely(tail, head):
        return True
    if not head[0].isdigit():
        return _decimal(tail + head) and bool(_UNIT.match(rest) or _LATIN_AFTER.match(rest))
    if not tail[-1].isdigit():  # in other writing a point may end the sentence
        if not _cjk_before(lead):
            return _latin_amount(lead, tail, head, rest)
        return _decimal(tail + head) and bool(_UNIT.match(rest))
    if _cjk_before(lead):
        prose = _PROSE.search(before) or _PROSE.search(after)
        return bool(prose) and not _YEAR.fullmatch(tail) and bool(_UNIT.match(rest))
    grouped = _SPACED.fullmatch(f"{tail} {head}")
    return bool(grouped and _LATIN_BEFORE.search(lead) and _LATIN_AFTER.match(rest))


def between_halves(before: str, after: str) -> str | None:
    """What stands between the halves of a number in joined lines: nothing, or the space between
    its groups. None where the lines do not meet within digits."""
    halves = _halves(before, after)
    if halves is None:
        return None
    lead, tail, head, rest = halves
    if _surely(tail, head) or (not head[0].isdigit() and _decimal(tail + head)):
        return ""
    space = re.search(f"[{_SPACES}]", tail + head)
    if space:
        return "" if _SPACED.fullmatch(tail + head) else space.group()
    if not tail[-1].isdigit() and not _decimal(tail + head):
        return None
    if not tail[-1].isdigit() and _latin_amount(lead, tail, head, rest):
        return ""
    return (
        "" if _cjk_before(lead) and re.match(rf"[ %％‰]?[{_CJK}]|[%％‰，。；、）)]", rest) else " "
    )


def is_split_amount(before: str, after: str) -> bool:
    """Whether a number and its scale (£3.4 | million), or its sign and the number (£ | 3.4), are
    parted."""
    if _ENDS_IN_NUMBER.search(before[-_REACH:]):
        return bool(_BEGINS_WITH_SCALE.match(after))
    return bool(_ENDS_IN_SIGN.search(before) and after[:1].isdigit())


def joined_lines(lines: Iterable[str]) -> list[str]:
    """Lines of one paragraph, those joined between which only a number was cut."""
    out: list[str] = []
    for line in lines:
        if out and line and is_split_number(out[-1], line):
            out[-1] = f"{out[-1].rstrip()}{between_halves(out[-1], line) or ''}{line.lstrip()}"
        else:
            out.append(line)
    return out


def cell_text(lines: Iterable[str]) -> str:
    """The lines of a table's cell as one; a unit behind the second half tells that a number was
    cut, else two numbers stay two."""
    text = ""
    for line in filter(None, map(str.strip, lines)):
        halves = _halves(text, line)
        glue: str | None = " " if text else ""
        if halves:
            _, tail, head, rest = halves
            if _surely(tail, head) or _whole_cell(text, line):
                glue = ""
            elif _UNIT.match(rest):
                glue = between_halves(f"计{tail}", line)
        text += (" " if glue is None else glue) + line
    return text


def _halves(before: str, after: str) -> tuple[str, str, str, str] | None:
    """What stands before the first half, the halves, and what stands behind the second."""
    end, begin = before[-_REACH:].rstrip(), after[:_REACH].lstrip()
    tail, head = _TAIL.search(end), _HEAD.match(begin)
    if tail is None or head is None:
        return None
    return end[: tail.start()], tail.group(), head.group(), begin[head.end() :]


def _surely(tail: str, head: str) -> bool:
    """Whether the halves make whole groups only together."""
    if not _COMMAS.fullmatch(tail):
        return False
    last = re.split("[,，]", tail)[-1]
    if (len(last) == 3 and head[0] not in ",，") or (
        not last and len(re.findall("[,，]", tail)) < 2
    ):
        return False
    return bool(_COMMA_GROUPS.fullmatch(tail + head))


def _latin_amount(lead: str, tail: str, head: str, rest: str) -> bool:
    """Whether an amount of alphabetic text was cut behind its point or comma."""
    if _YEAR.fullmatch(tail[:-1]) or not _decimal(tail + head):
        return False
    if _SIGN_BEFORE.search(lead):
        return bool((_AMOUNT if tail[-1] == "," else _SCALED).match(rest))
    wants = _WANTS_COUNT.get(tail[-1])
    if wants and len(head) == 3 and wants.search(lead):
        return bool(re.match(r" [^\W\d_]", rest)) and not _OTHER_CLAUSE.search(rest)
    plain = tail[-1] == "," and len(head) < 3 and not NUMBERING.search(lead)
    return plain and bool(_COMMA_SCALED.match(rest))


def _whole_cell(text: str, line: str) -> bool:
    """Whether both lines are one number in groups and nothing else (88,|000)."""
    return bool(text.endswith((",", "，")) and _COMMA_GROUPS.fullmatch(text + line))


def _decimal(number: str) -> bool:
    """Whether a cut at a decimal point or a comma leaves a number when it is mended."""
    return bool(re.fullmatch(r"\d+[.,]\d+", number) or _COMMA_GROUPS.fullmatch(number))


def _cjk_before(lead: str) -> bool:
    return bool(_WORD_BEFORE.search(lead)) and not _LABEL_BEFORE.search(lead)
