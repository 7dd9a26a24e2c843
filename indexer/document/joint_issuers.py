"""Joint issuers: several bodies in the issuer's name.

Bodies that issue a report together are printed one after the other, separated by a space, a comma,
a line break or nothing: 甲市统计局国家统计局甲市调查队. ``join_issuers`` writes them as one text,
separated by ``、`` (``; `` if the names are not Chinese); ``issuers_of`` reads that form and the
printed forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from ..gazetteer.regions import places_in
from ..text.scripts import has_han

_MAIN = (
    r"(?:人民政府|政府|管理委员会|管委会|委员会|办公厅|办公室|总局|局|厅|委|部(?!署|门|队)|署|法院|检察院|院|银行|"
    r"领导小组|指挥部|总工会|联合会|联合社|红十字会|协会|学会|公司|集团|大学|海关)"
)
# Parts of a body, which bear the name of the whole before their own.
_PART = (
    r"(?:调查队|调查总队|总队|支队|大队|中队|分局|支局|办事处|特派办|专员办|监管局|监督所|办公室|中心|站|所|处|科|"
    r"队|分行|支行|中心支行|分公司|派出所|工作组)"
)
_BODY = re.compile(rf"[\u4e00-\u9fff（）()《》“”·]{{2,40}}(?:{_MAIN}|{_PART}|[省庁課])$")
_SEAM = re.compile(rf"{_MAIN}(?=[\u4e00-\u9fff]{{4}})")
_NATIONAL = re.compile(r"国家|中国|中华|中共|国务院|全国")
_CENTRAL = re.compile(r"(?:国家|中国|中华|国务院|全国)|[\u4e00-\u9fff]{2,6}部$")
_RANK = re.compile(r"(?:省|市|县|縣|区|區|州|旗|盟|镇|鎮|乡|鄉|街道)$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:省|市|县|縣|区|區|州|旗|盟)(?=[\u4e00-\u9fff]{3})")
_ZONE = re.compile(
    r"(?:开发|高新|新|园|林|保税|示范|工业|旅游|度假|合作|管理|名胜|保护|试验|自贸|街|社|辖|库)区$"
)
_PARTED = re.compile(r"\s*[、；;，,／/|｜\n]\s*|[\s\u3000]+|(?:和|与|及|暨|以及|會同|会同)")
_WESTERN = re.compile(r"[;；]\s")
_WORD = re.compile(r"[^\W\d_]{3}")
_AND = re.compile(
    r",?\s+(?:and|&|et|und|y|e)\s+(?:the\s+|la\s+|le\s+|l['’]\s*|das\s+|die\s+|el\s+)?"
)
_MOST = 10


@lru_cache(maxsize=16384)
def issuers_of(name: str) -> tuple[str, ...]:
    """The bodies that ``name`` holds, in their order; ``name`` itself where it is one; none for
    ``""``."""
    text = name.strip()
    if not text:
        return ()
    if not has_han(text):
        names = [part.strip() for part in _WESTERN.split(text)]
        return tuple(dict.fromkeys(names)) if all(map(_WORD.search, names)) else (text,)
    if len(text) > 400:
        return (text,)
    parts = [body for part in _parts(text) for body in _unglued(part)]
    return tuple(dict.fromkeys(parts))[:_MOST] if len(parts) > 1 else (text,)


def join_issuers(bodies: Sequence[str]) -> str:
    """``bodies`` as one text, from which ``issuers_of`` reads them again."""
    unique = list(dict.fromkeys(bodies))
    chinese = any(has_han(body) for body in unique)
    return ("、" if chinese else "; ").join(unique)


def is_joint(name: str) -> bool:
    """Whether a name contains several bodies."""
    return len(issuers_of(name)) > 1


def western_bodies(line: str, is_body: Callable[[str], object]) -> list[str]:
    """The bodies of a line ``A and B``, ``A; B`` or ``A / B``, each of which ``is_body`` knows from
    end to end; none where it is another line."""
    for pattern in (re.compile(r"\s*[;/|]\s*"), _AND, re.compile(r"\s*,\s*|" + _AND.pattern)):
        parts = [part.strip(" .") for part in pattern.split(line) if part.strip(" .")]
        if len(parts) > 1 and all(map(is_body, parts)):
            return parts
    return []


def _parts(text: str) -> list[str]:
    """``text`` at its separators, where each piece is a body; 和 within a name parts nothing."""
    pieces: list[str] = []
    start = 0
    for sep in _PARTED.finditer(text):
        left, right = text[start : sep.start()], text[sep.end() :]
        rest = _PARTED.split(right)[0] if sep.group().strip() else re.split(r"\s", right)[0]
        if _BODY.match(left) and (_BODY.match(rest) or _BODY.match(right)):
            pieces.append(left)
            start = sep.end()
    return [*pieces, text[start:]]


def _unglued(text: str) -> list[str]:
    """Bodies that stand one after the other with nothing between."""
    for seam in _SEAM.finditer(text):
        left, right = text[: seam.end()], text[seam.end() :]
        if _may_part(left, right):
            return [left, *_unglued(right)]
    return [text]


def _may_part(left: str, right: str) -> bool:
    """Whether ``right`` is a separate body rather than a part of ``left``."""
    if len(left) < 4 or not _BODY.match(right):
        return False
    if _NATIONAL.match(right):
        return bool(re.search(_MAIN, right))
    place = places_in(right[:14])[:1]
    opens = bool(place) and right.startswith(place[0][0]) and bool(_RANK.search(place[0][0]))
    unlisted = _PLACE.match(right)  # of a place that no gazetteer has, or written short
    # 宣传部甲市… is the rest of a committee's department, and another body after it.
    opens = opens or bool(
        unlisted
        and not _ZONE.search(unlisted.group())
        and not re.search(_MAIN, unlisted.group()[:-1])
    )
    opens = opens or right[:2] == left[:2]  # 云溪海关云溪海事局: both of one place, written short
    # 国家税务总局甲市税务局 is one body of a service; 甲市公安局甲区分局 is a part.
    part = re.search(rf"{_PART}$", right) and not re.search(rf"{_MAIN}.+$", right[:-1])
    return opens and not _CENTRAL.match(left) and not part
