"""Words that tell what kind of body a name means, where it is, and which agency (data/*.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .divisions import all_places
from .letters import HAN, bare, plain, words
from .regions import countries
from .spellings import spellings

_HAN = re.compile(f"[{HAN}]")

#: What a word may be; the first wins where two of one length compete.
ORDER = (
    "agency",
    "land",
    "document",
    "kind",
    "local",
    "division",
    "whole",
    "national",
    "outside",
    "plural",
    "generic",
)


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a word: ``sort`` as in ``ORDER`` and its value (a kind, a country …)."""

    sort: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A national body known by its initials."""

    short: str
    land: str
    kind: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.land}:{self.short.lower()}"


@dataclass(slots=True)
class HanWords:
    """Chinese and Japanese words with their senses, found longest first."""

    senses: dict[str, list[Sense]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def add(self, word: str, sense: Sense) -> None:
        self.senses.setdefault(word, []).append(sense)
        self.longest[word[0]] = max(self.longest.get(word[0], 0), len(word))

    def at(self, text: str, start: int) -> str:
        """The longest word that begins at ``start``; ``""`` when there is none."""
        for length in range(min(self.longest.get(text[start], 0), len(text) - start), 0, -1):
            if text[start : start + length] in self.senses:
                return text[start : start + length]
        return ""


@dataclass(slots=True)
class LatinWords:
    """Phrases in Latin or Cyrillic script with their senses; ``*`` ended the stem of a word."""

    exact: dict[str, list[tuple[tuple[str, ...], Sense]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[tuple[str, ...], Sense]]] = field(default_factory=dict)

    def add(self, phrase: str, sense: Sense) -> None:
        parts = _phrase(phrase)
        if not parts:
            return
        if parts[0].endswith("*"):
            self.stems.setdefault(parts[0][:3], []).append((parts, sense))
        else:
            self.exact.setdefault(parts[0], []).append((parts, sense))

    def at(self, tokens: Sequence[str], start: int) -> tuple[int, list[Sense]]:
        """How many words the longest phrase at ``start`` has, and its senses."""
        longest = 0
        senses: list[Sense] = []
        for parts, sense in self._beginning(tokens[start]):
            size = len(parts)
            if size < longest or start + size > len(tokens):
                continue
            if all(_same(t, p) for t, p in zip(tokens[start : start + size], parts, strict=True)):
                if size > longest:
                    longest, senses = size, []
                senses.append(sense)
        return longest, senses

    def _beginning(self, token: str) -> Iterator[tuple[tuple[str, ...], Sense]]:
        for form in _forms(token):
            yield from self.exact.get(form, ())
        yield from self.stems.get(token[:3], ())


def _phrase(phrase: str) -> tuple[str, ...]:
    parts = (part for part in re.split(r"[\s'’-]+", plain(phrase).replace("'s", "")) if part)
    return tuple(part.replace(".", "") for part in parts)


def _forms(token: str) -> tuple[str, ...]:
    forms = [token]
    if token.endswith("ies"):
        forms.append(token[:-3] + "y")
    if token.endswith("s"):
        forms += [token[:-1], token[:-2]] if token.endswith("es") else [token[:-1]]
    else:
        forms.append(token + "s")
    return tuple(forms)


def _same(token: str, part: str) -> bool:
    if part.endswith("*"):
        return token.startswith(part[:-1])
    return part in _forms(token)


@lru_cache(maxsize=1)
def tables() -> dict[str, dict[str, Any]]:
    """The data files, by name."""
    folder = files(__package__).joinpath("data")
    read = {
        name: tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("bodies", "agencies")
    }
    return read | {"countries": countries()}


@lru_cache(maxsize=1)
def agencies() -> dict[str, Agency]:
    """Agencies by key."""
    every = (Agency(*entry) for entry in tables()["agencies"]["agencies"])
    return {agency.key: agency for agency in every}


@lru_cache(maxsize=1)
def initials() -> dict[str, tuple[Agency, ...]]:
    """Agencies by their initials as printed and, where longer, in capitals."""
    found: dict[str, list[Agency]] = {}
    for agency in agencies().values():
        if agency.short.isascii():
            for form in {agency.short, agency.short.upper()}:
                found.setdefault(form, []).append(agency)
    return {form: tuple(group) for form, group in found.items()}


@lru_cache(maxsize=1)
def near_kinds() -> dict[str, frozenset[str]]:
    """Kinds that are taken for each other."""
    found: dict[str, set[str]] = {}
    for group in tables()["bodies"]["near"]:
        for kind in group:
            found.setdefault(kind, set()).update(set(group) - {kind})
    return {kind: frozenset(others) for kind, others in found.items()}


def _entries() -> Iterator[tuple[str, Sense]]:
    bodies, names = tables()["bodies"], tables()["countries"]["names"]
    for kind, entry in bodies["kinds"].items():
        yield from ((term, Sense("kind", kind)) for term in (*entry["han"], *entry["latin"]))
    for sort in ("generic", "plural", "whole", "national", "outside"):
        yield from ((t, Sense(sort)) for t in (*bodies[sort]["han"], *bodies[sort]["latin"]))
    for document, terms in bodies["documents"].items():
        yield from ((term, Sense("document", document)) for term in terms)
    for land, own in names.items():
        yield from ((name, Sense("land", land)) for name in own if not name.startswith("+"))
    for agency in agencies().values():
        yield agency.name, Sense("agency", agency.key)
        if not agency.short.isascii():
            yield agency.short, Sense("agency", agency.key)


@lru_cache(maxsize=1)
def han_words() -> HanWords:
    """Every Chinese and Japanese word of the data files, and China's divisions."""
    found = HanWords()
    for term, sense in _entries():
        if _HAN.search(term):
            found.add(plain(term), sense)
    for place in all_places():
        for name in place.names():
            found.add(name, Sense("division", place.code))
    return found


@lru_cache(maxsize=1)
def latin_words() -> LatinWords:
    """Every Latin or Cyrillic phrase of the data files."""
    found = LatinWords()
    for term, sense in _entries():
        if not _HAN.search(term):
            found.add(term, sense)
    return found


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Countries written in capitals only (US)."""
    names = tables()["countries"]["names"].items()
    return {name[1:]: land for land, group in names for name in group if name.startswith("+")}


@lru_cache(maxsize=1)
def kinds_in_pinyin() -> dict[str, frozenset[str]]:
    """Kinds by the pinyin of their Chinese words (yingji, weijianwei, chengguan)."""
    found: dict[str, set[str]] = {}
    for kind, entry in tables()["bodies"]["kinds"].items():
        for term in entry["han"]:
            if latin := spellings()["kinds"].get(term, [""])[0]:
                for ending in ("", "ju", "wei", "ting"):
                    found.setdefault(latin + ending, set()).add(kind)
    return {key: frozenset(kinds) for key, kinds in found.items() if len(key) > 5}


@lru_cache(maxsize=1)
def kinds_by_initials() -> dict[str, frozenset[str]]:
    """Kinds by initials of English names of Chinese bodies (EMB, MEE, HRSSB)."""
    found: dict[str, set[str]] = {}
    for kind, entry in tables()["bodies"]["kinds"].items():
        for term in entry["latin"]:
            parts = [w for w in words(bare(term)) if w not in ("and", "of", "the")]
            if len(parts) < 2 or "*" in term:
                continue
            letters = "".join(p[0] for p in parts).upper()
            for form in (*(letters + end for end in "BDAC"), "M" + letters, "A" + letters):
                found.setdefault(form, set()).add(kind)
    return {form: frozenset(kinds) for form, kinds in found.items()}
