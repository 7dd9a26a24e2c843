"""The details of a report: title, issuer, region, reporting year, kind and date.

They are read from the file's metadata, the head, the title, the signature and the first sentences;
``corpus.toml`` sets or corrects any of them. What is not found stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..document.publication import publication_fields
from ..document.report import Details, Document, Section
from ..gazetteer.regions import find_region
from ..sandbox.file_names import composed
from ..text.eras import era_year
from ..text.language import detect_language
from ..text.letterhead import document_number, is_letterhead_line
from ..text.numerals import FULL_WIDTH_DIGITS, HAN_TENS, HAN_YEAR, han_digits, ordinal
from ..text.scripts import has_han
from .head.issuer import find_issuer
from .head.masthead import KIND_WORD, SAMPLE, find_title, head_lines, is_institution, lines_of

_HAN_YEAR = re.compile(rf"{HAN_YEAR}(?=年)")
_HAN_DAY = re.compile(rf"({HAN_YEAR})年([{HAN_TENS}]{{1,2}})月([{HAN_TENS}]{{1,3}})日")
_PLAN_SPAN = re.compile(r"[（(]?\d{4}\s*年?\s*[-—–－~～至]{1,2}\s*\d{4}\s*年[）)]?")
# Two years that one reporting year lies in (2029—2030年度), by which a year of a plan is no year.
_ACADEMIC = re.compile(
    r"((?:19|20)\d{2})\s?年?\s?[-—–－~～至]{1,2}\s?((?:19|20)\d{2})\s?(?:年度|学年)"
)
_FINANCIAL = re.compile(r"\b((?:19|20)\d{2})\s*[/–-]\s*(\d{4}|\d{2})(?![\d.])(?!-\d)")
# Not the first part of a number such as 2018-23-51.
_YEAR = re.compile(
    r"(?<![\d.,£$€¥])((?:19|20)\d{2})(?![\d.,]\d|\d|件|人|家|万|元|号)"
    r"(?!\s?[–-]\s?(?:1[3-9]|[2-9]\d)\s?[–-]\s?\d)"
)
# A line that gives the period reported on and nothing else.
_PERIOD_LINE = re.compile(
    r"(?i)[（(\[]?\s?(?:(?:année|exercice|ejercicio|año|berichtsjahr|geschäftsjahr|jahr|"
    r"(?:fiscal |financial )?year|fy)\s?:?\s)?(?:(?:19|20)\d\d(?:[/–-]\d{2,4})?|"
    rf"{HAN_YEAR}|(?:令和|平成|昭和)\s?(?:元|\d{{1,2}}))"
    r"\s?(?:年度?|会计年度)?\s?[）)\]]?$"
)
# Among Chinese characters a bare 1960 is as likely a count; 年 or a date makes it a year.
_YEAR_HAN = re.compile(
    r"(?<![\d.,])((?:19|20)\d{2})(?=\s*年|[-/.]\d|\s+[A-Z\u4e00-\u9fff]|[”》）)]|$)"
)
_IMPRINT_DATE = re.compile(
    r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*[月./-](?:\s*\d{1,2}\s*日?)?|"
    rf"{HAN_YEAR}年[{HAN_TENS}]{{1,2}}月(?:[{HAN_TENS}]{{1,3}}日)?"
)
_ERA = re.compile(r"(令和|平成|昭和)\s*(元|\d{1,2})\s*年")
# A year that something is compared with is not the one reported on.
_SINCE = re.compile(
    r"(?i)\b(?:since|depuis|seit|desde)\s+(?:19|20)\d\d(?:[/–-]\d\d)?|自(?:19|20)\d\d年(?:以来|起)"
)
_MONTHS = (
    "january|janvier|januar|jänner|enero|jan",
    "february|février|februar|febrero|feb",
    "march|mars|märz|marzo|mar",
    "april|avril|abril|apr",
    "may|mai|mayo",
    "june|juin|juni|junio|jun",
    "july|juillet|juli|julio|jul",
    "august|août|agosto|aug",
    "september|septembre|septiembre|sept|sep",
    "october|octobre|oktober|octubre|oct|okt",
    "november|novembre|noviembre|nov",
    "december|décembre|dezember|diciembre|dec|dez",
)
_MONTH = "(?:" + "|".join(_MONTHS) + r")\b"
_NUMERIC_DATE = re.compile(
    r"((?:19|20)\d{2})\s*[年\-./]\s*(\d{1,2})\s*(?:[月\-./]\s*(\d{1,2})\s*日?|月)(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?({_MONTH})\.?,?\s+(?:de\s+)?((?:19|20)\d{{2}})\b",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d{{2}})\b", re.I
)
# DIN 5008; with slashes the order differs by country, so those are not read.
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?((?:19|20)\d{2})(?![\d.])")
_DATE_KEYS = ("成文日期", "发文日期", "发布日期", "发布时间", "生成日期",
              "公开日期", "date", "pubdate", "published",
              "article:published_time", "dc.date", "issued", "date de publication",
              "publié le", "datum", "veröffentlicht am", "fecha", "fecha de publicación",
              "発行日", "公表日")  # fmt: skip
_DATE_LABEL = re.compile(
    r"(?:成文日期|发文日期|发布日期|发布时间|生成日期|日期|"
    r"(?:published|issued|dated)(?: on)?|(?:fait|signé) à [^\W\d][\w' -]{1,24}, le|"
    r"publié le|date de publication|veröffentlicht am|erstellt am|"
    r"fecha de publicación|publicado el|発行日|公表日|date|datum|fecha)\s*[：:|]?\s*",
    re.I,
)
# Kinds whose wordings vary; the printed words are kept where none of these fits.
_KINDS = (
    ("政府工作报告", r"政府工作报告[）)]?$"),
    ("法治政府建设报告", r"法治(?:政府|机关|部门|应急|[\u4e00-\u9fff]{2})?"
     r"(?:建设)?.{0,12}(?:情况|报告|总结)|法治政府建设"),
    ("政府信息公开年报", r"信息公开.{0,6}(?:年度报告|年报|报告)"),
    ("行政执法统计年报", r"(?:行政)?执法.{0,8}(?:统计|数据)|行政处罚.{0,6}统计"),
    ("依法行政工作报告", r"依法行政.{0,8}(?:报告|总结|情况)"),
    ("行政执法工作报告", r"(?:行政)?执法.{0,8}(?:工作)?.{0,6}(?:报告|年报|总结|情况(?:说明)?)$"),
    ("执法情况通报", r"通报|发布会|公布|召开|会议|推介会|讲评"),
    ("年度工作总结", r"工作总结|总结|小结|完成情况"),
)  # fmt: skip
_WESTERN_KINDS = re.compile(
    r"annual (?:[a-z]+ ){0,3}(?:reports?|review|statistics|accounts)|"
    r"enforcement (?:report|review|statistics|data|action)|"
    r"(?:inspection|progress|quarterly|compliance|monitoring|activity) report|"
    r"rapport (?:annuel|d['’]activités?|de [a-zé]+)|"
    r"bilan(?: annuel)?|\w*jahresbericht|tätigkeitsbericht|\w+bericht|jahresbilanz|"
    r"informe (?:anual|de [a-zé]+)|"
    r"memoria(?: anual| de [a-zé]+)?|balance anual|\breport\b",
    re.IGNORECASE,
)
_PRINTED_KIND = re.compile(
    r"([\u4e00-\u9fff]{2,14}(?:报告|報告書?|总结|通报|年报|公报|白皮书|白書|计划|方案|意见|公告|通知|結果|状況))[）)]?$"
)


def find_details(
    document: Document,
    sections: Sequence[Section],
    rel: str,
    overrides: Mapping[str, object] | None = None,
    own: int | None = None,
) -> Details:
    """The details of ``document``, whose file is ``rel`` (relative to its corpus folder).

    ``overrides`` is the file's table of ``corpus.toml``; what it sets is taken as it stands and
    also helps to find the rest (an issuer tells the region). ``sections`` end the head matter.
    ``own``: where the reports of other years that the file binds begin; the last of them says
    nothing of the day on which the first was issued.
    """
    given = dict(overrides or {})
    title = str(given.get("title") or find_title(document).text)
    language = str(given.get("language") or detect_language(_sample(document, title)))
    issuer = str(given.get("issuer") or find_issuer(document, title, language))
    kind = str(given.get("kind") or find_kind(title, language))
    date = str(given.get("date") or find_date(replace(document, text=document.text[:own])))
    head = _head(document, sections)
    year = given.get("year")
    details = Details(
        title=title,
        issuer=issuer,
        region=str(
            given.get("region") or find_region(issuer, language, _context(document, title, rel))
        ),
        year=year if isinstance(year, int) else find_year(title, head, kind, date),
        kind=kind,
        date=date,
        language=language,
    )
    sample = given.get("sample")
    is_sample = sample if isinstance(sample, bool) else bool(SAMPLE.search(head[:600]))
    more: dict[str, Any] = dict(publication_fields(document.meta, given, find_number(document)))
    return replace(details, sample=is_sample, **more)


def _sample(document: Document, title: str) -> str:
    """Text for telling the language: the title and prose from the middle, past any metadata."""
    middle = len(document.text) // 3
    return title + "\n" + document.text[middle : middle + 2000] + document.text[:1000]


def _context(document: Document, title: str, rel: str) -> str:
    return f"{title}\n{composed(rel)}\n{document.text[:6000]}\n{document.text[-600:]}"


def _head(document: Document, sections: Sequence[Section]) -> str:
    """Text before the first heading, at most 1500 characters and at least 400; from the title on
    where that stands below a first paragraph."""
    title = find_title(document).start
    if title > 150:
        return document.text[title : title + 1500]
    first = next((section.start for section in sections if section.level), len(document.text))
    return document.text[: min(max(first, 400), 1500)]


def find_year(title: str, head: str, kind: str, date: str) -> int | None:
    """The reporting year: from the title, else from the first sentences, else from the date.

    A financial year counts by its end (2016/17 is 2017). A government work report is named by the
    year in which it is delivered and reviews the year before.
    """
    for at, text in enumerate((title, _period(head, title), *_opening(head, title))):
        year = _year_in(text)
        if year is not None:
            return year - 1 if kind == "政府工作报告" and at < 2 else year
    if re.match(r"\d{4}", date):
        issued = int(date[:4])
        early = re.match(r"\d{4}-0[1-4]", date)
        return (
            issued - 1
            if early and re.search(r"年|annual|annuel|jahr|anual", kind, re.I)
            else issued
        )
    return None


def is_delivered_later(details: Details) -> bool:
    """Whether a report speaks in the year after the one it reports on: the 去年 of a government
    work report is that year, and its 今年 the next."""
    year = details.year
    return (
        details.kind == "政府工作报告"
        and year is not None
        and (str(year + 1) in details.title or details.date.startswith(str(year + 1)))
    )


def _period(head: str, title: str) -> str:
    """The one of the first lines that gives the period reported on and nothing else; or ``""``."""
    lines = [line.text for line in lines_of(head) if line.text not in title][:8]
    return next((line for line in lines if _PERIOD_LINE.match(line)), "")


def _opening(head: str, title: str) -> list[str]:
    """The first few lines after the title, without lines that only date or number the report."""
    lines = [line.text for line in lines_of(head) if line.text not in title]
    return [
        line
        for line in lines
        if len(line) > 10
        and not (_DATE_LABEL.match(line) or _is_imprint(line) or is_institution(line))
    ][:3]


def _is_imprint(line: str) -> bool:
    """Whether a line holds a document number, or an issuer and a date, and nothing else."""
    rest = _IMPRINT_DATE.sub("", line).strip(" 　，,（）()")
    return len(line) <= 60 and (
        is_letterhead_line(line) or (rest != line.strip() and (not rest or is_institution(rest)))
    )


def _year_in(text: str) -> int | None:
    plain = _HAN_YEAR.sub(lambda m: han_digits(m.group()), text.translate(FULL_WIDTH_DIGITS))
    academic = _ACADEMIC.search(plain)
    if academic and int(academic.group(2)) - int(academic.group(1)) == 1:
        return int(academic.group(2))
    plain = _SINCE.sub(" ", _PLAN_SPAN.sub(" ", plain))
    era = _ERA.search(plain)
    if era:
        return era_year(era.group(1), era.group(2))
    financial = _FINANCIAL.search(plain)
    if financial:
        first, second = int(financial.group(1)), financial.group(2)
        last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
        if last - first in (1, -99):
            return first + 1
    pattern = _YEAR_HAN if has_han(plain) else _YEAR
    match = pattern.search(plain)
    return int(match.group(1)) if match else None


def find_kind(title: str, language: str) -> str:
    """The kind of report named in its title; ``""`` if the title names none."""
    if language not in ("zh", "ja"):
        match = _WESTERN_KINDS.search(title)
        return match.group().lower() if match else ""
    if language == "zh":
        for kind, pattern in _KINDS:
            if re.search(pattern, title):
                return kind
    printed = _PRINTED_KIND.search(re.sub(r"^.*(?:年度?|关于)", "", title))
    if printed:
        return printed.group(1).removeprefix("的")
    word = re.search(r"(?:年度)?报告|通报|年报|公报|白皮书|公告|通知|方案|計画|まとめ", title)
    return word.group() if word else ""


def find_number(document: Document) -> str:
    """The document's own number as printed in its letterhead; ``""`` if it has none."""
    return document_number([line.text for line in head_lines(document)])


