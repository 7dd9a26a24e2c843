"""Markdown drafts: what of them is prose, and where a footnote's mark may stand.

Both keep every offset: what is no prose becomes blanks of the same length for the checker, and the
draft itself is only ever added to. Blocks are found by markdown-it (CommonMark with tables).
"""

from __future__ import annotations

import re
from bisect import bisect_right

from markdown_it import MarkdownIt

_FRONT = re.compile(r"---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_NOTE = re.compile(r"^ {0,3}\[\^[^\]\n]+\]:[^\n]*(?:\n[ \t]{2,}\S[^\n]*)*", re.M)
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\^\n]+\]:[ \t]*\S[^\n]*$", re.M)
_MATH = re.compile(r"^\$\$.*?^\$\$[ \t]*$", re.S | re.M)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_INLINE = re.compile(
    r"(`+)(?!`).+?(?<!`)\1(?!`)|!?\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])|"
    r"<[A-Za-z/!][^>\n]*>|https?://[^\s<>，。；、）】”’]+|\$[^$\n]+\$|\[\^[^\]\n]+\]"
)
_PROSE_IN_CODE = re.compile(r"[\u4e00-\u9fff][。；！？]")
# A line of running Latin text that goes on in the next: long, no final stop, next in lower case.
_WRAPPED = re.compile(
    r"(?<=[A-Za-z0-9,;:)\"'’”%-])[ \t]*\r?\n(?:[ \t]*(?:>[ \t]*)*)"
    r"(?=[a-z0-9(£$€\"'‘“])(?!\d+[.)][ \t])"
)
_WRAP_WIDTH = 50


def prose(text: str) -> str:
    """``text`` with front matter, code, comments, notes and definitions blanked, and wrapped lines
    of Latin text joined; every character keeps its offset."""
    starts = [0, *(m.end() for m in re.finditer("\n", text))]
    hidden: list[tuple[int, int]] = []
    front = _FRONT.match(text)
    if front:
        hidden.append(front.span())
    for token in MarkdownIt("commonmark").enable("table").parse(text.replace("\r", " ")):
        if token.type not in ("fence", "code_block", "html_block") or not token.map:
            continue
        first, after = token.map
        span = (starts[first], starts[after] if after < len(starts) else len(text))
        # Many a draft indents its paragraphs by four blanks, which is code to Markdown.
        if token.type != "code_block" or not _PROSE_IN_CODE.search(text[slice(*span)]):
            hidden.append(span)
    for pattern in (_NOTE, _DEFINITION, _MATH, _COMMENT):
        hidden += [m.span() for m in pattern.finditer(text)]
    pieces = list(text)
    for start, end in hidden:
        pieces[start:end] = [c if c in "\r\n" else " " for c in text[start:end]]
    return _unwrapped("".join(pieces))


def _unwrapped(text: str) -> str:
    def join(match: re.Match[str]) -> str:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        table = line.lstrip().startswith("|") or line.lstrip().startswith("#")
        return match[0] if table or len(line) < _WRAP_WIDTH else " " * len(match[0])

    return _WRAPPED.sub(join, text)


class Marks:
    """Places for footnote marks in a Markdown text: never inside a link, code or an address."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = [m.span() for m in _INLINE.finditer(text)]
        self._starts = [start for start, _ in self._spans]

    def after(self, end: int) -> int:
        """The first place at or after ``end`` where a mark may stand."""
        at = bisect_right(self._starts, end - 1) - 1
        if at >= 0 and self._spans[at][0] < end < self._spans[at][1]:
            end = self._spans[at][1]
        return end

    def guard(self, place: int) -> str:
        """What must follow a mark at ``place``: before a parenthesis it would make a link."""
        return "\\" if self._text[place : place + 1] == "(" else ""
