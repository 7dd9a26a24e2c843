"""Countries and their first-level divisions, named in Chinese, English and other languages."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from ..folding import fold


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    text = resources.files("indexer.search").joinpath("countries.toml").read_text(encoding="utf-8")
    return {code: tuple(fold(n) for n in names) for code, names in tomllib.loads(text).items()}


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    owners = {name: code for code, names in _table().items() for name in names}
    parts = [
        re.escape(n) if re.search(r"[\u3040-\u9fff]", n) else rf"(?<![a-z]){re.escape(n)}(?![a-z])"
        for n in sorted(owners, key=len, reverse=True)
    ]
    return re.compile("|".join(parts)), owners


def country_names(code: str) -> tuple[str, ...]:
    """Folded names of a country or division."""
    return _table().get(code, ())


def find_countries(folded: str) -> list[tuple[str, int, int]]:
    """(code, start, end) of each country or division named in folded text."""
    pattern, owners = _pattern()
    return [(owners[m.group()], m.start(), m.end()) for m in pattern.finditer(folded)]


def needs_head(language: str) -> bool:
    """Whether a report in ``language`` is placed by its first lines too."""
    return language not in ("zh", "ja", "ko")


def country_of(region: str, issuer: str, language: str, head: str = "") -> str:
    """ISO 3166 code of a report's country or division; ``XX`` somewhere outside the countries of
    its evidence (a French report that names none), "" unknown. ``head`` is its first lines."""
    found = find_countries(fold(region)) or find_countries(fold(issuer))
    if needs_head(language):
        lands = {code.split("-")[0] for code, _, _ in found}
        found += [f for f in find_countries(fold(head)) if "-" in f[0]
                  and (not lands or f[0].split("-")[0] in lands)]
    divisions = [code for code, _, _ in found if "-" in code]
    if divisions:
        return divisions[0]
    if found:
        return found[0][0]
    return {"zh": "CN", "ja": "JP", "ko": "KR"}.get(language, "XX" if language else "")
