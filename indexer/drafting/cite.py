"""Checks the claims of a draft against the index: supported, contradicted or unsupported.

Figures decide: within rounding, a claim's figure must appear for the same quantity in a report of
the same issuer, year and scope. A claim without figures is judged by meaning and words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from ..answers.answer import Citation
from ..answers.citations import CitationList
from ..answers.engine import Engine
from ..answers.polarity import denies
from ..index.store.generation import Generation
from ..retrieval.query import Filters
from ..text.folding import fold
from . import weights
from .claim_scope import ClaimScope, ScopeResolver, of_years
from .claims import Basis, Claim, ClaimFigure
from .evidence import Collector, Pair
from .figure_check import find_contradicting, find_supporting, supported_by_sentence
from .meaning import Meanings
from .notes import language_name, note
from .rounding import EQUAL
from .segmentation import Piece, segment
from .sources import Source, document_number
from .stated import Stated, stated_figures
from .superseded import with_older
from .verdicts import CONTRADICTED, SUPPORTED, UNSUPPORTED, ClaimVerdict, of_figures
from .whole_part import WholesAndParts

_READ = 12  # figures per sentence that the reader is asked about
_HEAD = 2_000  # characters of a report in which its own number may be
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_BARE = re.compile(r"(?:(?<![\w.,/-])|(?<=[一-鿿]))\d{2,}(?:[.,]\d+)*(?![\w/-])")
_NAMED = re.compile(r"《[^》]*》|[（(][^）)]*号[）)]")
_DATES = re.compile(r"(?:19|20)\d\d年?|\d+[月日]")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Checked:
    figure: ClaimFigure
    verdict: ClaimVerdict


class Citer:
    """Checks drafts of the day ``today`` against one open generation."""

    def __init__(self, engine: Engine, generation: Generation, today: date) -> None:
        self._engine, self._gen, self._today = engine, generation, today
        self._collector = Collector(engine, generation, today)
        self._meanings = Meanings(engine, generation, today)
        self._families = WholesAndParts(generation)

    def cite(self, text: str, filters: Filters, on_progress: Progress | None = None) -> list[Claim]:
        """One claim for each sentence and table row of ``text``; headings only set the context.

        ``on_progress`` is called with (sentences done, total sentences).
        """
        resolver = self.resolver(filters)
        pieces = segment(text)
        claims, heading = [], ""
        for done, piece in enumerate(pieces):
            if on_progress is not None:
                on_progress(done, len(pieces))
            if piece.kind == "heading":
                resolver.heading(piece, first=done == 0)
                heading = piece.text.lstrip("# ")
            else:
                claims.append(self.claim(piece, resolver, heading))
        if on_progress is not None:
            on_progress(len(pieces), len(pieces))
        return claims

    def resolver(self, filters: Filters) -> ScopeResolver:
        """What finds the reports that the sentences of one draft are about."""
        return ScopeResolver(self._engine, self._gen, filters, self._today)

    def claim(
        self,
        piece: Piece,
        resolver: ScopeResolver,
        heading: str,
        within: frozenset[int] | None = None,
    ) -> Claim:
        """The claim of one sentence or table row, which stands under ``heading``. ``within``: it is
        about these reports (None: what it names tells)."""
        scope = (
            resolver.resolve(piece) if within is None else resolver.resolve_within(piece, within)
        )
        figures = resolver.figures(piece)
        if not scope.rows:
            names = note(piece.language, "list").join(scope.names)
            reason = note(piece.language, scope.why, names=names)
            shown = tuple(ClaimFigure(f.raw, f.value, f.unit, None, False) for f in figures)
            basis: Basis = "figures" if figures else "meaning"
            return Claim(
                piece.text,
                piece.start,
                piece.end,
                UNSUPPORTED,
                shown,
                (),
                (),
                basis=basis,
                reason=reason,
            )
        stated = stated_figures(self._gen, piece, figures, heading) if figures else []
        claim = self._judged(piece, scope, stated)
        older = None if claim.verdict == SUPPORTED else resolver.superseded(scope)
        if older is None:
            return claim
        return with_older(claim, self._judged(piece, older, stated), piece.language)

    def _judged(self, piece: Piece, scope: ClaimScope, stated: Sequence[Stated]) -> Claim:
        if stated:
            return self._by_figures(piece, scope, stated)
        return self._by_meaning(piece, scope)

    def _by_figures(self, piece: Piece, scope: ClaimScope, stated: Sequence[Stated]) -> Claim:
        citations = CitationList(self._gen)
        years = [(y.first, y.last) for y in scope.years]
        found = [
            self._collector.pairs(one, scope.rows, years, read=n < _READ)
            for n, one in enumerate(stated)
        ]
        beside = supported_by_sentence(found)
        checked = []
        for one, every in zip(stated, found, strict=True):
            pairs = [p for p in every if p.planned == one.planned or p.open or one.open]
            off, meant = self._families.misplaced(one, pairs)
            rest = [p for p in pairs if p.row.row not in off]
            good = find_supporting(one, rest, beside, scope.issuers == 1, scope.year_missing)
            if good is not None:
                checked.append(self._agreeing(one, good, piece, scope, citations))
            else:
                told = [p for p in every if p.row.row not in off and (p.equal or p in pairs)]
                bad = meant or find_contradicting(one, told)
                checked.append(self._check(bad, one, every, piece, scope, citations))
        verdict = of_figures([c.verdict for c in checked])
        foreign = self._foreign(piece) if verdict == UNSUPPORTED else ""
        unread = self._unread(piece, scope, citations) if verdict == SUPPORTED else []
        if unread:
            raws = note(piece.language, "list").join(unread)
            return self._made(
                piece,
                UNSUPPORTED,
                tuple(c.figure for c in checked),
                citations,
                "figures",
                note(piece.language, "r_figures", raws=raws) + self._foreign(piece),
            )
        return self._made(
            piece,
            verdict,
            tuple(c.figure for c in checked),
            citations,
            "figures",
            _reason(piece, scope, checked, verdict) + foreign,
        )

    def _unread(self, piece: Piece, scope: ClaimScope, citations: CitationList) -> list[str]:
        """Numbers in a sentence that were not read as figures and are in no cited passage: they are
        not supported by the supported figures beside them."""
        said = piece.text
        for figure in piece.figures:
            at = figure.start - piece.start
            said = said[:at] + " " * len(figure.raw) + said[at + len(figure.raw) :]
        numbers = _BARE.findall(_DATES.sub(" ", _plain(_NAMED.sub(" ", said))))
        if not numbers:
            return []
        there = " ".join(f"{c.quote} {c.title} {c.year}" for c in citations.all())
        known = set(_DIGITS.findall(_plain(there)))
        known |= {str(y) for asked in scope.years for y in (asked.first, asked.last)}
        return [n for n in dict.fromkeys(numbers) if n not in known]

    def _check(
        self,
        bad: Pair | None,
        stated: Stated,
        pairs: Sequence[Pair],
        piece: Piece,
        scope: ClaimScope,
        citations: CitationList,
    ) -> _Checked:
        """A figure that nothing supports; ``bad`` is what contradicts it."""
        figure = stated.figure
        of_year = bad is not None and (bad.year_said or not scope.year_missing)
        if bad is None or scope.issuers > 1 or not of_year or piece.kind == "row":
            mixed_up = next((p for p in pairs if p.equal), None)
            why = (
                note(piece.language, "none")
                if mixed_up is None
                else note(piece.language, "mixed_up", raw=mixed_up.row.figure.raw)
            )
            return _Checked(
                ClaimFigure(figure.raw, figure.value, figure.unit, None, False, note=why),
                UNSUPPORTED,
            )
        source = bad.row.figure
        n = citations.cite_sentence(bad.row.sentence)
        said, verdict = note(piece.language, "differs", raw=source.raw), CONTRADICTED
        if self._is_doubtful(bad):  # a figure that may be misread contradicts nothing
            said, verdict = note(piece.language, "scan", raw=source.raw), UNSUPPORTED
        return _Checked(
            ClaimFigure(
                figure.raw, figure.value, figure.unit, source.value, False, source.raw, said, n
            ),
            verdict,
        )

    def _is_doubtful(self, pair: Pair) -> bool:
        """Whether the source's figure was recognised from a page image and may be misread."""
        row = pair.row
        recognition = self._gen.recognition(row.report, row.figure.start, row.figure.end)
        return recognition is not None and recognition.doubtful

    def _agreeing(
        self, stated: Stated, pair: Pair, piece: Piece, scope: ClaimScope, citations: CitationList
    ) -> _Checked:
        """An equal value: supported, unless its scope or year is stated to be another."""
        figure, source, language = stated.figure, pair.row.figure, piece.language
        said, verdict = "", SUPPORTED
        if pair.agreement != EQUAL:
            key = "rounded" if pair.agreement == "rounded" else "stated_bound"
            said = note(language, key, raw=source.raw)
        elif source.bound in ("over", "about") and source.bound != figure.bound:
            said = note(language, f"source_{source.bound}", raw=source.raw)
        elif pair.scope == "area" and not stated.scope:
            said = note(language, "wider")
        if stated.scope and pair.scope and stated.scope != pair.scope:
            said = note(language, "scope", raw=source.raw, scope=note(language, pair.scope))
            verdict = CONTRADICTED if scope.issuers == 1 else UNSUPPORTED
        if scope.year_missing and not pair.year_said:
            verdict = UNSUPPORTED
        if self._is_doubtful(pair):
            said = "; ".join(filter(None, (said, note(language, "scan", raw=source.raw))))
        n = citations.cite_sentence(pair.row.sentence)
        return _Checked(
            ClaimFigure(
                figure.raw,
                figure.value,
                figure.unit,
                source.value,
                verdict == SUPPORTED,
                source.raw,
                said,
                n,
            ),
            verdict,
        )

    def _by_meaning(self, piece: Piece, scope: ClaimScope) -> Claim:
        citations = CitationList(self._gen)
        best = [] if scope.year_missing else self._meanings.best(piece.text, scope.rows)
        good = [
            row
            for row, score in best
            if score >= weights.MEANING
            and self._holds_numbers(piece.text, row)
            and self._of_year(scope, row)
        ]
        for row in good:
            citations.cite_sentence(row)
        reason = "" if good else self._no_meaning(piece, scope)
        if good and not self._same_polarity(piece, good[0]):
            return self._made(
                piece, UNSUPPORTED, (), citations, "meaning", note(piece.language, "r_negation")
            )
        return self._made(
            piece, SUPPORTED if good else UNSUPPORTED, (), citations, "meaning", reason
        )

    def _of_year(self, scope: ClaimScope, sentence: int) -> bool:
        """Whether a sentence is in a report for the years meant: a file may contain several."""
        row = self._gen.sentence(sentence)
        if not scope.years or not self._gen.parts(row.report):
            return True
        return of_years(scope.years, self._gen.details_at(row.report, row.start))

    def _holds_numbers(self, text: str, sentence: int) -> bool:
        """Numbers that were not read as figures must at least be in the source too."""
        row = self._gen.sentence(sentence)
        details = self._gen.details_at(row.report, row.start)
        there = fold(self._gen.text(row.report)[row.start : row.end]) + f" {details.year}"
        numbers = _DIGITS.findall(_DATES.sub(" ", fold(text)))
        return set(numbers) <= set(_DIGITS.findall(there))

    def _no_meaning(self, piece: Piece, scope: ClaimScope) -> str:
        if scope.year_missing:
            return _year_reason(piece, scope)
        return note(piece.language, "r_meaning") + self._foreign(piece)

    def _foreign(self, piece: Piece) -> str:
        """ "; no report in Korean is indexed", where that is so."""
        if any(r.details.language == piece.language for r in self._gen.reports):
            return ""
        return note(piece.language, "and") + note(
            piece.language, "r_language", name=language_name(piece.language)
        )

    def _same_polarity(self, piece: Piece, sentence: int) -> bool:
        row = self._gen.sentence(sentence)
        there = fold(self._gen.text(row.report)[row.start : row.end])
        return denies(fold(piece.text)) == denies(there) or len(there) > 3 * len(piece.text)

    def _made(
        self,
        piece: Piece,
        verdict: ClaimVerdict,
        figures: tuple[ClaimFigure, ...],
        citations: CitationList,
        basis: Basis,
        reason: str,
    ) -> Claim:
        cited = citations.all()
        return Claim(
            piece.text,
            piece.start,
            piece.end,
            verdict,
            figures,
            cited,
            tuple(source_of(self._gen, c) for c in cited),
            basis=basis,
            reason=reason,
        )


