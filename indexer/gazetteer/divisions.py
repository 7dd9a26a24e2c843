"""China's divisions (GB/T 2260): which code a name may mean, and which lies in which."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from .letters import skeleton
from .spellings import division

Codes = frozenset[str]

_NO_PLACES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(frozen=True, slots=True)
class Place:
    """A division by its names in plain letters; ``latin`` is the pinyin of the short one."""

    code: str
    name: str
    short: str
    latin: str
    current: bool

    def names(self) -> set[str]:
        """How it is written; 滨海新区 is 滨海 too."""
        return {n for n in (self.name, self.short, self.short.removesuffix("新区")) if len(n) > 1}


@lru_cache(maxsize=1)
def all_places() -> tuple[Place, ...]:
    """Current divisions, then abolished ones."""
    raw = files(__package__).joinpath("data", "divisions.json").read_text(encoding="utf-8")
    tables = json.loads(raw)
    found = []
    for table in ("current", "former"):
        for code, name in tables[table].items():
            if name not in _NO_PLACES:
                full, short, latin = division(name)
                found.append(Place(code, full, short, latin, table == "current"))
    return tuple(found)


@lru_cache(maxsize=1)
def _namesakes() -> dict[tuple[str, str, str], tuple[Place, ...]]:
    """Places of one short name, province and level."""
    found: dict[tuple[str, str, str], list[Place]] = {}
    for place in all_places():
        found.setdefault((place.short, place.code[:2], level(place.code)), []).append(place)
    return {key: tuple(group) for key, group in found.items()}


@lru_cache(maxsize=1)
def _by_code() -> dict[str, tuple[Place, ...]]:
    found: dict[str, list[Place]] = {}
    for place in all_places():
        found.setdefault(place.code, []).append(place)
    return {code: tuple(group) for code, group in found.items()}


def names_of(code: str) -> set[str]:
    """The full names that a division has or had."""
    return {place.name for place in _by_code().get(code, ())}


@lru_cache(maxsize=8192)
def with_successors(code: str) -> Codes:
    """``code`` and the codes that the same place had or has: for example, a county that became a
    district. Two places that both exist now are different."""
    found = {code}
    for place in _by_code().get(code, ()):
        for other in _namesakes()[place.short, code[:2], level(code)]:
            if not (place.current and other.current):
                found.add(other.code)
    return frozenset(found)


@lru_cache(maxsize=1)
def by_pinyin() -> dict[str, Codes]:
    """Codes by the pinyin of the short name."""
    found: dict[str, set[str]] = {}
    for place in all_places():
        for latin in {place.latin, place.latin.removesuffix("xinqu")}:
            if len(latin) > 3 and len(place.short) > 1:
                found.setdefault(latin, set()).add(place.code)
    return {key: frozenset(codes) for key, codes in found.items()}


@lru_cache(maxsize=1)
def by_skeleton() -> dict[str, tuple[tuple[str, Codes], ...]]:
    """(pinyin, codes) by the consonants of the pinyin."""
    found: dict[str, list[tuple[str, Codes]]] = {}
    for name, codes in by_pinyin().items():
        found.setdefault(skeleton(name), []).append((name, codes))
    return {key: tuple(group) for key, group in found.items()}


@lru_cache(maxsize=8192)
def prefix(code: str) -> str:
    """What the codes of all that lies in a division begin with."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@lru_cache(maxsize=8192)
def level(code: str) -> str:
    """``province``, ``city`` or ``county``."""
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


def inside(code: str, wider: str) -> bool:
    """Whether ``code`` lies in ``wider`` and is not the same."""
    return prefix(code) != prefix(wider) and code.startswith(prefix(wider))


def narrowed(codes: Iterable[str], wider: Codes) -> Codes:
    """Those of ``codes`` that lie in, are or hold one of ``wider``."""
    return frozenset(
        c
        for c in codes
        if any(c == w or c.startswith(prefix(w)) or w.startswith(prefix(c)) for w in wider)
    )


def finest(groups: Sequence[Codes]) -> Codes:
    """What places named together mean: the finest that fits in all the others; where they do not
    lie in each other (a list of places), all of them."""
    if len(groups) < 2:
        return groups[0] if groups else frozenset()
    fitting = list(groups)
    for n in range(len(groups)):
        for m, other in enumerate(groups):
            if m != n:
                fitting[n] = narrowed(fitting[n], other)
    if not all(fitting):
        return frozenset().union(*(f or g for f, g in zip(fitting, groups, strict=True)))
    return frozenset(  # 湖南衡阳 is the city or the county, of one name, but not the province
        c
        for n, group in enumerate(fitting)
        for c in group
        if not any(inside(other, c) for m, g in enumerate(fitting) if m != n for other in g)
    )
