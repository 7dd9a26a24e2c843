"""Where a report's issuer stands: a gazetteer of China's divisions, and a few countries.

The divisions are those of GB/T 2260 (Ministry of Civil Affairs), in force and abolished ones, in
``data/divisions.json``; countries and the words that tell them are in ``data/countries.toml``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_MUNICIPALITIES = ("11", "12", "31", "50")
_ETHNIC = (
    r"(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|"
    r"景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|"
    r"保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各)族?"
)
_SUFFIX = re.compile(
    rf"(?:(?:{_ETHNIC})*(?:自治区|自治州|自治县|自治旗)|特别行政区|地区|省|市|县|縣|区|區|盟|旗|林区|特区)$"
)
_TOWN = re.compile(r"(?:街道(?:办事处)?|镇|鎮|乡|鄉|苏木)(?:人民政府|政府|党工委|综合.{2,6}队)?$")
_NATIONAL = re.compile(
    r"^(?:国务院|中华人民共和国|国家|全国|中央|中国|最高人民)|^(?!.{0,12}[省市县区州盟旗]).{2,14}部(?:办公厅)?$"
)
_NATIONAL_TOTAL = re.compile(r"^(?!.*[省市县区州盟旗]).*总局$")


@dataclass(frozen=True, slots=True)
class Division:
    """A division of China; ``code`` is its six-digit GB/T 2260 code."""

    code: str
    name: str
    short: str

    @property
    def level(self) -> str:
        """``province``, ``city`` or ``county``."""
        if self.code.endswith("0000"):
            return "province"
        return "city" if self.code.endswith("00") else "county"


def short_name(name: str) -> str:
    """A division's name without its rank: 黄山市 → 黄山, 凉山彝族自治州 → 凉山, 忠县 stays."""
    if name.endswith("新区"):
        return name
    if name.startswith("内蒙古"):  # 蒙古 is part of the name, not a people named in the rank
        return "内蒙古"
    short = _SUFFIX.sub("", name)
    return short if len(short) > 1 else name


@lru_cache(maxsize=1)
def _divisions() -> dict[str, list[Division]]:
    """Divisions by full name and, for provinces and cities, by short name."""
    raw = files(__package__).joinpath("data", "divisions.json").read_text(encoding="utf-8")
    tables = json.loads(raw)
    found: dict[str, list[Division]] = {}
    for table in ("current", "former"):
        for code, name in tables[table].items():
            division = Division(code, name, short_name(name))
            found.setdefault(name, []).append(division)
            if division.short != name and (len(division.short) > 2 or division.level != "county"):
                found.setdefault(division.short, []).append(division)
    return found


@lru_cache(maxsize=1)
def _codes() -> dict[str, Division]:
    every = (item for group in _divisions().values() for item in group)
    return {division.code: division for division in every}


