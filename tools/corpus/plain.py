"""Sample reports as HTML, Markdown and plain text."""

from __future__ import annotations

import html
import re

from .markup import Block, Source, tables

NAVIGATION = {
    "zh": ("网站首页", "机构概况", "政务公开", "办事服务", "互动交流"),
    "fr": ("Accueil", "L'agence", "Publications", "Contact"),
}
FOOTER = {
    "zh": "版权所有：本站（样本网页） 网站标识码：0000000000 技术支持：PolicyQA 样本语料",
    "fr": "Mentions légales | Plan du site | Page d'exemple",
}
TAGS = {"title": "h1", "caption": 'p class="caption"', "signature": 'p class="signature"'}


def _element(block: Block) -> str:
    if block.kind == "heading":
        tag = f"h{block.level + 1}"
    else:
        tag = TAGS.get(block.kind, "p")
    return f"<{tag}>{html.escape(block.text, quote=False)}</{tag.split()[0]}>"


def _html_table(rows: list[Block]) -> str:
    lines = []
    for number, row in enumerate(rows):
        tag = "th" if number == 0 else "td"
        lines.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row.cells) + "</tr>")
    return "<table>\n" + "\n".join(lines) + "\n</table>"


def _metadata(source: Source) -> str:
    cells = [f"<td>{key}：</td><td>{html.escape(value)}</td>" for key, value in source.meta]
    pairs = [cells[start : start + 2] for start in range(0, len(cells), 2)]
    rows = "\n".join(f"<tr>{''.join(pair)}</tr>" for pair in pairs)
    return f'<table class="metadata">\n{rows}\n</table>'


def write_html(source: Source) -> bytes:
    """A page like those of public bodies: navigation, metadata table, article, footer."""
    encoding = source.options.get("encoding", "utf-8")
    charset = "gb2312" if encoding == "gb18030" else encoding
    links = " ".join(f'<a href="#">{name}</a>' for name in NAVIGATION[source.language])
    body = [
        _html_table(item) if isinstance(item, list) else _element(item)
        for item in tables(source.blocks)
    ]
    page = [
        "<!DOCTYPE html>",
        f'<html lang="{source.language}">',
        f'<head><meta charset="{charset}"><title>{html.escape(source.title)}</title></head>',
        "<body>",
        f'<div class="header"><nav>{links}</nav></div>',
        _metadata(source),
        '<div class="article">',
        *body,
        "</div>",
        f'<div class="footer"><footer>{FOOTER[source.language]}</footer></div>',
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(page).encode(encoding)


def _markdown_table(rows: list[Block]) -> str:
    lines = ["| " + " | ".join(row.cells) + " |" for row in rows]
    lines.insert(1, "|" + " --- |" * len(rows[0].cells))
    return "\n".join(lines)


def write_markdown(source: Source) -> bytes:
    """Markdown with ATX headings."""
    marks = {"title": "# ", "note": "> ", "item": "- "}
    parts = []
    for item in tables(source.blocks):
        if isinstance(item, list):
            parts.append(_markdown_table(item))
        elif item.kind == "heading":
            parts.append("#" * (item.level + 1) + " " + item.text)
        else:
            parts.append(marks.get(item.kind, "") + item.text)
    return ("\n\n".join(parts) + "\n").encode()


def _wrap(text: str, width: int) -> str:
    """Lines of at most ``width`` characters that do not cut a number or a word."""
    lines = [""]
    for piece in re.findall(r"[A-Za-z0-9.%]+|.", text):
        if len(lines[-1]) + len(piece) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def write_text(source: Source) -> bytes:
    """Plain text; ``@wrap n`` breaks lines after n characters, GB18030 files end lines in CRLF."""
    encoding = source.options.get("encoding", "utf-8")
    width = int(source.options.get("wrap", 0))
    indent = "　　" if source.language == "zh" else "　" if source.language == "ja" else ""
    parts = []
    for block in source.blocks:
        text = indent + block.text if block.kind == "paragraph" else block.text
        parts.append(_wrap(text, width) if width and block.kind == "paragraph" else text)
    text = "\n\n".join(parts) + "\n"
    return (text.replace("\n", "\r\n") if encoding == "gb18030" else text).encode(encoding)
