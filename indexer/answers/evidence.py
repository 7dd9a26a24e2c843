"""Evidence for a question: its sentences and figures, each with a calibrated score.

A figure is judged on its own clause (the words that say what it counts), then its sentence, then
its section: 罚款740.9万元 in a sentence with eight figures must win over its seven neighbours.
Weights are fitted on the development questions by ``benchmarks/fit_weights.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..folding import fold
from ..index.generation import Generation
from ..index.schema import FigureRow
from ..index.tokens import words
from ..lexicon import Lexicon
from ..reports.report import Figure
from ..search.issuers import Scope
from ..search.question import Question, find_years
from ..search.retrieve import Retriever, Scores
from .citations import is_heading, section_path
from .matter import Matter
from .qualifiers import compared, qualifiers, scope_said
from .weights import FIGURE_WEIGHTS, SENTENCE_WEIGHTS

_SAME_COUNTER = {"起": "件", "宗": "件", "例": "件", "桩": "件", "名": "人", "位": "人", "回": "次",
                 "场": "次", "场次": "次", "期": "次", "余": "", "个": "", "项": "项"}


_PLAN = re.compile(
    r"目标|力争|计划(?!检查|执法|抽查|监管|指标|单列|生育)|拟|预计|预期|争取|确保|要求达到|\b(?:target|plan(?:ned)?|aim|goal|expected|forecast)s?\b"
)
_DONE = re.compile(r"完成|实现|超额|达成|achieved|met")
_AHEAD = re.compile(
    r"下一步|下年度|下步|打算|工作(?:计划|安排|部署|任务|目标)|总体要求|主要(?:任务|目标)|今年.{0,8}(?:任务|部署|目标|要求)|来年|"
    r"建议|展望|(?i:next steps|outlook|plans? for|perspectives|ausblick|objectives for)"
)


_RIVAL = 0.8


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence row with its score (log-odds that it bears on the question) and features."""

    row: int
    report: int
    score: float
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class ScoredFigure:
    """A figure with its score (log-odds that it is the figure asked for) and features."""

    row: FigureRow
    score: float
    features: dict[str, float]


