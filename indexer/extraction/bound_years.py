"""Several years' reports in one file: where each begins, and its year.

They are recognised by their titles, lines that are the same except for the year, or by the lines
below a title (the body and the date) that are repeated above a text beginning with another year.
Each must be followed by a report's length of text, so that a table of contents, a running header or
a list of references does not start a new report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ..document.report import Document, Part
from ..text.lines import TITLE_END
from ..text.numerals import HAN_ONES, HAN_TENS, HAN_YEAR, HAN_ZEROS, han_digits
from .head.masthead import KIND_WORD, Line, Title, find_title, head_lines, is_date, lines_of
from .headings import numbered_heading

_YEAR = re.compile(
    r"(?<![\d.,/-])(?P<a>(?:19|20)\d\d)(?:[-–—/](?P<b>\d\d|(?:19|20)\d\d))?(?![\d%])|"
    rf"(?P<han>{HAN_YEAR})(?=年)"
)
_CAPTION = re.compile(
    rf"(?:附?[表图圖]|(?i:table|figure|tableau|tabelle|abbildung|chart|box))\s?[\d{HAN_TENS}]"
)
_LONGEST = 60  # characters of a title
_SHORTEST = 200  # characters of the report below it


def find_parts(document: Document) -> tuple[Part, ...]:
    """The reports for other years below the first in one file, in order; empty if the file contains
    one report. Text before the first of them belongs to the file's own report."""
    title = find_title(document)
    lines = [line for line in lines_of(document.text) if line.start >= title.end]
    own_words, own_year = _without_year(title.text) or (None, None)
    titles: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for line in _titles(lines):
        told = _without_year(line.text)
        if told is not None:
            titles[told[0]].append((told[1], line))
    found: list[Part] = []
    for words, members in titles.items():
        same = words == own_words
        parts = _parts(document, members, own_year if same else None)
        if parts and same:
            return tuple(parts)
        if parts and _numbered_anew(lines, parts):
            found = max(found, parts, key=len)
    again = _parts(document, _mastheads(document, title, lines), own_year)
    if again and _numbered_anew(lines, again):
        found = max(found, again, key=len)
    return tuple(found)


def title_of(part: Part, first: str) -> str:
    """The title of a part; if it was recognised only by the lines below a title, the title
    ``first`` of the first report in the file, with the part's year."""
    told = _without_year(part.title)
    if told is not None and told[1] == part.year:
        return part.title
    years = list(_YEAR.finditer(first))
    if len(years) != 1 or years[0]["b"]:
        return first
    year = str(part.year)
    if years[0]["han"]:
        zero = next((c for c in years[0]["han"] if c in HAN_ZEROS), "〇")
        year = "".join(zero if c == "0" else HAN_ONES[int(c) - 1] for c in year)
    return f"{first[: years[0].start()]}{year}{first[years[0].end() :]}"


def _titles(lines: Sequence[Line]) -> list[Line]:
    """Lines, and pairs of lines, that may be a report's title."""
    found = []
    for at, line in enumerate(lines):
        if len(line.text) > _LONGEST or not _YEAR.search(line.text):
            continue
        if _is_title(line.text):
            found.append(line)
        elif at + 1 < len(lines):  # 南京市2031年 / 统计公报
            below = lines[at + 1]
            whole = f"{line.text}{below.text}"
            if below.start - line.end <= 2 and len(whole) <= _LONGEST and _is_title(whole):
                found.append(Line(whole, line.start, below.end))
    return found


def _is_title(line: str) -> bool:
    return bool(TITLE_END.search(line) or KIND_WORD.search(line)) and not (
        _CAPTION.match(line)
        or " | " in line
        or line[-1] in "。；：，、！？.,;:!?…"
        or numbered_heading(line, 0)
    )


def _without_year(title: str) -> tuple[str, int] | None:
    """A title without its one year, and the year (the last of a financial one)."""
    told = list(_YEAR.finditer(title))
    if len(told) != 1:
        return None
    match = told[0]
    first = int(match["a"] or han_digits(match["han"]))
    year = first
    if match["b"]:
        year = int(match["b"]) if len(match["b"]) == 4 else first // 100 * 100 + int(match["b"])
        if not first < year <= first + 1:
            return None
    words = f"{title[: match.start()]}0{title[match.end() :]}"
    return re.sub(r"[\W_]+", "", words).casefold(), year


def _mastheads(document: Document, title: Title, lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """The body's line of the head where it comes again with a date below and a text that opens with
    a year (2031年，…)."""
    head = [
        line for line in head_lines(document) if line.start >= title.end and not is_date(line.text)
    ]
    names = {_squeezed(head[a:b]) for a in range(len(head)) for b in range(a + 1, a + 4)}
    found = []
    for at in range(1, len(lines) - 1):
        date, opening = lines[at : at + 2]
        year = _YEAR.match(opening.text)
        if not year or not year["a"] or year["b"] or not is_date(date.text):
            continue
        for first in range(at - 1, max(-1, at - 4), -1):
            name = lines[first:at]
            if _squeezed(name) in names:
                label = f"{' '.join(_squeezed([line]) for line in name)} {date.text}"
                found.append((int(year["a"]), Line(label, name[0].start, date.end)))
                break
    return found[1:] if found and found[0][1].start < _SHORTEST else found


def _squeezed(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _parts(document: Document, members: Sequence[tuple[int, Line]], own: int | None) -> list[Part]:
    """Parts that ``members``, titles of the same words, begin; ``own``: the year of the report's
    title where it has the same words."""
    before = [own, *(year for year, _ in members)]
    begun = [
        (year, line) for (year, line), last in zip(members, before, strict=False) if year != last
    ]
    ends = [line.start for _, line in begun[1:]] + [len(document.text)][: len(begun)]
    kept = [
        Part(line.text, year, line.start, line.end, end)
        for (year, line), end in zip(begun, ends, strict=True)
    ]
    years = {part.year for part in kept} | ({own} if own else set())
    whole = all(part.end - part.body >= _SHORTEST for part in kept)
    return kept if whole and len(years) > 1 and len(years) == len(kept) + bool(own) else []


def _numbered_anew(lines: Sequence[Line], parts: Sequence[Part]) -> bool:
    """Whether the headings of each part begin with a first one."""
    ones = [
        line.start
        for line in lines
        if (heading := numbered_heading(line.text, line.start)) and heading.number == (1,)
    ]
    return all(any(part.body <= at < part.end for at in ones) for part in parts)
