"""References by GB/T 7714-2015 (numeric system) for reports, official documents and web pages.

The shape is that of 4.1.2 (monographs, reports among them) and, where there is an address, of 4.6
(electronic resources); type and carrier come from appendix B (``R``, ``EB``; ``OL``):

    [n] 责任者. 题名[R/OL]. 出版地: 出版者, 出版年: 引文页码(发布日期)[引用日期]. 网址

A report's exact day of issue stands in round brackets before the day of access (4.6, 8.4.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WEB_KINDS = ("webpage", "web page", "网页", "公告", "通知", "news", "notice")


@dataclass(frozen=True, slots=True)
class Source:
    """What a reference needs to know of a report; ``""`` and ``None`` mean unknown.

    ``year`` is the year reported on; ``date`` is the day of issue, ISO 8601, possibly shortened to
    a month or a year (the year of issue is its first four characters). ``page`` is 1-based;
    ``section`` is the section path joined by `` > ``, the locator where there are no pages.
    ``language`` is an ISO 639-1 code, ``path`` the file's path in its corpus, ``place`` where
    the issuer publishes. ``accessed`` is the day the address was read, ISO 8601.
    """

    title: str
    issuer: str = ""
    year: int | None = None
    date: str = ""
    url: str = ""
    page: int | None = None
    section: str = ""
    language: str = ""
    kind: str = ""
    path: str = ""
    place: str = ""
    accessed: str = ""

    @property
    def issued(self) -> str:
        """Year of issue, ``""`` if unknown. Never the year reported on: that is another year."""
        return self.date[:4] if re.match(r"\d{4}", self.date) else ""

    @property
    def chinese(self) -> bool:
        """Whether the reference is written with Chinese words (locators, unknown place)."""
        if self.language:
            return self.language.lower().startswith("zh")
        return bool(_HAN.search(self.title + self.issuer))


def clean(text: str) -> str:
    """One line, one space between words, no control characters: fit to stand in a reference."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())


def type_mark(source: Source) -> str:
    """The document type and carrier: ``R`` (reports) or ``EB`` (web pages), ``/OL`` if online.

    Appendix B of the standard. Without an address even a web page is cited as a report.
    """
    if not source.url:
        return "R"
    web = clean(source.kind).lower() in _WEB_KINDS
    return "EB/OL" if web else "R/OL"


def locator(source: Source) -> str:
    """The page, else the innermost heading of the section path, else ``""``."""
    if source.page is not None:
        return str(source.page)
    return clean(source.section).split(" > ")[-1]


def _day(source: Source) -> str:
    """The day of issue in round brackets if more than the year is known."""
    return f"({source.date})" if len(source.date) > 4 else ""


def _publisher(source: Source) -> str:
    """``出版地: 出版者``. 8.4.1 and 8.4.2: of what is not online, an unknown place or publisher is
    said to be unknown, in the language of the item; of what is online it is left out.
    """
    issuer, place = clean(source.issuer), clean(source.place)
    if not source.url:
        place = place or ("[出版地不详]" if source.chinese else "[S.l.]")
        issuer = issuer or ("[出版者不详]" if source.chinese else "[s.n.]")
    return f"{place}: {issuer}" if place and issuer else issuer or place


def _imprint(source: Source) -> str:
    """``出版地: 出版者, 年: 页``; a year that is not known is not guessed."""
    dated = ", ".join(part for part in (_publisher(source), source.issued) if part)
    where = locator(source)
    return f"{dated}: {where}" if where and dated else dated or where


def _sentences(parts: list[str]) -> str:
    """Join the non-empty parts by ``. `` with no stop doubled (an issuer may end in ``Dept.``)."""
    joined = ""
    for part in filter(None, parts):
        joined += ("" if not joined else " " if joined.endswith(".") else ". ") + part
    return joined


def format_gb7714(source: Source, n: int) -> str:
    """One reference, numbered ``n`` (from 1). The day of access is ``source.accessed``, written
    for online sources only. A printed reference ends in a full stop; an address gains none, so
    that it can be copied.

    Raises ValueError for an ``n`` below 1.
    """
    if n < 1:
        raise ValueError(f"references are numbered from 1, not {n}")
    title = clean(source.title) or ("[题名不详]" if source.chinese else "[untitled]")
    accessed = f"[{source.accessed}]" if source.url and source.accessed else ""
    body = _sentences(
        [
            clean(source.issuer),
            f"{title}[{type_mark(source)}]",
            _imprint(source) + _day(source) + accessed,
            clean(source.url),
        ]
    )
    stop = "" if source.url or body.endswith((".", "。")) else "."
    return f"[{n}] {body}{stop}"
