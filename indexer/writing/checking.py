"""Checks what a language model writes, sentence by sentence, before it is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..answers.answer import Citation
from ..answers.engine import Engine
from ..drafting.claims import Claim
from ..drafting.running import RunningDraft
from ..drafting.segmentation import Piece
from ..drafting.verdicts import CONTRADICTED, SUPPORTED, UNSUPPORTED
from ..text.folding import fold
from ..text.sentences import split_sentences
from .figures import unsourced
from .meant import mistakable
from .names import foreign_names
from .wording import LEAST, share_worded
from .written import WrittenFigure, WrittenSentence, words

_REFERENCE = re.compile(r"\s*[\[［【](?:\d{1,3}(?:\s*[,，、;–-]\s*\d{1,3})*)[\]］】]")
_OPENING = re.compile(r"\s*(?:[-*•]\s*)?[\[［【]")
_STOP = r"[。！？!?.]+[”\"’')）]*"
_MARK = r"[\[［【][\d,，、; –-]{1,20}[\]］】]"
_FOLLOWING = re.compile(rf"({_STOP})[ \t]*({_MARK}(?:[ \t]*{_MARK})*)")
_MAY_FOLLOW = re.compile(rf"{_STOP}[ \t]*(?:[\[［【][\d,，、; –-]{{0,20}}[\]］】]?[ \t]*)*$")
_NUMBERS = re.compile(r"\d{1,3}")
_MARKUP = re.compile(r"^\s*(?:[#>*+•·-]+\s+|\d{1,2}[.)、]\s+)+|\*\*|__|`")
_HEAD = re.compile(
    r"^(?:答|答题|答复|回答|问题|段落|用完整的句子作答|answer(?: in complete sentences)?|question|"
    r"passages?) ?[:：]\s*"
)
_OUR_MARKS = re.compile(r"</?data-[0-9a-f]{0,8}>?")
_LONGEST = 600  # characters held back without a stop


def bare(written: str) -> str:
    """What a model wrote, without its numbers of passages, our marks and markup."""
    text = _OUR_MARKS.sub("", _REFERENCE.sub("", written))
    return _MARKUP.sub("", text).strip()


class Sentences:
    """Cuts a stream of text into sentences. A number of a passage belongs to the sentence before
    it, on whichever side of the stop it stands; in a text that begins with one, to the sentence
    behind it."""

    def __init__(self) -> None:
        self._held = ""
        self._leading: bool | None = None

    def add(self, part: str) -> list[str]:
        """The sentences that are complete with ``part``."""
        self._held += part
        if self._leading is None and self._held.strip():
            self._leading = bool(_OPENING.match(self._held))
        if not self._leading:
            if _MAY_FOLLOW.search(self._held):
                return []
            self._held = _FOLLOWING.sub(r"\2\1", self._held)
        spans = split_sentences(self._held, ())
        if len(spans) < 2 and len(self._held) <= _LONGEST:
            return []
        done = spans[:-1] if len(spans) > 1 else spans
        made = [self._held[a:b] for a, b in done]
        self._held = self._held[done[-1][1] :]
        return made

    def rest(self) -> list[str]:
        """What has come since the last stop."""
        held, self._held = self._held, ""
        if not self._leading:
            held = _FOLLOWING.sub(r"\2\1", held)
        return [held[a:b] for a, b in split_sentences(held, ()) if held[a:b].strip()]


class Checker:
    """Checks the sentences of one answer in order. ``citations`` begin with those of the ordinary
    answer; passages that bear out a sentence and are not among them are added."""

    def __init__(
        self,
        draft: RunningDraft,
        engine: Engine,
        citations: Sequence[Citation],
        language: str,
        today: date,
    ) -> None:
        self._draft, self._engine, self._gen = draft, engine, engine.generation
        self._language, self._today = language, today
        self._given = {c.n: c for c in citations}
        self._citations = list(citations)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._citations)

    def check(self, written: str) -> list[WrittenSentence]:
        """``written`` as it may be shown: one sentence as a rule, none if it says nothing."""
        named = self._references(written)
        text = bare(written)
        if not any(c.isalnum() for c in text) or self._echoes(text):
            return []
        about = named or list(self._given.values())
        rows = frozenset(self._gen.report(c.report).row for c in about)
        checked = self._draft.check(text, rows or None)
        if not checked:  # no words: a number by itself
            return [WrittenSentence(text, UNSUPPORTED, ())]
        return [self._sentence(p, self._elsewhere(p, claim, named)) for p, claim in checked]

    def _echoes(self, text: str) -> bool:
        """Whether it only repeats what the model was given, or leads up to what follows."""
        asked = fold(self._draft.heading).strip("?？。. ")
        said = _HEAD.sub("", fold(text)).strip("?？。. ")
        return said in asked or said.endswith((":", "："))

    def _elsewhere(self, piece: Piece, claim: Claim, named: Sequence[Citation]) -> Claim:
        """``claim``; if it is not supported, that of the same sentence about the report of the one
        given passage that has all its numbers, or about those that the model ``named``: what the
        sentence names may have been misread."""
        if claim.verdict == SUPPORTED:
            return claim
        given = list(self._given.values())
        if piece.figures:
            fitting = [c for c in named or given if not unsourced(piece, [c], self._gen)]
            fitting = fitting or [c for c in given if not unsourced(piece, [c], self._gen)]
        else:
            fitting = list(named)
        rows = frozenset(self._gen.report(c.report).row for c in fitting)
        if not rows:
            return claim
        again = self._draft.check_within(piece, rows)
        if again.verdict == SUPPORTED or claim.verdict == CONTRADICTED:
            return again
        return claim

    def _references(self, written: str) -> list[Citation]:
        """The given citations that the model names itself."""
        numbers = (n for m in _REFERENCE.finditer(written) for n in _NUMBERS.findall(m.group()))
        return [self._given[int(n)] for n in dict.fromkeys(numbers) if int(n) in self._given]

    def _sentence(self, piece: Piece, claim: Claim) -> WrittenSentence:
        numbers = {c.n: self._number(c) for c in claim.citations}
        cited = tuple(dict.fromkeys(numbers.values()))
        figures = [
            WrittenFigure(f.raw, *_place(piece, f.raw), f.note, f.source_raw, numbers[f.citation])
            for f in claim.figures
            if claim.verdict == CONTRADICTED and not f.agrees and f.citation in numbers
        ]
        passages = [self._citations[n - 1] for n in cited] or list(self._given.values())
        taken = {(f.start, f.end) for f in figures}
        missing = [
            (a, b)
            for a, b in unsourced(piece, passages, self._gen)
            if not any(x < b and a < y for x, y in taken)
        ]
        raws = [piece.text[a:b] for a, b in missing]
        note = self._say("unsourced", raws=self._joined(raws)) if raws else ""
        figures += [
            WrittenFigure(raw, a, b, self._say("unsourced", raws=raw))
            for raw, (a, b) in zip(raws, missing, strict=True)
        ]
        figures.sort(key=lambda f: f.start)
        told = WrittenSentence(piece.text, claim.verdict, cited, tuple(figures), claim.reason)
        if claim.verdict == SUPPORTED and missing:
            return replace(told, verdict=UNSUPPORTED, citations=(), reason=note)
        if claim.verdict == SUPPORTED:
            if claim.basis == "meaning" and share_worded(piece.text, passages) < LEAST:
                note = self._say("worded")
                return replace(told, verdict=UNSUPPORTED, citations=(), reason=note)
            told = replace(told, figures=self._mistakable(piece, passages))
            if told.figures:
                note = self._say("mistakable", raws=self._joined([f.raw for f in told.figures]))
                return replace(told, verdict=UNSUPPORTED, citations=(), reason=note)
            names = foreign_names(piece, passages, self._engine, self._today)
            if names:
                note = self._say("unnamed", names=self._joined(names))
                return replace(told, verdict=UNSUPPORTED, citations=(), reason=note)
        return told if claim.verdict != UNSUPPORTED else replace(told, citations=())

    def _mistakable(self, piece: Piece, passages: Sequence[Citation]) -> tuple[WrittenFigure, ...]:
        """Figures beside which the passages have another that may be meant as well."""
        spans = mistakable(piece, self._draft.heading, passages, self._engine, self._today)
        raws = [(piece.text[a:b], a, b) for a, b in spans]
        return tuple(
            WrittenFigure(raw, a, b, self._say("mistakable", raws=raw)) for raw, a, b in raws
        )

    def _joined(self, raws: Sequence[str]) -> str:
        return self._say("list").join(raws)

    def _number(self, found: Citation) -> int:
        """The number of a passage: that of a citation that holds it, else a new one."""
        for known in self._citations:
            inside = known.start <= found.start and found.end <= known.end
            if known.report == found.report and inside:
                return known.n
        self._citations.append(replace(found, n=len(self._citations) + 1))
        return len(self._citations)

    def _say(self, key: str, **values: object) -> str:
        return words(self._language, key, **values)


def _place(piece: Piece, raw: str) -> tuple[int, int]:
    """Where a figure of ``piece`` stands in it."""
    for figure in piece.figures:
        if figure.raw == raw:
            return figure.start - piece.start, figure.end - piece.start
    start = max(piece.text.find(raw), 0)
    return start, start + len(raw)
