"""Writes an answer: rows, cited figures, names and notes, in the question's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..extraction.quantities.role import asks_of_a_fall
from ..index.schema import FigureRow
from ..index.store.generation import Generation
from ..retrieval.bodies.namesakes import may_share_place
from .answer import Answer, AnswerKind, Row, RowFigure, RowVerdict
from .citations import CitationList
from .phrases import amount, own_amount, phrase

CLOSEST = 3
_BARE = re.compile(r"[-+−–(（]?\s?\d[\d.,]*[)）]?")
_SCALES = {1: "", 100: "百", 1000: "千", 10**4: "万", 10**6: "百万", 10**8: "亿"}


@dataclass(frozen=True, slots=True)
class AnswerWriter:
    """Collects the citations of one answer and composes its parts."""

    generation: Generation
    text: str
    question_language: str
    examined: int
    citations: CitationList = field(compare=False)
    #: Names that no indexed body has: the answer is from reports that mention them.
    mentioned: tuple[str, ...] = ()
    #: What must be known before the answer, as a sentence.
    note: str = ""

    @property
    def language(self) -> str:
        return "zh" if self.question_language == "zh" else "en"

    @property
    def gap(self) -> str:
        return "" if self.language == "zh" else " "

    def say(self, key: str, **values: object) -> str:
        return phrase(self.language, key, **values)

    def joined(self, items: list[str]) -> str:
        return self.say("list").join(items)

    def who(self, report: int) -> str:
        details = self.generation.reports[report].details
        if (
            details.issuer
            and details.region
            and any(
                not may_share_place(region, details.region)
                for region in self.generation.regions_of[details.issuer]
            )
        ):  # a body with the same name elsewhere
            return (
                f"{details.issuer}（{details.region}）"
                if self.language == "zh"
                else f"{details.issuer} ({details.region})"
            )
        return details.issuer or details.title or self.say("unknown")

    def year(self, report: int, figure: FigureRow | None = None, at: int = 0) -> str:
        """The year of a report (of what stands at offset ``at`` of its file), or of a figure in it,
        in brackets."""
        year: object = self.generation.details_at(report, at).year
        if figure is not None:
            year, since = self.figure_year(figure), figure.figure.since
            year = f"{since}–{year}" if since else year
        return self.say("year", year=year) if year else ""

    def figure_year(self, row: FigureRow) -> int | None:
        """The year of a figure: as its own words give it, else its report's."""
        return row.figure.year or self.generation.reports[row.report].details.year

    def body_and_year(self, report: int) -> tuple[str, int] | None:
        """Issuer and year of a report; None where either is not known."""
        details = self.generation.reports[report].details
        return (details.issuer, details.year) if details.issuer and details.year else None

    def row(
        self,
        report: int,
        verdict: RowVerdict,
        figures: tuple[RowFigure, ...] = (),
        citations: tuple[int, ...] = (),
        of: FigureRow | None = None,
        at: int = 0,
    ) -> Row:
        """``of``: the figure whose year is the row's, if it differs from its report's; ``at``: the
        offset of the statement in the file."""
        row = self.generation.reports[report]
        year = self.generation.details_at(report, at).year if of is None else self.figure_year(of)
        return Row(
            row.details.issuer,
            row.details.region,
            year,
            row.id,
            verdict,
            figures,
            citations,
            self.generation.works.links(report),
        )

    def figure(self, row: FigureRow, citation: int) -> RowFigure:
        f = row.figure
        recognition = self.generation.recognition(row.report, f.start, f.end)
        uncertain = recognition is not None and recognition.doubtful
        # A decrease is a negative change; a question about a decrease asks for its size.
        value = -f.value if f.role == "change" and asks_of_a_fall(self.text) else f.value
        return RowFigure(f.metric, value, f.unit, f.raw, citation, uncertain, self.printed(row))

    def stated(self, row: FigureRow, verdict: RowVerdict = "stated") -> Row:
        """A report's row with one figure, whose sentence is cited."""
        n = self.citations.cite_sentence(row.sentence)
        return self.row(row.report, verdict, (self.figure(row, n),), (n,), row)

    def named(self, metric: str, raw: str) -> str:
        """A figure with the words that say what it counts, in the order usual in each language."""
        if not metric.strip() or metric in raw:
            return raw if self.language == "zh" else f" {raw}"
        if self.language != "zh":
            return f" {raw} ({metric})"
        return f"{metric} {raw}" if metric[-1].isascii() else f"{metric}{raw}"

    def told(self, figure: RowFigure) -> str:
        """A row's figure as printed, with what it counts, and for an English reader of a Chinese
        report in the reader's own notation first."""
        own = own_amount(figure.shown or figure.raw, figure.value, figure.unit, self.language)
        if not own:
            return self.named(figure.metric, figure.shown)
        named = "" if figure.metric in figure.shown else figure.metric
        return f" {own} ({named}{figure.shown})"

    def amount(self, row: FigureRow) -> str:
        """A figure in the reader's own notation, with the source's spelling."""
        f = row.figure
        plain = amount(f.value, f.unit, self.language)
        counter = f.counter if f.unit == "count" and not f.raw.endswith(plain) else ""
        if _BARE.fullmatch(f.raw) and (f.unit != "count" or self.language == "zh"):
            return self.printed(row)
        if f.unit == "count":
            return f.raw if self.language == "zh" else f"{plain} ({f.raw})" if counter else f.raw
        if re.sub(r"[\s,]", "", plain) == re.sub(r"[\s,]", "", f.raw):
            return f.raw
        return f"{f.raw}（{plain}）" if self.language == "zh" else f"{plain} ({f.raw})"

    def printed(self, row: FigureRow) -> str:
        """A figure as printed in the source, with the unit of its table if its cell contains only
        the number (6.0 in a column of 万元 is 6.0万元)."""
        f = row.figure
        if not _BARE.fullmatch(f.raw):
            return f.raw
        if f.unit == "count":
            return f.raw + f.counter
        if f.unit == "percent":
            return f"{f.raw}%"
        number = _bare_number(f.raw)
        scale = round(abs(f.value) / number) if number else 0
        word = _SCALES.get(scale) if self.language == "zh" else None
        name = amount(0, f.unit, "zh").lstrip("0")
        if word is not None and abs(number * scale - abs(f.value)) <= 1e-6 * abs(f.value):
            return f"{f.raw}{word}{name}"
        return amount(f.value, f.unit, self.language)

    def listed(self, rows: list[Row], limit: int = 12) -> str:
        """The first ``limit`` rows as one line: issuer, year, first figure, its citation."""
        items = []
        for row in rows[:limit]:
            report = self.generation.report(row.report).row
            raw = self.told(row.figures[0]) if row.figures else ""
            cite = "".join(f"[{n}]" for n in row.citations[:1])
            year = self.say("year", year=row.year) if row.year else ""
            items.append(
                self.say("row", who=self.who(report), year=year, amount=raw, cite=cite).strip()
            )
        if len(rows) > limit:
            items.append(self.say("more", n=len(rows)))
        return self.say("sep").join(items)

    def finish(
        self,
        kind: AnswerKind,
        text: str,
        rows: tuple[Row, ...],
        *,
        confidence: float,
        short: str = "",
    ) -> Answer:
        if self.mentioned:
            head = self.say("from_mentions", names=self.joined(list(self.mentioned)))
            text = head + self.gap + text
        if self.note:
            text = self.note + self.gap + text
        text += self._uncertain(rows)
        return Answer(
            question=self.text,
            language=self.question_language,
            kind=kind,
            answerable=True,
            answer=text + self._versions(rows),
            rows=rows,
            citations=self.citations.all(),
            reports=len(self.generation.works.live),
            files=len(self.generation.reports),
            examined=self.examined,
            confidence=confidence,
            short=short,
        )

    def refused(
        self,
        kind: AnswerKind,
        unknown: tuple[str, ...],
        nearest: list[int],
        confidence: float = -1.0,
        *,
        another_time: bool = False,
    ) -> Answer:
        """An answer that says that no report states it, and why; the sentences ``nearest`` are
        cited."""
        if unknown or self.mentioned:
            names = self.joined(list(unknown or self.mentioned))
            text = self.say("refuse_unknown", names=names)
        elif another_time:
            text = self.say("refuse_year")
        else:
            text = self.say("refuse", reports=len(self.generation.works.live))
        numbers = [self.citations.cite_sentence(s) for s in nearest[:CLOSEST]]
        if numbers:
            cites = "".join(f"[{n}]" for n in dict.fromkeys(numbers))
            text += self.gap + self.say("closest", cites=cites)
        return Answer(
            question=self.text,
            language=self.question_language,
            kind=kind,
            answerable=False,
            answer=text,
            citations=self.citations.all(),
            reports=len(self.generation.works.live),
            examined=self.examined,
            files=len(self.generation.reports),
            confidence=min(confidence, -0.01),
        )

    def _uncertain(self, rows: tuple[Row, ...]) -> str:
        """A warning about figures that may have been misread from a page image; or nothing."""
        doubtful = [f for row in rows for f in row.figures if f.uncertain]
        if not doubtful:
            return ""
        items = self.joined(
            [f"{self.named(f.metric, f.raw).strip()}[{f.citation}]" for f in doubtful[:6]]
        )
        return self.gap + self.say("uncertain", items=items)

    def _versions(self, rows: tuple[Row, ...]) -> str:
        """Says which reports in ``rows`` have been superseded, and which exist in versions of
        unknown order."""
        told: dict[frozenset[str], str] = {}
        for row in rows:
            newer = row.links.superseded_by
            if row.verdict != "not_found" and newer:
                own = self.generation.report(row.report)
                told[frozenset({own.path})] = self.say("old", path=own.path, newer=newer.path)
            if row.verdict != "not_found" and row.links.other_versions:
                own = self.generation.report(row.report)
                paths = {own.path, *(link.path for link in row.links.other_versions)}
                told.setdefault(
                    frozenset(paths),
                    self.say(
                        "versions",
                        who=self.who(own.row),
                        year=self.year(own.row),
                        paths=self.joined(sorted(paths)),
                    ),
                )
        return "".join(self.gap + note for note in told.values())


def _bare_number(raw: str) -> float:
    """The size of a number as printed; 0.0 if its separators leave it ambiguous."""
    digits = re.sub(r"[^\d.]", "", raw)
    try:
        return float(digits)
    except ValueError:
        return 0.0


def quoted(text: str, limit: int = 160) -> str:
    """A sentence as part of an answer: whole, or truncated at ``limit`` with a mark."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[:limit] + "…"
