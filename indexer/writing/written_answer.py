"""A written answer over the passages that an ordinary answer cites, checked as it is streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from threading import Event

from ..answers.answer import Answer
from .checking import Checker, Sentences, bare
from .endpoint import Endpoint, TextStream
from .prompts import to_write
from .written import WrittenAnswer, WrittenSentence

_TOKENS = 400
_IDLE = 4  # lines in a row that say nothing: it repeats what it was given
_SENTENCES = 12  # a small model may repeat itself without end


class Writing:
    """An answer being written: iterate over its sentences as they are checked; ``answer`` is what
    has been written so far. Refused answers are not written: there is nothing to write from."""

    def __init__(self, endpoint: Endpoint, answer: Answer, checker: Checker) -> None:
        self._endpoint, self._given, self._checker = endpoint, answer, checker
        self._sentences: list[WrittenSentence] = []
        self._said: set[str] = set()
        self._idle = 0
        self._stream: TextStream | None = None
        self._complete, self._stop = False, Event()

    def __iter__(self) -> Iterator[WrittenSentence]:
        """Each sentence once it is checked. Raises LanguageModelError where the model fails; what
        was written until then is in ``answer``."""
        given = self._given
        if not given.answerable or not given.citations or self._stop.is_set():
            self._complete = not self._stop.is_set()
            return
        question = given.understood or given.question
        self._stream = self._endpoint.stream(
            to_write(question, given.language, given.citations), tokens=_TOKENS
        )
        if self._stop.is_set():  # meanwhile
            self._stream.cancel()
        cut = Sentences()
        try:
            for part in self._stream:
                yield from self._checked(cut.add(part))
                if self._complete or len(self._sentences) >= _SENTENCES:
                    return
            if not self._stop.is_set() and not self._stream.full:
                yield from self._checked(cut.rest())
                self._complete = not self._stop.is_set()
        finally:
            self._stream.cancel()

    def _checked(self, written: list[str]) -> Iterator[WrittenSentence]:
        """The sentences of ``written``, until one comes again, or nothing is said any more: then
        the model has said it all."""
        for one in written:
            said = bare(one)
            if self._stop.is_set() or self._complete:
                return
            found = [] if said in self._said else self._checker.check(one)
            self._idle = 0 if found else self._idle + 1
            if self._idle > _IDLE or (said and said in self._said):
                self._complete = True
                return
            self._said.add(said)
            for sentence in found:
                self._sentences.append(sentence)
                yield sentence

    def cancel(self) -> None:
        """End it, from any thread."""
        self._stop.set()
        if self._stream is not None:
            self._stream.cancel()

    def finish(self) -> WrittenAnswer:
        """The whole answer."""
        for _ in self:
            pass
        return self.answer

    @property
    def answer(self) -> WrittenAnswer:
        """What has been written so far; of a refused question, the refusal as it is."""
        given = self._given
        kept = {f.name: getattr(given, f.name) for f in fields(Answer) if f.init}
        if self._sentences:
            gap = "" if given.language == "zh" else " "
            kept["answer"] = gap.join(s.plain(given.language) for s in self._sentences)
            kept["citations"] = self._checker.citations
            kept["generated_by"] = self._endpoint.model
        return WrittenAnswer(**kept, sentences=tuple(self._sentences), complete=self._complete)
