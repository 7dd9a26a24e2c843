"""Reads HTML pages: the main text with its headings and tables, without menus and footers."""

from __future__ import annotations

import re
from pathlib import Path

import lxml.html
from lxml import etree

from indexer.errors import ReadError

from ...document.report import Document
from ...text.encoding import decode
from ...text.lines import clean_line, on_one_line
from ...text.plain_digits import GROUP_SPACES
from ...text.scripts import has_han
from ...text.table_rows import place_cells, rows_of
from ..layout.canonical import Block, blocks_text, with_captions
from ..layout.torn_numbers import cell_text, joined_lines
from .body import is_title_alone, keep_body
from .struck import drop_struck

_INLINE = frozenset(
    (
        "a abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q rp rt ruby "
        "s samp small span strike strong sub sup time tt u var wbr img "
    ).split()
)
# A line that a site puts beside the text: where the reader is, buttons, the legal notice.
_BOILERPLATE = re.compile(
    r"^(?:(?:您?(?:现在|当前)?的?(?:当前)?位置|当前位置)\s*[:：].*|(?:[\[【(（]?\s*(?:打印|关闭|收藏|分享|字号|大|中|小|繁體?|返回顶部|"
    r"(?:关闭|打印)(?:本页|窗口|此页)|返回|下载|我要纠错)\s*[\]】)）]?[\s|/]*)+|扫一?扫.{0,24}|"
    r"(?:上|下)一[篇页条]\s*[:：]?.*|(?:责任编辑|浏览次数|阅读次数|点击数|访问量|字体|分享到)\s*[:：]?.{0,40}|相关(?:文件|链接|阅读|新闻|解读)\s*[:：]?|"
    r"版权所有.{0,80}|.{0,30}(?:ICP备|公网安备).{0,60}|(?i:share|print|back to top|skip to (?:main )?content|"  # noqa: E501
    r"(?:we use|this (?:web)?site uses) cookies.{0,200}|previous|next))$"
)
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding=[\"']([\w.-]+)",
    re.IGNORECASE,
)
_LABEL = (
    r"(索\s*引\s*号|发布机构|发布单位|发文机关|发文机构|公开主体|制发机关|主办单位|发文日期|成文日期|生成日期|发布日期|公开日期|标\s*题|名\s*称|"
    r"文\s*号|发文字号|文件编号|主题分类|主\s*题\s*词|有\s*效\s*性|公开方式|公开范围|信息来源|来\s*源|失效日期|生效日期|统一登记号|"
    r"発行者|発行元|発行日|公表日|文書番号|"
    r"(?i:émetteur|éditeur|référence|date(?: de publication)?|publié le|publisher|published|"
    r"issued by|reference|document no\.?|herausgeber|datum|aktenzeichen|veröffentlicht am|emisor|"
    r"fecha(?: de publicación)?|referencia|subject|sujet))"
)
_WHITE = re.compile(rf"[^\S\v\u3000{GROUP_SPACES}]+")
_LABELS = re.compile(_LABEL + r"\s*[:：]?$")
_LABEL_WITHIN = re.compile(r"(?:^|(?<=[\s|｜]))" + _LABEL + r"\s*[:：]")


def read_html(path: Path, data: bytes) -> Document:
    """An HTML page's Document; raises ReadError when it holds no text."""
    found = _CHARSET.search(data[:4096])
    declared = (found.group(1) or found.group(2)).decode("ascii", "replace") if found else None
    text = decode(data, path, declared)
    root = _parsed(path, text.encode("utf-8", "replace"))
    meta = _meta(root)
    scripted = next(root.iter("script", "noscript"), None) is not None
    drop_struck(root)
    keep_body(root)
    walker = _Walker(meta)
    walker.walk(root)
    walker.flush()
    blocks = _without_details(walker.blocks, meta)
    canonical, marks = blocks_text(with_captions(blocks))
    if not canonical and root.find(".//frame") is not None:
        raise ReadError(
            f"{path}: only a frameset that refers to other pages; save the page inside the frame"
        )
    if not canonical:
        raise ReadError(
            f"{path}: the HTML contains no text (filled in by a script?); print it to PDF first"
        )
    if scripted and is_title_alone(root):
        raise ReadError(
            f"{path}: the HTML contains only its title, as its text is filled in by a script; "
            "open the page and print it to PDF"
        )
    return Document(canonical, "html", marks=marks, meta=meta)


