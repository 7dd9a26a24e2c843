"""Citations of an answer: numbered in order of first use, each place cited once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

from ..document.report import Section
from ..index.store.generation import Generation
from .answer import Citation

_LABEL = 24


class CitationList:
    """Collects citations while an answer is written."""

    def __init__(self, generation: Generation) -> None:
        self._gen = generation
        self._places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._citations: list[Citation] = []

    def cite(self, report: int, start: int, end: int) -> int:
        """Number of the citation of ``text[start:end]`` of report row ``report``, space trimmed."""
        text = self._gen.text(report)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        for a, b, n in self._places[report]:
            if a <= start and end <= b:
                return n
        self._places[report].append((start, end, len(self._citations) + 1))
        self._citations.append(citation_of(self._gen, len(self._citations) + 1, report, start, end))
        return len(self._citations)

    def cite_sentence(self, sentence: int) -> int:
        """Cite a sentence, with the run-in label before it (行政处罚：合计…) where there is one."""
        row = self._gen.sentence(sentence)
        start = row.start
        if sentence > 0:
            before = self._gen.sentence(sentence - 1)
            label = self._gen.text(row.report)[before.start : before.end]
            if before.report == row.report and len(label) <= _LABEL and label.endswith(("：", ":")):
                start = before.start
        return self.cite(row.report, start, row.end)

    def __len__(self) -> int:
        return len(self._citations)

    def all(self) -> tuple[Citation, ...]:
        return tuple(self._citations)


def citation_of(gen: Generation, n: int, report: int, start: int, end: int) -> Citation:
    """Citation ``n``, of ``text[start:end]`` of report row ``report``."""
    row, details = gen.reports[report], gen.details_at(report, start)
    recognition = gen.recognition(report, start, end)
    return Citation(
        n=n,
        report=row.id,
        path=row.path,
        title=details.title,
        issuer=details.issuer,
        year=details.year,
        section=section_path(gen, report, start),
        page=gen.page_of(report, start),
        start=start,
        end=end,
        quote=gen.text(report)[start:end],
        recognised=recognition is not None,
        confidence=recognition.confidence if recognition else None,
        links=gen.works.links(report),
    )


def section_at(generation: Generation, report: int, offset: int) -> Section | None:
    """The section that holds the character at ``offset``."""
    sections = generation.sections(report)
    at = bisect_right(sections, offset, key=lambda s: s.start) - 1
    return sections[at] if at >= 0 else None


def section_path(generation: Generation, report: int, offset: int) -> tuple[str, ...]:
    """Headings above the character at ``offset``, from the top down."""
    section = section_at(generation, report, offset)
    return section.path if section else ()


def is_heading(generation: Generation, report: int, offset: int) -> bool:
    """Whether ``offset`` lies in a heading over something, or in the report's title before the
    first line ends. A numbered line with nothing under it is a point of its own."""
    sections = generation.sections(report)
    at = bisect_right(sections, offset, key=lambda s: s.start) - 1
    if at < 0 or offset >= sections[at].body:
        return False
    own, following = sections[at], sections[at + 1 : at + 2]
    return bool(generation.text(report)[own.body : own.end].strip()) or any(
        below.level > own.level for below in following
    )
