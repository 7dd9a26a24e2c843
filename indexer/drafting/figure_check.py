"""A draft's figure beside those of the reports: which is the same quantity, and does it agree.

A source's figure is *alike* as far as the words beside both name the same thing (lexicon concepts
of the metric, then of the clause; shared words; nearness of the two sentences) and nothing tells
them apart (another concept, another measure word). Equal values are evidence too: the more
digits they share, the less the words must say. A disagreement needs more: the same role, the same
measure word and words that say plainly that it is the same quantity.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from ..folding import fold
from ..index.schema import FigureRow
from ..index.tokens import words
from ..lexicon import Lexicon
from ..reports.figure_role import change_sign
from ..reports.report import Figure
from ..search.question import YearAsked, find_years
from .kinship import KIN, OTHER, kinship, stage_differs
from .kinship import SAME as SAME_NAME
from .lexical.evidence import ScoredFigure
from .lexical.facts import Facts
from .lexical.qualifiers import compared, scope_said
from .rounding import APART, agreement, significant

_AS_ALIKE = 0.12
_ROLE = 0.3  # what another role costs
SAME = 0.5  # likeness from which another value contradicts
_SAME_COUNTER = {"起": "件", "宗": "件", "例": "件", "桩": "件", "名": "人", "位": "人", "回": "次",
                 "场": "次", "场次": "次", "期": "次", "户": "家", "所": "家"}
_GENERAL = frozenset({"个", "项", "余", "条", "份", "笔", ""})
_ACTS = frozenset({"件", "次", "家", "家次", "户次", "人次", "处", "批次", "部"})
_OWN_MORE = re.compile(
    r"全局|本单位|[市县区省]局(?!部)|"
    r"\b(?:alone|at its own level|itself|city level|municipal level)\b"
)
_AREA_MORE = re.compile(
    r"全系统|全[市县区省州](?!局)|[一-鿿]{2}管理系统|\b(?:city-?wide|whole (?:city|system)|"
    r"across the (?:whole )?(?:city|system)|"
    r"(?:county|province)-?wide|counterparts)\b"
)
_GAP = re.compile(r"[\d.,%¥$€£]+")
_PHRASAL = re.compile(
    r"(?i)\b(?:dr[ae]wn?|set|took|taken?|signed|built|broke|wrote|written|picked|clear(?:ed|s)|"
    r"cleaned|mopped|"
    r"rounded|wound|followed|put|bought|lined|ma[dk]es?) (?:up|down)"
    r"(?: (?:about|over|some|nearly))?\s*$"
)
_BY_RULE = re.compile(  # "34 cases under the summary procedure"
    r"(?i) ?(?:[a-z]+ )?under (?:the|a|an|this|that|its) (?:[\w'-]+ ){0,3}?"
    r"(?:procedures?|laws?|acts?|rules?|regulations?|codes?|schemes?|program(?:me)?s?|campaigns?)\b")
_FEW = frozenset({"level", "plan", "previous"})
_TITLE = re.compile(r"《[^》]*》")
_VERSUS = re.compile(r"\b(?:than|from|since|against|over|compared|relative|to|versus|gegenüber|als|"
                     r"contre|que|depuis|par rapport)\b|[,;]")
_BESIDE: WeakKeyDictionary[Facts, dict[int, tuple[str, str]]] = WeakKeyDictionary()
_KEPT = 200_000
_REACH = 200  # characters before and after a figure in which its clause is read
_SURE = 4  # digits in common from which an equal value outweighs the words


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of a draft with the facts of its words; ``scope`` is ``area``, ``own`` or ``""``.

    ``said`` is the folded text from its clause's beginning to the figure; ``named``: the words
    right beside it name a quantity, or its clause a single one; ``year`` is the last year that its
    sentence names before it.
    """

    figure: Figure
    own: frozenset[str]
    near: frozenset[str]
    terms: frozenset[str]
    qualifiers: frozenset[str]
    scope: str
    said: str
    named: bool
    year: YearAsked | None


@dataclass(frozen=True, slots=True)
class Pair:
    """A source's figure that may be the one a draft states. ``likeness`` runs to about 1.4;
    ``plain``: the words of both say that they are the same quantity; ``apart``: that they are two.
    ``kin`` is as ``kinship`` tells it; ``year_said``: the source names the draft's year itself."""

    source: ScoredFigure
    likeness: float
    agreement: str
    role: bool
    counter: float
    scope: str
    other_year: bool
    year_said: bool
    plain: bool
    apart: bool
    kin: str