def _parsed(path: Path, data: bytes) -> lxml.html.HtmlElement:
    """The page's tree. libxml2 drops elements that are nested deeper or are longer than its limits
    and continues: such a page is parsed with wider limits, and refused if these are exceeded
    too."""
    for huge in (False, True):
        parser = lxml.html.HTMLParser(
            encoding="utf-8",
            no_network=True,
            remove_comments=True,
            remove_pis=True,
            huge_tree=huge,
        )
        try:
            root = lxml.html.document_fromstring(data, parser=parser)
        except (etree.LxmlError, ValueError) as error:
            raise ReadError(f"{path}: the HTML contains no text; save the page again") from error
        if all(entry.type_name != "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            return root
    raise ReadError(f"{path}: the HTML is too deeply nested to read; print it to PDF")


def _without_details(blocks: list[Block], meta: dict[str, str]) -> list[Block]:
    """``blocks`` without the site's own lines around the text; metadata at the head goes to
    ``meta``.

    Metadata are lines ``发布机构：…``, or a label and its value on one line each, at least two of
    them.
    """
    blocks = [
        b for b in blocks if not (b.kind == "paragraph" and _BOILERPLATE.match(b.text.strip()))
    ]
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        pairs, end = _details_from(blocks, at)
        if len(pairs) >= 2 and len(out) <= _HEAD_BLOCKS:
            for key, value in pairs:
                meta.setdefault(key, value)
            at = end
        else:
            out.append(blocks[at])
            at += 1
    return out


_HEAD_BLOCKS = 12


def _details_from(blocks: list[Block], at: int) -> tuple[list[tuple[str, str]], int]:
    """Details on the lines from ``at`` on, and where they end."""
    pairs: list[tuple[str, str]] = []
    while at < len(blocks) and blocks[at].kind == "paragraph" and len(blocks[at].text) < 200:
        text = re.sub(r"[\u3000\xa0]", " ", blocks[at].text).strip()
        own = _pairs(text)
        if own:
            pairs += own
            at += 1
            continue
        follows = at + 1 < len(blocks) and blocks[at + 1].kind == "paragraph"
        value = blocks[at + 1].text.strip() if follows else ""
        if not _LABELS.fullmatch(text) or not re.search(r"[:：]$", text):
            break
        if not value or len(value) > 80 or _LABELS.match(value):  # a label without a value
            at += 1
            continue
        pairs.append((_key(text), value))
        at += 2
    return pairs, at


def _pairs(line: str) -> list[tuple[str, str]]:
    """The details of a line that holds nothing else: ``发布日期：2025-01-08 来源：某局``."""
    known = list(_LABEL_WITHIN.finditer(line))
    if not known or known[0].start() > 0:
        return []
    found = []
    for match, after in zip(known, [*known[1:], None], strict=True):
        value = line[match.end() : after.start() if after else len(line)]
        value = re.split(
            r"\s+(?=(?:浏览次数|阅读|字体|点击|访问|【|分享))|[|｜]\s*$", value.strip()
        )[0]
        if value.strip():
            found.append((_key(match.group(1)), value.strip(" |｜")))
    return found


def _meta(root: lxml.html.HtmlElement) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("name") or node.get("property") or "").strip().lower()
        value = (node.get("content") or "").strip()
        if name and value and not name.startswith(("viewport", "robots", "renderer", "generator")):
            meta.setdefault(name, value)
    for link in root.iter("link"):  # RFC 6596
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            meta.setdefault("canonical", link.get("href").strip())
    title = root.find(".//title")
    if title is not None and title.text_content().strip():
        meta["title"] = " ".join(title.text_content().split())
    if meta.get("articletitle"):  # without the name of the site that <title> adds
        meta["title"] = meta["articletitle"]
    if root.get("lang"):
        meta.setdefault("lang", root.get("lang"))
    return meta


