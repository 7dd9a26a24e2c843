"""The field's bilingual terms: which words, in any language, name the same thing.

``lexicon.toml`` beside this file holds concepts; a user's own file of the same form may add
terms or concepts (``settings.lexicon``). Search and answers read the same lexicon.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from .errors import PolicyQAError
from .folding import fold, latin_words

LANGUAGES = ("zh", "en", "fr", "de", "es", "ja", "ru", "pt", "it", "ko", "ar")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the field counts, does or is.

    ``group`` is ``quantity`` (what a figure may count), ``issuer`` (a type of body), ``theme`` or
    ``scope``; ``family`` the unit family a figure of it has (money, count, ratio, time …, or "");
    ``counters`` the measure words it is counted with; ``related`` concepts that a wide question
    takes in (fines → fines and confiscations); ``broader`` the concept that it is a part of.
    """

    id: str
    group: str
    family: str
    counters: tuple[str, ...]
    related: tuple[str, ...]
    broader: tuple[str, ...]
    terms: dict[str, tuple[str, ...]]
    excludes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A term of a concept found in folded text at ``start:end``."""

    concept: str
    start: int
    end: int
    term: str


class Lexicon:
    """Concepts with a matcher over folded text."""

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {c.id: c for c in concepts}
        self._han: dict[str, list[str]] = {}
        self._latin: dict[tuple[str, ...], list[str]] = {}
        self._excluded: dict[str, re.Pattern[str]] = {}
        for concept in self.concepts.values():
            for terms in concept.terms.values():
                for term in terms:
                    self._add(concept.id, fold(term))
            if concept.excludes:
                words = sorted(map(fold, concept.excludes), key=len, reverse=True)
                self._excluded[concept.id] = re.compile("|".join(map(re.escape, words)))
        longest = sorted(self._han, key=len, reverse=True)
        self._han_pattern = re.compile("(?=(" + "|".join(map(re.escape, longest)) + "))") \
            if longest else None
        self._latin_length = max(map(len, self._latin), default=0)

    def _add(self, concept: str, term: str) -> None:
        if not term:
            return
        if _HAN.search(term):
            owners = self._han.setdefault(term, [])
        else:
            key = tuple(s for s, _, _ in latin_words(term))
            if not key:
                return
            owners = self._latin.setdefault(key, [])
        if concept not in owners:
            owners.append(concept)

    def matches(self, folded: str) -> list[Match]:
        """Every term in ``folded`` (see ``folding.fold``); the longest at each place wins."""
        found = [*self._han_matches(folded), *self._latin_matches(folded)]
        found.sort(key=lambda m: (m.start, -m.end, m.concept))
        kept: list[Match] = []
        for match in found:
            covered = any(
                k.start <= match.start and match.end <= k.end
                and (k.end - k.start) > (match.end - match.start) for k in kept
            )
            if not covered and not self._is_excluded(folded, match):
                kept.append(match)
        return kept

    def concepts_in(self, folded: str) -> set[str]:
        return {m.concept for m in self.matches(folded)}

    def with_related(self, concept: str) -> set[str]:
        """The concept, those it takes in, and concepts that are a part of it."""
        parts = {c.id for c in self.concepts.values() if concept in c.broader}
        known = self.concepts.get(concept)
        return {concept, *parts, *(known.related if known else ())}

    def _is_excluded(self, folded: str, match: Match) -> bool:
        pattern = self._excluded.get(match.concept)
        if pattern is None:
            return False
        window = folded[max(0, match.start - 12): match.end + 12]
        base = max(0, match.start - 12)
        return any(
            m.start() + base <= match.start and match.end <= m.end() + base
            for m in pattern.finditer(window)
        )

    def _han_matches(self, folded: str) -> Iterable[Match]:
        if self._han_pattern is None or not _HAN.search(folded):
            return
        for hit in self._han_pattern.finditer(folded):
            term = hit.group(1)
            for concept in self._han[term]:
                yield Match(concept, hit.start(1), hit.end(1), term)

    def _latin_matches(self, folded: str) -> Iterable[Match]:
        words = latin_words(folded)
        for i in range(len(words)):
            for n in range(min(self._latin_length, len(words) - i), 0, -1):
                key = tuple(w[0] for w in words[i: i + n])
                for concept in self._latin.get(key, ()):
                    yield Match(concept, words[i][1], words[i + n - 1][2],
                                folded[words[i][1]: words[i + n - 1][2]])


def _concept(name: str, table: dict[str, object], source: str) -> Concept:
    def strings(key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise PolicyQAError(f"{source}: concepts.{name}.{key} must be a list of strings")
        return tuple(value)

    known = {"group", "family", "counters", "related", "broader", "excludes", *LANGUAGES}
    if unknown := set(table) - known:
        raise PolicyQAError(f"{source}: concepts.{name} has unknown keys: {sorted(unknown)}")
    return Concept(
        name, str(table.get("group", "quantity")), str(table.get("family", "")),
        strings("counters"), strings("related"), strings("broader"),
        {lang: strings(lang) for lang in LANGUAGES if lang in table}, strings("excludes"),
    )


def _merged(first: Concept, second: Concept) -> Concept:
    terms = {
        lang: first.terms.get(lang, ()) + second.terms.get(lang, ())
        for lang in {**first.terms, **second.terms}
    }
    return Concept(first.id, first.group, first.family or second.family,
                   first.counters + second.counters, first.related + second.related,
                   first.broader + second.broader, terms, first.excludes + second.excludes)


def _read(text: str, source: str) -> list[Concept]:
    try:
        tables = tomllib.loads(text).get("concepts", {})
    except tomllib.TOMLDecodeError as error:
        raise PolicyQAError(f"{source}: not valid TOML ({error}); mend that line") from None
    return [_concept(name, table, source) for name, table in tables.items()]


@lru_cache(maxsize=4)
def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The bundled lexicon, with the user's file ``extra`` added to it."""
    bundled = resources.files("indexer").joinpath("lexicon.toml").read_text(encoding="utf-8")
    concepts = {c.id: c for c in _read(bundled, "lexicon.toml")}
    if extra is not None:
        for concept in _read(Path(extra).read_text(encoding="utf-8"), str(extra)):
            old = concepts.get(concept.id)
            concepts[concept.id] = _merged(old, concept) if old else concept
    return Lexicon(concepts.values())