def stated_figure(figure: Figure, text: str, at: int, language: str, facts: Facts,
                  drop: frozenset[str], issuers: frozenset[str]) -> Stated:
    """``figure`` in the sentence ``text``, which begins at offset ``at`` of its draft.

    ``drop`` are words of the issuer's name, ``issuers`` concepts of kinds of bodies: neither
    says what is counted.
    """
    low = max(figure.clause_start, figure.start - _REACH) - at
    high = min(figure.clause_end, figure.end + _REACH) - at
    clause = text[max(low, 0): max(high, 0)] or text
    own = fold(clause if figure.metric in clause else f"{figure.metric} {clause}")
    whole = facts.text(own + " " + _GAP.sub(" ", own))
    near = facts.text(fold(f"{figure.metric} {figure.counter}")).concepts - issuers
    said = said_scope(fold(text[: max(figure.start - at, 0)] or text)) or said_scope(fold(text))
    terms = frozenset(w for w in words(fold(figure.metric)) if not w.isdigit() and w != "年") - drop
    concepts = whole.concepts - issuers
    figure = _as_change(figure, text, at, language)
    years = find_years(fold(_TITLE.sub(" ", text[: max(figure.start - at, 0)])))
    if not years and language not in ("zh", "ja"):
        years = _year_after(fold(text[figure.end - at:]))
    upto = figure.end - at if language in ("zh", "ja") else max(high, figure.end - at)
    beside = fold(f"{text[max(low, 0): max(upto, 0)]} {figure.metric}")
    return Stated(figure, _of_unit(concepts, figure), _of_unit(near or concepts, figure), terms,
                  whole.qualifiers, said, beside, bool(near) or len(concepts) == 1,
                  years[-1] if years else None)


def _year_after(folded: str) -> tuple[YearAsked, ...]:
    """The year that follows a figure ("52 fines in 2030/31"), unless it is compared with."""
    for year in find_years(folded)[:1]:
        between = folded[: folded.find(year.printed)]
        if not any(c.isdigit() for c in between) and not _VERSUS.search(between):
            return (year,)
    return ()


def _of_unit(concepts: frozenset[str], figure: Figure) -> frozenset[str]:
    """Concepts of what a figure counts: "43 fines" are a number of fines, no sum of money."""
    if figure.unit == "count" and "fine" in concepts:
        return concepts - {"fine"} | {"fine_count"}
    return concepts


def _as_change(figure: Figure, text: str, at: int, language: str) -> Figure:
    """"down 30% on the year before" is a change by 30 %, not last year's level; "drew up 40 plans"
    is a level, no rise."""
    left, right = text[: max(figure.start - at, 0)], text[figure.end - at:]
    if figure.role == "change" and (_PHRASAL.search(left) or _BY_RULE.match(right)):
        return replace(figure, role="level", value=abs(figure.value))
    if figure.role != "previous" or figure.family != "ratio":
        return figure
    sign = change_sign(fold(left), fold(right), language != "zh")
    return replace(figure, role="change", value=sign * abs(figure.value)) if sign else figure


def said_scope(folded: str) -> str:
    """``area``, ``own`` or ``""``: whose figures a text says these are."""
    area = max((m.start() for m in _AREA_MORE.finditer(folded)), default=-1)
    own = max((m.start() for m in _OWN_MORE.finditer(folded)), default=-1)
    if area == own:
        return scope_said(folded)
    return "area" if area > own else "own"


def pairs(stated: Stated, candidates: Sequence[ScoredFigure], facts: Facts, lexicon: Lexicon,
          years: tuple[YearAsked, ...]) -> list[Pair]:
    """Candidates of the same unit, most alike first."""
    found = [
        _pair(stated, c, facts, lexicon, years) for c in candidates
        if same_unit(stated.figure, c.row.figure)
    ]
    return sorted(found, key=lambda p: (-p.likeness, -p.source.score, p.source.row.row))


def same_unit(stated: Figure, source: Figure) -> bool:
    """Units that may be compared. "Penalties were imposed 1,346 times" counts penalties."""
    counted = {stated.unit, source.unit} == {"times", "count"} and stated.value >= 2
    return stated.unit == source.unit or counted


