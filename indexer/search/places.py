"""Divisions of China named in a question, in Chinese or romanised, indexed or not.

Facts: GB/T 2260 codes (``reports/data/divisions.json``). A county's name counts only with its
suffix (many are common words: 公安县, 通道县); provinces and prefectures count without.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib import resources

from ..reports.region import romanised
from .profiles import place_stem

# Names whose usual Latin spelling is not pinyin.
_SPELLED = {
    "urumqi": "乌鲁木齐", "lhasa": "拉萨", "hohhot": "呼和浩特", "harbin": "哈尔滨",
        "qiqihar": "齐齐哈尔",
    "kashgar": "喀什", "ordos": "鄂尔多斯", "inner "
                                      "mongolia": "内蒙古", "tibet": "西藏", "xi'an": "西安",
    "hulunbuir": "呼伦贝尔", "turpan": "吐鲁番", "karamay": "克拉玛依",
        "shigatse": "日喀则", "hami": "哈密",
    "bayannur": "巴彦淖尔", "ulanqab": "乌兰察布", "hong "
                                           "kong": "香港", "macau": "澳门", "macao": "澳门",
    "shaanxi": "陕西", "yili": "伊犁", "ili": "伊犁", "altay": "阿勒泰", "hotan": "和田",
        "taiwan": "台湾",
}


@lru_cache(maxsize=1)
def _wide_names() -> dict[str, str]:
    """Stem → full name of provinces and prefectures."""
    text = resources.files("indexer.reports").joinpath("data/divisions.json").read_text("utf-8")
    names: dict[str, str] = {}
    for code, name in json.loads(text)["current"].items():
        if not code.endswith("00") or name in ("市辖区", "县"):
            continue
        stem = "内蒙古" if name.startswith("内蒙古") else place_stem(name)
        if len(stem) >= 2:
            names.setdefault(stem, name)
    return names


@lru_cache(maxsize=1)
def _han_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_wide_names(), key=len, reverse=True))))


@lru_cache(maxsize=1)
def _latin_names() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {
        re.sub(r"[^a-z]", "", romanised(stem)): stem for stem in _wide_names()
    }
    table = {k: v for k, v in table.items() if len(k) >= 5} | _SPELLED
    words = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.compile(rf"(?<![a-z])(?:{words})(?![a-z])"), table


def find_places(folded: str) -> list[tuple[str, int, int]]:
    """(stem, start, end) of provinces and prefectures named in folded text."""
    found = [(m.group(), m.start(), m.end()) for m in _han_pattern().finditer(folded)]
    if re.search(r"[a-z]{4}", folded):
        pattern, table = _latin_names()
        found += [(table[m.group()], m.start(), m.end()) for m in pattern.finditer(folded)]
    return found
