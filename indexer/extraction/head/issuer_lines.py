"""Lines that name an issuer beside other things: a date, a label, an office holder, a print note.

The head and the end of a Chinese report, and the fields that a web page prints above its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...document.joint_issuers import is_joint, issuers_of, join_issuers
from ...document.report import Document
from ...text.numerals import HAN_TENS, HAN_YEAR, HAN_ZEROS
from .masthead import head_lines, is_date, is_institution, lines_of

_HAN = r"\u4e00-\u9fff"
YEAR = rf"(?:(?:19|20)\d\d|{HAN_YEAR})"
_DAY = rf"[\d{HAN_ZEROS}{HAN_TENS}]{{1,3}}"
_ERA = r"(?:令和|平成|昭和)\s?(?:元|\d{1,2})"
_DATE = rf"(?:{YEAR}|{_ERA})\s?[年./-]\s?{_DAY}\s?(?:[月./-](?:\s?{_DAY}\s?日?)?|(?=$))"
_DATE_BEHIND = re.compile(rf"[\s,，|｜（(]{{0,8}}{_DATE}\s?[）)]?$")
_DATE_BEFORE = re.compile(rf"^{_DATE}[\s|｜]{{0,8}}")
_WITHIN = re.compile(r"[（(【]([^（(【）)】]+)[）)】]$")
_ASIDE = re.compile(r"[（(][^（()）]{0,12}[）)]$")
_HOLDER = re.compile(
    rf"(?:党组书记、?|党委书记、?)?代?(?:局长|厅长|署长|部长|主任|省长|市长|县长|区长|州长|镇长|乡长|院长|检察长)"
    rf"(?!办公|会)\s?[{_HAN}·]{{2,8}}$"
)
# Labels of an issuer, wherever they stand near the beginning, and those that count in a head alone.
_LABELS = (
    "发布机构|发布单位|发文机关|发文机构|发文单位|制发机关|印发机关|主办单位|编制单位|编制机关|编制部门|编写单位|"
    "发布人|填报单位|报送单位|报告单位|公开单位|公开主体|单位名称|責任單位|發布機構|發布單位|編制單位"
)
_HEAD_LABELS = f"{_LABELS}|信息来源|来源|供稿单位|供稿|作者"
# What follows an issuer in the same line: another field of the page.
_NEXT_FIELD = re.compile(
    r"[|｜；;【\[<A-Za-z]|(?:发布|成文|发文|公开|公布|生成|更新|印发|上传|录入|报送|填报)?(?:日期|时间)\s?[：:]|"
    r"(?:浏览|点击|阅读|访问)(?:次数|量|数|人数)?\s?[：:]|"
    rf"(?:字[号体]|作者|责任编辑|编辑|审核|文号|索引号|来源|信息来源|签发人?)\s?[：:]|{YEAR}\s?[年./-]"
)
# A document's print note (GB/T 9704-2012, 7.4): who gets copies, who had it printed and when.
_PRINT_NOTE = re.compile(
    r"[（(]?(?:抄\s?[送报]|主\s?送|分\s?送|主\s?题\s?词|联\s?系\s?(?:人|电话)|附\s?件|此件|信息公开|"
    r"公开(?:属性|方式|选项)|共印|校对|打印)"
)
_PRINTED_BY = re.compile(rf"([{_HAN}（）()]{{4,30}})\s{{0,8}}{_DATE}\s?(?:印\s?发|印\s?制)$")
_MADE = re.compile(r"\s?(?:编印|编制|编写|编|印制|印发|发布|供稿|提供|制)$")
_CLOSING = re.compile(r"^(?:特此|专此|以上|此致)[^。]{0,8}[。.]\s?")
_LONGEST = 120  # characters; a longer line is no line of names


def issuer_part(line: str) -> str:
    """``line`` without the date, the brackets around it all, or the office holder's name that it
    prints beside a body's name."""
    if len(line) > _LONGEST:
        return line
    text = line.strip()
    within = _WITHIN.match(text)
    text = within.group(1).strip() if within else text
    if is_date(text):
        return text
    text = _DATE_BEFORE.sub("", _DATE_BEHIND.sub("", text))
    text = _HOLDER.sub("", text).strip(" \u3000|｜,，、")
    made = _MADE.sub("", text)
    return made if is_body(made) else text


