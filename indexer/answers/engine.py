"""``ask``: understands the question, finds its scope, judges the evidence and answers by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ..index.store.generation import Generation
from ..models import model_file
from ..models.embedder import BUNDLED
from ..models.question import QuestionEncoder, shared_questions
from ..models.reader import Reader, shared_reader
from ..retrieval.bodies.bodies import Bodies, NamedBodies
from ..retrieval.filters import other_years, rows_asked
from ..retrieval.query import Filters
from ..retrieval.retriever import Retriever
from .answer import Answer
from .answer_cache import AnswerCache
from .asked import Asked, name_spans, sharing_scope, topic_words, understand
from .candidates import Array, Finder
from .census import answer_census
from .citations import CitationList
from .division import questions_in
from .follow_up import in_context
from .indicators import names_of_indicators
from .inquiry import Inquiry
from .judging import Judge
from .mentioned import mentioned, whole_name
from .phrases import phrase
from .progress import OnProgress, Watch, stopped
from .question_language import question_language
from .ranking import answer_compare, answer_total
from .scope import Scope, scope_of
from .single import answer_single
from .topic import answer_topic
from .writer import AnswerWriter

_HEAD = 240
_ANSWERS = 512
_ANSWERERS = {
    "single": answer_single,
    "enumerate": answer_census,
    "compare": answer_compare,
    "total": answer_total,
    "topic": answer_topic,
}


class Engine:
    """Answers questions from one open generation; safe to share between threads."""

    def __init__(self, generation: Generation) -> None:
        self._gen = generation
        self._making = Lock()
        self._answers = AnswerCache(_ANSWERS)

    @property
    def generation(self) -> Generation:
        """What it answers from."""
        return self._gen

    @cached_property
    def retriever(self) -> Retriever:
        return Retriever(self._gen)

    @cached_property
    def bodies(self) -> Bodies:
        gen = self._gen
        # The beginning of a text names other places too, so it counts only if no issuer is known.
        heads = ["" if r.details.issuer else gen.text(r.row)[:_HEAD] for r in gen.reports]
        return Bodies(gen.reports, gen.works.live, heads)

    @cached_property
    def _model(self) -> Path:
        return model_file.checked(self._gen.index_dir)

    @property
    def questions(self) -> QuestionEncoder:
        return shared_questions(self._model)

    def reader(self) -> Reader:
        return shared_reader(self._model)

    def ask(
        self,
        text: str,
        filters: Filters,
        *,
        today: date,
        all_rows: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Answer:
        """Answer ``text`` over the reports that ``filters`` leave. ``today`` is the day that
        expressions such as "last year" refer to, here and below. ``on_progress`` is told how a
        question to many reports gets on, and may stop it."""
        key = (text, filters, all_rows, today)
        kept = self._answers.get(key)
        if kept is not None:
            return kept
        watch = None if on_progress is None else Watch(on_progress)
        answer = self._answered(text, filters, all_rows, today, watch)
        if watch is not None and watch.left:
            return stopped(answer, watch)
        self._answers.put(key, answer)
        return answer

    def in_context(self, text: str, after: Sequence[str], today: date) -> str:
        """``text`` as a whole question, where it leans on the questions ``after`` that were asked
        before it, the earliest first; itself if it is complete."""
        return in_context(text, after, lambda one: self.understood(one, today), self._near)

    def _near(self, one: str, other: str) -> float:
        """How alike two expressions are in meaning: the cosine of their vectors."""
        return float(self.questions.ask(one).whole @ self.questions.ask(other).whole)

    def _answered(
        self, text: str, filters: Filters, all_rows: bool, today: date, watch: Watch | None
    ) -> Answer:
        allowed = rows_asked(self._gen, filters)
        if allowed is not None and not allowed:
            return self._nothing(text, today)
        rows = self._gen.works.live if allowed is None else allowed
        hidden = other_years(self._gen, rows, filters)
        parts = questions_in(text)
        if len(parts) == 1:
            inquiry = self.inquiry(text, rows, today, all_rows=all_rows, hidden=hidden)
            return self._one(replace(inquiry, watch=watch))
        return self._several(text, parts, rows, all_rows, today, hidden, watch)

    def census_of(
        self, text: str, filters: Filters, *, today: date, all_rows: bool = False
    ) -> Inquiry | None:
        """``text`` as a question to many reports; None if it is something else, or if there is
        nothing to ask."""
        allowed = rows_asked(self._gen, filters)
        rows = self._gen.works.live if allowed is None else allowed
        if not rows or len(questions_in(text)) > 1:
            return None
        hidden = other_years(self._gen, rows, filters)
        inquiry = self.inquiry(text, rows, today, all_rows=all_rows, hidden=hidden)
        known = not inquiry.scope.unknown and bool(inquiry.scope.body)
        return inquiry if known and inquiry.asked.kind == "enumerate" else None

    def _one(self, inquiry: Inquiry) -> Answer:
        if inquiry.scope.unknown:
            inquiry = self._mentioning(inquiry)
        return _ANSWERERS[inquiry.asked.kind](inquiry)

    def _mentioning(self, inquiry: Inquiry) -> Inquiry:
        """``inquiry`` over the reports that mention its unknown names, if any does."""
        names = [
            whole_name(inquiry.asked, m.start, m.end)
            for m in inquiry.asked.named.mentions
            if m.text in inquiry.scope.unknown
        ]
        marked = list(inquiry.scope.unknown)
        found = mentioned(self._gen, names, inquiry.allowed)
        if found is None and marked != names:
            found = mentioned(self._gen, marked, inquiry.allowed)
        if found is None:
            return replace(inquiry, scope=replace(inquiry.scope, unknown=tuple(names)))
        asked = inquiry.asked
        # The name is what the question is about, so it belongs to the vector of its matter.
        whole = self._vector(asked.vectors.whole, asked.text)
        return replace(
            inquiry,
            asked=replace(asked, named=NamedBodies({}, {})),
            scope=Scope(dict.fromkeys(found.reports, 1.0)),
            finder=Finder(self._gen, asked, whole, mentioned=found, hidden=inquiry.finder.hidden),
            writer=replace(inquiry.writer, examined=len(found.reports), mentioned=found.names),
        )

    def _several(
        self,
        text: str,
        parts: Sequence[str],
        rows: frozenset[int],
        all_rows: bool,
        today: date,
        hidden: NDArray[np.int64],
        watch: Watch | None,
    ) -> Answer:
        """The answers to several questions in one text. One that names nobody is about the body
        named in the first one that does, and likewise for its time."""
        citations = CitationList(self._gen)
        answers: list[Answer] = []
        read = (self.understood(part, today, len(rows)) for part in parts)
        lead = next((asked for asked in read if asked.named.mentions), None)
        for part in parts:
            inquiry = self.inquiry(
                part,
                rows,
                today,
                all_rows=all_rows,
                of=lead,
                citations=citations,
                hidden=hidden,
            )
            answers.append(self._one(replace(inquiry, watch=watch)))
        told = [a for a in answers if a.answerable] or answers[:1]
        gap = "" if told[0].language == "zh" else " "
        return replace(
            told[0],
            question=text,
            answer=gap.join(a.answer for a in answers),
            rows=tuple(row for a in told for row in a.rows),
            citations=citations.all(),
            examined=max(a.examined for a in answers),
        )

    def understood(self, text: str, today: date, reports: int = 0) -> Asked:
        """``text`` as a question of ``today`` to that many reports."""
        return understand(text, self.questions, self._bodies_made(), today, reports)

    def _bodies_made(self) -> Bodies:
        """The bodies, made by one thread where several ask first."""
        with self._making:
            return self.bodies

    def inquiry(
        self,
        text: str,
        allowed: frozenset[int],
        today: date,
        *,
        all_rows: bool = False,
        of: Asked | None = None,
        citations: CitationList | None = None,
        hidden: NDArray[np.int64] | None = None,
    ) -> Inquiry:
        """``text`` understood and applied to the reports ``allowed``, without the passages
        ``hidden``. ``of`` is the preceding question, whose body and time it may refer to;
        ``citations`` are shared with it."""
        gen = self._gen
        # The models cannot know terms that are only in the user's glossary, nor that letters stand
        # for a name.
        glossed = [*gen.glossary.synonyms(text), *names_of_indicators(text)]
        told = f"{text} ({', '.join(glossed)})" if glossed else text
        asked = self.understood(told, today, len(allowed))
        if glossed:
            spans = [s for s in name_spans(asked.vectors, asked.named) if s[1] <= len(text)]
            asked = replace(asked, language=question_language(text, spans))
        if of is not None:
            asked = sharing_scope(asked, of)
        subject = self._vector(asked.vectors.subject, topic_words(asked))
        scope = scope_of(asked, allowed)
        if not asked.named.mentions:
            of_type = self._bodies_made().of_type(asked.text, scope.body)
            scope = scope.within(of_type)
        if asked.many:
            scope = scope.within(self._bodies_made().of_rank(asked.text, scope.body))
        return Inquiry(
            gen,
            asked,
            allowed,
            scope,
            Finder(
                gen,
                asked,
                subject,
                asked.vectors.name if self._bundled else None,
                hidden=hidden,
            ),
            Judge(gen, self.reader, asked),
            AnswerWriter(
                gen,
                text,
                asked.language,
                len(scope.body),
                CitationList(gen) if citations is None else citations,
            ),
            all_rows,
            type_fit=self._bodies_made().type_fit(told) if asked.many else {},
        )

    @property
    def _bundled(self) -> bool:
        """Whether the index was made with the model that the question heads belong to."""
        return self._gen.manifest.model.name == BUNDLED

    def _vector(self, own: Array, text: str) -> Array:
        """``own`` (d,), of the bundled model, or that of ``text`` by the index's other model."""
        return own if self._bundled else self._gen.embedder.queries([text])[0]

    def _nothing(self, text: str, today: date) -> Answer:
        language = self.understood(text, today).language
        return Answer(
            question=text,
            language=language,
            kind="lookup",
            answerable=False,
            answer=phrase("zh" if language == "zh" else "en", "refuse_filter"),
            reports=len(self._gen.works.live),
            examined=0,
            files=len(self._gen.reports),
        )
