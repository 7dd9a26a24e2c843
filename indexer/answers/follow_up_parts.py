"""A question taken apart: the words that name a body or a time, question words, and the rest.

Bodies and times are those that the tag head marks; function words are those of a list
(``follow_up_words``); what is left is the matter that the question is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..extraction.quantities.figures import find_figures
from ..gazetteer.offices import OFFICE_ENDS
from ..retrieval.conditions import find_conditions, in_digits
from ..retrieval.times.times import fold_in_place
from ..text.folding import fold
from .asked import Asked
from .follow_up_words import Span, Words, content_words, cuts_of
from .mentioned import whole_name

_BESIDE = 2  # characters between a year and other words for it
_SIDE_BY_SIDE = 6  # characters between names, or times, that are meant together
_OFFICE = re.compile(f"[{OFFICE_ENDS}]")
_END = re.compile(r"[\s?？。.!！;；,，…]*$")
_OPENING = re.compile(r"^[\s¿¡,，]*")
_OWN = re.compile(r"(?:['’]s?|[\s的])*$")
_OF = re.compile(r"(?:[的の\s]|(?<=年)[にはで])+$")


@dataclass(frozen=True)
class Parts:
    """``text`` without its final marks, which are ``mark``. Spans are of ``text``: ``bodies``,
    ``times``, ``figures`` (numbers that something is above or below), function words by their
    ``roles``, and ``runs`` of neighbouring words of the matter. ``part_of_year``: the time is a
    part of a year that is not named (上半年)."""

    text: str
    mark: str
    words: Words
    bodies: tuple[Span, ...]
    times: tuple[Span, ...]
    figures: tuple[Span, ...]
    roles: dict[str, tuple[Span, ...]]
    runs: tuple[tuple[Span, ...], ...]
    folded: str
    part_of_year: bool = False

    def has(self, *roles: str) -> bool:
        """Whether it has a function word of any of these roles."""
        return any(self.roles.get(role) for role in roles)

    def first(self, *roles: str) -> Span | None:
        """The first function word of these roles."""
        found = sorted(span for role in roles for span in self.roles.get(role, ()))
        return found[0] if found else None

    def slice(self, spans: Iterable[Span]) -> str:
        """The text from the first of ``spans`` to the last one."""
        all_ = sorted(spans)
        return self.text[all_[0][0] : all_[-1][1]] if all_ else ""

    @property
    def asks(self) -> bool:
        """Whether it has the words of a question, not only the mark."""
        front = self.first("auxiliary")
        return self.has("ask", "polar") or (
            front is not None and not self.folded[: front[0]].strip(" ¿")
        )

    @property
    def content(self) -> Span | None:
        """From the first word of the matter to the last one, with a verb that ends it ("leaks
        repaired")."""
        if not self.runs:
            return None
        start, end = self.runs[0][0][0], self.runs[-1][-1][1]
        after = [
            b for a, b in self.roles.get("verb", ()) if not self.text[end:a].strip() and a > end
        ]
        return start, after[0] if after and self.words.spaced else end

    @property
    def earlier(self) -> bool:
        """Whether its time is the year before another one."""
        start, end = self.times[0] if self.times else (0, 0)
        return bool(self.words.patterns["earlier"].fullmatch(self.folded, start, end))

    @property
    def kind_of_body(self) -> int | None:
        """The number of the run that says which kind of body is asked for ("which bureaus", 哪些单
        位)."""
        which = self.words.lists.get(
            "which", ("which", "what", "quelles", "quels", "qué", "welche")
        )
        for start, end in self.roles.get("ask", ()):
            if self.folded[start:end] in which and not self.bodies:
                return next((n for n, r in enumerate(self.runs) if end <= r[0][0] <= end + 2), None)
        return None

    def led(self, span: Span) -> Span:
        """``span`` with the article in front of it."""
        return self._led(span, "article")

    def placed(self, span: Span) -> Span:
        """``span`` with the preposition and the article in front of it."""
        return self._led(self.led(span), "preposition")

    def _led(self, span: Span, key: str) -> Span:
        before = self.folded[: span[0]]
        for word in sorted(self.words.lists.get(key, ()), key=len, reverse=True):
            gap = "" if word[-1:] in "'’" or not self.words.spaced else r"\s+"
            found = re.search(rf"(?<!\w){re.escape(word)}{gap}$", before)
            if found:
                return found.start(), span[1]
        return span


def parts_of(asked: Asked, text: str, words: Words) -> Parts:
    """``text``, which is the question of ``asked`` or its beginning, taken apart."""
    end = _END.search(text)
    assert end is not None
    mark, text = text[end.start() :].strip(), text[: end.start()]
    folded = fold(text)
    if len(folded) != len(text):
        folded = fold_in_place(text)
    times = _times(asked, text, words)
    bodies = _bodies(asked, text, times, words, folded)
    if words.patterns["only"].search(folded):
        # What a question is restricted to is a type of body, unless it names a place.
        placed = {m.start for m in asked.named.mentions if m.placed}
        bodies = tuple(b for b in bodies if any(b[0] <= at < b[1] for at in placed))
    figures = _figures(folded, asked.language)
    taken = [False] * len(text)
    for start, stop in (m.span() for m in words.patterns["earlier"].finditer(folded)):
        if any(
            -_BESIDE <= a - stop <= _BESIDE or -_BESIDE <= start - b <= _BESIDE for a, b in times
        ):
            taken[start:stop] = [True] * (stop - start)  # "the year before, 2035": the year says it
    for start, stop in (*bodies, *times, *figures):
        taken[start:stop] = [True] * (stop - start)
    front = words.leads(folded)
    taken[:front] = [True] * front
    back = words.tails(folded)
    taken[back:] = [True] * (len(text) - back)
    masked = "".join("\0" if hidden else c for hidden, c in zip(taken, folded, strict=True))
    roles: dict[str, list[Span]] = {}
    cuts = cuts_of(folded) if words.language == "zh" else frozenset()
    for role, (start, stop) in words.find(masked, cuts):
        roles.setdefault(role, []).append((start, stop))
        taken[start:stop] = [True] * (stop - start)
    return Parts(
        text,
        mark,
        words,
        _together(bodies)[0] if bodies else (),
        _together(times)[-1] if times else (),
        figures,
        {role: tuple(spans) for role, spans in roles.items()},
        tuple(_runs(folded, taken)),
        folded,
        bool(asked.periods) and not any(p.first for p in asked.periods),
    )


def _together(spans: tuple[Span, ...]) -> list[tuple[Span, ...]]:
    """``spans`` in groups of those that stand side by side (2023年和2024年)."""
    groups: list[list[Span]] = []
    for span in sorted(spans):
        if groups and span[0] - groups[-1][-1][1] <= _SIDE_BY_SIDE:
            groups[-1].append(span)
        else:
            groups.append([span])
    return [tuple(group) for group in groups]


def _times(asked: Asked, text: str, words: Words) -> tuple[Span, ...]:
    spans = [(p.start, p.end) for p in asked.periods] or list(asked.vectors.time)
    if not any(c.isdigit() for start, end in spans for c in text[start:end]):
        earlier = [m.span() for m in words.patterns["earlier"].finditer(fold_in_place(text))]
        if earlier:
            return tuple(earlier)
    found = []
    for start, end in spans:
        end = min(end, len(text))
        while (
            words.spaced and 0 < start < end and text[start - 1].isalpha() and text[start].isalpha()
        ):
            start -= 1  # "Haushaltsjahr 2008" marked from "jahr" on
        shown = fold_in_place(text[start:end])
        end = start + words.tails(shown)
        start += words.leads(shown) + _preposition(shown, words)
        if start < end and (trimmed := _trimmed(text, start, end)):
            found.append(trimmed)
    return tuple(found)


def _preposition(shown: str, words: Words) -> int:
    """How many characters a time begins with that only put it into its sentence ("in ")."""
    if not words.spaced:
        return 0
    found = re.match(rf"\s*(?:{'|'.join(words.lists['preposition'])})\s+", shown)
    return found.end() if found and re.search(r"\d", shown) else 0


def _trimmed(text: str, start: int, end: int) -> Span | None:
    shown = text[start:end]
    end -= len(shown) - len(_OF.sub("", shown))
    start += len(shown) - len(shown.lstrip())
    return (start, end) if start < end else None


def _bodies(
    asked: Asked, text: str, times: tuple[Span, ...], words: Words, folded: str
) -> tuple[Span, ...]:
    """The names of bodies, whole: a mark may begin with 那 or end before 局."""
    spans = [(m.start, m.end) for m in asked.named.mentions] or list(asked.vectors.body)
    found: list[Span] = []
    for start, end in spans:
        name = whole_name(asked, start, end)
        at = asked.text.find(name, max(0, start - len(name)))
        start, end = (at, at + len(name)) if 0 <= at <= start else (start, end)
        end = min(end, len(text))
        if _OFFICE.match(text, end):
            end += 1
        if start < end:
            start = max(start, min(words.leads(folded), end))
        while start < end and text[start].isspace():
            start += 1
        end = start + len(_OWN.sub("", text[start:end]))
        if end - start < 2 or any(a < end and start < b for a, b in (*times, *found)):
            continue
        found.append((start, end))
    return tuple(found)


def _figures(folded: str, language: str) -> tuple[Span, ...]:
    """The numbers of conditions ("more than 300,000 pounds")."""
    if not find_conditions(folded, language):
        return ()
    folded = in_digits(folded)
    figures = find_figures(folded, ((0, len(folded)),), language)
    return tuple((f.start, f.end) for f in figures if f.role not in ("date", "ordinal"))


def _runs(folded: str, taken: list[bool]) -> list[tuple[Span, ...]]:
    runs: list[list[Span]] = []
    at = 0
    while at < len(folded):
        if taken[at]:
            at += 1
            continue
        end = at
        while end < len(folded) and not taken[end]:
            end += 1
        words = content_words(folded, at, end)
        if words:
            runs.append(words)
        at = end
    return [tuple(run) for run in runs]
