"""What a part of a saved page contains: report text, text of the site, or something else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

MOST_SCRIPT = 4_000_000  # characters of scripts and style sheets that are looked through
_DROP = (
    "script style noscript template iframe object svg form button select nav header "
    "footer aside head input textarea video audio "
).split()
CHROME = re.compile(
    r"(?:^|[-_\s])(?:nav|menu|navbar|footer|foot|header|sidebar|breadcrumbs?|crumbs?|related|share|copyright|"
    r"pagination|pager|toolbar|advert|ads?|banner|comments?|skip|login|search|cookies?|consent|gdpr|"
    r"qrcode|bshare|jiathis|xgwj|xglj|xgyd|dqwz|weizhi)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert")
)
# Words of the names (classes, ids) of elements that hide something else than the article.
NOT_BODY = frozenset(
    "template tmpl tpl keyword keywords seo popup pop modal dialog layer mask toast tooltip tip "
    "tips share print copy backup draft old qr qrcode recommend promo sponsor disclaimer privacy "
    "subscribe ad ads advert banner comment comments nav menu footer related 广告 关键词 "
    "模板 弹窗 推广".split()
)
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[\u4e00-\u9fff]+")
# Sentences that a site says of itself and of the reader's browser.
_SITE_WORDS = re.compile(
    r"(?i)javascript|脚本|浏览器|browser|cookie|版权|copyright|all rights|备案|技术支持|加载|"
    r"loading|请稍候|扫一扫|客户端|登录|验证码|您|提交成功|请输入|请选择"
)
_BLOCKS = frozenset("p div li td th br h1 h2 h3 section title".split())
_STOP = re.compile(r"[。！？；]|[.!?](?=\s|\Z)|\n")
_DETAILS = re.compile(
    r"索\s*引\s*号|发文字号|成文日期|发布机构|主题分类|(?i:date de publication|reference no)"
)


def drop_furniture(root: HtmlElement) -> None:
    total = max(ink(root), 1)
    for node in list(root.iter(*_DROP)):
        # Some pages wrap everything in one <form>, and a page's only heading may be in a <header>.
        if node.getparent() is None:
            continue
        if node.tag == "form" and ink(node) > 0.5 * total:
            continue
        if node.tag == "header" and (node.find(".//h1") is not None) and node.find(".//a") is None:
            continue
        node.drop_tree()


def weight(node: HtmlElement) -> int:
    """Characters of ``node`` in complete sentences and in rows with figures; 0: no report text."""
    found = sum(map(len, sentences(text_of(node))))
    rows = [row.text_content() for row in node.iter("tr") if len(row) > 1]
    if len(rows) > 1 and not any(map(_DETAILS.search, rows)):
        found += sum(len(row) for row in rows if re.search(r"\d", row))
    return found


def plain_ink(root: HtmlElement) -> int:
    """Characters of the page without its headings and its table of metadata."""
    aside = [
        node
        for node in root.iter("h1", "h2", "h3", "title", "table")
        if node.tag != "table" or _DETAILS.search(node.text_content())
    ]
    return ink(root) - sum(map(ink, aside))


def sentences(text: str) -> Iterator[str]:
    """The complete sentences of ``text``, except those that a site says about itself."""
    start = 0
    for stop in _STOP.finditer(text):
        sentence = text[start : stop.end()].strip()
        start = stop.end()
        least = 8 if re.search(r"[\u3040-\u9fff]", sentence) else 26
        if stop.group() != "\n" and len(sentence) >= least and not _SITE_WORDS.search(sentence):
            yield sentence


def text_of(node: HtmlElement) -> str:
    """The words of ``node``; blocks end a line."""
    parts: list[str] = []
    for event, item in etree.iterwalk(node, events=("start", "end")):
        if not isinstance(item.tag, str):
            continue
        if event == "start":
            parts.append(item.text or "")
        else:
            if item.tag in _BLOCKS:
                parts.append("\n")
            if item is not node:
                parts.append(item.tail or "")
    return "".join(parts)


def is_other(node: HtmlElement) -> bool:
    """Whether names of ``node``, or of an element around it, show that it is not part of the
    article."""
    if CHROME.search(names(node)) or node.get("role") in ROLES:
        return True
    around = (outer for outer in node.iterancestors() if outer.tag not in ("body", "html"))
    return any(not NOT_BODY.isdisjoint(words(names(part))) for part in (node, *around))


def words(names: str) -> set[str]:
    return {word.lower() for word in _NAME_WORD.findall(names)}


def names(node: HtmlElement) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''}"


def ink(node: HtmlElement) -> int:
    return sum(len(text.strip()) for text in node.itertext("*") if text)
