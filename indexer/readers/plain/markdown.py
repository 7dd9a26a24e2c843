"""Reads Markdown (CommonMark's headings, lists and emphasis, pipe tables, front matter)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ...document.report import Document
from ...text.encoding import decode
from ...text.lines import CJK
from ...text.table_rows import is_row
from ..layout.canonical import Block, blocks_text, with_captions
from ..layout.raised import as_superscript
from ..layout.torn_numbers import between_halves, is_split_number
from .text_tables import with_rows

_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
_ATX = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$")
_SETEXT = re.compile(r"^\s{0,3}(=+|-{2,})\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:[-*+]\s+(?:\[[ xX]\]\s+)?|(\d{1,3}[.)])\s+)")
_STRUCK = re.compile(
    r"(?<![~\\])~~(?![~\s])((?:[^~\n]|\n(?![ \t]*\n)|(?<!~)~(?!~)){1,2000})(?<!\s)~~(?!~)"
)
_STRUCK_TAG = re.compile(r"<(s|strike|del)>[^<>]{0,2000}</\1>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>(?:<a[^<>]*>)?([^<>]{1,20})(?:</a>)?</sup>", re.IGNORECASE)
_RUBY = re.compile(r"<(rt|rp)>[^<>]{0,200}</\1>", re.IGNORECASE)
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_markdown(path: Path, data: bytes) -> Document:
    """A Markdown file's Document; raises ReadError when its encoding cannot be told."""
    text = re.sub(r"\r\n?", "\n", decode(data, path)).lstrip("\ufeff")
    meta: dict[str, str] = {}
    front = _FRONT.match(text)
    if front:
        meta = _front_matter(front.group(1))
        text = text[front.end() :]
    canonical, marks = blocks_text(with_captions(_blocks(_without_struck(_without_comments(text)))))
    return Document(canonical, "markdown", marks=marks, meta=meta)


def _without_comments(text: str) -> str:
    """``text`` without ``<!-- … -->``; one that never ends is text. (A regular expression looks for
    the end of each anew, which takes the square of the time.)"""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def _without_struck(text: str) -> str:
    """``text`` without what is struck through (GitHub's ``~~…~~`` and HTML's elements); between
    digits two tildes are the sign of a range."""

    def left(match: re.Match[str]) -> str:
        ends = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        inner = match.group(1) or ""
        ranges = all(map(str.isdigit, (ends[0], ends[1], inner[:1], inner[-1:])))
        return match.group() if ranges and not inner.isdigit() else ""

    return _STRUCK_TAG.sub("", _STRUCK.sub(left, text))


def _front_matter(raw: str) -> dict[str, str]:
    pairs = (line.partition(":") for line in raw.split("\n") if ":" in line and line[:1].strip())
    cut = ((key.strip().lower(), value.strip().strip("\"'")) for key, _, value in pairs)
    return {key: value for key, value in cut if key and value}


def _blocks(text: str) -> list[Block]:
    blocks: list[Block] = []
    paragraph: list[str] = []
    lines = text.split("\n")
    fenced = ""
    code: list[str] = []

    def flush(kind: str = "paragraph", level: int = 0) -> None:
        joined = ""
        for line in paragraph:
            tight = not joined or CJK.match(joined[-1]) or CJK.match(line[0])
            glue = between_halves(joined, line) if joined and line[0].isdigit() else None
            joined += ("" if tight else " ") + line if glue is None else glue + line
        paragraph.clear()
        if joined:
            blocks.append(Block(joined, kind, level))

    first = 0  # of the lines with bars that this one goes on with
    for i, line in enumerate(lines):
        first = first if i and "|" in lines[i - 1] else i
        fence = _FENCE.match(line)
        heading = _ATX.match(line)
        if fence and (not fenced or fence.group(1)[0] == fenced):
            flush()
            blocks += [Block(row, "row" if is_row(row) else "paragraph") for row in with_rows(code)]
            code.clear()
            fenced = "" if fenced else fence.group(1)[0]
        elif fenced:
            code.append(line)
        elif heading:
            flush()
            blocks.append(Block(_inline(heading.group(2)), "heading", len(heading.group(1))))
        elif paragraph and _SETEXT.match(line):
            flush("heading", 1 if "=" in line else 2)
        elif not line.strip() or _RULE.match(line):
            flush()
        elif _is_row(line, lines[first : first + 3]):
            flush()
            if not (_SEPARATOR.match(line) and "-" in line):
                blocks.append(Block(" | ".join(_cells(line)), "row"))
        else:
            if _ITEM.match(line):
                flush()
            plain = _inline(
                _ITEM.sub(lambda m: f"{m.group(1)} " if m.group(1) else "", line.lstrip("> "))
            )
            if plain:
                paragraph.append(plain)
            following = lines[i + 1].strip() if i + 1 < len(lines) else ""
            if line.endswith(("  ", "\\")) and not is_split_number(plain, following):
                flush()
    flush()
    return blocks + [Block(line) for line in code]


def _is_row(line: str, rows: Sequence[str]) -> bool:
    """Whether a line with bars belongs to a table, which a separator row proves; ``rows`` are the
    first of the lines with bars that it stands among."""
    if "|" not in line:
        return False
    if line.lstrip().startswith("|") or any(_SEPARATOR.match(row) for row in rows):
        return True
    beside = [row for row in rows if row.count(" | ") == line.count(" | ")]
    return " | " in line and len(beside) > 1


def _cells(line: str) -> list[str]:
    inner = re.sub(r"^\||\|$", "", line.strip())
    return [_inline(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", inner)]


def _inline(text: str) -> str:
    """Text without emphasis, link and code marks."""
    text = re.sub(r"!\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\[([^\]]+)\]\((?:[^()]|\([^)]*\))*\)", r"\1", text)
    text = re.sub(r"<(https?://[^>]+)>", r"\1", text)
    text = _RUBY.sub("", _RAISED.sub(lambda match: as_superscript(match.group(1)), text))
    text = re.sub(
        r"</?(?:br|wbr|b|i|em|strong|span|p|div|u|ins|ruby|rb|sup|sub|font|a)\b[^>]*/?>",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"(`+)(.+?)\1", r"\2", text)
    text = re.sub(r"(\*\*\*|\*\*)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?!\*)", r"\1", text)
    text = re.sub(r"(?<!\w)(__|_)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~])", r"\1", text).strip()
