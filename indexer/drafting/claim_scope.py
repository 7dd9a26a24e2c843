"""Which reports a sentence of a draft is about.

A draft names its issuer and year once and continues with 该局, 其 or "the bureau". What a sentence
does not name is carried over from the sentence before it, its heading or the title. Names and times
are read as in a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..answers.engine import Engine
from ..answers.scope import scope_of
from ..document.report import Details, Figure
from ..index.store.generation import Generation
from ..retrieval.bodies.bodies import KNOWN, Mention, NamedBodies
from ..retrieval.filters import rows_asked
from ..retrieval.query import Filters
from ..retrieval.times.time_fit import IN_SENTENCE, UNKNOWN, fit
from ..retrieval.times.times import Period, periods
from ..text.folding import fold
from .segmentation import Piece
from .wording import without_figures

_BASE = re.compile(  # 比2024年增加, "up from 2024": what is compared with, not what is told
    r"(?:比|较|由|与|同|自|从)\s*$|"
    r"\b(?:than|from|since|against|over|compared (?:with|to)|relative to)"
    r"(?: in)?(?: the year)?\s*$",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?<![\d.,/])(?:19|20)\d\d(?:\s?[/–-]\s?\d\d(?:\d\d)?)?(?![\d%])(?:年度?)?", re.IGNORECASE
)
_TITLE = re.compile(r"《[^》]*》")
_AND = re.compile(r"\s*(?:and|&|et|und|y|e|['’]s?|-)\s*")
_FULL = 6
_SHORTEST = 4  # letters that a name needs to be taken literally
_FITS = IN_SENTENCE  # match of a report with its own year, or a year in its title
_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier sentences named: report rows of the issuer (None: none named yet) and years."""

    issuer: frozenset[int] | None = None
    years: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimScope:
    """``rows`` is empty if there is nothing to look at; ``why`` and ``names`` then give the reason.
    ``issuers`` is the number of issuers of ``rows``; ``years`` are those the claim is about.
    ``year_missing``: the issuer is indexed, but not the year."""

    rows: frozenset[int]
    years: tuple[Period, ...]
    why: str = ""
    names: tuple[str, ...] = ()
    year_missing: bool = False
    issuers: int = 0


