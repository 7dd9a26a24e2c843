"""Questions about bodies of places of one rank: 哪些县, 只看区县级的, "only the counties"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...gazetteer import divisions
from .profile import TOWN_RANKS, Profile

_COUNTY = ("县", "旗")
_DISTRICT = ("区",)
_COUNTY_LEVEL = (*_COUNTY, *_DISTRICT, "county")
#: Ranks by how a question in Chinese names them. A city's name ends in 市 on two levels.
_HAN = {
    "县市区|市县区|区县市|县级市|区县级?|县区级?|县级": _COUNTY_LEVEL,
    "市县|县市": (*_COUNTY_LEVEL, "市"),
    "乡镇级?|镇街|街镇|镇乡": TOWN_RANKS,
    "街道": ("街道",),
    "省份|省级|省": ("province",),
    "地级市|市级": ("city",),
    "市": ("市", "city"),
    "县": _COUNTY,
    "区": _DISTRICT,
    "镇": ("镇",),
    "乡": ("乡", "苏木"),
}
_LATIN = {
    r"count(?:y|ies)|comtés?|kreise?n?|condados?": _COUNTY_LEVEL,
    r"districts?|distritos?|bezirke?": _DISTRICT,
    r"cit(?:y|ies)|villes|städten?|ciudades": ("市", "city"),
    r"provinces?|provinzen|provincias": ("province",),
    r"towns?|townships?|gemeinden|communes|municipios": TOWN_RANKS,
}
_TOWN_OFFICE = re.compile(f"({'|'.join(TOWN_RANKS)})(?:人民政府|政府|办事处)")
_ASKED_OF = "哪[些个]|哪几[个家]|各个?|所有的?|全部|只[看要算]|仅[看限]|只限|限于"
_ASKED = re.compile(
    rf"(?:{_ASKED_OF})(?:"
    + "|".join(f"(?P<h{n}>{words})" for n, words in enumerate(_HAN))
    # else it begins another word (哪些市场, 各市监局) or is one of several (各区各部门)
    + ")(?![场监政民容委直本属域别间管道]|[、和]?各)|"
    r"\b(?:which|only(?: the)?|just the|all(?: the)?|every|seulement les|quels|nur die|welche|"
    r"qué|sólo los|solo los) (?:"
    + "|".join(f"(?P<l{n}>{words})" for n, words in enumerate(_LATIN))
    + r")\b(?! (?:councils?|courts?|governments?|halls?))",
    re.IGNORECASE,
)


def of_named_rank(
    question: str, rows: Iterable[int], groups: Mapping[Profile, Iterable[int]]
) -> frozenset[int]:
    """Those of ``rows`` whose body is of a place of the rank that ``question`` asks about; all of
    them if it names none that any is of. ``groups`` are the rows by profile."""
    every = frozenset(rows)
    ranks = _ranks_asked(question)
    if not ranks:
        return every
    own = {
        row
        for profile, rows_ in groups.items()
        if _rank(profile) & ranks
        for row in rows_
        if row in every
    }
    return frozenset(own) or every


def _ranks_asked(question: str) -> frozenset[str]:
    match = _ASKED.search(question)
    if not match:
        return frozenset()
    tables = {"h": list(_HAN.values()), "l": list(_LATIN.values())}
    return frozenset(
        rank
        for name, found in match.groupdict().items()
        if found
        for rank in tables[name[0]][int(name[1:])]
    )


def _rank(profile: Profile) -> frozenset[str]:
    """The last characters of the body's place (县, 区, 街道), and its level for one in a
    gazetteer."""
    site = profile.sites[0]
    if site.local:
        name = profile.rest.partition("|")[0]
        if town := _TOWN_OFFICE.search(name):
            return frozenset({town[1]})
        after = name.partition(site.local)[2]
        rank = next((r for r in (*TOWN_RANKS, *"县旗区市") if after.startswith(r)), "")
        if not rank and (
            match := re.match(r"(?:经济|高新)\w{0,8}?区|新区|园区|管理区|示范区", after)
        ):
            rank = match[0][-1]
        return frozenset({rank} - {""})
    if not site.codes:
        return frozenset()
    found = {divisions.level(code) for code in site.codes}
    names = {name for code in site.codes for name in divisions.names_of(code)}
    return frozenset(found | {name[-1] for name in names})
