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
    "except",
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
_NOT_CUT = frozenset(
    {"ask", "polar", "most", "least", "bound", "only", "except", "limit", "order", "versus"}
)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Words:
    """One language's function words. ``spaced``: it is written with spaces between words."""

    language: str
    lists: Mapping[str, tuple[str, ...]]
    contractions: tuple[tuple[re.Pattern[str], str], ...]
    opposite: tuple[tuple[str, str], ...]
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

    def ends_open(self, text: str) -> bool:
        """Whether it ends with words that ask nothing in particular (如何)."""
        return bool(self.patterns["ending_open"].search(text))

    def opened(self, text: str) -> str:
        """A question that asks nothing but how a body did ("how did X do?") as one for its name
        alone; itself where it asks for anything else."""
        for pattern in self.lists.get("open", ()):
            found = re.fullmatch(rf"\W*{pattern}\W*", text, re.IGNORECASE)
            if found:
                return f"{self.one('lead')} {found['name']}?"
        return text

    def named_again(self, text: str, names: str) -> str:
        """``text`` with a pronoun in the place of a definite kind of body that the earlier
        ``names`` bear ("the trust" after Ellonby Museum Trust, 该联合会)."""
        pronoun = self.one("pronoun")
        heads = [w for w in re.findall(r"\w+", names.lower()) if len(w) > 3][-1:]
        if not self.spaced:
            heads = [names[-n:] for n in range(min(4, len(names) - 1), 0, -1)]
        for head in filter(None, heads):
            words = "|".join(map(re.escape, self.lists.get("definite", ())))
            gap, edge = (r"\s+", r"\b") if self.spaced else ("", "")
            found = re.search(rf"{edge}(?:{words}){gap}{re.escape(head)}{edge}", text, re.I)
            if words and found:
                whose = self.spaced and re.match(r"['’]s\b", text[found.end() :])
                end = found.end() + (whose.end() if whose else 0)
                return (
                    text[: found.start()] + (self.one("whose") if whose else pronoun) + text[end:]
                )
        return text

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
        if key not in ("contract", "opposite")
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
    ending = lists.get("ending_open", ())
    lead = _pattern(lists.get("lead", ()), spaced)
    tail = _pattern((*lists.get("tail", ()), *ending), spaced)
    made["lead"] = lead
    made["ending_open"] = re.compile(rf"(?:{_pattern(ending, spaced).pattern})[\s，,]*$")
    made["tail"] = re.compile(rf"(?:{tail.pattern})[\s，,]*$")
    contractions = tuple((re.compile(a, re.IGNORECASE), b) for a, b in table.get("contract", ()))
    opposite = tuple((a, b) for a, b in table.get("opposite", ()))
    return Words(language, lists, contractions, opposite, made)


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