class Evidence:
    """Scores of one question over the whole index, and views of it."""

    def __init__(
        self, generation: Generation, retriever: Retriever, lexicon: Lexicon,
        question: Question, scope: Scope, matter: Matter,
    ) -> None:
        self._gen, self._lexicon = generation, lexicon
        self.question, self.scope, self.matter = question, scope, matter
        self._wide = {c: lexicon.with_related(c) for c in matter.quantities | matter.themes}
        related = sorted({f"§{r}" for c in matter.quantities for r in self._wide[c]})
        tokens = [*matter.tokens, *(t for t in related if t not in matter.tokens)]
        self._scores: Scores = retriever.scores(matter.text, tokens)
        self._far = {c: self._second_hop(c) for c in self._wide}
        self._asked = qualifiers(question.folded)
        self._asked_scope = scope_said(question.folded)
        self._asks_plan = bool(_PLAN.search(question.folded))
        self._idf = {t: max(generation.sentence_terms.idf(t), 0.1)
                     for t in matter.tokens if not t.startswith("§")}
        self._inside = self._mask(scope.rows)
        self._rough = self._rough_scores()
        self._naming = self._named_rows()

    def _second_hop(self, concept: str) -> set[str]:
        """Concepts related to related ones: near enough for one named report, not for a census."""
        if self.question.kind == "enumerate":
            return set()
        near = self._wide[concept]
        return set().union(*(self._lexicon.with_related(n) for n in near)) - near

    def _mask(self, rows: frozenset[int] | None) -> np.ndarray:
        if rows is None:
            return np.ones(len(self._gen.sentence_report), dtype=bool)
        return np.isin(self._gen.sentence_report, np.fromiter(rows, dtype=np.int32))

    def _rough_scores(self) -> np.ndarray:
        """A cheap score for every sentence, to pick those worth a close look."""
        s, owner = self._scores, self._gen.sentence_passage
        rough = (
            s.sentence_dense + 0.35 * s.passage_dense[owner]
            + 1.2 * s.sentence_words + 0.25 * s.passage_words[owner]
        )
        return np.where(self._inside, rough, -np.inf)

    def best_rows(self, count: int, report: int | None = None) -> list[int]:
        """Sentence rows worth a close look, best first: the best by score, and as many again of
        those that name what is counted (a long list of figures blurs its sentence's vector)."""
        rough, lo, hi = self._rough, 0, len(self._rough)
        if report is not None:
            lo, hi = map(int, np.searchsorted(self._gen.sentence_report, [report, report + 1]))
        order = lo + np.argsort(-rough[lo:hi], kind="stable")
        naming = order[self._naming[order]][:count]
        rows = dict.fromkeys([*order[:count].tolist(), *naming.tolist()])
        return [r for r in rows if np.isfinite(rough[r])]

    def _named_rows(self) -> np.ndarray:
        """Which sentences name a quantity asked for, or one that it takes in."""
        wide = {r for c in self.matter.quantities
                for r in self._wide[c] | self._far[c] | set(self._lexicon.concepts[c].broader)}
        tokens = sorted(f"§{r}" for r in wide)
        if not tokens:
            return np.zeros(len(self._gen.sentence_report), dtype=bool)
        return np.asarray(self._gen.sentence_terms.scores(tokens)) > 0

    def sentences(self, rows: Iterable[int]) -> list[ScoredSentence]:
        """Close look at ``rows``, best first."""
        scored = [self._sentence(r) for r in rows]
        return sorted(scored, key=lambda s: (-s.score, s.row))

    def figures(self, rows: Iterable[int], *, any_family: bool = False) -> list[ScoredFigure]:
        """Figures in the sentences ``rows``, best first (of whatever unit with ``any_family``)."""
        rows = list(rows)
        found = self._gen.figures_of_sentences(rows)
        scored = [
            self._figure(figure, sentence, "" if any_family else self.matter.family)
            for row in rows if (sentence := self._sentence(row)) is not None
            for figure in found.get(row, ()) if figure.figure.role not in ("date", "ordinal")
        ]
        return totals_first(sorted(scored, key=lambda f: (-f.score, f.row.row)))

    def _sentence(self, row: int) -> ScoredSentence:
        gen, s = self._gen, self._scores
        sentence = gen.sentence(row)
        text = fold(gen.text(sentence.report)[sentence.start: sentence.end])
        features = {
            "dense": float(s.sentence_dense[row]),
            "passage_dense": float(s.passage_dense[sentence.passage]),
            "words": self._coverage(text, sentence.report),
            "concepts": self._share(text, self.matter.quantities),
            "themes": self._share(text, self.matter.themes),
            "residual": self._residual(text, sentence.report),
            "untranslated": self._untranslated(sentence.report),
            "missing": compared(self._asked, qualifiers(text))[1],
            "same_language": float(self._same_language(sentence.report)),
            "heading": float(is_heading(gen, sentence.report, sentence.start)),
        }
        return ScoredSentence(row, sentence.report, _dot(SENTENCE_WEIGHTS, features), features)

    def _figure(self, row: FigureRow, sentence: ScoredSentence, asked: str) -> ScoredFigure:
        figure, text = row.figure, self._gen.text(row.report)
        clause = fold(text[figure.clause_start: figure.clause_end])
        own = clause if figure.metric in text[figure.clause_start: figure.clause_end] \
            else f"{fold(figure.metric)} {clause}"
        near = fold(f"{figure.metric} {figure.counter}")
        if figure.role == "change":
            own = f"{own} {_changed(figure)}"
            near = f"{near} {_changed(figure)}"
        label = fold(self._label(row.report, figure.start))
        if not figure.metric.strip():
            own, near = f"{label} {own}", f"{label} {near}"
        unasked, missing, whole = compared(self._asked, qualifiers(own))
        quantities = self.matter.quantities
        features = {
            "clause_concepts": self._share(own, quantities),
            "near_concepts": self._share(near, quantities),
            "label_concepts": self._share(label, quantities),
            "themes": self._themes(sentence.features["themes"], label, row.report),
            "scope_same": float(self._scope_agrees(row) > 0),
            "scope_other": float(self._scope_agrees(row) < 0),
            "unasked": unasked, "missing": missing,
            "whole": whole if figure.family in ("money", "count") else 0.0,
            "extra": self._extra(near),
            "residual": sentence.features["residual"],
            "untranslated": sentence.features["untranslated"],
            "sentence_concepts": sentence.features["concepts"],
            "clause_words": self._coverage(own, row.report),
            "sentence_words": sentence.features["words"],
            "dense": sentence.features["dense"],
            "passage_dense": sentence.features["passage_dense"],
            "family_same": float(figure.family == asked) if asked else 0.6,
            "family_other": float(bool(asked) and figure.family != asked),
            "counter_same": float(self._counter_agrees(figure.counter) > 0),
            "counter_other": float(self._counter_agrees(figure.counter) < 0),
            "change": float(figure.role == "change" and not self.question.asks_change),
            "not_change": float(figure.role != "change" and self.question.asks_change),
            "previous": float(figure.role == "previous" and not self.question.asks_previous),
            "year_same": float(self._year_agrees(row) > 0),
            "year_other": float(self._year_agrees(row) < 0),
            "plan": float(not self._asks_plan and self._is_plan(row)),
            "same_language": sentence.features["same_language"],
        }
        return ScoredFigure(row, _dot(FIGURE_WEIGHTS, features), features)

    def _share(self, folded: str, wanted: frozenset[str]) -> float:
        """How far ``folded`` names the concepts ``wanted``: mostly the best, partly the mean.

        A related concept counts 0.75, a broader one 0.6. One clause seldom names all that a question names.
        """
        if not wanted:
            return 0.0
        there = self._lexicon.concepts_in(folded)
        hits = [
            1.0 if c in there else 0.75 if there & self._wide[c]
            else 0.6 if there & set(self._lexicon.concepts[c].broader)
            else 0.5 if there & self._far[c] else 0.0 for c in wanted
        ]
        return 0.6 * max(hits) + 0.4 * sum(hits) / len(hits)

    def _label(self, report: int, offset: int) -> str:
        """The nearest heading above ``offset``: it may name what the clause leaves out."""
        path = section_path(self._gen, report, offset)
        return path[-1] if path else ""

    def _residual(self, folded: str, report: int) -> float:
        """Share (by idf) of the question's words outside the lexicon that ``folded`` lacks."""
        terms = self.matter.residual
        if not terms or not self._same_language(report):
            return 0.0
        weight = {t: max(self._gen.sentence_terms.idf(t), 2.0) for t in terms}
        there = set(words(folded))
        return sum(w for t, w in weight.items() if t not in there) / sum(weight.values())

    def _untranslated(self, report: int) -> float:
        """Words of the question that neither lexicon nor the report's language can answer to."""
        if self._same_language(report):
            return 0.0
        return min(len(self.matter.residual), 3) / 3

    def _extra(self, near: str) -> float:
        """How much of a metric the question does not explain, in tens of characters, at most 2."""
        covered = sum(m.end - m.start for m in self._lexicon.matches(near)
                      if any(m.concept in w for w in self._wide.values()))
        known = sum(len(t) for t in set(words(near)) & set(self.matter.tokens))
        letters = sum(c.isalpha() for c in near) * (1.0 if any("一" <= c for c in near) else 0.3)
        return min(max(letters - max(covered, known), 0.0) / 10, 2.0)

    def _coverage(self, folded: str, report: int) -> float:
        """idf-weighted share of the matter's words that ``folded`` holds."""
        if not self._idf or not self._same_language(report):
            return 0.0
        there = set(words(folded))
        total = sum(self._idf.values())
        return sum(w for t, w in self._idf.items() if t in there) / total

    def _same_language(self, report: int) -> bool:
        language = self._gen.reports[report].details.language
        return not language or language == self.question.language

    def _themes(self, sentence: float, label: str, report: int) -> float:
        """-1 to 0: how far the question's themes are missing from sentence, heading and title."""
        if not self.matter.themes or sentence == 1.0:
            return 0.0
        details = self._gen.reports[report].details
        wide = fold(f"{label} {details.title} {details.issuer}")
        return max(sentence, self._share(wide, self.matter.themes)) - 1.0

    def _scope_agrees(self, row: FigureRow) -> int:
        """1 when the figure is for the scope asked for (全市 or 本级), -1 for the other, 0 unsaid."""
        if not self._asked_scope:
            return 0
        figure, text = row.figure, self._gen.text(row.report)
        said = scope_said(fold(text[figure.sentence_start: figure.start]))
        return 0 if not said else 1 if said == self._asked_scope else -1

    def _year_agrees(self, row: FigureRow) -> int:
        """1 when the nearest year before the figure is the report's (or the one asked for), -1 when
        it is another, 0 when its sentence names none."""
        figure, text = row.figure, self._gen.text(row.report)
        years = find_years(fold(text[figure.sentence_start: figure.start]))
        if not years:
            return 0
        own = self._gen.reports[row.report].details.year
        asked: set[int | None] = {y for q in self.question.years for y in (q.first, q.last)}
        wanted: set[int | None] = {own} if self.question.by_delivery or not asked else asked | {own}
        return 1 if {years[-1].first, years[-1].last} & wanted else -1

    def _is_plan(self, row: FigureRow) -> bool:
        """A target, not a result: said so before it, or its section looks ahead."""
        figure, text = row.figure, self._gen.text(row.report)
        before = text[figure.sentence_start: figure.start]
        if _PLAN.search(before) and not _DONE.search(before):
            return True
        return bool(_AHEAD.search(" ".join(section_path(self._gen, row.report, figure.start))))

    def _counter_agrees(self, counter: str) -> int:
        """1 same measure word, -1 another one, 0 not asked or too general to tell."""
        asked = self.matter.counter
        if not asked or not counter or self.question.kind == "enumerate":
            return 0
        first = fold(counter)
        if ("一" <= first[0] <= "鿿") != ("一" <= asked[0] <= "鿿"):
            return 0
        same = _SAME_COUNTER.get(first, first)
        if same == _SAME_COUNTER.get(asked, asked) or asked in first:
            return 1
        return -1


