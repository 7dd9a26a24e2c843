"""What a reference needs to know of a report, and the words every citation style shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from ..document.joint_issuers import issuers_of
from ..text.scripts import has_han

# A document number by GB/T 9704-2012, 7.2.5: issuing body's short name, year in brackets, number.
_NUMBER = re.compile(
    r"(?![见据按依参根附])[\u4e00-\u9fff]{1,16}\s?[〔\[［（(]\s?(?:19|20)\d\d\s?[〕\]］）)]\s?\d{1,5}\s?号"
)
_HEAD_LINES = 30
_WEB_KINDS = ("webpage", "web page", "网页", "公告", "通知", "news", "notice")
_REPORT = re.compile(r"报告|年报|公报|白皮书|蓝皮书|\breport\b|\breview\b|\bwhite paper\b", re.I)


@dataclass(frozen=True, slots=True)
class Source:
    """What a reference needs to know of a report; ``""`` and ``None`` mean unknown.

    ``year`` is the year reported on; ``date`` is the day of issue, ISO 8601, possibly shortened to
    a month or a year (the year of issue is its first four characters). ``page`` is 1-based;
    ``section`` is the section path joined by `` > ``, the locator where there are no pages.
    ``language`` is an ISO 639-1 code, ``path`` the file's path in its corpus, ``place`` where
    the issuer publishes. ``accessed`` is the day the address was read, ISO 8601. ``number`` is the
    document's own number (发文字号, report number), as printed; ``publisher`` is who publishes it
    where that is not the issuer.
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
    number: str = ""
    publisher: str = ""

    @property
    def issuers(self) -> tuple[str, ...]:
        """Each issuer by itself, fit to stand in a reference."""
        return tuple(map(clean, issuers_of(clean(self.issuer))))

    @property
    def published_by(self) -> str:
        """The publisher: the issuer itself where no other is known."""
        return clean(self.publisher or self.issuer)

    @property
    def issued(self) -> str:
        """Year of issue, ``""`` if unknown. Never the year reported on: that is another year."""
        return self.date[:4] if re.match(r"\d{4}", self.date) else ""

    @property
    def chinese(self) -> bool:
        """Whether the reference is written with Chinese words (locators, unknown place)."""
        if self.language:
            return self.language.lower().startswith("zh")
        return has_han(self.title + self.issuer)

    @property
    def web_page(self) -> bool:
        """Whether it is cited as a web page: an address, no number, and a kind of page."""
        return bool(self.url and not self.number and clean(self.kind).lower() in _WEB_KINDS)

    @property
    def official(self) -> bool:
        """Whether it is an official document (公文): numbered, and no report."""
        return bool(self.number) and not _REPORT.search(f"{self.title} {self.kind}")


def clean(text: str) -> str:
    """One line, one space between words, no control characters: fit to stand in a reference."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())


def locator(source: Source) -> str:
    """The page, else the innermost heading of the section path, else ``""``."""
    if source.page is not None:
        return str(source.page)
    return clean(source.section).split(" > ")[-1]


def date_parts(text: str) -> tuple[int, ...]:
    """``(year, month, day)`` of an ISO date as far as it is written out."""
    match = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", text)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def document_number(text: str) -> str:
    """The number an official document gives itself at its head: a line that is nothing but a
    number (云水发〔2026〕3号). Numbers inside a sentence belong to the documents it cites.
    """
    for line in islice(text.split("\n", _HEAD_LINES), _HEAD_LINES):
        if _NUMBER.fullmatch(line.strip()):
            return line.strip()
    return ""
