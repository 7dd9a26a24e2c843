"""Works: files with the same report, and reports that are versions of one another.

Two files are one work if none of their known details differ (issuer, year, period), their texts are
nearly the same and no figure of one conflicts with the other's. A version of a work has the same
issuer, year and title and most of the text, but other figures or paragraphs; the later one, by its
mark of revision or its own date, supersedes the earlier. If the order is unknown, both stay
current. A scan that differs only by recognition errors is a copy, and a copy with a text layer is
preferred to it. ``corpus.toml`` overrides all of this.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...document.report import Details
from ...text.folding import fold, normal
from ..relations import Relations
from ..schema import WorkRow
from .editions import Edition, edition_of, later, same_period, same_title
from .likeness import ComparedText, Likeness, Sketch, compare, rough_jaccard, sketch
from .misread import Scan, issuer_misread, titles_fit, without_misreadings
from .versions import Group, newest, order_versions, supersede_by_hand
from .work_pairs import candidate_pairs

_TOO_SHORT = 60  # characters: equal texts shorter than this may be equal by chance
_ALIKE, _CONTAINED = 0.6, 0.85
_CERTAIN, _TELLING, _SURE = 0.98, 5, 0.9
_VERSION, _VERSION_MARKED = 0.7, 0.4
_KEPT, _KEPT_MARKED = 0.6, 0.3
_LONGER, _PARTIAL = 0.95, 0.9
_FORMATS = ("pdf", "docx", "html", "markdown", "text")


@dataclass(frozen=True, slots=True)
class Entry:
    """A report as seen by grouping; ``row`` numbers reports in order of path. ``set_by_hand``:
    corpus.toml sets some of its details; ``scan``: how much of it was recognised."""

    row: int
    path: str
    format: str
    details: Details
    sha256: str
    sketch: Sketch
    edition: Edition
    set_by_hand: bool = False
    scan: Scan = Scan()


def entry_of(
    row: int,
    path: str,
    format_: str,
    details: Details,
    sha256: str,
    text: str,
    by_hand: bool,
    scan: Scan = Scan(),  # noqa: B008 (frozen)
) -> Entry:
    """An entry; the text is sketched and not kept."""
    return Entry(
        row,
        path,
        format_,
        details,
        sha256,
        sketch(text),
        edition_of(path, details, text),
        by_hand,
        scan,
    )


class _Grouping:
    """One grouping of all reports. ``load`` gives the whole text of a row when it is needed."""

    def __init__(
        self,
        entries: Sequence[Entry],
        load: Callable[[int], ComparedText],
        relations: Mapping[str, Relations],
    ) -> None:
        self.entries, self._load = entries, load
        self.said = [relations.get(e.path, Relations()) for e in entries]
        self._row = {e.path: e.row for e in entries}
        self._wholes: dict[int, ComparedText] = {}
        self._likeness: dict[tuple[int, int], Likeness] = {}
        self._same_said = self._pairs(lambda r: r.same_as)
        self._newer_said = self._pairs(lambda r: r.supersedes)

    def _pairs(self, which: Callable[[Relations], tuple[str, ...]]) -> set[tuple[int, int]]:
        return {
            (e.row, self._row[name])
            for e, said in zip(self.entries, self.said, strict=True)
            for name in which(said)
            if name in self._row and self._row[name] != e.row
        }

    def run(self) -> list[WorkRow]:
        groups, versions = self._duplicates()
        owner = {row: n for n, group in enumerate(groups) for row in group.members}
        for group in groups:
            self._settle(group)
        for a, b in versions:
            if owner[a] != owner[b]:
                order_versions(groups, owner[a], owner[b])
        for newer, older in sorted(self._newer_said):
            supersede_by_hand(groups, owner[newer], owner[older])
        return self._rows(groups)

    # Duplicates

    def _duplicates(self) -> tuple[list[Group], list[tuple[int, int]]]:
        """Groups of files that are one work, and pairs of rows that are versions."""
        parent = list(range(len(self.entries)))
        groups = {row: [row] for row in parent}

        def unite(a: int, b: int) -> None:
            a, b = sorted((parent[a], parent[b]))
            if a != b:
                for row in groups[b]:
                    parent[row] = a
                groups[a] = sorted(groups[a] + groups.pop(b))

        for a, b in sorted(self._same_said):
            unite(a, b)
        near, versions = [], []
        for a, b in candidate_pairs(self.entries):
            verdict, score = self._judge(a, b)
            if verdict == "same":
                near.append((-score, a, b))
            elif verdict == "version":
                versions.append((a, b))
        for _, a, b in sorted(near):
            if parent[a] != parent[b] and self._agree(groups[parent[a]], groups[parent[b]]):
                unite(a, b)
        return [Group(groups[row]) for row in sorted(groups)], versions

    def _agree(self, mine: list[int], theirs: list[int]) -> bool:
        """Whether no file of one group speaks against any of the other: likeness is not passed on
        from A to C by a B that lacks what tells them apart. Two scans may have slips in one place:
        it is enough that both fit the text."""
        joined = {row for row, _ in self._same_said}
        printed = any(not self.entries[row].scan.stands_back for row in (*mine, *theirs))
        return all(
            self._judge(a, b)[0] == "same"
            for a in self._texts_of([r for r in mine if r not in joined] or mine)
            for b in self._texts_of([r for r in theirs if r not in joined] or theirs)
            if not (printed and all(self.entries[r].scan.stands_back for r in (a, b)))
        )

    def _texts_of(self, rows: list[int]) -> list[int]:
        """One row for each text among ``rows``, the one of which most is known."""
        best: dict[bytes, int] = {}
        for row in sorted(rows, key=lambda r: (_unknown(self.entries[r]), r)):
            best.setdefault(self.entries[row].sketch.exact, row)
        return list(best.values())

    def _judge(self, a: int, b: int) -> tuple[str, float]:
        """``same``, ``version`` or ``""``, with how similar they are."""
        a, b = min(a, b), max(a, b)
        one, two = self.entries[a], self.entries[b]
        if (
            self.said[a].separate
            or self.said[b].separate
            or not same_period(one.edition, two.edition)
        ):
            return "", 0.0
        by_hand = (a, b) in self._newer_said or (b, a) in self._newer_said
        if _equal(one, two):
            fits = not by_hand and _equal_fits(one, two) and _signed(one, two, self._whole)
            return ("same" if fits else ""), 2.0
        scanned = bool(one.scan.share or two.scan.share)
        misnamed = scanned and issuer_misread(one.details.issuer, two.details.issuer)
        if by_hand or not _fits(one, two, misnamed):
            return "", 0.0
        if rough_jaccard(one.sketch, two.sketch) < _VERSION_MARKED:
            return "", 0.0
        if (
            one.edition.number
            and two.edition.number
            and one.edition.number != two.edition.number
            and one.edition.mark == two.edition.mark
            and not scanned
        ):
            return "", 0.0
        found = self._compared(a, b)
        if misnamed and not self._same_but_for_the_name(one, two, found):
            return "", 0.0
        return self._judge_texts(one, two, found)

    def _same_but_for_the_name(self, one: Entry, two: Entry, found: Likeness) -> bool:
        """Bodies that fill in the same form have similar names, but different figures."""
        telling = {v for v in self._whole(one.row).quantities.values if v[1]} & {
            v for v in self._whole(two.row).quantities.values if v[1]
        }
        return len(telling) >= _TELLING and not found.conflict and found.kept >= _SURE

    def _judge_texts(self, one: Entry, two: Entry, found: Likeness) -> tuple[str, float]:
        scanned = bool(one.scan.share or two.scan.share)
        titled, marked = same_title(one.edition, two.edition), one.edition.mark != two.edition.mark
        titled = titled or scanned and titles_fit(one.edition.title, two.edition.title)
        certain = (
            found.jaccard >= _CERTAIN
            and found.kept == 1.0
            and min(len(self._whole(e.row).quantities.values) for e in (one, two)) >= _TELLING
        )
        alike = (
            found.contained >= _CONTAINED
            and found.jaccard >= _ALIKE
            and not found.conflict
            and not marked
            and (titled or certain)
            and _signed(one, two, self._whole)
        )
        least, kept = (_VERSION_MARKED, _KEPT_MARKED) if marked else (_VERSION, _KEPT)
        known = all(d.issuer and d.year is not None for d in (one.details, two.details))
        version = (
            known
            and titled
            and one.edition.periods == two.edition.periods
            and found.jaccard >= least
            and found.kept >= kept
        )
        # A PDF and a page of one report bear two dates: the day of signing and that of posting.
        dated = one.format == two.format and later(one.details.date, two.details.date) != 0
        if scanned:  # the file's own date is the day of scanning, and a printed one may be misread
            dated = dated and found.redated
        if alike and not (version and dated):
            # A scan that was read without a slip goes to the text it equals first.
            return "same", found.jaccard - bool(found.misread)
        return ("version", found.jaccard) if version else ("", 0.0)

    def _compared(self, a: int, b: int) -> Likeness:
        if (a, b) not in self._likeness:
            one, two = self._whole(a), self._whole(b)
            self._likeness[a, b] = without_misreadings(one, two, compare(one, two))
        return self._likeness[a, b]

    def _whole(self, row: int) -> ComparedText:
        if row not in self._wholes:
            if len(self._wholes) >= 64:
                self._wholes.clear()
            self._wholes[row] = self._load(row)
        return self._wholes[row]

    # The file that stands for a work

    def _settle(self, group: Group) -> None:
        entries = [self.entries[row] for row in group.members]
        titles = Counter(e.edition.title for e in entries if e.edition.title)
        longest = max(e.sketch.length for e in entries)
        layers = [e for e in entries if not e.scan.stands_back]
        # Noise makes a recognised text longer; one much longer tells that the layer lacks pages.
        printed = max((e.sketch.length for e in layers), default=0)
        longest = printed if printed >= _PARTIAL * longest else longest

        def rank(e: Entry) -> tuple[object, ...]:
            form = _FORMATS.index(e.format) if e.format in _FORMATS else len(_FORMATS)
            return (
                e.sketch.length < _LONGER * longest,
                e.scan.stands_back,
                -e.scan.confidence * e.scan.stands_back,
                self._lost(e.row, group.members),
                _unknown(e) > 0,
                -titles[e.edition.title],
                form,
                -e.sketch.length,
                len(e.path),
                e.path,
            )  # "a (1).pdf" is the copy of "a.pdf"

        group.chief = min(entries, key=rank).row
        dates = [[e.details.date for e in some if e.details.date] for some in (layers, entries)]
        group.date = min(dates[0] or dates[1], default="")
        group.mark = max(e.edition.mark for e in entries)

    def _lost(self, row: int, members: Sequence[int]) -> int:
        """Figures that other files of the work have and this one lacks."""
        others = [
            m
            for m in self._texts_of(list(members))
            if self.entries[m].sketch.exact != self.entries[row].sketch.exact
        ]
        if len(others) > 20:
            return 0
        lost = [self._compared(min(row, m), max(row, m)).missing[int(row < m)] for m in others]
        return max(lost, default=0)

    def _rows(self, groups: list[Group]) -> list[WorkRow]:
        rows: dict[int, WorkRow] = {}
        for number, group in enumerate(groups):
            last = newest(groups, number)
            unordered = tuple(
                sorted(
                    groups[r].chief
                    for r in group.unordered
                    if last is None and newest(groups, r) is None
                )
            )
            why = (
                ""
                if last is None
                else "superseded: " + (group.newer.get(last) or next(iter(group.newer.values())))
            )
            for row in group.members:
                reason = why or ("" if row == group.chief else self._why_same(row, group))
                rows[row] = WorkRow(
                    row,
                    group.chief,
                    None if last is None else groups[last].chief,
                    unordered,
                    reason,
                )
        return [rows[row] for row in sorted(rows)]

    def _why_same(self, row: int, group: Group) -> str:
        one, chief = self.entries[row], self.entries[group.chief]
        if any(row in pair for pair in self._same_said):
            return "same: corpus.toml"
        if one.sha256 == chief.sha256:
            return "same: an identical file"
        if (one.scan.stands_back or chief.scan.stands_back) and self._compared(
            min(row, chief.row), max(row, chief.row)
        ).misread:
            return "same: a scan with figures that recognition misread"
        return "same: " + (
            "the same text"
            if one.sketch.exact == chief.sketch.exact
            else "nearly the same text and no other figure"
        )


def find_works(
    entries: Sequence[Entry],
    load: Callable[[int], ComparedText],
    relations: Mapping[str, Relations] | None = None,
) -> list[WorkRow]:
    """The work of each report, in order of row. The result depends only on the reports, not on the
    order in which they came. ``load(row)`` gives the whole text of a report when it must be
    compared."""
    return _Grouping(entries, load, relations or {}).run()


def issuers_fit(a: str, b: str) -> bool:
    """Whether two printed names may be the same body's: unknown, equal, or one within the other
    (without the province)."""
    one, two = normal(fold(a)), normal(fold(b))
    return one in two or two in one


def _unknown(e: Entry) -> int:
    return (not e.details.issuer) + (e.details.year is None)


def _fits(a: Entry, b: Entry, misnamed: bool = False) -> bool:
    years = {a.details.year, b.details.year} - {None}
    return len(years) < 2 and (misnamed or issuers_fit(a.details.issuer, b.details.issuer))


def _equal(a: Entry, b: Entry) -> bool:
    return a.sha256 == b.sha256 or (
        a.sketch.exact == b.sketch.exact and a.sketch.length >= _TOO_SHORT
    )


def _equal_fits(a: Entry, b: Entry) -> bool:
    """Equal texts say who wrote them and when as well as each other: a difference then comes from
    what stands around them (a site that republishes), unless a person set it or the text names
    neither body."""
    if a.set_by_hand or b.set_by_hand:
        years = {a.details.year, b.details.year} - {None}
        return issuers_fit(a.details.issuer, b.details.issuer) and len(years) < 2
    if issuers_fit(a.details.issuer, b.details.issuer):
        return True
    named = [normal(fold(e.details.issuer)) in e.edition.head for e in (a, b)]
    return named.count(True) == 1


def _signed(a: Entry, b: Entry, whole: Callable[[int], ComparedText]) -> bool:
    """Whether the issuer known of one is named in the other's text too, where that one's is not
    known, or the figures tell: bodies that fill in one form all write the same words, and often
    the same noughts."""
    for one, two in ((a, b), (b, a)):
        if one.details.issuer and not two.details.issuer:
            text = whole(two.row)
            telling = {value for value in text.quantities.values if value[1]}
            return len(telling) >= _TELLING or normal(one.details.issuer) in text.text
    return True