def _pair(stated: Stated, candidate: ScoredFigure, facts: Facts, lexicon: Lexicon,
          years: tuple[YearAsked, ...]) -> Pair:
    row, there = candidate.row, facts.figure(candidate.row)
    counter = _counters(stated.figure.counter, row.figure.counter)
    if stated.figure.unit != row.figure.unit and "次" not in row.figure.counter:
        counter = -1.0
    theirs = _of_unit(there.near.concepts, row.figure)
    around = _of_unit(there.own.concepts, row.figure)
    kin = kinship(lexicon, stated.near, theirs)
    near = 0.0 if kin == OTHER else max(_near(lexicon, stated.near, theirs), 0.75 * (kin == KIN))
    name = max(
        near,
        0.8 * _near(lexicon, stated.near, around),
        0.8 * _near(lexicon, stated.own, theirs),
        0.6 * _near(lexicon, stated.own, around | there.label),
    )
    rival = bool(stated.near and theirs) and not near
    shared = _shared(stated.terms, there.metric_words | there.own.words)
    beside, scope = _said_beside(facts, row)
    staged = stage_differs(stated.said, beside)
    overlap = stated.near & around or stated.own & theirs
    apart = staged or (kin == OTHER and not overlap and shared < 0.75)
    scope = scope or there.scope
    aside = {"part"} if scope and scope == stated.scope else set()
    unasked, missing, _ = compared(stated.qualifiers - aside, there.own.qualifiers - aside)
    role = _role(stated.figure, row.figure)
    like = (0.5 * name + 0.35 * shared + 0.45 * max(candidate.features["dense"], 0.0)
            + 0.1 * (counter > 0) - 0.25 * rival - 0.35 * (counter <= -1)
            - 0.12 * min(unasked + missing, 2) - _ROLE * (not role))
    mutual = _shared(there.metric_words, stated.terms)
    plain = (near >= 0.75 and stated.named) or (shared >= 0.5 and mutual >= 0.5)
    asked = (stated.year,) if stated.year else years
    dated = there.year is not None and bool(asked)
    same_year = dated and any(_overlap(there.year, y) for y in asked)
    return Pair(candidate, like, agreement(stated.figure, row.figure), role, counter, scope,
                dated and not same_year, same_year,
                plain and not apart and not unasked + missing, apart, kin)


def _overlap(there: YearAsked | None, year: YearAsked) -> bool:
    """Whether two years or spells have a year in common; of two financial years (2013/14, 2014/15)
    whether they are the same."""
    if there is None:
        return False
    if there.last - there.first == year.last - year.first == 1:
        return there.first == year.first
    return there.first <= year.last and year.first <= there.last


