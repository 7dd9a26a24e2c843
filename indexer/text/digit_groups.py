"""Which digits and separators form one number, by the language of the text and by what is certain.

A piece is a separator (``""`` for the first) and the digits after it; a run is a sequence of
adjacent pieces in a folded text (``12 345,6``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Piece = tuple[str, str]

#: Languages that write 1.234,5 or 1 234,5; the others write 1,234.5.
COMMA_DECIMAL = frozenset(
    "de fr es it pt nl ru pl cs sv da no fi tr uk ro hu sk sl hr bg el".split()
)
_MYRIADS = frozenset(("zh", "ja", "ko"))
_MOST = 8  # groups of a number; 24 digits

#: A plain space may as well part two numbers: it groups where a unit follows at once, where
#: nothing but zeros does, and in a sentence; not behind a label, a list's last item or a code.
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d ]*\d)(?:\.\d+)?")
_UNIT_CHARACTER = re.compile(
    r"[\u3400-\u9fff\uac00-\ud7a3%‰℃㎡]|[-—–~～]\d| [a-z]| (?:[A-Z]{3}|[kMG]Wh?)\b| ?€|"
    r"[、和及至] ?\d"
)
_SPACED_UNIT = re.compile(r" [\u3400-\u9fff]")
_ROUND = re.compile(r"\d{1,3}(?: 000)+$")
_AFTER_NUMBER = re.compile(r"\d ?$|\d[.,]$")
#: What stands before the number of a place, a thing or a day, which counts nothing.
NUMBERING = re.compile(
    r"(?:[表图圖第注]|附[件录錄]|编号|編號|序号|代码|电话|邮编|n[°º]|№|\b(?:sections?|art(?:icle|"
    r"ículo|igo|ikel|icolo)?s?|nos?|nrs?|num(?:ber|ero)|número|numéro|pages?|página|pagina|seite|"
    r"tab(?:le|elle|leau|la|ela|el)?s?|cuadro|fig(?:ure|ura)?s?|abbildung|annex|annexe|anexo|"
    r"anlage|anhang|chapter|chapitre|kapitel|capítulo|abschnitt|paragraphe?|absatz|part|ward|unit|"
    r"room|line|item|ligne|zeile|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|sep\w*|"
    r"oct\w*|nov\w*|dec\w*)\.?) ?$",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?:[$¥€£₹]|[A-Z]{3}) ?$")
#: Running text on both sides: nobody parts two numbers by a space alone there.
_RUNNING_BEFORE = re.compile(r"[a-z] $|[a-z] [(]$|[\u3400-\u9fff]$")
_RUNNING_AFTER = re.compile(r"[.,;:!?)]+(?:\s|\Z)| \(|[。；，）]")
_CELL = re.compile(r" ?(?:\||\n|\Z)")


def space_groups(text: str, start: int, language: str) -> bool:
    """Whether a plain space groups the digits from ``start`` on."""
    # What stands before comes first: within a long row of numbers each but the first has a number
    # before it, so that the row is matched once and not from each of them.
    before = text[max(0, start - 14) : start]
    if language in COMMA_DECIMAL:
        return not NUMBERING.search(before)
    if text[start] == "0" or _AFTER_NUMBER.search(before) or NUMBERING.search(before):
        return False
    match = _SPACED.match(text, start)
    if not match:
        return False
    if _ROUND.match(match.group()) or _SIGN.search(before):
        return True
    end = match.end()
    if re.search(r"\| ?[(（]?[-−–]? ?$", before) and _CELL.match(text, end):
        return True
    if _RUNNING_BEFORE.search(before) and _RUNNING_AFTER.match(text, end):
        return True
    # With a space before the number there may be one before its unit too.
    wide = before[-1:] == " " and _SPACED_UNIT.match(text, end)
    return bool(_UNIT_CHARACTER.match(text, end + bool(wide)))


def grouped(pieces: Sequence[Piece], i: int, language: str, spaced: bool) -> tuple[int, str, bool]:
    """How many pieces from ``i`` on make one number, its plain spelling, whether it is grouped.

    ``spaced``: a plain space groups here. A separator that the language does not group by does so
    where nothing else can be meant: 1.234.567 in English, 1,234.5 in German.
    """
    used = _groups(pieces, i, language, spaced)
    digits = "".join(own for _, own in pieces[i : i + used])
    mark = _decimal_mark(pieces, i, used, language)
    if mark:
        return used + 1, f"{digits}.{pieces[i + used][1]}", used > 1
    return used, digits, used > 1


def dotted(pieces: Sequence[Piece], i: int) -> int:
    """How many pieces from ``i`` on are a chain of three or more parted by points: a section, a
    version, a date (1.2.3); 0 where there is none."""
    size = 1
    while i + size < len(pieces) and pieces[i + size][0] == ".":
        size += 1
    return size if size > 2 else 0


def _groups(pieces: Sequence[Piece], i: int, language: str, spaced: bool) -> int:
    """How many pieces from ``i`` on are groups of one whole number."""
    first = pieces[i][1]
    separator = pieces[i + 1][0] if i + 1 < len(pieces) else ""
    if not separator or len(first) > 4 or first == "0" * len(first):
        return 1
    second = len(pieces[i + 1][1])
    own = separator in {"'", "’", "." if language in COMMA_DECIMAL else ","}
    if second not in (2, 3, 4) or (separator == " " and not spaced):
        return 1
    # What is not surely taken is looked at within a bound, as the next piece looks again.
    most = len(pieces) if own or separator == " " else min(len(pieces), i + _MOST + 1)
    odd = _odd_groups(pieces, i, language) if separator == "," and second in (2, 4) else 0
    if odd:
        return odd
    used = 1
    while i + used < most and pieces[i + used][0] == separator and len(pieces[i + used][1]) == 3:
        used += 1
    if len(first) > 3 or used == 1:
        return 1
    return used if own or separator == " " or _surely(pieces, i, used) else 1


def _odd_groups(pieces: Sequence[Piece], i: int, language: str) -> int:
    """How many pieces are groups of two and a last one of three (India), or of four (the myriads of
    China and Japan); 0 where they are not."""
    used = 1
    while i + used < len(pieces) and pieces[i + used][0] == "," and used <= _MOST:
        used += 1
    first, groups = pieces[i][1], [own for _, own in pieces[i + 1 : i + used]]
    if language in _MYRIADS:
        return used if all(len(group) == 4 for group in groups) else 0
    lakhs = len(groups) > 1 and len(groups[-1]) == 3 and all(len(g) == 2 for g in groups[:-1])
    return used if lakhs and len(first) < 3 and language not in COMMA_DECIMAL else 0


def _surely(pieces: Sequence[Piece], i: int, used: int) -> bool:
    """Whether groups that are strange to the language are groups nonetheless: two or more of three
    digits, or one before the other decimal mark (1.234,5)."""
    after = pieces[i + used] if i + used < len(pieces) else ("", "")
    separator = pieces[i + 1][0]
    if after[0] == separator:
        return False
    if used == 4 and separator == "." and all(int(own) < 256 for _, own in pieces[i : i + 4]):
        return False  # an address of a computer
    other = {",": ".", ".": ","}[separator]
    return used > 2 or (after[0] == other and i + used + 1 == len(pieces))


def _decimal_mark(pieces: Sequence[Piece], i: int, used: int, language: str) -> bool:
    """Whether the piece behind the groups is the fraction."""
    if i + used >= len(pieces):
        return False
    mark, fraction = pieces[i + used]
    follows = pieces[i + used + 1][0] if i + used + 1 < len(pieces) else ""
    if follows in {mark, "."}:
        return False
    separator = pieces[i + 1][0] if used > 1 else ""
    point = "," if language in COMMA_DECIMAL else "."
    if mark == point and separator != mark:
        return True
    if mark == "." and separator != ".":
        return not separator or len(fraction) != 3 or separator == ","
    # 1 234,50 and 1.234,50 in a language of points: what groups is no comma.
    return mark == "," and separator in {"'", "’", " ", "."} and len(fraction) < 3