def is_body(line: str) -> bool:
    """Whether a whole line is the name of one body, or of several."""
    return is_institution(line) or is_joint(line)


def bodies_in_field(value: str) -> str:
    """The bodies that a field's value opens with, joined; ``""`` where it opens otherwise."""
    plain = " ".join(value.split())[:_LONGEST]
    after = _NEXT_FIELD.search(plain)
    plain = issuer_part(plain[: after.start()] if after else plain)
    for text in (plain, _ASIDE.sub("", plain), plain.partition(" ")[0]):
        if is_body(text):
            return join_issuers(issuers_of(text))
    return ""


def labelled_issuer(document: Document) -> str:
    """The issuer that a field near the document's beginning names (``发布机构：…``), or ``""``."""
    head = [line.text for line in head_lines(document)]
    opening = [line.text for line in lines_of(document.text[:1500])]
    return _labelled(opening, _LABELS) or _labelled(head, _HEAD_LABELS)


def _labelled(lines: Iterable[str], labels: str) -> str:
    pattern = re.compile(rf"(?:^|(?<=[\s|｜（(\d日]))(?:{labels})\s?[：:|｜]\s?")
    for line in lines:
        for label in pattern.finditer(line[:400]):
            named = bodies_in_field(line[label.end() : label.end() + _LONGEST])
            if named:
                return named
    return ""


def issuer_beside_title(document: Document) -> str:
    """The issuers that stand by the title, on one line or on lines that follow each other."""
    found: list[str] = []
    end = 0
    for line in head_lines(document):
        text = issuer_part(line.text)
        if is_body(text) and (not found or line.start - end <= 2):
            found.append(text)
            end = line.end
        elif found:
            break
    return issuers_on_lines(found)


def signature_issuer(document: Document) -> str:
    """The institution in the last lines, where a date or the text's end follows it; else ``""``."""
    every = [line.text for line in lines_of(document.text[-900:])]
    printed = [match for line in every[-6:] if (match := _PRINTED_BY.match(line))]
    kept = [line for line in every if not _PRINT_NOTE.match(line) and not _PRINTED_BY.match(line)]
    return _signed(kept[-6:]) or (_printer(printed[-1].group(1)) if printed else "")


def _signed(lines: list[str]) -> str:
    """The body, or the bodies, that sign with ``lines``, the last of a document."""
    for at in range(len(lines) - 1, 0, -1):
        line = lines[at]
        if is_date(line):
            continue
        name = _labelled([line], _HEAD_LABELS) or issuer_part(_CLOSING.sub("", line))
        dated = name != line.strip() and not _HOLDER.search(line)
        name = _ASIDE.sub("", name)
        closes = dated or at == len(lines) - 1 or any(map(is_date, lines[at + 1 :]))
        if closes and len(name) <= 30 and is_body(name):
            first = at
            while first and len(lines[first - 1]) <= 30 and is_body(lines[first - 1]):
                first -= 1
            return issuers_on_lines([*lines[first:at], name])
        if closes and len(name) <= 90 and is_joint(name):
            return join_issuers(issuers_of(name))
    return ""


def _printer(name: str) -> str:
    """The body whose office had a document printed; a government's office may issue its own."""
    whole = name.removesuffix("办公室")
    return whole if is_institution(whole) and not whole.endswith("政府") else name


def issuers_on_lines(lines: list[str]) -> str:
    """The bodies that stand on ``lines``, one or several on each; a line that only adds a part to
    the body above (``某市公安局`` / ``某区分局``) is no other body."""
    bodies = [body for line in lines for body in issuers_of(line)]
    if len(bodies) > 1 and re.search(r"^[^省市县区]{0,6}(?:分局|支队|大队|办公室)$", bodies[-1]):
        return "".join(bodies)
    return join_issuers(bodies)