def _plain(text: str) -> str:
    """``text`` folded, its digits without commas between thousands."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", fold(text))


def _year_reason(piece: Piece, scope: ClaimScope) -> str:
    years = note(piece.language, "list").join(y.printed.rstrip("年度 ,") for y in scope.years)
    return note(piece.language, "r_year", years=years)


def _reason(piece: Piece, scope: ClaimScope, checked: list[_Checked], verdict: str) -> str:
    language = piece.language
    if verdict == SUPPORTED:
        return ""
    if verdict == CONTRADICTED:
        return note(language, "r_contradicted")
    if scope.year_missing:
        return _year_reason(piece, scope)
    if piece.kind == "row":
        return note(language, "table")
    raws = [c.figure.raw for c in checked if c.verdict != SUPPORTED]
    return note(language, "r_figures", raws=note(language, "list").join(raws))


def _own_number(generation: Generation, report: int, offset: int) -> str:
    """The number at the head of a report; in a file with several reports, only the first one's."""
    parts = generation.parts(report)
    if parts and offset >= parts[0].start:
        return ""
    text = generation.text(report)
    return document_number(text[: min(_HEAD, parts[0].start if parts else _HEAD)])


def source_of(generation: Generation, citation: Citation) -> Source:
    """What a citation style needs to know of a cited passage."""
    row = generation.report(citation.report)
    details = generation.details_at(row.row, citation.start)
    return Source(
        title=details.title or row.path,
        issuer=details.issuer,
        year=details.year,
        date=details.date,
        page=citation.page,
        section=" > ".join(citation.section),
        language=details.language,
        kind=details.kind,
        path=row.path,
        number=details.number or _own_number(generation, row.row, citation.start),
        url=details.url,
        place=details.place,
        publisher=details.publisher,
        accessed=details.accessed,
    )