class _Walker:
    """Collects blocks in reading order; inline elements run on in the paragraph at hand."""

    def __init__(self, meta: dict[str, str]) -> None:
        self.blocks: list[Block] = []
        self._meta = meta
        self._parts: list[str] = []

    def flush(self, kind: str = "paragraph", level: int = 0) -> None:
        # White space in HTML source is layout; only <br> (kept as \v till here) ends a line.
        raw = _WHITE.sub(" ", "".join(self._parts))
        self._parts.clear()
        lines = joined_lines(line.strip() for line in raw.split("\v"))
        if kind == "heading":
            lines = ["".join(line for line in lines)] if has_han(raw) else [" ".join(lines)]
        self.blocks += [Block(line, kind, level) for line in lines if line.strip()]

    def walk(self, node: lxml.html.HtmlElement) -> None:
        self._parts.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                self._child(child)
            self._parts.append(child.tail or "")

    def _child(self, child: lxml.html.HtmlElement) -> None:
        tag = child.tag.lower()
        if tag == "br":
            self._parts.append("\v")
        elif tag in _INLINE:
            self.walk(child)
        elif tag == "table":
            self.flush()
            self._table(child)
        else:
            self.flush()
            self.walk(child)
            level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
            self.flush(
                "caption"
                if tag in ("caption", "figcaption")
                else "heading"
                if level
                else "paragraph",
                level,
            )

    def _table(self, table: lxml.html.HtmlElement) -> None:
        rows = [
            [cell for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
            if next(row.iterancestors("table")) is table
        ]
        # A table of one cell, or one that holds paragraphs or tables, is there for layout.
        nested = table.find(".//table") is not None
        if nested or all(len(cells) <= 1 for cells in rows):
            for cells in rows:
                for cell in cells:
                    self.walk(cell)
                    self.flush()
            return
        texts = [[_cell(cell) for cell in cells] for cells in rows]
        if self._is_metadata(texts):
            return
        caption = table.find("caption")
        if caption is not None:
            self.blocks.append(Block(_cell(caption), "caption"))
        spans = [[(_span(cell, "rowspan"), _span(cell, "colspan")) for cell in row] for row in rows]
        placed = place_cells(
            [
                [(text, *span) for text, span in zip(row, own, strict=True)]
                for row, own in zip(texts, spans, strict=True)
            ]
        )
        self.blocks += [Block(line, "row") for line in rows_of(placed)]

    def _is_metadata(self, rows: list[list[str]]) -> bool:
        """Takes a table of labels and values into the metadata."""
        pairs: dict[str, str] = {}
        cells = [cell for row in rows for cell in row if cell]
        for i, cell in enumerate(cells):
            label, _, value = cell.partition("：") if "：" in cell else cell.partition(":")
            if _LABELS.match(label.strip()) and value.strip():
                pairs[_key(label)] = value.strip()
            elif _LABELS.match(cell) and i + 1 < len(cells) and not _LABELS.match(cells[i + 1]):
                pairs[_key(cell)] = cells[i + 1]
        labels = sum(
            bool(_LABELS.match(cell) or _LABELS.match(re.split("[:：]", cell)[0])) for cell in cells
        )
        if len(pairs) < 2 or labels < 0.35 * len(cells):
            return False
        self._meta.update(pairs)
        return True


def _span(cell: lxml.html.HtmlElement, name: str) -> int:
    """A cell's span; 1 where none or nonsense is told."""
    match = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return max(1, int(match.group(1))) if match else 1


def _key(label: str) -> str:
    """A label as metadata key: Chinese ones without spaces, others in lower case."""
    plain = label.strip(" :：")
    return re.sub(r"\s", "", plain) if has_han(plain) else plain.lower()


def _cell(cell: lxml.html.HtmlElement) -> str:
    for br in cell.iter("br"):
        br.tail = "\u2028" + (br.tail or "")
    text = cell.text_content()
    return clean_line(cell_text(on_one_line(line) for line in text.split("\u2028")))