@lru_cache(maxsize=1)
def _name_pattern() -> re.Pattern[str]:
    names = sorted(_divisions(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


@lru_cache(maxsize=1)
def countries() -> dict[str, dict[str, Any]]:
    """``data/countries.toml``: names, languages and characteristic words by ISO 3166 code."""
    raw = files(__package__).joinpath("data", "countries.toml").read_text(encoding="utf-8")
    return tomllib.loads(raw)


@lru_cache(maxsize=1)
def _telling() -> dict[str, dict[str, list[str]]]:
    """Words that identify a country in a report's text, by the name of the region."""
    every = (entry for entries in countries()["telling"].values() for entry in entries)
    return {entry["region"]: entry for entry in every}


def places_in(text: str) -> list[tuple[str, list[Division]]]:
    """Names of Chinese divisions in ``text`` in order, each with the divisions it may mean."""
    return [(m.group(), _divisions()[m.group()]) for m in _name_pattern().finditer(text)]


def full_place(name: str) -> str:
    """``name`` with the short place that it opens with written in full, where only one is meant.

    The full name is that of GB/T 2260; a place already followed by its rank is left alone.
    """
    rank = re.match(r"([\u4e00-\u9fff]{2,3})(?:自治区|自治州|州)", name)
    short = rank.group(1) if rank else next((place for place, _ in _leading_places(name)[:1]), "")
    every = {
        item.name: item
        for item in _divisions().get(short, [])
        if item.short == short != item.name and item.level != "county"
    }
    full = next(iter(every), "")
    if len(every) != 1 or name.startswith(full):
        return name
    end = rank.end() if rank else len(short)
    if rank and "自治" not in full:
        return name
    return full + name[end:] if rank or not _RANK.match(name[end:]) else name


_RANK = re.compile(r"[省市县区州盟旗镇乡]|自治|地区|街道|新区|高新|经开|经济|开发")


def find_region(issuer: str, language: str, context: str = "") -> str:
    """The region of ``issuer``, widest first (安徽黄山, 全国, United Kingdom); ``""`` unknown.

    ``context`` is text of the report (its head is enough); it settles which of several places of
    one name is meant, and the country of a report in a Western language.
    """
    if language == "zh":
        return _chinese_region(issuer, context)
    if language == "ja":
        return _japanese_region(issuer)
    return _country(issuer, language, context)


def administrative_level(name: str) -> str:
    """``national``, ``province``, ``city``, ``county``, ``town`` or ``""`` of a name."""
    if _TOWN.search(name):
        return "town"
    places = _leading_places(name)
    if places:
        level = min(places[-1][1], key=lambda division: division.code).level
        if level != "province" and any(item.level == "city" for item in places[-1][1]):
            level = "city"
        return level
    if _NATIONAL.search(name) or _NATIONAL_TOTAL.search(name):
        return "national"
    return _level_by_word(name)


def romanised(name: str) -> str:
    """The pinyin of a Chinese place without its rank, in one word: 黄山市 → ``huangshan``."""
    from pypinyin import lazy_pinyin  # its dictionaries take a moment to load

    short = short_name(name)
    if short.startswith("陕西"):  # the official spelling keeps it apart from 山西
        return "shaanxi" + (romanised(short[2:]) if len(short) > 2 else "")
    return "".join(lazy_pinyin(short, v_to_u=False)).replace("'", "").lower()


def _level_by_word(name: str) -> str:
    for pattern, level in (
        (r"^(?:全国)$", "national"),
        (r"^.{0,12}?(?:县|旗|区)(?=.*(?:局|委|政府|队|办|中心)|$)", "county"),
        (r"^.{0,12}?(?:自治州|州|市|盟)(?=.*(?:局|委|政府|队|办|中心)|$)", "city"),
        (r"^.{0,6}?省|厅$|自治区", "province"),
    ):
        if re.search(pattern, name):
            return level
    return ""


def _leading_places(name: str) -> list[tuple[str, list[Division]]]:
    """The places that ``name`` opens with, widest first, without gaps between them."""
    found: list[tuple[str, list[Division]]] = []
    end = 0
    for match in _name_pattern().finditer(name):
        if match.start() != end:
            break
        found.append((match.group(), _divisions()[match.group()]))
        end = match.end()
    return found


def _chinese_region(issuer: str, context: str) -> str:
    chain = _leading_places(issuer)
    if not chain:
        chain = places_in(issuer)[:1] if administrative_level(issuer) != "national" else []
    if not chain and administrative_level(issuer) == "national":
        return "全国"
    # A town, or a report that names no body: the first place of its head is where it speaks of.
    chain = chain or places_in(context[:800])[:1]
    if not chain:
        return ""
    parents = [division for _, group in chain[:-1] for division in group]
    candidates = _below(chain[-1][1], parents) or chain[-1][1]
    division = _settled(candidates, context)
    return _written(division) if division else _common_province(candidates)


def _below(candidates: list[Division], parents: list[Division]) -> list[Division]:
    """Candidates that lie in one of ``parents``."""
    return [
        item
        for item in candidates
        for parent in parents
        if item.code != parent.code and item.code.startswith(parent.code.rstrip("0") or parent.code)
    ]


def _settled(candidates: list[Division], context: str) -> Division | None:
    """The one candidate meant: the only one, the current one, or that whose parents are named."""
    unique = list({item.code: item for item in candidates}.values())
    if len(unique) == 1:
        return unique[0]
    widest = min(unique, key=lambda item: (len(item.code.rstrip("0")), item.code))
    if widest.level == "province" or (
        widest.level == "city" and sum(item.level == "city" for item in unique) == 1
    ):
        return widest
    votes: Counter[str] = Counter()
    for _, group in places_in(context):
        for place in {item.code: item for item in group if item.level != "county"}.values():
            prefix = place.code[:2] if place.level == "province" else place.code[:4]
            votes.update(item.code for item in unique if item.code.startswith(prefix))
    best = votes.most_common(2)
    if best and (len(best) == 1 or best[0][1] > best[1][1]):
        return next(item for item in unique if item.code == best[0][0])
    return None


def _common_province(candidates: list[Division]) -> str:
    provinces = {item.code[:2] for item in candidates}
    if len(provinces) != 1:
        return ""
    return _codes()[provinces.pop() + "0000"].short


def _written(division: Division) -> str:
    """Province and city short names; in municipalities the district stands in the city's place."""
    province = _codes()[division.code[:2] + "0000"].short
    if division.level == "province":
        return province
    if division.code[:2] in _MUNICIPALITIES:
        return province + division.short
    city = _codes().get(division.code[:4] + "00")
    return province + (city.short if city else division.short)


def _japanese_region(issuer: str) -> str:
    match = re.match(r"^(?:北海道|東京都|京都府|大阪府|[\u4e00-\u9fff]{2,3}県)", issuer)
    return "日本" + (match.group() if match else "")


def _country(issuer: str, language: str, context: str) -> str:
    """The country named most, the issuer's own words counting ten times."""
    votes: Counter[str] = Counter()
    for country, entry in _telling().items():
        if entry.get("languages") and language not in entry["languages"]:
            continue
        pattern = re.compile("|".join(entry["words"]))
        count = len(pattern.findall(context)) + 10 * len(pattern.findall(issuer))
        if count:
            votes[country] = count
    best = votes.most_common(1)
    if not best:
        return ""
    country = best[0][0]
    state = _state(country, issuer, context)
    return f"{state}, {country}" if state else country


def _state(country: str, issuer: str, context: str) -> str:
    """The one state or province that the issuer, else the title and first paragraphs, name."""
    states = _telling()[country].get("states")
    if not states:
        return ""
    pattern = re.compile(rf"\b(?:{'|'.join(states)})\b")
    for text in (issuer, context[:900]):
        named = set(pattern.findall(text))
        if named:
            return str(named.pop()) if len(named) == 1 else ""
    return ""
