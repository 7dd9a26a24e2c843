"""The user's own glossary: terms with the same meaning, in any language.

A TOML file named by ``settings.glossary``; the project includes none, because trained models
interpret the wording. Its terms are linked in the word index, and questions and draft sentences
that contain one of them are read with the others added.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .errors import PolicyQAError
from .text.folding import fold, latin_words, without_accents

LANGUAGES = ("zh", "en", "fr", "de", "es", "ja", "ru", "pt", "it", "ko", "ar")
#: Keys of files made for earlier releases, which are taken and not used.
_FORMER = ("family", "counters", "related", "broader", "group", "excludes")
#: Scripts without spaces between words, or whose words are best met by their beginnings.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff0-9]")
_ALNUM = re.compile("[0-9a-z]+")
_GAP = re.compile(r"[\s\-'/&\u2010-\u2015]{1,3}")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and its terms by language."""

    id: str
    terms: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Match:
    """A term of a concept found in folded text at ``start:end``."""

    concept: str
    start: int
    end: int


class Glossary:
    """Concepts with a matcher over folded text (``folding.fold``).

    Terms in scripts without word spaces, and terms with digits, match anywhere except inside a
    longer run of letters or digits. Latin-script terms match whole words: English by Porter stem,
    other languages without accents and plural s, so that French "amendes" is not English "amended".

    ``digest`` identifies the file that it was read from; "" for an empty glossary.
    """

    def __init__(self, concepts: Sequence[Concept] = (), digest: str = "") -> None:
        self.digest = digest
        self.concepts = {c.id: c for c in concepts}
        self._unspaced: dict[str, list[str]] = {}
        self._english: dict[tuple[str, ...], list[str]] = {}
        self._other: dict[tuple[str, ...], list[str]] = {}
        for concept in concepts:
            for language, terms in concept.terms.items():
                for term in filter(None, map(fold, terms)):
                    self._add(concept.id, language, term)
        self._lengths: dict[str, set[int]] = {}
        for term in self._unspaced:
            self._lengths.setdefault(term[0], set()).add(len(term))
        self._longest = max(map(len, (*self._english, *self._other)), default=0)

    def _add(self, concept: str, language: str, term: str) -> None:
        words = latin_words(term)
        if _UNSPACED.search(term):
            owners = self._unspaced.setdefault(term, [])
        elif not words:
            return
        elif language == "en":
            owners = self._english.setdefault(tuple(w for w, _, _ in words), [])
        else:
            key = tuple(_light(term[start:end]) for _, start, end in words)
            owners = self._other.setdefault(key, [])
        if concept not in owners:
            owners.append(concept)

    def matches(self, folded: str) -> list[Match]:
        """Every term in ``folded``, in order; none that lies inside a longer one."""
        found = sorted(
            {*self._of_unspaced(folded), *self._of_words(folded)},
            key=lambda m: (m.start, -m.end, m.concept),
        )
        kept: list[Match] = []
        longest = (-1, -1)  # of those kept the one that reaches furthest
        for match in found:
            if match.end > longest[1]:
                longest = match.start, match.end
            elif (match.start, match.end) != longest:
                continue
            kept.append(match)
        return kept

    def synonyms(self, text: str) -> tuple[str, ...]:
        """The other terms for the concepts that ``text`` names."""
        folded = fold(text)
        return tuple(
            dict.fromkeys(
                term
                for match in self.matches(folded)
                for terms in self.concepts[match.concept].terms.values()
                for term in terms
                if fold(term) not in folded
            )
        )

    def _of_unspaced(self, folded: str) -> Iterator[Match]:
        for start, character in enumerate(folded) if self._lengths else ():
            for length in self._lengths.get(character, ()):
                end = start + length
                owners = self._unspaced.get(folded[start:end], ())
                if owners and not _cuts_a_word(folded, start, end):
                    yield from (Match(concept, start, end) for concept in owners)

    def _of_words(self, folded: str) -> Iterator[Match]:
        words = latin_words(folded) if self._longest else []
        light = [_light(folded[start:end]) for _, start, end in words]
        for i, (_, start, _) in enumerate(words):
            for n in range(1, min(self._longest, len(words) - i) + 1):
                if n > 1 and not _GAP.fullmatch(folded, words[i + n - 2][2], words[i + n - 1][1]):
                    break
                stems = tuple(w for w, _, _ in words[i : i + n])
                for concept in (
                    *self._english.get(stems, ()),
                    *self._other.get(tuple(light[i : i + n]), ()),
                ):
                    yield Match(concept, start, words[i + n - 1][2])


def _cuts_a_word(folded: str, start: int, end: int) -> bool:
    """Whether ``start:end`` begins or ends inside a run of ASCII letters and digits."""
    return any(
        0 < at < len(folded) and _ALNUM.fullmatch(folded, at - 1, at + 1) for at in (start, end)
    )


@lru_cache(maxsize=65536)
def _light(word: str) -> str:
    """A word without accents and plural s."""
    plain = without_accents(word.replace("ß", "ss"))
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") else plain


def _concept(name: str, table: object, source: str) -> Concept:
    if not isinstance(table, dict):
        raise PolicyQAError(f"{source}: concepts.{name} must be a table of terms by language")
    if unknown := set(table) - {*_FORMER, *LANGUAGES}:
        raise PolicyQAError(f"{source}: concepts.{name} has unknown keys: {sorted(unknown)}")
    terms = {language: table[language] for language in LANGUAGES if language in table}
    for language, value in terms.items():
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise PolicyQAError(f"{source}: concepts.{name}.{language} must be a list of strings")
    return Concept(name, {language: tuple(value) for language, value in terms.items()})


NO_GLOSSARY = Glossary()


def own_glossary(path: Path | None) -> Glossary:
    """The glossary in the file ``path``; an empty one if there is none.

    Raises PolicyQAError, naming the file, if it is not TOML or not of this form; OSError.
    """
    if path is None:
        return NO_GLOSSARY
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PolicyQAError(f"{path}: no such file; POLICYQA_GLOSSARY names it") from None
    try:
        tables = tomllib.loads(data.decode("utf-8")).get("concepts", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyQAError(
            f"{path}: not valid TOML in UTF-8 ({error}); correct that line"
        ) from None
    if not isinstance(tables, dict):
        raise PolicyQAError(f"{path}: concepts must be tables, such as [concepts.fee]")
    concepts = [_concept(name, table, str(path)) for name, table in tables.items()]
    return Glossary(concepts, hashlib.sha256(data).hexdigest()[:16])
