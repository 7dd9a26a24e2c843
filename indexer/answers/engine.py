"""``ask``: understand the question, find its scope and evidence, answer by kind."""

from __future__ import annotations

import re
from dataclasses import replace

from ..index.generation import Generation
from ..lexicon import Lexicon
from ..search.countries import needs_head
from ..search.filters import rows_asked
from ..search.issuers import IssuerIndex, Scope
from ..search.query import Filters
from ..search.question import Question, YearAsked, understand
from ..search.retrieve import Retriever
from .answer import Answer
from .census import answer_census
from .citations import CitationList
from .compare import answer_compare, answer_total
from .context import Context
from .evidence import Evidence
from .facts import Facts
from .lookup import answer_lookup
from .matter import Matter, matter_of
from .phrases import phrase
from .topic import answer_topic
from .years import answer_years, years_listed

_HEAD = 400
_ANSWERERS = {
    "lookup": answer_lookup, "enumerate": answer_census, "compare": answer_compare,
    "total": answer_total, "topic": answer_topic,
}


_ASKS = re.compile(r"怎|如何|什么|哪|为何|为什么|\b(?:how|what|why|which|when|where|who|describe|"
                   r"explain)\b")


def _is_terse(context: Context) -> bool:
    """Key words alone ("Hengyang EMB fines 2025") ask for the figure of the body they name."""
    return (context.question.kind == "topic" and bool(context.scope.named)
            and bool(context.matter.quantities) and len(context.rows) <= 8
            and len(context.question.folded) <= 40 and not _ASKS.search(context.question.folded))


_SUM = re.compile(
    r"合计|总计|总共|一共|加起来|总和|\b(?:in total|altogether|combined|add(?:ed)? up)\b"
)


def _is_sum(question: Question, scope: Scope) -> bool:
    """"How much in fines altogether", and nobody named: the sum over all, not one body's figure."""
    several = scope.rows is None or len(scope.rows) > 1
    return (question.kind == "lookup" and several and not scope.named and not scope.unknown
            and bool(_SUM.search(question.folded)))


class Engine:
    """Answers questions over one open generation."""

    def __init__(self, generation: Generation, lexicon: Lexicon) -> None:
        self._gen, self.lexicon = generation, lexicon
        self.issuers = IssuerIndex(
            generation.reports, lexicon,
            [generation.text(r.row)[:_HEAD] if needs_head(r.details.language) else ""
             for r in generation.reports],
            generation.works.live,
        )
        self.retriever = Retriever(generation)
        self.facts = Facts(generation, lexicon)

    def ask(self, text: str, filters: Filters, *, all_rows: bool = False) -> Answer:
        """Answer ``text`` over the reports that ``filters`` leave."""
        context = self.context(text, filters, all_rows=all_rows)
        if context is None:
            return self._nothing(understand(text, self.lexicon))
        if _is_terse(context):
            answer = answer_lookup(context)
            if answer.answerable:
                return answer
            context = replace(context, citations=CitationList(self._gen))
        years = years_listed(context.question)
        if years:
            return answer_years(context, [self._of_year(context, year) for year in years])
        return _ANSWERERS[context.question.kind](context)

    def context(self, text: str, filters: Filters, *, all_rows: bool = False) -> Context | None:
        """``text`` understood and scored against the index; None when the filters leave nothing."""
        question = understand(text, self.lexicon)
        allowed = rows_asked(self._gen, filters)
        if allowed is not None and not allowed:
            return None
        whole = self._scoped(question, allowed, all_rows)
        if whole.question.kind == "lookup":
            return whole
        return replace(whole, parts=tuple(
            self._weighed(whole.question, whole.scope, part, all_rows)
            for part in whole.matter.parts))

    def _scoped(
        self, question: Question, allowed: frozenset[int] | None, all_rows: bool
    ) -> Context:
        """``question`` with the scope that it names among the rows ``allowed``, weighed."""
        scope = narrowed(self.issuers.resolve(question, allowed), allowed)
        if _is_sum(question, scope):
            question = replace(question, kind="total")
        return self._weighed(question, scope, matter_of(question, scope, self.lexicon), all_rows)

    def _of_year(self, whole: Context, year: YearAsked) -> Context:
        """``whole`` asked of one of its years only; it goes on with the citations of ``whole``."""
        context = self._scoped(
            replace(whole.question, years=(year,)), whole.scope.rows, whole.all_rows)
        return replace(context, citations=whole.citations)

    def _weighed(
        self, question: Question, scope: Scope, matter: Matter, all_rows: bool
    ) -> Context:
        evidence = Evidence(self._gen, self.retriever, self.lexicon, self.facts, question, scope,
                            matter)
        return Context(self._gen, self.lexicon, question, scope, matter, evidence,
                       CitationList(self._gen), all_rows)

    def _nothing(self, question: Question) -> Answer:
        language = "zh" if question.language == "zh" else "en"
        return Answer(question=question.text, language=question.language, kind=question.kind,
                      answerable=False, answer=phrase(language, "refuse_filter"),
                      reports=len(self._gen.works.live), examined=0,
                      files=len(self._gen.reports))


def narrowed(scope: Scope, allowed: frozenset[int] | None) -> Scope:
    """``scope`` within the rows that a filter allows (None: all)."""
    if allowed is None:
        return scope
    rows = allowed if scope.rows is None else scope.rows & allowed
    return Scope(rows, scope.unknown, scope.required, scope.spans, scope.exact, scope.named,
                 scope.year_missing)
