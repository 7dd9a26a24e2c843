"""A glossary for search: which words, in any language, name the same thing.

``lexicon.toml`` beside this file holds concepts; a user's own file of the same form may add
terms or concepts (``settings.lexicon``), which questions to the models are told too.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from .errors import PolicyQAError
from .folding import fold, latin_words

LANGUAGES = ("zh", "en", "fr", "de", "es", "ja", "ru", "pt", "it", "ko", "ar")
_FORMER = ("family", "counters", "related", "broader")  # of files made for earlier releases
_SUBSTRING = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff0-9]"
)
_ALNUM = re.compile(r"[0-9a-z]")
_GAP = re.compile(r"[\s\-'/&\u2010-\u2015]{1,3}")
_END = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its terms by language. ``group`` is ``issuer`` (a type of body), ``scope``
    (whose terms hide no other inside them) or ""; ``excludes`` are longer phrases inside which a
    term does not mean it."""

    id: str
    group: str
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
    """Concepts with a matcher over folded text.

    Terms in scripts without word spaces (and Cyrillic, Hangul, Arabic stems, and terms with
    digits) match as substrings through a trie; Latin-script terms match whole words: English by
    Porter stem, other languages without accents and plural s, so that French "amendes" is not
    English "amended".
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self.concepts = {c.id: c for c in concepts}
        self._trie: dict[str, Any] = {}
        self._english: dict[tuple[str, ...], list[str]] = {}
        self._other: dict[tuple[str, ...], list[str]] = {}
        self._excluded: dict[str, tuple[re.Pattern[str], int]] = {}
        for concept in self.concepts.values():
            for language, terms in concept.terms.items():
                for term in terms:
                    self._add(concept.id, language, fold(term))
            if concept.excludes:
                words = sorted(map(fold, concept.excludes), key=len, reverse=True)
                pattern = re.compile("(?=(" + "|".join(map(re.escape, words)) + "))")
                self._excluded[concept.id] = (pattern, len(words[0]))
        self._longest = max(map(len, (*self._english, *self._other)), default=0)
        self._starts = {k[0] for k in (*self._english, *self._other)}

    def _add(self, concept: str, language: str, term: str) -> None:
        if not term:
            return
        if _SUBSTRING.search(term):
            node = self._trie
            for character in term:
                node = node.setdefault(character, {})
            owners = node.setdefault(_END, [])
        else:
            words = latin_words(term)
            if not words:
                return
            if language == "en":
                owners = self._english.setdefault(tuple(w for w, _, _ in words), [])
            else:
                key = tuple(_light(term[start:end]) for _, start, end in words)
                owners = self._other.setdefault(key, [])
        if concept not in owners:
            owners.append(concept)

    def matches(self, folded: str) -> list[Match]:
        """Every term in ``folded`` (see ``folding.fold``); the longest at each place wins."""
        found = {*self._substring_matches(folded), *self._latin_matches(folded)}
        allowed = [m for m in found if not self._is_excluded(folded, m)]
        allowed.sort(key=lambda m: (m.start, -m.end, m.concept))
        kept: list[Match] = []
        # Sorted by start, so a match lies inside a longer kept one exactly if the kept match that
        # reaches furthest (the first such, hence the leftmost) ends past it or began before it.
        reach, begin = -1, -1
        for match in allowed:
            if match.end < reach or (match.end == reach and match.start > begin):
                continue
            kept.append(match)
            if match.end > reach and self.concepts[match.concept].group != "scope":
                reach, begin = match.end, match.start
        return kept

    def concepts_in(self, folded: str) -> set[str]:
        return {m.concept for m in self.matches(folded)}

    def _is_excluded(self, folded: str, match: Match) -> bool:
        if match.concept not in self._excluded:
            return False
        pattern, longest = self._excluded[match.concept]
        base = max(0, match.start - longest)
        return any(
            m.start(1) + base <= match.start and match.end <= m.end(1) + base
            or _begins_inside(m.start(1) + base, m.end(1) + base, match)
            for m in pattern.finditer(folded[base: match.end + longest])
        )

    def _substring_matches(self, folded: str) -> Iterator[Match]:
        trie, length = self._trie, len(folded)
        for start in range(length):
            node = trie.get(folded[start])
            end = start + 1
            while node is not None:
                if _END in node and not _cuts_a_word(folded, start, end):
                    term = folded[start:end]
                    yield from (Match(c, start, end, term) for c in node[_END])
                node = node.get(folded[end]) if end < length else None
                end += 1

    def _latin_matches(self, folded: str) -> Iterator[Match]:
        words = latin_words(folded)
        light = [_light(folded[start:end]) for _, start, end in words]
        for i, (stemmed, start, _) in enumerate(words):
            if stemmed not in self._starts and light[i] not in self._starts:
                continue
            for n in range(1, min(self._longest, len(words) - i) + 1):
                if n > 1 and not _GAP.fullmatch(folded, words[i + n - 2][2], words[i + n - 1][1]):
                    break
                end = words[i + n - 1][2]
                english = self._english.get(tuple(w for w, _, _ in words[i: i + n]), ())
                other = self._other.get(tuple(light[i: i + n]), ())
                for concept in (*english, *other):
                    yield Match(concept, start, end, folded[start:end])


@lru_cache(maxsize=65536)
def _light(word: str) -> str:
    """A word without accents and plural s."""
    plain = "".join(
        c for c in unicodedata.normalize("NFD", word.replace("ß", "ss"))
        if not unicodedata.combining(c)
    )
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") else plain


def _begins_inside(start: int, end: int, match: Match) -> bool:
    """Whether an excluded phrase cuts the match off at its end ("fine tun" before "ing")."""
    return start <= match.start < end < match.end


def _cuts_a_word(folded: str, start: int, end: int) -> bool:
    """Whether a term that begins or ends in a digit or ASCII letter stops inside a longer run."""
    before = start > 0 and _ALNUM.match(folded[start - 1]) and _ALNUM.match(folded[start])
    after = end < len(folded) and _ALNUM.match(folded[end]) and _ALNUM.match(folded[end - 1])
    return bool(before or after)


def _concept(name: str, table: dict[str, object], source: str) -> Concept:
    def strings(key: str) -> tuple[str, ...]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise PolicyQAError(f"{source}: concepts.{name}.{key} must be a list of strings")
        return tuple(value)

    known = {"group", "excludes", *_FORMER, *LANGUAGES}
    if unknown := set(table) - known:
        raise PolicyQAError(f"{source}: concepts.{name} has unknown keys: {sorted(unknown)}")
    return Concept(
        name, str(table.get("group", "")),
        {lang: strings(lang) for lang in LANGUAGES if lang in table}, strings("excludes"),
    )


def _merged(first: Concept, second: Concept) -> Concept:
    terms = {
        lang: first.terms.get(lang, ()) + second.terms.get(lang, ())
        for lang in {**first.terms, **second.terms}
    }
    return Concept(first.id, first.group, terms, first.excludes + second.excludes)


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


@lru_cache(maxsize=4)
def _own(path: Path) -> Lexicon:
    return Lexicon(_read(path.read_text(encoding="utf-8"), str(path)))


def own_synonyms(text: str, path: Path | None) -> tuple[str, ...]:
    """What the user's glossary at ``path`` says for its terms in ``text``: their other terms."""
    if path is None:
        return ()
    own, folded = _own(path), fold(text)
    return tuple(dict.fromkeys(
        term for match in own.matches(folded)
        for terms in own.concepts[match.concept].terms.values() for term in terms
        if fold(term) not in folded))