class ScopeResolver:
    """Determines the reports for the sentences of one draft, in order."""

    def __init__(
        self, engine: Engine, generation: Generation, filters: Filters, today: date
    ) -> None:
        self._engine, self._gen, self._today = engine, generation, today
        self._allowed = rows_asked(generation, filters)
        self._title = self._running = Context()
        self._unnamed: frozenset[int] | None = None
        self._body = [r.details.issuer or f"#{r.row}" for r in generation.reports]
        self._names: dict[str, frozenset[int]] = {}
        for name in dict.fromkeys(self._body):
            if len(name) >= _SHORTEST and not name.startswith("#"):
                self._names[fold(name)] = self._rows_of([name])

    def heading(self, piece: Piece, first: bool) -> None:
        """A heading sets the context of the sentences below it; the first one is the title."""
        named, _ = self._read(piece)
        base = Context() if first else self._title
        carried = Context(
            named.issuer if named.issuer is not None else base.issuer, named.years or base.years
        )
        if first:
            self._title = carried
        self._running = carried if named != Context() else self._running

    def unless_named(self, rows: frozenset[int] | None) -> None:
        """The reports ``rows`` are those of the next sentence if no issuer is named for it (None:
        all reports)."""
        self._unnamed = rows

    def resolve_within(self, piece: Piece, rows: frozenset[int]) -> ClaimScope:
        """Where to look for ``piece`` if it is about the reports ``rows``, whatever it names."""
        named, _ = self._read(piece)
        return self._within(Context(rows, named.years or self._running.years))

    def resolve(self, piece: Piece) -> ClaimScope:
        """Where to look for ``piece``; also remembers what it names for later sentences."""
        if self._allowed is not None and not self._allowed:
            return ClaimScope(frozenset(), (), "r_filter")
        named, unknown = self._read(piece)
        carried = Context(
            named.issuer if named.issuer is not None else None if unknown else self._running.issuer,
            named.years or self._running.years,
        )
        self._running = carried
        if unknown:
            return ClaimScope(frozenset(), carried.years, "r_issuer", unknown)
        return self._within(carried)

    def superseded(self, scope: ClaimScope) -> ClaimScope | None:
        """The same claim for versions that the reports in ``scope`` supersede; None if there are
        none."""
        works = self._gen.works
        if works.plain:
            return None
        rows = frozenset(old for row in scope.rows for old in works.older(row))
        return replace(scope, rows=rows) if rows else None

    def figures(self, piece: Piece) -> list[Figure]:
        """The figures of ``piece`` that can be checked: no dates or years (22年), and no 一 that is
        an article (一家 beside another figure)."""
        kept = [f for f in piece.figures if f.role not in ("date", "ordinal")]
        if any(f.family == "time" for f in kept):
            years = self._engine.understood(piece.text, self._today, 1).periods
            kept = [
                f
                for f in kept
                if f.family != "time"
                or not any(p.first and p.start <= f.start - piece.start < p.end for p in years)
            ]
        return [f for f in kept if len(kept) == 1 or f.value != 1 or not f.raw.startswith("一")]

    def _read(self, piece: Piece) -> tuple[Context, tuple[str, ...]]:
        """What a sentence names itself, and names in it that no indexed issuer bears."""
        said = without_figures(piece, [f for f in piece.figures if f.family != "time"])
        asked = self._engine.understood(piece.text, self._today, 1)
        years = self._years(said, asked.vectors.time)
        exact = self._exact(said)
        if exact and (not years or self._of(exact, years)):
            return Context(exact, years), ()
        spans = _joined(said, asked.vectors.body)
        named = self._engine.bodies.find(said, spans, asked.language)
        mentions = [m for m in named.mentions if self._counts(m)]
        if not mentions:
            return Context(exact or None, years), ()
        kept = replace(
            asked,
            kind="single",
            named=NamedBodies(
                named.scores,
                named.within,
                tuple(mentions),
                tuple(m.text for m in mentions if not m.known),
            ),
        )
        scope = scope_of(kept, self._gen.works.live)
        best = max(scope.body.values(), default=0.0)
        if best < KNOWN and exact:
            return Context(exact, years), ()
        if best < KNOWN:
            unknown = [m.text for m in mentions if m.named or self._running.issuer is None]
            return Context(None, years), tuple(unknown)
        rows = [r for r, s in scope.body.items() if s >= max(best - _NEAR, KNOWN)]
        running = self._running.issuer
        if (
            running is not None
            and running & set(rows)
            and not any(m.placed and m.named for m in mentions)
        ):
            return Context(None, years), ()
        return Context(self._rows_of({self._body[r] for r in rows}), years), ()

    def _counts(self, mention: Mention) -> bool:
        """Whether a mention names an issuer: in a draft about one issuer, a mere place or type of
        body ("the bureau", "the police") names no other."""
        if self._running.issuer is None:
            return mention.placed or mention.known or mention.named
        return mention.named and (mention.placed or (not mention.known and _is_full(mention.text)))

    def _exact(self, said: str) -> frozenset[int]:
        """Rows of the issuers whose whole names a sentence holds."""
        folded = fold(said)
        held = [n for n in self._names if n in folded]
        held = [n for n in held if not any(n != other and n in other for other in held)]
        return frozenset().union(*(self._names[n] for n in held))

    def _rows_of(self, bodies: Iterable[str]) -> frozenset[int]:
        wanted, works = set(bodies), self._gen.works
        return frozenset(works.standing(r) for r, b in enumerate(self._body) if b in wanted)

    def _years(self, said: str, spans: Iterable[tuple[int, int]]) -> tuple[Period, ...]:
        """Years that a sentence tells of, without those that it only compares with where the
        draft has named another before."""
        plain = _TITLE.sub(lambda m: " " * len(m.group()), said)
        tagged = list(spans)
        tagged += [
            m.span()
            for m in _YEAR.finditer(plain)
            if not any(a < m.end() and m.start() < b for a, b in tagged)
        ]
        found = [p for p in periods(plain, sorted(tagged), self._today) if p.first]
        told = [replace(p, part="") for p in found if not p.relative]
        if self._running.years:
            return tuple(p for p in told if not _BASE.search(said[: p.start]))
        return tuple(told)

    def _within(self, carried: Context) -> ClaimScope:
        every = self._gen.works.live
        unnamed = every if self._unnamed is None else self._unnamed
        rows = carried.issuer if carried.issuer is not None else unnamed
        if self._allowed is not None:
            rows = rows & self._allowed or self._allowed
        years = carried.years
        fits = self._of(rows, years) if years else rows
        chosen = fits or rows
        issuers = len({self._body[r] for r in chosen}) if len(chosen) <= 50 else len(chosen)
        return ClaimScope(chosen, years, year_missing=not fits, issuers=issuers)

    def _of(self, rows: frozenset[int], years: tuple[Period, ...]) -> frozenset[int]:
        """The reports of ``rows`` that are of one of ``years``."""
        return frozenset(
            r for r in rows if any(of_years(years, d) for d in self._gen.every_details(r))
        )


def of_years(years: Iterable[Period], details: Details) -> bool:
    """Whether a report is of one of ``years``."""
    return any(fit(y, details) >= (_FITS if details.year else UNKNOWN) for y in years)


def _is_full(name: str) -> bool:
    """Whether a name is long enough to be a body's own, not just its kind."""
    if name.isascii():
        return sum(word[:1].isupper() for word in name.split()) > 1
    return len(name) >= _FULL


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """``spans`` of names, joining those separated only by "and" (human resources and …)."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and _AND.fullmatch(text[found[-1][1] : start]):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