def find_date(document: Document) -> str:
    """The day of issue, ISO 8601 (possibly only ``2026-01``); ``""`` unknown."""
    for key in _DATE_KEYS:
        date = _date_in(document.meta.get(key, ""))
        if date:
            return date
    for line in document.text[:1500].split("\n"):
        label = _DATE_LABEL.search(line)
        date = _date_in(line[label.end() : label.end() + 24]) if label and len(line) < 160 else ""
        if date:
            return date
    return _standing_date(document)


def _standing_date(document: Document) -> str:
    """A date that is a line of its own (or nearly) in the signature or in the head."""
    tail = [line.text for line in lines_of(document.text[-400:])][-5:]
    head = [line.text for line in head_lines(document)]
    for line in (*reversed(tail), *head):
        date = _date_in(line) if len(line) <= 40 else ""
        if date and not KIND_WORD.search(line):
            return date
    return ""


def _date_in(text: str) -> str:
    plain = _han_date(text.translate(FULL_WIDTH_DIGITS))
    numeric = _NUMERIC_DATE.search(plain)
    if numeric:
        return _iso(numeric.group(1), int(numeric.group(2)), int(numeric.group(3) or 0))
    day_first = _DAY_FIRST.search(plain)
    if day_first:
        return _iso(day_first.group(3), _month(day_first.group(2)), int(day_first.group(1)))
    dotted = _DOTTED.search(plain)
    if dotted:
        return _iso(dotted.group(3), int(dotted.group(2)), int(dotted.group(1)))
    month_first = _MONTH_FIRST.search(plain)
    if month_first:
        return _iso(month_first.group(3), _month(month_first.group(1)), int(month_first.group(2)))
    era = re.search(
        r"(令和|平成)\s*(元|\d{1,2})\s*年\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?", plain
    )
    if era:
        year = era_year(era.group(1), era.group(2))
        return _iso(str(year), int(era.group(3)), int(era.group(4) or 0))
    return ""


def _han_date(text: str) -> str:
    """``二〇二六年一月十五日`` with Arabic digits; other text unchanged."""
    match = _HAN_DAY.search(text)
    if not match:
        return text
    year, month, day = match.groups()
    return f"{han_digits(year)}年{ordinal(month) or 0}月{ordinal(day) or 0}日"


def _month(name: str) -> int:
    return next(at + 1 for at, names in enumerate(_MONTHS) if name.lower() in names.split("|"))


def _iso(year: str, month: int, day: int) -> str:
    if not 1 <= month <= 12 or not 0 <= day <= 31:
        return ""
    return f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
