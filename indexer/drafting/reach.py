"""Which reports a sentence of a draft speaks of, and its evidence among them.

A draft names its issuer and year once and goes on with 该局, 其, "the bureau": what a sentence
does not name is carried over from the one before, a heading's from the heading, the title's
from the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from ..folding import fold
from ..index.generation import Generation
from ..lexicon import Lexicon
from ..search.filters import rows_asked
from ..search.issuers import Scope
from ..search.query import Filters
from ..search.question import Question, YearAsked, find_years, understand
from .lexical.basis import Basis
from .lexical.context import Context
from .lexical.evidence import Evidence
from .lexical.facts import Facts
from .lexical.matter import matter_of

_LATIN = re.compile(r"[A-Z][a-z'’-]+")
_FIRST = re.compile(r"\W*[A-Z][a-z'’-]*(?= [a-z\d])")
_BODY = re.compile(
    r"[省市县区州盟旗]?[一-鿿]{0,8}?(?:局|厅|委|部门|政府|支队|总队|大队)|"
    r"(?:'s)? (?:[\w'-]+ ){0,3}(?:bureau|department|commission|authority|government|agency)"
)
_NO_NAME = re.compile(r"^其中|(?<!^)[到在向由及使让将把被]|干部|职工|人员|群众|企业")
_BASE = re.compile(  # 比2024年增加, "up from 2024": what is compared with, not what is told
    r"(?:比|较|由|与|同|自|从)\s*$|"
    r"\b(?:than|from|since|against|over|compared (?:with|to)|relative to)(?: in)?(?: the year)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What earlier sentences named: report rows of the issuer (None: none named yet), years."""

    issuer: frozenset[int] | None = None
    years: tuple[YearAsked, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """``context`` is None where nothing can be looked at; then ``why`` and ``names`` say why.

    ``issuers`` is how many issuers ``rows`` have; ``years`` are those the claim is about, and
    ``said`` those that its own words name. ``year_missing``: the issuer is indexed, the year not.
    """

    context: Context | None
    rows: frozenset[int]
    years: tuple[YearAsked, ...]
    why: str = ""
    names: tuple[str, ...] = ()
    year_missing: bool = False
    issuers: int = 0


@dataclass(frozen=True, slots=True)
class _Issuers:
    """Of one index: rows by issuer's folded name, capitalised words of names, kinds of bodies; and
    the body that each report is of with the rows of each body."""

    rows: dict[str, frozenset[int]]
    words: frozenset[str]
    kinds: frozenset[str]
    body: tuple[str, ...]
    of_body: dict[str, frozenset[int]]


_KNOWN: WeakKeyDictionary[Generation, _Issuers] = WeakKeyDictionary()
_NARROW = 200  # reports below which only their own rows are scored
_SHORTEST = 5  # letters that a name must have to be taken at its word


def _issuers_of(generation: Generation, lexicon: Lexicon) -> _Issuers:
    known = _KNOWN.get(generation)
    if known is None:
        rows: dict[str, set[int]] = {}
        for report in generation.reports:
            name = fold(report.details.issuer)
            if len(name) >= _SHORTEST:
                rows.setdefault(name, set()).add(generation.works.standing(report.row))
        body = tuple(r.details.issuer or f"#{r.row}" for r in generation.reports)
        of_body: dict[str, set[int]] = {}
        for row, name in enumerate(body):
            of_body.setdefault(name, set()).add(generation.works.standing(row))
        known = _KNOWN[generation] = _Issuers(
            {n: frozenset(r) for n, r in rows.items()},
            frozenset(w for r in generation.reports
                      for w in _LATIN.findall(f"{r.details.issuer} {r.details.region}")),
            frozenset(c for c, k in lexicon.concepts.items() if k.group == "issuer"),
            body, {name: frozenset(r) for name, r in of_body.items()})
    return known


class Reacher:
    """Resolves the sentences of one draft, in order."""

    def __init__(self, basis: Basis, generation: Generation, filters: Filters) -> None:
        self._basis, self._gen = basis, generation
        self._allowed = rows_asked(generation, filters)
        self._title = self._running = Carried()
        self._issuers = _issuers_of(generation, basis.lexicon)
        self.bodies = self._issuers.kinds

    @property
    def lexicon(self) -> Lexicon:
        return self._basis.lexicon

    @property
    def facts(self) -> Facts:
        return self._basis.facts

    def heading(self, text: str, first: bool) -> None:
        """A heading sets what the sentences under it are about; the first one is the title."""
        question = understand(self._plain_start(text), self.lexicon)
        named = self._named(self._resolve(question), question)
        base = Carried() if first else self._title
        carried = Carried(named.issuer if named.issuer is not None else base.issuer,
                          named.years or base.years)
        if first:
            self._title = carried
        self._running = carried if named != Carried() else self._running

    def reach(self, text: str) -> Reach:
        """Where to look for ``text``; also remembers what it names for the sentences after it."""
        question = self._of_its_year(understand(self._plain_start(text), self.lexicon))
        if self._allowed is not None and not self._allowed:
            return Reach(None, frozenset(), (), "r_filter")
        scope = self._resolve(question)
        named = self._named(scope, question)
        unknown = self._unknown(scope, question)
        carried = Carried(
            named.issuer if named.issuer is not None else None if unknown else self._running.issuer,
            named.years or self._running.years,
        )
        self._running = carried
        if unknown:
            return Reach(None, frozenset(), carried.years, "r_issuer", unknown)
        return self._within(question, scope, carried, bool(named.years))

    def superseded(self, reach: Reach) -> Reach | None:
        """The same claim asked of versions that the reports in ``reach`` supersede; None where
        there are none."""
        works, context = self._gen.works, reach.context
        if context is None or works.plain:
            return None
        rows = frozenset(old for row in reach.rows for old in works.older(row))
        if not rows:
            return None
        scope = replace(context.scope, rows=rows)
        evidence = Evidence(self._gen, self._basis.retriever, self.lexicon, self.facts,
                            context.question, scope, context.matter)
        return replace(reach, rows=rows, context=replace(context, scope=scope, evidence=evidence))

    def _of_its_year(self, question: Question) -> Question:
        """``question`` without the years that it only compares with, where the draft has named
        another year before."""
        if not self._running.years:
            return question
        at, kept = 0, []
        for year in question.years:
            start = question.folded.find(year.printed, at)
            at = start + len(year.printed)
            if not _BASE.search(question.folded[:start]):
                kept.append(year)
        return replace(question, years=tuple(kept))

    def _plain_start(self, text: str) -> str:
        """``text`` with its first word in small letters unless an indexed report is named so: the
        capital of "Inspections rose" makes no name of it."""
        first = _FIRST.match(text)
        if not first or first.group().strip("“\"'( ") in self._issuers.words:
            return text
        return text[: first.end()].lower() + text[first.end():]

    def _resolve(self, question: Question) -> Scope:
        """Scope of a sentence. An indexed issuer's whole name needs no further reading."""
        held = [n for n in self._issuers.rows if n in question.folded]
        held = [n for n in held if not any(n != other and n in other for other in held)]
        exact = frozenset().union(*(self._issuers.rows[n] for n in held))
        if not any(self._is_of(r, question.years, question.by_delivery) for r in exact):
            return self._basis.issuers.resolve(question)
        spans = []
        for name in (*held, *(y.printed for y in question.years)):
            at = question.folded.find(name)
            tail = re.match(r"年度?|'s", question.folded[at + len(name):])
            spans.append((at, at + len(name) + (tail.end() if tail else 0)))
        return Scope(exact, spans=tuple(sorted(spans)), exact=True, named=tuple(held))

    def _unknown(self, scope: Scope, question: Question) -> tuple[str, ...]:
        """Names that fit no indexed issuer. In a draft about an issuer a mere place is none."""
        if not scope.unknown or (self._running.issuer is None and not scope.named):
            return scope.unknown
        return tuple(name for name in scope.unknown if self._is_body(name, question.folded))

    def _is_body(self, name: str, folded: str) -> bool:
        """Whether an unknown name is that of a body, or is followed by what a body is called."""
        after = folded[folded.find(name) + len(name):]
        if name.endswith("市") and after.startswith("场"):  # 提升市场监管, cut amiss
            return False
        if _NO_NAME.search(name):  # 干部职工到市委党校, cut amiss
            return False
        return bool(_BODY.search(name) or _BODY.match(after))

    def _named(self, scope: Scope, question: Question) -> Carried:
        """Issuer (whatever the year) and years that a sentence names itself."""
        years = question.years
        if not scope.named or scope.rows is None or not scope.rows:
            return Carried(None, years)
        known = self._issuers
        bodies = {known.body[r] for r in scope.rows}
        return Carried(frozenset().union(*(known.of_body[b] for b in bodies)), years)

    def _within(
        self, question: Question, scope: Scope, carried: Carried, year_said: bool
    ) -> Reach:
        every = self._gen.works.live
        rows = carried.issuer if carried.issuer is not None else every
        if scope.rows and carried.issuer is not None and scope.rows & rows and not question.years:
            rows = rows & scope.rows
        elif scope.rows and carried.issuer is None:
            rows = scope.rows
        if self._allowed is not None:
            rows = rows & self._allowed or self._allowed
        fits = frozenset(r for r in rows if self._is_of(r, carried.years, question.by_delivery)) \
            if carried.years else rows
        missing = bool(carried.years) and not fits and year_said
        chosen = fits or rows
        narrowed = Scope(None if chosen == every else chosen, (), scope.required, scope.spans,
                         scope.exact, scope.named, missing)
        matter = matter_of(question, narrowed, self.lexicon)
        basis = self._basis
        evidence = Evidence(self._gen, basis.retriever, self.lexicon, self.facts, question,
                            narrowed, matter, narrow=len(chosen) <= _NARROW)
        context = Context(question, narrowed, matter, evidence)
        issuers = len({self._issuers.body[r] for r in chosen}) if len(chosen) <= 50 else len(chosen)
        return Reach(context, chosen, carried.years, year_missing=missing, issuers=issuers)

    def _is_of(self, row: int, years: tuple[YearAsked, ...], by_delivery: bool) -> bool:
        """Whether a report is of one of ``years``: the year it reports on, or, where it gives none
        or is named by its delivery, a year in its title. A spell fits the spell in a title."""
        if not years:
            return True
        details = self._gen.reports[row].details
        if any(details.year in (y.first, y.last) for y in years if details.year is not None):
            return True
        spells = {(y.first, y.last) for y in years if y.first != y.last}
        if details.year is not None and not by_delivery and not spells:
            return False
        titled = find_years(fold(details.title))
        if any((t.first, t.last) in spells for t in titled):
            return True
        return (details.year is None or by_delivery) and any(
            t.first == y.first for t in titled for y in years)
