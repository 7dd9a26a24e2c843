"""A written answer over the passages that an ordinary answer cites, checked as it is streamed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from ..answers.answer import Answer
from .checking import Checker, Sentences
from .endpoint import Endpoint, TextStream
from .prompts import to_write
from .written import WrittenAnswer, WrittenSentence

_TOKENS = 400
_SENTENCES = 12  # a small model may repeat itself without end


class Writing:
    """An answer being written: iterate over its sentences as they are checked; ``answer`` is what
    has been written so far. Refused answers are not written: there is nothing to write from."""

    def __init__(self, endpoint: Endpoint, answer: Answer, checker: Checker) -> None:
        self._endpoint, self._given, self._checker = endpoint, answer, checker
        self._sentences: list[WrittenSentence] = []
        self._stream: TextStream | None = None
        self._complete = self._cancelled = False

    def __iter__(self) -> Iterator[WrittenSentence]:
        """Each sentence once it is checked. Raises LanguageModelError where the model fails; what
        was written until then is in ``answer``."""
        given = self._given
        if not given.answerable or not given.citations or self._cancelled:
            self._complete = not self._cancelled
            return
        question = given.understood or given.question
        self._stream = self._endpoint.stream(
            to_write(question, given.language, given.citations), tokens=_TOKENS
        )
        cut = Sentences()
        seen: set[str] = set()
        try:
            for part in self._stream:
                yield from self._new(cut.add(part), seen)
                if self._repeats(seen):
                    self._complete = True
                    return
                if len(self._sentences) >= _SENTENCES:
                    return
            if not self._cancelled and not self._stream.full:
                yield from self._new(cut.rest(), seen)
                self._complete = True
        finally:
            self._stream.cancel()

    def _new(self, written: list[str], seen: set[str]) -> Iterator[WrittenSentence]:
        for one in written:
            if self._cancelled:
                return
            for sentence in self._checker.check(one):
                if sentence.text in seen:
                    seen.add("")
                    continue
                seen.add(sentence.text)
                self._sentences.append(sentence)
                yield sentence

    def _repeats(self, seen: set[str]) -> bool:
        """Whether it has begun to say again what it has said."""
        return "" in seen

    def cancel(self) -> None:
        """End it, from any thread."""
        self._cancelled = True
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
