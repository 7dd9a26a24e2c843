"""The function words of a language, as spans of a question (``follow_up.toml``).

They are a closed class, so a list can name them all; what carries meaning (names, times, measures)
is left to the trained heads.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..gazetteer.vocabulary import han_words
from ..text.folding import fold
from ..text.numerals import HAN_TENS

Span = tuple[int, int]
#: Roles of words, the first one that matches at a place counts; ``limit`` holds numbers.
ROLES = (
    "limit",
    "order",
    "versus",
    "all",
    "only",
    "ask",
    "polar",
    "most",
    "least",
    "bound",
    "pronoun",
    "whose",
    "those",
    "change",
    "verb",
    "auxiliary",
    "function",
)
_N = (
    rf"(?:\d{{1,2}}|[{HAN_TENS}两]|one|two|three|four|five|six|seven|eight|nine|ten|"
    "deux|trois|cinq|dos|tres|cinco|zwei|drei|fünf)"
)
_NOT_CUT = frozenset({"ask", "polar", "most", "least", "bound", "only", "limit", "order", "versus"})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Words:
    """One language's function words. ``spaced``: it is written with spaces between words."""

    language: str
    lists: Mapping[str, tuple[str, ...]]
    contractions: tuple[tuple[re.Pattern[str], str], ...]
    patterns: Mapping[str, re.Pattern[str]]

    @property
    def spaced(self) -> bool:
        return self.language not in ("zh", "ja")

    def one(self, key: str) -> str:
        """The first word of a list, ``""`` where it is empty."""
        return self.lists[key][0] if self.lists.get(key) else ""

    def leads(self, text: str) -> int:
        """How many characters at the beginning of ``text`` say nothing."""
        cuts = cuts_of(text) if self.language == "zh" else frozenset()
        return _edge(self.patterns["lead"], text, cuts)

    def tails(self, text: str) -> int:
        """How many characters of ``text`` are left before words at its end that say nothing."""
        end = len(text)
        while found := self.patterns["tail"].search(text, 0, end):
            end = found.start()
        return end

    def find(self, text: str, cuts: frozenset[int]) -> Iterator[tuple[str, Span]]:
        """Function words in folded ``text``, each with its role. ``cuts`` are the places between
        its words where these are not written apart."""
        at = 0
        while at < len(text):
            role, end = self._at(text, at, cuts)
            if role:
                yield role, (at, end)
            at = max(end, at + 1)

    def _at(self, text: str, at: int, cuts: frozenset[int]) -> tuple[str, int]:
        """The longest function word at a place, the earlier role where two are equally long."""
        best, most = "", at
        for role in ROLES:
            found = self.patterns[role].match(text, at)
            if found is None or found.end() <= most:
                continue
            free = self.language != "zh" or role in _NOT_CUT
            if free or (at in cuts and found.end() in cuts):
                best, most = role, found.end()
        return best, most


def content_words(text: str, start: int, end: int) -> list[Span]:
    """The words of ``text[start:end]``; Chinese ones by a dictionary."""
    return [
        (start + a, start + b)
        for a, b in _segments(text[start:end])
        if _WORD.search(text, start + a, start + b)
    ]


def cuts_of(text: str) -> frozenset[int]:
    """Offsets between words."""
    return frozenset(at for span in _segments(text) for at in span)


def _segments(text: str) -> list[Span]:
    import rjieba  # loads its dictionary, which only questions need

    found, at = [], 0
    for word in rjieba.cut(text):
        found.append((at, at + len(word)))
        at += len(word)
    return found


@cache
def words_of(language: str) -> Words | None:
    """The function words of a language; None where there are none."""
    table = _table().get(language)
    if table is None:
        return None
    spaced = language not in ("zh", "ja")
    lists = {
        key: (value,) if isinstance(value, str) else tuple(value)
        for key, value in table.items()
        if key != "contract"
    }
    made = {
        role: _pattern(lists.get(role, ()), spaced)
        for role in (*ROLES, "article", "preposition", "earlier")
    }
    if endings := lists.get("ending"):
        verbs = [rf"\w{{2,}}(?:{'|'.join(map(re.escape, endings))})"]
        made["verb"] = _pattern(lists.get("verb", ()), spaced, verbs)
    own = lists.get("measure", ())
    if own:
        count = "|".join(re.escape(w) for w in sorted(own, key=len, reverse=True))
        made["ask"] = re.compile(rf"(?:{made['ask'].pattern})(?:{count})?")
    if by := lists.get("by", ()):
        made["order"] = re.compile(rf"(?:{by[0]})?(?:{made['order'].pattern})")
    lead, tail = (_pattern(lists.get(key, ()), spaced) for key in ("lead", "tail"))
    made["lead"] = lead
    made["tail"] = re.compile(rf"(?:{tail.pattern})[\s，,]*$")
    contractions = tuple((re.compile(a, re.IGNORECASE), b) for a, b in table.get("contract", ()))
    return Words(language, lists, contractions, made)


def _edge(pattern: re.Pattern[str], text: str, cuts: frozenset[int]) -> int:
    at = 0
    while True:
        while at < len(text) and (text[at].isspace() or text[at] in ",，、¿¡"):
            at += 1
        found = pattern.match(text, at)
        if found is None or found.end() == at:
            return at
        if cuts and found.end() not in cuts and not _is_that(text, at):
            return at
        at = found.end()


def _is_that(text: str, at: int) -> bool:
    """Whether 那 begins a follow-up, though the dictionary takes it for a part of an unknown name;
    那曲 is a place."""
    return text[at] == "那" and len(han_words().at(text, at)) < 2


def _pattern(
    words: tuple[str, ...], spaced: bool, more: list[str] | None = None
) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    parts = [re.escape(fold(word)).replace(re.escape("{n}"), _N) for word in ordered] + (more or [])
    if not parts:
        return re.compile(r"(?!)")
    inner = "|".join(parts)
    return re.compile(rf"(?<!\w)(?:{inner})(?!\w)" if spaced else rf"(?:{inner})")


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files(__package__).joinpath("follow_up.toml").read_text(encoding="utf-8"))