def totals_first(figures: list[ScoredFigure]) -> list[ScoredFigure]:
    """Of figures that fit about equally well, the largest of the best one's report comes first.

    A report gives its total and the parts of it in the same words; the total is never smaller.
    """
    if not figures:
        return figures
    best = figures[0]

    terms = set(words(best.row.figure.metric))

    def rival(f: ScoredFigure) -> bool:
        a, b = f.row.figure, best.row.figure
        return (f.row.report == best.row.report and f.score >= best.score - _RIVAL
                and bool(terms & set(words(a.metric)))
                and (a.unit, a.role) == (b.unit, b.role) == (b.unit, "level")
                and f.features["near_concepts"] >= best.features["near_concepts"]
                and f.features["year_other"] <= best.features["year_other"]
                and f.features["unasked"] <= best.features["unasked"])

    first = max((f for f in figures if rival(f)), key=lambda f: f.row.figure.value, default=best)
    return [first, *(f for f in figures if f is not first)]


def _changed(figure: Figure) -> str:
    """The figure's thing and its change as one phrase, as the lexicon writes it."""
    metric = fold(figure.metric)
    if any("一" <= c <= "鿿" for c in metric):
        return metric + ("增长" if figure.value >= 0 else "下降")
    return metric + (" growth" if figure.value >= 0 else " decline")


def _dot(weights: dict[str, float], features: dict[str, float]) -> float:
    return weights["bias"] + sum(weights.get(k, 0.0) * v for k, v in features.items())
