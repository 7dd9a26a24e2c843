"""What a sentence or figure says whatever is asked: concepts, words, qualifiers, years, scope.

Facts do not depend on the question, so they are worked out once for each row and kept: a census
over thousands of reports then costs set operations only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TypeVar

from ...answers.citations import is_heading, section_path
from ...folding import fold
from ...index.generation import Generation
from ...index.schema import FigureRow
from ...index.tokens import words
from ...lexicon import Lexicon
from ...reports.report import Figure
from ...search.question import YearAsked, find_years
from .qualifiers import qualifiers, scope_said

PLAN = re.compile(
    r"目标|力争|计划(?!检查|执法|抽查|监管|指标|单列|生育)|拟|预计|预期|争取|确保|要求达到"
    r"|\b(?:target|plan(?:ned)?|aim|goal|expected|forecast)s?\b"
)
_DONE = re.compile(r"完成|实现|超额|达成|achieved|met")
_AHEAD = re.compile(
    r"下一步|下年度|下步|打算|工作(?:计划|安排|部署|任务|目标)|总体要求|主要(?:任务|目标)|"
    r"今年.{0,8}(?:任务|部署|目标|要求)|来年|建议|展望|"
    r"(?i:next steps|outlook|plans? for|perspectives|ausblick|objectives for)"
)
_BOILERPLATE = re.compile(
    r"坚持以|以[^，。]{2,30}为(?:指导|统领|引领|遵循|主线)|深入(?:学习)?贯彻|认真(?:学习)?贯彻|"
    r"重要讲话|重要指示|高举|"
    r"思想武装|首要政治任务|提供(?:了)?(?:坚实|有力|坚强)|迈[出上]新|新征程|新格局|奋力谱写"
)
_YEARS_LONG = re.compile(r"(?:五|十|三|四|[3-9])年(?:来|间|里)|(?:以来的|过去)(?:五|十|三|四)年")
_TITLE = re.compile(r"《[^》]*》")  # a year in the name of a document dates the document
_KEPT = 200_000
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class TextFacts:
    """``matches`` are (concept, length of the term) of folded text; ``letters`` its weighted size:
    a Chinese character counts 1, a Latin letter 0.3."""

    concepts: frozenset[str]
    matches: tuple[tuple[str, int], ...]
    words: frozenset[str]
    qualifiers: frozenset[str]
    letters: float


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """A sentence: its text's facts, whether it is a heading, and whether it is set phrase without
    substance (坚持以…为指导); ``path`` are concepts of the headings above it."""

    text: TextFacts
    heading: bool
    boilerplate: bool
    path: frozenset[str]


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """``own``: the figure's clause with its metric; ``near``: the metric and counter alone;
    ``head``: concepts of the last term in the metric, the noun counted; ``label``: the heading
    above. ``year`` is the last year named before it in its sentence,
    ``scope`` what scope is said there, ``plan`` whether it is a target."""

    own: TextFacts
    near: TextFacts
    metric_words: frozenset[str]
    head: frozenset[str]
    label: frozenset[str]
    year: YearAsked | None
    scope: str
    plan: bool


class Facts:
    """Facts of one generation, kept as they are asked for."""

    def __init__(self, generation: Generation, lexicon: Lexicon) -> None:
        self.generation, self._lexicon = generation, lexicon
        self._sentences: dict[int, SentenceFacts] = {}
        self._figures: dict[int, FigureFacts] = {}
        self._heads: dict[int, frozenset[str]] = {}
        self._paths: dict[tuple[str, ...], frozenset[str]] = {}

    def text(self, folded: str) -> TextFacts:
        """Facts of any folded text."""
        matches = self._lexicon.matches(folded)
        scale = 1.0 if any("一" <= c <= "鿿" for c in folded) else 0.3
        return TextFacts(
            concepts=frozenset(m.concept for m in matches),
            matches=tuple((m.concept, m.end - m.start) for m in matches),
            words=frozenset(words(folded)), qualifiers=qualifiers(folded),
            letters=sum(c.isalpha() for c in folded) * scale,
        )

    def sentence(self, row: int) -> SentenceFacts:
        """Facts of sentence ``row``."""
        known = self._sentences.get(row)
        if known is None:
            span = self.generation.sentence(row)
            text = fold(self.generation.text(span.report)[span.start: span.end])
            known = SentenceFacts(
                self.text(text), is_heading(self.generation, span.report, span.start),
                bool(_BOILERPLATE.search(text)) and not any(c.isdigit() for c in text),
                self._of_path(section_path(self.generation, span.report, span.start)),
            )
            self._keep(self._sentences, row, known)
        return known

    def figure(self, row: FigureRow) -> FigureFacts:
        """Facts of a figure."""
        known = self._figures.get(row.row)
        if known is None:
            known = self._of_figure(row)
            self._keep(self._figures, row.row, known)
        return known

    def head(self, report: int) -> frozenset[str]:
        """Concepts of a report's title and issuer."""
        known = self._heads.get(report)
        if known is None:
            details = self.generation.reports[report].details
            known = frozenset(self._lexicon.concepts_in(fold(f"{details.title} {details.issuer}")))
            self._heads[report] = known
        return known

    def _of_period(self, text: str, figure: Figure) -> bool:
        """Whether a total (累计…) sums up several years that its paragraph speaks of before it."""
        if "累计" not in text[figure.clause_start: figure.start]:
            return False
        paragraph = text.rfind("\n", 0, figure.start) + 1
        return bool(_YEARS_LONG.search(text[paragraph: figure.start]))

    def _of_path(self, path: tuple[str, ...]) -> frozenset[str]:
        known = self._paths.get(path)
        if known is None:
            known = frozenset(self._lexicon.concepts_in(fold(" ".join(path))))
            self._paths[path] = known
        return known

    def _keep(self, store: dict[int, _T], row: int, value: _T) -> None:
        if len(store) >= _KEPT:
            store.clear()
        store[row] = value

    def _of_figure(self, row: FigureRow) -> FigureFacts:
        figure, text = row.figure, self.generation.text(row.report)
        path = section_path(self.generation, row.report, figure.start)
        label = fold(path[-1]) if path else ""
        clause = text[figure.clause_start: figure.clause_end]
        own = fold(clause) if figure.metric in clause else fold(f"{figure.metric} {clause}")
        near = fold(f"{figure.metric} {figure.counter}")
        if figure.role == "change":
            own, near = f"{own} {changed(figure)}", f"{near} {changed(figure)}"
        if not figure.metric.strip():
            own, near = f"{label} {own}", f"{label} {near}"
        before = text[figure.sentence_start: figure.start]
        terms = self._lexicon.matches(fold(figure.metric))
        last = max((m.end for m in terms), default=0)
        years = find_years(fold(_TITLE.sub(" ", before)))
        plan = figure.role == "plan" or bool(PLAN.search(before) and not _DONE.search(before))
        own_facts = self.text(own)
        if not years and self._of_period(text, figure):
            own_facts = replace(own_facts, qualifiers=own_facts.qualifiers | {"period"})
        return FigureFacts(
            own=own_facts, near=self.text(near), metric_words=frozenset(words(figure.metric)),
            head=frozenset(m.concept for m in terms if m.end == last),
            label=frozenset(self._lexicon.concepts_in(label)), year=years[-1] if years else None,
            scope=scope_said(fold(before)), plan=plan or bool(_AHEAD.search(" ".join(path))),
        )


def changed(figure: Figure) -> str:
    """The figure's thing and its change as one phrase, as the lexicon writes it."""
    metric = fold(figure.metric)
    if any("一" <= c <= "鿿" for c in metric):
        return metric + ("增长" if figure.value >= 0 else "下降")
    return metric + (" growth" if figure.value >= 0 else " decline")
