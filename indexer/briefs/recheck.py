"""A brief checked against an index: which quotes stand, and what the reports say instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from ..answers.question_language import question_language
from ..api import Index, ReportRow
from ..document.report import Figure
from .collect import evidence_of, figures_text, phrase
from .model import ChangedFigure, Check, CheckState, Contents, Evidence, Group, Item, ItemFigure
from .relocate import Found, relocate

_BEFORE = 16  # characters before a figure that tell which of several it is


def version_of(index: Index) -> str:
    """What tells one build of an index from another."""
    return f"{index.info.version} {index.info.built}"


def checked(contents: Contents, index: Index, now: str) -> Contents:
    """The same brief with a mark on all evidence that does not stand as it was collected."""
    checker = _Checker(index)
    groups = tuple(Group(g.heading, tuple(map(checker.item, g.items))) for g in contents.groups)
    return replace(contents, groups=groups, checked=now, checked_with=version_of(index))


class _Checker:
    def __init__(self, index: Index) -> None:
        self._index = index
        self._reports = {row.id: row for row in index.reports}
        self._failed = {f.path: f.reason for f in index.failures}

    def item(self, item: Item) -> Item:
        citations = tuple(
            replace(e, check=self._check(e, [f for f in item.figures if f.citation == n]))
            for n, e in enumerate(item.citations, 1)
        )
        return replace(item, citations=citations)

    def _check(self, evidence: Evidence, figures: Sequence[ItemFigure]) -> Check | None:
        """What differs; None if the quote stands where it stood."""
        row = self._reports.get(evidence.report)
        if row is None:
            return self._elsewhere(evidence, figures)
        newer = self._index.links(row.id).superseded_by
        if newer is not None:
            return self._in_newer(self._reports[newer.report], evidence, figures)
        found = self._find(row, evidence)
        if found is None:
            return Check("removed", row.id, row.path)
        differing = self._differing(row, found, evidence, figures)
        if not found.same or differing:
            return self._at(row, found, "changed", differing)
        if found.start == evidence.start:
            return None
        return self._at(row, found, "moved")

    def _elsewhere(self, evidence: Evidence, figures: Sequence[ItemFigure]) -> Check:
        """The report's file is not indexed: it may have another name now, or another copy."""
        reason = self._failed.get(evidence.path, "")
        same_file = [r for r in self._reports.values() if r.sha256 == evidence.sha256]
        same_title = [r for r in self._reports.values() if self._is_of(r, evidence)]
        for row in (*same_file, *same_title):
            found = self._find(row, evidence)
            if found is not None and found.same:
                differing = self._differing(row, found, evidence, figures)
                return self._at(row, found, "changed" if differing else "moved", differing)
        return Check("gone", reason=reason)

    def _is_of(self, row: ReportRow, evidence: Evidence) -> bool:
        known = (evidence.title, evidence.issuer, evidence.year)
        details = self._index.generation.every_details(row.row)
        return bool(evidence.title) and known in [(d.title, d.issuer, d.year) for d in details]

    def _in_newer(self, row: ReportRow, evidence: Evidence, figures: Sequence[ItemFigure]) -> Check:
        found = self._find(row, evidence)
        if found is None:
            return Check("superseded", row.id, row.path)
        differing = self._differing(row, found, evidence, figures)
        return self._at(row, found, "superseded", differing)

    def _find(self, row: ReportRow, evidence: Evidence) -> Found | None:
        return relocate(
            self._index.text(row.id),
            self._index.sections(row.id),
            evidence.quote,
            evidence.start,
            evidence.section,
        )

    def _at(
        self,
        row: ReportRow,
        found: Found,
        state: CheckState,
        figures: tuple[ChangedFigure, ...] = (),
    ) -> Check:
        return Check(
            state,
            row.id,
            row.path,
            self._index.section_path(row.id, found.start),
            self._index.page_of(row.id, found.start),
            found.start,
            found.end,
            self._index.text(row.id)[found.start : found.end],
            figures,
        )

    def _differing(
        self, row: ReportRow, found: Found, evidence: Evidence, figures: Sequence[ItemFigure]
    ) -> tuple[ChangedFigure, ...]:
        """Figures of the evidence that the found place states differently. A quote may stay while
        its table's unit changes; so the values are compared, not the words."""
        stated = self._index.figures(row.id, found.start, found.end)
        differing = []
        for figure in figures:
            now = counterpart(figure, evidence.quote, stated, self._index.text(row.id))
            if now is None and found.same:
                continue  # read from a wider place than the quote
            if now is None:
                differing.append(ChangedFigure(figure.printed, ""))
            elif abs(now.value - figure.value) > 1e-9 * max(1.0, abs(figure.value)):
                differing.append(ChangedFigure(figure.printed, now.raw, now.value, now.unit))
        return tuple(differing)


def counterpart(
    figure: ItemFigure, quote: str, stated: Sequence[Figure], text: str
) -> Figure | None:
    """The figure among ``stated`` that stands for ``figure`` of ``quote``: of the same unit, and
    with the same words before it."""
    at = quote.find(figure.raw)
    before = "".join(quote[max(0, at - _BEFORE) : max(0, at)].split())

    def likeness(one: Figure) -> tuple[float, float]:
        own = "".join(text[max(0, one.start - _BEFORE) : one.start].split())
        words = SequenceMatcher(None, before, own, autojunk=False).ratio()
        return words + (one.metric == figure.metric), -abs(one.value - figure.value)

    alike = [one for one in stated if one.unit == figure.unit]
    return max(alike, key=likeness, default=None)


def accepted(item: Item, index: Index) -> Item:
    """The item with what the reports say now in place of what was collected; evidence that no
    report has any more stays as it is, with its mark. The words of an answer stay too."""
    citations = []
    figures = list(item.figures)
    for n, evidence in enumerate(item.citations, 1):
        check = evidence.check
        if check is None or check.start is None or check.end is None:
            citations.append(evidence)
            continue
        now_cited = index.citation(check.report, check.start, check.end)
        citations.append(evidence_of(index, now_cited))
        text = index.text(check.report)
        stated = index.figures(check.report, check.start, check.end)
        for i, figure in enumerate(figures):
            if figure.citation == n:
                now = counterpart(figure, evidence.quote, stated, text)
                if now is not None and (now.value != figure.value or now.raw != figure.raw):
                    figures[i] = replace(figure, value=now.value, raw=now.raw, shown="")
    new = replace(item, citations=tuple(citations), figures=tuple(figures))
    return replace(new, text=_row_text(new)) if new.figures != item.figures else new


def _row_text(item: Item) -> str:
    chinese = question_language(item.question or item.text, ()) == "zh"
    said = figures_text(item.figures, chinese=chinese)
    return phrase(item.issuer, item.year, said, chinese=chinese)
