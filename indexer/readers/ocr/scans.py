"""Scanned pages of a PDF: found, recognised, and placed in the canonical text.

The caller determines where recognised pages come from (``Recognise``). A worker process only says
which pages it needs (``request_pages``) and is called again with them (``provide_pages``); in any
other process the engine is loaded and the pages are recognised at once (``recognise_in_process``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from indexer.errors import ReadError

from ...document.report import RecognisedHow, RecognisedLine, RecognisedPage
from ...text.garbled import is_garbled
from ...text.lines import clean_line
from .cache import page_key
from .engine import REMEDY, PageRead, available, load_engine
from .lines import PageLine, page_lines
from .pages import MAX_RECOGNISED, pages_to_recognise, render

#: Score under which a character, or the mean of a line, may be wrong.
DOUBTFUL = 0.9
_FAR = 8  # characters of a line that may be looked for further on

#: Recognised pages by 0-based number.
Given = Mapping[int, PageRead]
#: Takes a file's bytes and the wanted pages; returns those that could be recognised.
Recognise = Callable[[bytes, Sequence[int]], Given]


class NeedsRecognition(Exception):
    """These 0-based ``pages`` of the file must be recognised before it can be read."""

    def __init__(self, pages: Sequence[int]) -> None:
        super().__init__(f"{len(pages)} pages to recognise")
        self.pages = tuple(pages)


def provide_pages(pages: Given) -> Recognise:
    """Provide only these pages: a wanted page that is not among them stays unread."""
    return lambda data, wanted: pages


def request_pages(data: bytes, wanted: Sequence[int]) -> Given:
    """Raise NeedsRecognition for the wanted pages."""
    if wanted:
        raise NeedsRecognition(wanted)
    return {}


def recognise_in_process(data: bytes, wanted: Sequence[int]) -> Given:
    """Recognise the pages in this process, if recognition is installed."""
    if not wanted or not available():
        return {}
    found = {}
    for number in wanted:
        picture = render(data, number)
        page = load_engine().read(picture)
        found[number] = PageRead(page.pieces, page.turned, page.ratio, page_key(picture))
    return found


def with_recognised(
    path: Path, data: bytes, pages: Sequence[str], recognise: Recognise = recognise_in_process
) -> Scans:
    """The texts of the pages, those of scanned pages as returned by ``recognise``; ReadError for
    too many scanned pages."""
    try:
        wanted, hidden = pages_to_recognise(data, pages)
    except (pypdfium2.PdfiumError, ValueError):  # pypdf read what pdfium cannot open
        wanted, hidden = [n for n, page in enumerate(pages) if is_garbled(page)], []
    if len(wanted) > MAX_RECOGNISED:
        raise ReadError(
            f"{path}: {len(wanted)} pages are scans, but at most {MAX_RECOGNISED} can be "
            "recognised; split it into parts"
        )
    return Scans(list(pages), wanted, hidden, recognise(data, wanted))


@dataclass(slots=True)
class _Scan:
    number: int
    how: RecognisedHow
    page: PageRead | None = None
    lines: Sequence[PageLine] = ()


class Scans:
    """A PDF's pages with the scanned ones filled in; ``pages`` are their texts."""

    def __init__(
        self, pages: list[str], wanted: Sequence[int], hidden: Sequence[int], found: Given
    ) -> None:
        self.pages = pages
        self._scans: list[_Scan] = []
        for number in wanted:
            layer = "" if is_garbled(pages[number]) else pages[number]
            page = found.get(number)
            if page is None:
                how: RecognisedHow = "layer" if number in hidden else "unread"
                self._scans.append(_Scan(number, how))
                self.pages[number] = layer
                continue
            lines = page_lines(page)
            if number not in hidden and _says_no_more(lines, layer):
                self.pages[number] = layer
                self._scans.append(_Scan(number, "recognised", PageRead((), key=page.key)))
                continue
            self.pages[number] = "\n".join(line.text for line in lines)
            self._scans.append(_Scan(number, "recognised", page, lines))

    def refusal(self, path: Path) -> ReadError:
        """Why the pages hold no text at all."""
        unread = sum(scan.how == "unread" for scan in self._scans)
        if unread and not available():
            return ReadError(
                f"{path}: its {unread} pages are scans or hide their characters, and text "
                f"recognition is not installed; {REMEDY}"
            )
        if unread:
            return ReadError(f"{path}: its {unread} scanned pages could not be read; scan it again")
        return ReadError(f"{path}: the PDF contains no text, not even in its images; remove it")

    def placed(self, text: str, starts: Sequence[int]) -> tuple[RecognisedPage, ...]:
        """The scanned pages with their lines' places in the canonical ``text``."""
        ends = [*starts[1:], len(text)]
        return tuple(
            _placed(scan, text, starts[scan.number], ends[scan.number]) for scan in self._scans
        )


def _says_no_more(lines: Sequence[PageLine], layer: str) -> bool:
    """Whether a page's own few words are all that is printed on it."""
    size = len("".join(layer.split()))
    found = sum(len("".join(line.text.split())) for line in lines)
    return size > 0 and found < 1.5 * size + 10


def _placed(scan: _Scan, text: str, start: int, end: int) -> RecognisedPage:
    if scan.page is None or not scan.page.pieces:
        return RecognisedPage(scan.number + 1, scan.how, key=scan.page.key if scan.page else "")
    offsets = [i for i in range(start, end) if not text[i].isspace()]
    ink = "".join(text[i] for i in offsets)
    at = 0
    lines: list[RecognisedLine] = []
    doubtful: list[tuple[int, int]] = []
    for line in scan.lines:
        mine = [(c, s) for c, s in zip(line.text, line.scores, strict=True) if not c.isspace()]
        shown = "".join(char for char, _ in mine)
        if not shown:
            continue
        place, size = _find(ink, shown, at)
        if place < 0:  # a running head, left out of the text
            continue
        scores = [score for _, score in mine[:size]]
        first, last = offsets[place], offsets[place + size - 1] + 1
        mean = sum(scores) / size
        lefts, tops, rights, bottoms = zip(*line.boxes, strict=True)
        lines.append(
            RecognisedLine(
                first, last, round(mean, 3), min(lefts), min(tops), max(rights), max(bottoms)
            )
        )
        if mean < DOUBTFUL:
            doubtful.append((first, last))
        else:
            low = [i for i, score in enumerate(scores) if score < DOUBTFUL and shown[i].isalnum()]
            doubtful += [(offsets[place + i], offsets[place + i] + 1) for i in low]
        at = place + size
    return RecognisedPage(
        scan.number + 1,
        scan.how,
        round(scan.page.confidence, 3),
        tuple(lines),
        tuple(_merged(doubtful)),
        scan.page.key,
    )


def _find(ink: str, shown: str, at: int) -> tuple[int, int]:
    """Where ``shown`` stands in ``ink`` from ``at`` on, and how much of it; -1 for nowhere."""
    if ink.startswith(shown, at):
        return at, len(shown)
    clean = "".join(clean_line(shown).split())
    if clean == shown and len(shown) > 2 and ink.startswith(shown[:-1], at):
        return at, len(shown) - 1  # the hyphen of a word broken over two lines
    if len(shown) >= _FAR and (place := ink.find(shown, at)) >= 0:
        return place, len(shown)
    return -1, 0


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out
