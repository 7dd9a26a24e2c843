"""Who wrote each report, as a question may name it: places, type of body, level, short forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..folding import fold, latin_words
from ..index.schema import ReportRow
from ..lexicon import Lexicon
from ..reports.region import administrative_level, romanised

_UNIT = re.compile(
    r"[一-鿿]{1,10}?(?:自治区|自治州|自治县|自治旗|特别行政区|新区|开发区|地区|林区|街道|"
    r"省|市|区|县|州|盟|旗|镇|乡)"
)
_ETHNIC = re.compile(
    r"(?:壮族|回族|维吾尔|哈萨克|蒙古族?|藏族|彝族|苗族|侗族|布依族|土家族|傣族|白族|哈尼族|景颇族|"
    r"傈僳族|朝鲜族|羌族|柯尔克孜|瑶族|黎族|满族|畲族|佤族|拉祜族|纳西族|仡佬族|水族|撒拉族|土族|"
    r"东乡族|裕固族|保安族|塔吉克|锡伯|达斡尔族|鄂温克族|鄂伦春|各族)+$"
)
_SUFFIX = re.compile(
    r"(?:自治区|自治州|自治县|自治旗|特别行政区|新区|开发区|地区|林区|街道|省|市|区|县|州|盟|旗|镇|"
    r"乡)$"
)
_LATIN_STOP = frozenset(
    "the of and for on in to a an de la le les des du et report annual bureau department agency "
    "authority commission office council ministry administration executive committee board "
    "service government city county district province town national public state".split()
)
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z][A-Z&]{1,7}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Profile:
    """How one report's issuer may be named.

    ``places`` are stems from the widest unit to the issuer's own (湖南, 衡阳); ``own`` is the last
    one of the issuer's name itself; ``types`` are issuer concepts of the lexicon; ``words``
    stems of Latin words in issuer, region and title; ``acronyms`` lower-case (fca).
    """

    row: int
    issuer: str
    title: str
    places: tuple[str, ...]
    own: str
    romanised: tuple[str, ...]
    types: frozenset[str]
    level: str
    words: frozenset[str]
    acronyms: frozenset[str]
    year: int | None
    country: str
    work_report: bool = False


def place_stem(unit: str) -> str:
    """衡阳市 → 衡阳, 凉山彝族自治州 → 凉山; a one-character stem keeps its suffix (郏县)."""
    stem = _SUFFIX.sub("", unit)
    stem = _ETHNIC.sub("", stem) or stem
    return stem if len(stem) >= 2 else unit


def place_units(name: str, stop: int | None = None) -> list[str]:
    """Administrative units at the head of a folded Chinese name, widest first, as printed.

    Units that begin at ``stop`` (where the type of body begins: 城市管理局) are not places.
    """
    units, at = [], 0
    stop = len(name) if stop is None else stop
    while at < stop and (m := _UNIT.match(name, at)):
        units.append(m.group())
        at = m.end()
    return units


def profile_of(report: ReportRow, lexicon: Lexicon, country: str) -> Profile:
    """Profile of one report, from its details and title."""
    details = report.details
    issuer, title = fold(details.issuer), fold(details.title)
    types = _types(issuer, lexicon) or _types(title, lexicon)
    stop = _first_type(issuer, lexicon)
    head = issuer[:stop]
    units = place_units(issuer, stop)
    stems = [place_stem(u) for u in units]
    if not stems and head and len(head) <= 6 and re.fullmatch(r"[一-鿿]+", head):
        stems = [head]
    region = _region_stems(fold(details.region))
    places = tuple(dict.fromkeys([*region, *stems]))
    latin = f"{details.issuer} {details.region} {details.title}"
    words = {s for s, a, b in latin_words(fold(latin))} - _LATIN_STOP
    return Profile(
        row=report.row, issuer=issuer, title=title, places=places,
        own=stems[-1] if stems else (places[-1] if places else ""),
        romanised=tuple(_roman(p) for p in places), types=frozenset(types),
        level=administrative_level(details.issuer or details.title),
        words=frozenset(w for w in words if len(w) > 1),
        acronyms=frozenset(a.lower() for a in _ACRONYM.findall(latin)) | _initials(details.issuer),
        year=details.year, country=country,
        work_report="政府工作报告" in details.kind,
    )


@lru_cache(maxsize=65536)
def _roman(place: str) -> str:
    return re.sub(r"[^a-z]", "", romanised(place))


def _types(name: str, lexicon: Lexicon) -> set[str]:
    return {
        m.concept for m in lexicon.matches(name)
        if lexicon.concepts[m.concept].group == "issuer"
    }


def _first_type(name: str, lexicon: Lexicon) -> int:
    starts = [
        m.start for m in lexicon.matches(name)
        if lexicon.concepts[m.concept].group == "issuer" and m.start > 0
    ]
    return min(starts, default=len(name))


def _region_stems(region: str) -> list[str]:
    """Split a region such as 湖南衡阳 or 湖南省衡阳市 to stems."""
    if not re.search(r"[一-鿿]", region):
        return []
    head = 3 if region[:3] in ("内蒙古", "黑龙江") else 2
    tail = re.sub(r"^(?:壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)", "", region[head:])
    parts = [region[:head], tail]
    return [place_stem(p) for p in parts if len(p) >= 2]


def _initials(issuer: str) -> frozenset[str]:
    capitals = [w[0] for w in re.findall(r"[A-Za-z][\w'-]*", issuer) if w[0].isupper()]
    return frozenset({"".join(capitals).lower()}) if len(capitals) >= 2 else frozenset()
