"""References by GB/T 7714-2015, numeric and author-date, for reports, official documents and web
pages.

The shape is that of 4.1.2 (monographs, reports among them) and, where there is an address, of 4.6
(electronic resources); type and carrier come from appendix B (``R``, ``A``, ``EB``; ``OL``):

    [n] 责任者. 题名: 编号[R/OL]. 出版地: 出版者, 出版年: 引文页码(发布日期)[引用日期]. 网址.
    责任者, 出版年. 题名: 编号[R/OL]. 出版地: 出版者: 引文页码(发布日期)[引用日期]. 网址.

What docs/citation-styles.md says of the standard's own examples holds here: every reference ends
in a full stop, after an address too (7.2 allows it, the examples of 4.6 and appendix A have it);
the day of issue stands in round brackets for what is online only (8.4.4).
"""

from __future__ import annotations

from .sources import Source, clean, date_parts, locator

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "mn")
_NOT_WESTERN = ("ko", "ar", "fa", "he", "hi", "th", "bo", "ug", "el", "ka", "hy", "ur")


def type_mark(source: Source) -> str:
    """Document type and carrier by appendix B: ``R`` (report), ``A`` (official document, as the
    standard's example of 4.6 has it), ``EB`` (web page); ``/OL`` if online.

    Without an address even a web page is cited as a report.
    """
    kind = "EB" if source.web_page else "A" if source.official else "R"
    return f"{kind}/OL" if source.url else kind


def format_gb7714(source: Source, n: int) -> str:
    """One reference of the numeric system, numbered ``n`` (from 1).

    Raises ValueError for an ``n`` below 1.
    """
    if n < 1:
        raise ValueError(f"references are numbered from 1, not {n}")
    where = locator(source)
    dated = ", ".join(part for part in (_publisher(source), _year_of_imprint(source)) if part)
    imprint = f"{dated}: {where}" if where and dated else dated or where
    return f"[{n}] " + _sentences([_authors(source), _titled(source), *_end(source, imprint)])


def format_gb7714_author_date(source: Source, letter: str = "") -> str:
    """One reference of the author-date system (9.2); ``letter`` tells works of one author and
    year apart (10.2.3). 8.1.3: who is unknown is 佚名 or Anon.
    """
    where = locator(source)
    imprint = ": ".join(part for part in (_publisher(source), where) if part)
    head = f"{_authors(source) or _author(source)}, {_year(source)}{letter}"
    return _sentences([head, _titled(source), *_end(source, imprint)])


def mark_numeric(source: Source, n: int) -> str:
    """The mark in the text, ``[2]``; 10.1.3: the page is raised, outside the brackets, ``[2]³``."""
    return f"[{n}]{_raised_page(source)}"


def mark_author_date(source: Source, letter: str = "") -> str:
    """The mark in the text, ``（责任者，年）`` (10.2.1), after it the page, raised (10.2.4)."""
    author, year = _author(source), f"{_year(source)}{letter}"
    body = f"（{author}，{year}）" if source.chinese else f"({author}, {year})"
    return body + _raised_page(source)


def list_order(source: Source) -> tuple[object, ...]:
    """Sort key of the author-date list by 9.2: Chinese, Japanese, Western, Russian, other; in
    each by author (Chinese by pinyin), then by year.
    """
    author, title = sort_text(_author(source)), sort_text(clean(source.title))
    return (_language_group(source), author, source.issued, title)


def sort_text(text: str) -> tuple[str, ...]:
    """What a name is sorted by: its letters, Chinese characters by their pinyin."""
    from pypinyin import lazy_pinyin

    return tuple(part.casefold() for part in lazy_pinyin(text))


def _language_group(source: Source) -> int:
    language = source.language.lower()[:2]
    if source.chinese:
        return 0
    if language == "ja":
        return 1
    return 3 if language in _CYRILLIC else 4 if language in _NOT_WESTERN else 2


def _authors(source: Source) -> str:
    """Each issuer; 8.1.2 shortens lists of persons, but bodies are few and all named."""
    return ", ".join(source.issuers)


def _author(source: Source) -> str:
    return clean(source.issuer) or ("佚名" if source.chinese else "Anon")


def _year(source: Source) -> str:
    """The year of issue; one that is not known is said to be, not guessed (the standard's 8.4.3
    knows estimates only, and has no word for none)."""
    return source.issued or ("[出版年不详]" if source.chinese else "[n.d.]")


def _titled(source: Source) -> str:
    title = clean(source.title) or ("[题名不详]" if source.chinese else "[untitled]")
    number = clean(source.number)
    if number and number not in title:
        title = f"{title}: {number}"
    return f"{title}[{type_mark(source)}]"


def _publisher(source: Source) -> str:
    """``出版地: 出版者``. 8.4.1.3 and 8.4.2.3: of what is not online, an unknown place or publisher
    is said to be unknown, in the language of the item, both in one pair of brackets. Of what is
    online the examples leave out what is unknown, and the publisher where it has neither place nor
    page beside it.
    """
    publisher, place = source.published_by, clean(source.place)
    if source.url:
        if place and publisher:
            return f"{place}: {publisher}"
        return place or (publisher if locator(source) or source.publisher else "")
    no_place, nobody = ("出版地不详", "出版者不详") if source.chinese else ("S.l.", "s.n.")
    if not place and not publisher:
        return f"[{no_place}: {nobody}]"
    return f"{place or f'[{no_place}]'}: {publisher or f'[{nobody}]'}"


def _year_of_imprint(source: Source) -> str:
    """The year, left out where nothing stands before or after it and the day says it already."""
    alone = not _publisher(source) and not locator(source)
    return "" if alone and _day(source) else source.issued


def _day(source: Source) -> str:
    """The day of issue in round brackets, for what is online, if more than the year is known."""
    return f"({source.date})" if source.url and len(date_parts(source.date)) > 1 else ""


def _end(source: Source, imprint: str) -> list[str]:
    accessed = f"[{source.accessed}]" if source.url and source.accessed else ""
    return [imprint + _day(source) + accessed, clean(source.url)]


def _sentences(parts: list[str]) -> str:
    """Join the non-empty parts by ``. `` and end in a stop, none doubled (an issuer may end in
    ``Dept.``)."""
    joined = ""
    for part in filter(None, parts):
        joined += ("" if not joined else " " if joined.endswith(".") else ". ") + part
    return joined if joined.endswith((".", "。")) else joined + "."


def _raised_page(source: Source) -> str:
    """The page as raised figures; a heading cannot stand so and is left to the reference."""
    return "" if source.page is None else str(source.page).translate(_SUPERSCRIPT)
