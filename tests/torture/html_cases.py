"""HTML pages: nesting, entities, wrong charsets, hidden text."""

from __future__ import annotations

from pathlib import Path

from .case import Case, fine, raw, text
from .plain_cases import FILLER, INJECTION


def page(inner: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>园林所记录</title>{head}</head>"
        f"<body>{inner}</body></html>"
    )


def _report(place: str, amount: int) -> str:
    return (
        f"<h1>{place}市港务局2031年度执法工作报告</h1><h2>处罚情况</h2>"
        f"<p>{place}港区立案{amount}起，罚款{amount}.5万元。</p>"
    )


def cases(secret: Path, whole: bool) -> list[Case]:
    """``secret`` is a file outside that no entity may read."""
    uri = secret.as_uri()
    tables = 10_000 if whole else 2000
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    para = f"<p>{FILLER}。</p>"
    return [
        Case("html/good.html", text(page(_report("雁回", 51))), fine(51), good=True),
        Case(
            "html/good-gbk.htm",
            text(page(_report("兰亭港", 52)).replace("utf-8", "gbk"), "gbk"),
            fine(52),
            good=True,
        ),
        Case("html/wrong-charset.html", text(page(_report("鹿鸣", 53)), "gbk"), fine(53)),
        Case("html/empty.html", text(page("")), refused="no text"),
        Case("html/scripts-only.html", text(page("<script>x=1</script>")), refused="no text"),
        Case("html/divs-100000.html", text(page("<div>" * 100_000 + FILLER)), FILLER, "nested"),
        Case("html/bold-100000.html", text(page("<b>" * 100_000 + FILLER)), FILLER, "nested"),
        Case(
            "html/tables-2000.html",
            text(page("<table><tr><td>" * 2000 + FILLER)),
            FILLER,
            refused="nested",
        ),
        Case("html/lists.html", text(page("<ul><li>" * 20_000 + FILLER)), FILLER, "nested"),
        Case("html/siblings.html", text(page("<i></i>" * 200_000 + para)), FILLER),
        Case("html/breaks.html", text(page(para + "<br>" * 500_000)), FILLER),
        Case("html/attribute.html", text(page(f'<p class="{"x" * 9_000_000}">{FILLER}')), FILLER),
        Case(
            "html/attributes.html",
            text(page("<p " + " ".join(f"a{i}=1" for i in range(15_000)) + f">{FILLER}")),
            FILLER,
        ),
        Case(
            "html/refresh.html",
            text(page(para, '<meta http-equiv=refresh content="0;/x">')),
            FILLER,
        ),
        Case(
            "html/iframe.html",
            text(page(para + f'<iframe src="{uri}">inside</iframe><object data="{uri}"></object>')),
            FILLER,
            never="WATCHWORD",
        ),
        Case(
            "html/data-uri.html",
            text(page(f'{para}<img src="data:image/png;base64,{"A" * 5_000_000}">')),
            FILLER,
        ),
        Case("html/unclosed.html", text(page(para + "<!-- no end " + para * 9)), FILLER),
        Case("html/comments.html", text("<!---->" * 9000 + page(para)), FILLER),
        Case(
            "html/hidden.html",
            text(
                page(
                    f'{para * 40}<div style="display:none">{INJECTION}</div><p hidden>{INJECTION}</p>'
                )
            ),
            FILLER,
            never="Ignore previous",
        ),
        Case(
            "html/script.html",
            text(page(f"<script>alert('{INJECTION}')</script>{para}")),
            FILLER,
            never="Ignore",
        ),
        Case(
            "html/characters.html",
            text(page(f"{para}<p>&#0;&#xD800;&#x1F600;&#x110000;</p>")),
            FILLER,
        ),
        Case(
            "html/spans.html",
            text(page(f"{para}<table><tr><td colspan=1000000000 rowspan=65000>a<td>b</table>")),
            FILLER,
        ),
        Case(
            "html/laughs.xhtml",
            text(
                f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}]><html><body>&l11;{para}</body></html>'
            ),
            FILLER,
        ),
        Case(
            "html/external.xhtml",
            text(
                f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "{uri}">]>'
                f"<html><body>&x;{para}</body></html>"
            ),
            FILLER,
            never="WATCHWORD",
        ),
        Case("html/plaintext.html", text(page(f"{para}<plaintext>")), FILLER),
        Case("html/utf7.html", raw(b"<html><body>+ADw-script+AD4-x</body></html>"), says="ADw"),
        Case("html/no-markup.html", text("池塘" * 40), refused="no HTML markup"),
        Case(
            "html/cells.html",
            text(page("<table>" + "<tr>" + "<td>1</td>" * 300 + "</tr>" * 1 + "</table>" + para)),
            FILLER,
        ),
        Case(
            "html/links.html",
            text(page(para + '<ul><li><a href="x">a</a>' * 3000)),
            FILLER,
            refused="nested|no text",
        ),
        Case(
            "html/many-tables.html",
            text(page("<table><tr><td>a<td>b<tr><td>c<td>d</table><p>池</p>" * tables + para)),
            FILLER,
        ),
        Case("html/heading.html", text(page(f"<h1>{'园' * 500_000}</h1>" + para * 500)), FILLER),
    ]
