"""What the language model does for an index: writes, rewrites questions, decides what is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from threading import Event

from ..answers.answer import Answer
from ..answers.engine import Engine
from ..drafting.cite import Citer
from ..drafting.running import RunningDraft
from ..errors import UsageError
from ..index.store.generation import Generation
from ..retrieval.query import Filters
from . import judging
from .checking import Checker
from .endpoint import Endpoint
from .judging import Borderline
from .rewriting import Rewritten, rewrite
from .written_answer import Writing


@dataclass(frozen=True, slots=True)
class Assistant:
    """``endpoint`` at work on one open generation, on the day ``today``. Its methods raise
    LanguageModelError where the model does not answer."""

    engine: Engine
    generation: Generation
    endpoint: Endpoint
    today: date

    def write(self, answer: Answer) -> Writing:
        """A written answer over the passages that ``answer`` cites. Iterate over its sentences,
        which come as they are checked, or ``finish()``; a refused answer is returned as it is.

        >>> writing = assistant.write(index.ask("which bureaus reported fines"))  # doctest: +SKIP
        >>> for sentence in writing:                                              # doctest: +SKIP
        ...     print(sentence.verdict, sentence.text)
        """
        citer = Citer(self.engine, self.generation, self.today)
        draft = RunningDraft(citer, answer.understood or answer.question, Filters())
        checker = Checker(draft, self.engine, answer.citations, answer.language, self.today)
        return Writing(self.endpoint, answer, checker)

    def rewrite(self, question: str) -> Rewritten | None:
        """A question that was refused, as the model splits it into the parts of one that can be
        asked; None if they do not hold."""
        if not question.strip():
            raise UsageError("the question is empty; enter a question")
        return rewrite(question.strip(), self.endpoint, self.engine, self.today)

    def ask_rewritten(self, answer: Answer, filters: Filters | None = None) -> Answer:
        """The answer to what the model made of a refused question: ``understood`` is the question
        that was answered. ``answer`` itself if it was not refused, or if this is refused too."""
        if answer.answerable:
            return answer
        made = self.rewrite(answer.understood or answer.question)
        if made is None:
            return answer
        again = self.engine.ask(made.question, filters or Filters(), today=self.today)
        if not again.answerable:
            return answer
        return replace(
            again,
            question=answer.question,
            understood=made.question,
            assisted_by=made.generated_by,
        )

    def borderline(
        self, question: str, filters: Filters | None = None, *, all_rows: bool = False
    ) -> Borderline | None:
        """The reports that the model would be asked about for a question to many reports, with the
        number of calls; None for any other question. Asks the model nothing."""
        inquiry = self.engine.census_of(
            question.strip(), filters or Filters(), today=self.today, all_rows=all_rows
        )
        return None if inquiry is None else judging.borderline(inquiry)

    def judge(
        self,
        doubtful: Borderline,
        on_progress: Callable[[int, int], None] | None = None,
        cancelled: Event | None = None,
    ) -> Answer:
        """The answer with the model's verdicts on borderline reports. ``on_progress`` is called
        with (calls done, all calls); once ``cancelled`` is set, the others stay as they are."""
        return judging.judge(doubtful, self.endpoint, on_progress, cancelled)