def _near(lexicon: Lexicon, mine: frozenset[str], theirs: frozenset[str]) -> float:
    """1 a shared concept, 0.75 a related one, 0.6 a broader one, 0 none."""
    if not mine or not theirs:
        return 0.0
    if mine & theirs:
        return 1.0
    if any(lexicon.with_related(c) & theirs for c in mine) or any(
        lexicon.with_related(c) & mine for c in theirs
    ):
        return 0.75
    broader = {b for c in mine for b in lexicon.concepts[c].broader}
    upward = {b for c in theirs for b in lexicon.concepts[c].broader}
    return 0.6 if broader & theirs or upward & mine else 0.0


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Share of my words that stand there too."""
    mine = frozenset(w for w in mine if len(w) > 1 or "一" <= w <= "鿿")
    return len(mine & theirs) / len(mine) if mine else 0.0


def _counters(mine: str, theirs: str) -> float:
    """1 the same measure word, -1 another of the same script, 0 not to be told, -0.5 another that
    the same acts are counted with too (检查74起, 74次, 74家次)."""
    a, b = fold(mine).strip(), fold(theirs).strip()
    if not a or not b or _script(a) != _script(b):
        return 0
    first, second = _SAME_COUNTER.get(a, a), _SAME_COUNTER.get(b, b)
    if first == second or first in second or second in first:
        return 1
    if a in _GENERAL or b in _GENERAL or not _script(a):
        return 0
    return -0.5 if {first, second} <= _ACTS else -1


def _script(word: str) -> bool:
    return any("一" <= c <= "鿿" for c in word)


def _role(stated: Figure, source: Figure) -> bool:
    return stated.role == source.role or (stated.role == "plan" and source.role == "level")


def _said_beside(facts: Facts, row: FigureRow) -> tuple[str, str]:
    """A source's clause up to its figure, folded, with its metric; and the scope said before it.
    Kept, for each figure of a draft is set against the same ones."""
    kept = _BESIDE.setdefault(facts, {})
    known = kept.get(row.row)
    if known is None:
        figure, text = row.figure, facts.generation.text(row.report)
        if len(kept) >= _KEPT:
            kept.clear()
        known = kept[row.row] = (
            fold(text[figure.clause_start: figure.end] + " " + figure.metric),
            said_scope(fold(text[figure.sentence_start: figure.start])))
    return known


def needed(stated: Figure, single: bool) -> float:
    """Likeness that an equal value needs: less the more digits the two have in common, and in one
    issuer's reports (``single``) than in everybody's."""
    digits = _weight(stated.value)
    bar = -0.2 if digits >= 5 else 0.0 if digits == 4 else 0.08 if digits == 3 else 0.38
    return bar if single else max(bar + 0.1, 0.3)


def _weight(value: float) -> int:
    """How much an equal value tells, in digits: two zeros at its end count for one, four for two,
    for 2.3亿 is met by chance less often than 23."""
    whole = f"{abs(value):.0f}"
    return significant(value) + min((len(whole) - len(whole.rstrip("0"))) // 2, 2)


def supporting(
    stated: Stated, ranked: Sequence[Pair], beside: Counter[int], single: bool, missing: bool
) -> Pair | None:
    """The pair that bears the figure out, if any does. ``beside`` counts, by sentence row, the
    figures of the claim whose value the sentence holds: one that holds several is the source.
    ``missing``: no report of the year is indexed, so that the source must name the year itself.
    """
    def fits(pair: Pair) -> bool:
        bonus = 0.15 * min(beside[pair.source.row.sentence] - 1, 2)
        bar = needed(stated.figure, single) + 0.3 * pair.other_year
        role = pair.source.row.figure.role
        alike = pair.role or role in _FEW and stated.figure.role in _FEW
        return (pair.agreement != APART and not pair.apart and alike
                and pair.likeness + max(bonus, 0.0) >= bar
                and not (pair.other_year and stated.year is not None))

    fitting = [p for p in ranked if fits(p)]
    dated = [p for p in fitting if p.year_said] if missing else fitting
    against = [p for p in dated if stated.scope and p.scope and stated.scope != p.scope]
    same = [p for p in dated if p not in against]
    said = [p for p in same if p.scope == stated.scope]
    best = next(iter(said or against or same or fitting), None) if stated.scope else \
        next(iter(same or fitting), None)
    if best is None or beside[best.source.row.sentence] < 2 and _better_named(stated, best, ranked):
        return None
    return best


def _better_named(stated: Stated, best: Pair, ranked: Sequence[Pair]) -> bool:
    """Whether a short equal value stands for kin of what the draft names, while the very thing is
    given with another value."""
    if best.kin != KIN or best.plain or _weight(stated.figure.value) >= _SURE:
        return False
    return any(p.kin == SAME_NAME and p.plain and p.agreement == APART and p.role
               and p.counter >= 0 and not p.other_year
               and p.likeness >= best.likeness + _ROLE for p in ranked)


def opposing(stated: Stated, ranked: Sequence[Pair]) -> Pair | None:
    """The pair that contradicts the figure: surely the same quantity, with another value. Of
    several about as alike, the one that a slip of the pen would most likely have come from.
    """
    able = [p for p in ranked if p.likeness >= SAME and p.plain and p.agreement == APART
            and p.role and p.counter >= 0 and not p.other_year]
    if any(p.agreement != APART and not p.role and p.likeness + _ROLE >= SAME for p in ranked):
        return None  # the same value as a target, say: another part, but no other value
    alike = [p for p in able if p.likeness >= able[0].likeness - _AS_ALIKE]
    return min(alike, key=lambda p: _slip(stated.figure, p.source.row.figure), default=None)


def _slip(stated: Figure, source: Figure) -> tuple[bool, float]:
    """Other digits, then how far apart: a swap or a wrong unit keeps the digits."""
    a, b = abs(stated.value), abs(source.value)
    apart = abs(math.log((a or 0.1) / (b or 0.1)))
    return sorted(_digits(a)) != sorted(_digits(b)), apart


def _digits(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", "").strip("0")


def holding(stated: Sequence[Figure], candidates: Sequence[ScoredFigure]) -> Counter[int]:
    """By sentence row, how many of the figures ``stated`` have their value there."""
    counted: Counter[int] = Counter()
    for figure in stated:
        counted.update({
            c.row.sentence for c in candidates
            if same_unit(figure, c.row.figure) and agreement(figure, c.row.figure) != APART
        })
    return counted
