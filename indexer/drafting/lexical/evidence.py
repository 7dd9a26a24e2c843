"""Evidence for a sentence of a draft: sentences and figures, each with a calibrated score.

A figure is judged on its own clause (the words that say what it counts), then its sentence, then
its section: 罚款740.9万元 in a sentence with eight figures must win over its seven neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from ...folding import fold
from ...index.embedder import BUNDLED
from ...index.generation import Generation
from ...index.schema import FigureRow
from ...lexicon import Lexicon
from ...search.issuers import Scope
from ...search.question import Question
from ...search.retrieve import Retriever, Scores
from .facts import PLAN, Facts, FigureFacts, SentenceFacts, TextFacts
from .matter import Matter
from .qualifiers import compared, qualifiers, scope_said
from .weights import FIGURE_WEIGHTS, PASSAGE_COSINE, SENTENCE_COSINE, SENTENCE_WEIGHTS

_SAME_COUNTER = {"起": "件", "宗": "件", "例": "件", "桩": "件", "名": "人", "位": "人", "回": "次",
                 "场": "次", "场次": "次", "期": "次", "余": "", "个": ""}
_RIVAL = 0.8
_OR = re.compile(r"或|\b(?:or|ou|oder|o)\b|や|又は|または")


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
        self, generation: Generation, retriever: Retriever, lexicon: Lexicon, facts: Facts,
        question: Question, scope: Scope, matter: Matter, *, narrow: bool = False,
    ) -> None:
        """``narrow``: no row outside ``scope`` will be asked for, so none need be scored."""
        self._gen, self._lexicon, self._facts = generation, lexicon, facts
        self.question, self.scope, self.matter = question, scope, matter
        self._wide = {c: lexicon.with_related(c) for c in matter.concepts}
        self._far = {c: self._second_hop(c) for c in self._wide}
        related = sorted({f"§{r}" for c in matter.quantities for r in self._wide[c]})
        tokens = [*matter.tokens, *(t for t in related if t not in matter.tokens)]
        scores = retriever.scores(matter.text, tokens, reports=scope.rows if narrow else None)
        bundled = generation.manifest.model.name == BUNDLED
        self._scores: Scores = on_fitted_scale(scores) if bundled else scores
        self._retriever = retriever
        self._translations: dict[str, frozenset[str]] = {}
        self._asked = qualifiers(question.folded)
        if question.kind == "compare" and "single" not in question.folded \
                and "单" not in question.folded.replace("单位", ""):
            self._asked -= {"extreme"}  # the rank asked for, not each report's own extreme
        self._asked_scope = scope_said(question.folded)
        self._asks_plan = bool(PLAN.search(question.folded))
        self._idf = {t: max(generation.sentence_terms.idf(t), 0.1)
                     for t in matter.tokens if not t.startswith("§")}
        self._alternatives = bool(_OR.search(question.folded))
        self._rarest = self._rarest_of(
            matter.quantities if matter.family_said else matter.concepts)
        self._rough = self._rough_scores()
        self._naming = self._named_rows()

    def _second_hop(self, concept: str) -> set[str]:
        """Concepts related to related ones: near enough for one named report, not for a census."""
        if self.question.kind == "enumerate":
            return set()
        near = self._wide[concept]
        return set().union(*(self._lexicon.with_related(n) for n in near)) - near

    def _rarest_of(self, asked: frozenset[str]) -> frozenset[str]:
        """Of several concepts the one that fewest sentences name, with its related ones: what
        tells "penalties overturned on review" from mere penalties. Empty for a single one."""
        if len(asked) < 2 or self._alternatives:
            return frozenset()
        terms = self._gen.sentence_terms
        rarest = max(sorted(asked), key=lambda c: terms.idf(f"§{c}"))
        return frozenset(self._wide[rarest])

    def _names_rarest(self, facts: SentenceFacts) -> bool:
        there = facts.text.concepts | facts.path
        return not self._rarest or not there.isdisjoint(self._rarest)

    def _rough_scores(self) -> np.ndarray:
        """A cheap score for every sentence, to pick those worth a close look."""
        s, gen = self._scores, self._gen
        owner = gen.sentence_passage
        rough = (
            s.sentence_dense + 0.35 * s.passage_dense[owner]
            + 1.2 * s.sentence_words + 0.25 * s.passage_words[owner]
        )
        if self.scope.rows is None:
            return rough
        inside = np.isin(gen.sentence_report, np.fromiter(self.scope.rows, dtype=np.int32))
        return np.where(inside, rough, -np.inf)

    def _named_rows(self) -> np.ndarray:
        """Which sentences name a quantity asked for, or one that it takes in."""
        wide = {r for c in self.matter.quantities
                for r in self._wide[c] | self._far[c] | set(self._lexicon.concepts[c].broader)}
        tokens = sorted(f"§{r}" for r in wide)
        if not tokens:
            return np.zeros(len(self._gen.sentence_report), dtype=bool)
        return np.asarray(self._gen.sentence_terms.scores(tokens)) > 0

    def best_rows(self, count: int) -> list[int]:
        """Sentence rows worth a close look, best first: the best by score, and as many again of
        those that name what is counted (a long list of figures blurs its sentence's vector)."""
        inside = np.isfinite(self._rough)
        best = _best(self._rough, np.flatnonzero(inside), count)
        naming = _best(self._rough, np.flatnonzero(inside & self._naming), count)
        return list(dict.fromkeys([*best.tolist(), *naming.tolist()]))

    def sentences(self, rows: Iterable[int]) -> list[ScoredSentence]:
        """Close look at ``rows``, best first."""
        scored = [self._sentence(r) for r in rows]
        return sorted(scored, key=lambda s: (-s.score, s.row))

    def figures(self, rows: Iterable[int], *, any_family: bool = False) -> list[ScoredFigure]:
        """Figures in the sentences ``rows``, best first (of whatever unit with ``any_family``)."""
        rows = list(rows)
        found = self._gen.figures_of_sentences(rows)
        asked = "" if any_family else self.matter.family
        scored = []
        for row in rows:
            figures = [f for f in found.get(row, ()) if f.figure.role not in ("date", "ordinal")]
            if figures:
                sentence = self._sentence(row)
                scored += [self._figure(f, sentence, asked) for f in figures]
        return totals_first(sorted(scored, key=lambda f: (-f.score, f.row.row)), self._facts)

    def _sentence(self, row: int) -> ScoredSentence:
        s, facts = self._scores, self._facts.sentence(row)
        report = int(self._gen.sentence_report[row])
        same = self._same_language(report)
        features = {
            "dense": float(s.sentence_dense[row]),
            "passage_dense": float(s.passage_dense[self._gen.sentence_passage[row]]),
            "words": self._coverage(facts.text.words) if same else 0.0,
            "concepts": self._share(facts.text.concepts, self.matter.quantities),
            "themes": self._share(facts.text.concepts, self.matter.themes),
            "path": self._share(facts.path, self.matter.concepts),
            "residual": self._residual(facts.text.words) if same else 0.0,
            "untranslated": 0.0 if same else self._untranslated(facts.text.words, report),
            "missing": compared(self._asked, facts.text.qualifiers)[1],
            "same_language": float(same), "rarest": float(self._names_rarest(facts)),
            "heading": float(facts.heading), "boilerplate": float(facts.boilerplate),
        }
        return ScoredSentence(row, report, _dot(SENTENCE_WEIGHTS, features), features)

    def _figure(self, row: FigureRow, sentence: ScoredSentence, asked: str) -> ScoredFigure:
        figure, facts, around = row.figure, self._facts.figure(row), sentence.features
        unasked, missing, whole = compared(self._asked, facts.own.qualifiers)
        quantities, question = self.matter.quantities, self.question
        year, counter = self._year_agrees(row, facts), self._counter_agrees(figure.counter)
        scope = self._scope_agrees(facts)
        features = {
            "clause_concepts": self._share(facts.own.concepts, quantities),
            "near_concepts": self._share(facts.near.concepts, quantities),
            "label_concepts": self._share(facts.label, quantities),
            "sentence_concepts": around["concepts"],
            "head_other": float(self._counts_other(facts.head)),
            "counter_unfit": float(self._unfit(figure.counter)),
            "themes": self._themes(around["themes"], facts, row.report),
            "scope_same": float(scope > 0), "scope_other": float(scope < 0),
            "unasked": unasked, "missing": missing,
            "whole": whole if figure.family in ("money", "count") else 0.0,
            "extra": self._extra(facts.near),
            "residual": around["residual"], "untranslated": around["untranslated"],
            "foreign": float(self._is_foreign(around["untranslated"], row.report)),
            "clause_words": self._coverage(facts.own.words) if around["same_language"] else 0.0,
            "sentence_words": around["words"],
            "dense": around["dense"], "passage_dense": around["passage_dense"],
            "family_same": float(figure.family == asked) if asked else 0.6,
            "family_other": float(bool(asked) and figure.family != asked),
            "counter_same": float(counter > 0), "counter_other": float(counter < 0),
            "change": float(figure.role == "change" and not question.asks_change),
            "not_change": float(figure.role != "change" and question.asks_change),
            "previous": float(figure.role == "previous" and not question.asks_previous),
            "year_same": float(year > 0), "year_other": float(year < 0),
            "plan": float(facts.plan and not self._asks_plan),
            "same_language": around["same_language"], "rarest": around["rarest"],
        }
        return ScoredFigure(row, _dot(FIGURE_WEIGHTS, features), features)

    def _share(self, there: frozenset[str], wanted: frozenset[str]) -> float:
        """How far concepts ``there`` name those ``wanted``: mostly the best, partly the mean.

        A related concept counts 0.75, a broader one 0.6, one at the second hop 0.5: one clause
        seldom names all that a question names.
        """
        if not wanted or not there:
            return 0.0
        hits = [
            1.0 if c in there else 0.75 if there & self._wide[c]
            else 0.6 if not there.isdisjoint(self._lexicon.concepts[c].broader)
            else 0.5 if there & self._far[c] else 0.0 for c in wanted
        ]
        return 0.6 * max(hits) + 0.4 * sum(hits) / len(hits)

    def _counts_other(self, head: frozenset[str]) -> bool:
        """Whether the noun counted is known and is not what is asked (执法人员培训10场)."""
        return bool(head and self.matter.quantities) and not self._share(
            head, self.matter.quantities)

    def _unfit(self, counter: str) -> bool:
        """Whether a Chinese measure word is one that what is asked is never counted with."""
        first = fold(counter)
        if not first or not "一" <= first[0] <= "鿿":
            return False
        usual = {_SAME_COUNTER.get(c, c) for q in self.matter.quantities
                 for c in self._lexicon.concepts[q].counters if "一" <= c[0] <= "鿿"}
        return bool(usual) and _SAME_COUNTER.get(first, first) not in usual

    def _residual(self, there: frozenset[str]) -> float:
        """Share (by idf) of the question's words outside the lexicon that a sentence lacks."""
        if not self.matter.residual:
            return 0.0
        weight = {t: max(self._idf.get(t, 0.0), 2.0) for t in self.matter.residual}
        return sum(w for t, w in weight.items() if t not in there) / sum(weight.values())

    def _untranslated(self, there: frozenset[str], report: int) -> float:
        """The same across languages, up to three words: none of a word's translations is there.

        Where there is no dictionary for the pair, every such word counts as not there.
        """
        known = self._has_dictionary(report)
        lacking = [t for t in self.matter.residual
                   if not known or self._translated(t).isdisjoint(there)]
        return min(len(lacking), 3) / 3

    def _has_dictionary(self, report: int) -> bool:
        """Whether question and report are a pair of languages that CC-CEDICT covers."""
        return {self._gen.reports[report].details.language, self.question.language} == {"zh", "en"}

    def _is_foreign(self, untranslated: float, report: int) -> bool:
        """Whether the question's words beside lexicon terms, two or more, are all lacking."""
        count = len(self.matter.residual)
        lacking = untranslated >= min(count, 3) / 3 - 1e-9
        return count >= 2 and lacking and self._has_dictionary(report)

    def _translated(self, word: str) -> frozenset[str]:
        found = self._translations.get(word)
        if found is None:
            found = self._translations[word] = self._retriever.translations_of(word)
        return found

    def _extra(self, near: TextFacts) -> float:
        """How much of a metric the question does not explain, in tens of characters, at most 2."""
        covered = sum(n for c, n in near.matches if any(c in w for w in self._wide.values()))
        known = sum(len(t) for t in near.words.intersection(self.matter.tokens))
        return min(max(near.letters - max(covered, known), 0.0) / 10, 2.0)

    def _coverage(self, there: frozenset[str]) -> float:
        """idf-weighted share of the matter's words among ``there``."""
        if not self._idf:
            return 0.0
        return sum(w for t, w in self._idf.items() if t in there) / sum(self._idf.values())

    def _same_language(self, report: int) -> bool:
        language = self._gen.reports[report].details.language
        return not language or language == self.question.language

    def _themes(self, sentence: float, facts: FigureFacts, report: int) -> float:
        """-1 to 0: how far the question's themes are missing from sentence, heading and title."""
        if not self.matter.themes or sentence == 1.0:
            return 0.0
        wide = facts.label | self._facts.head(report)
        return max(sentence, self._share(wide, self.matter.themes)) - 1.0

    def _scope_agrees(self, facts: FigureFacts) -> int:
        """1 when the figure is for the scope asked for (全市, 本级), -1 for the other, 0 unsaid."""
        if not self._asked_scope or not facts.scope:
            return 0
        return 1 if facts.scope == self._asked_scope else -1

    def _year_agrees(self, row: FigureRow, facts: FigureFacts) -> int:
        """1 when the nearest year before the figure is the report's (or the one asked for), -1 when
        it is another, 0 when its sentence names none."""
        near = facts.year
        if near is None:
            return 0
        asked = self.question.years
        if near.first != near.last and any(q.first != q.last for q in asked):
            return 1 if any((q.first, q.last) == (near.first, near.last) for q in asked) else -1
        wanted: set[int | None] = {self._gen.reports[row.report].details.year}
        if not self.question.by_delivery:
            wanted |= {y for q in asked for y in (q.first, q.last)}
        return 1 if {near.first, near.last} & wanted else -1

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


def totals_first(figures: list[ScoredFigure], facts: Facts) -> list[ScoredFigure]:
    """Of figures that fit about equally well, the largest of the best one's report comes first.

    A report gives its total and the parts of it in the same words; the total is never smaller.
    """
    if not figures or figures[0].row.figure.family not in ("money", "count"):
        return figures
    best = figures[0]
    terms = facts.figure(best.row).metric_words

    def rival(f: ScoredFigure) -> bool:
        a, b = f.row.figure, best.row.figure
        return (f.row.report == best.row.report and f.score >= best.score - _RIVAL
                and (a.unit, a.role) == (b.unit, b.role) == (b.unit, "level")
                and (not terms or not terms.isdisjoint(facts.figure(f.row).metric_words))
                and f.features["near_concepts"] >= best.features["near_concepts"]
                and f.features["year_other"] <= best.features["year_other"]
                and f.features["unasked"] <= best.features["unasked"])

    first = max((f for f in figures if rival(f)), key=lambda f: f.row.figure.value, default=best)
    return [first, *(f for f in figures if f is not first)]


def on_fitted_scale(scores: Scores) -> Scores:
    """``scores`` of the bundled model with cosines on the scale that the weights were fitted to.

    That was another encoder's (Universal Sentence Encoder Multilingual). With the bundled one the
    best of many sentences that do not say a thing comes to about 0.37 where it came to 0.28, and a
    near copy to 0.82 instead of 0.95: unmapped, what is not said would gain 0.5 to 0.7 log-odds and
    now and then pass for said. The lines follow the quantiles of right rows, of all others and of
    the best wrong ones, for statements about 93 digests and for parallel sentences of XQuAD
    (docs/quality.md). They are bent, since a straight one that fits the high cosines pushes a
    figure in another language than the draft's below what bears it out.
    """
    return replace(
        scores,
        sentence_dense=_mapped(scores.sentence_dense, SENTENCE_COSINE),
        passage_dense=_mapped(scores.passage_dense, PASSAGE_COSINE),
    )


def _mapped(cosines: np.ndarray, line: tuple[tuple[float, float], ...]) -> np.ndarray:
    known, wanted = zip(*line, strict=True)
    return np.interp(cosines, known, wanted).astype(np.float32)


def _dot(weights: dict[str, float], features: dict[str, float]) -> float:
    return weights["bias"] + sum(weights.get(k, 0.0) * v for k, v in features.items())


def _best(scores: np.ndarray, rows: np.ndarray, count: int) -> np.ndarray:
    """The ``count`` of ``rows`` with the highest scores, best first; ties go to the earlier row."""
    if len(rows) > count:
        least = np.partition(scores[rows], -count)[-count]
        rows = rows[scores[rows] >= least]
    return rows[np.argsort(-scores[rows], kind="stable")[:count]]
