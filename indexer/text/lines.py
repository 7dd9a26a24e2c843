"""Properties of a printed line: cleaned characters, and whether it ends, begins or heads something.

Nothing here joins lines; see ``canonical``. Layout spaces between Chinese characters, and between
them and digits, are removed; a thin or no-break space that groups digits is kept; radicals become
the characters they look like. No other character is changed (no NFKC: quotes stay as printed).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from .characters import everyday
from .numerals import HAN_ONES, HAN_TENS, HAN_ZEROS, ordinal
from .plain_digits import GROUP_SPACES

# Ideographs, kana, CJK punctuation, full-width forms: written with no spaces, unlike Hangul.
_WIDE = (
    r"\u2e80-\u2fdf\u3001-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60"
    r"\U00020000-\U0003ffff"
)
_QUOTES = "“”‘’—…·"
CJK = re.compile(f"[{_WIDE}]")
LETTER = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
FINAL = frozenset("。！？；：!?;:…．")
CLOSING = frozenset("，。、；：！？》”’）】」』〉,;!?)%％")
OPENING = frozenset("《“‘（【「『〈([")
_CLOSERS = "”’）》」』)\"'】］]"

# ZWSP, ZWNJ and ZWJ stay (quotes are compared with them); BOM, soft hyphen, marks of direction go.
_DROPPED = dict.fromkeys(
    [0xFEFF, 0xAD, 0x61C, 0x200E, 0x200F, 0x2060, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    + [
        c
        for c in [*range(0x20), *range(0x7F, 0xA0)]
        if chr(c) not in "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"
    ]
)
_SPACES = re.compile(r"[^\S\n]+")
_WHITE = re.compile(rf"[^\S{GROUP_SPACES}]+|[{GROUP_SPACES}](?!\d{{3}}(?!\d))")
_RUN = re.compile(" {2,}")
_GROUP = re.compile(r"\d{3}(?!\d)")
_LABEL = re.compile(
    rf"(?:第[{HAN_TENS}百零〇两\d]+[编章节条款部分篇]+|[表图][{HAN_TENS}\d][\d\-—.．]*|"
    rf"附件[{HAN_TENS}\d]*)$"
)
_ORDINAL = re.compile(
    rf"[（(]?[{HAN_TENS}百]+[、）)．]|第[{HAN_TENS}百零〇\d]+[编章节条篇]|第[{HAN_TENS}\d]+部分"
    r"|[（(]\d{1,2}[）)]|\d{1,2}[、．)）]|\d{1,2}\.(?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}\s+\D|[①-⑳]"
    rf"|[{HAN_TENS}]+是[^\s]"
    r"|(?:Part|Chapter|Section|Appendix|Annex)\s+[\dIVXA-Z]+\b|[IVX]{1,5}\.\s|[A-Z]\.\s"
    r"|[-*•●■◆▪·○]\s|——|附件|附表|附：|[表图]\s?\d|Table\s\d|Figure\s\d|#{1,6}\s"
    # A caption, not a sentence that tells of a table.
    r"|(?:Tableau|Tabelle|Tabla|Cuadro|Tabela|Tab\.|Graphique|Gráfico|Figura|Abbildung|Abb\.|Grafik|"
    r"Annexe|Anexo|Anlage|Anhang)\s\d+(?:[.-]\d+)*(?:\s*[.:–—-]\s|\s+[A-ZÀ-Ý(]|\s*$)",
)
TITLE_END = re.compile(
    r"(?:报告|公报|年报|总结|通报|通知|公告|白皮书|计划|规划|纲要|意见|方案|情况|要点|办法|規劃|報告)"
    r"(?:[（(].{1,12}[）)])?$|\b(?:[Rr]eport|REPORT)(?: (?:for )?\d{4}.{0,5})?$"
)
_DATE = re.compile(
    rf"[（(]?[\d{HAN_ZEROS}{HAN_TENS}]{{4}}\s*年\s*[\d{HAN_TENS}]{{1,3}}\s*月"
    rf"(?:\s*[\d{HAN_TENS}]{{1,3}}\s*日)?[）)]?$|"
    # 12 mars 2032, March 2032: many have no capital that tells them from a sentence's words.
    r"(?:\d{1,2}(?:er)? (?:de )?)?(?:janvier|février|mars|avril|mai|juin|juillet|août|"
    r"septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|"
    r"noviembre|diciembre)(?: de)? \d{4}$|"
    r"(?:\d{1,2}(?:\.|st|nd|rd|th)? )?(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)"
    r"(?: \d{1,2},)? \d{4}$"
)
_PAGE_NUMBER = re.compile(
    rf"(?:[-–—―－─·•~～]+\s*(?:\d{{1,4}}|[{HAN_TENS}〇百]{{1,4}})\s*[-–—―－─·•~～]+|"
    rf"第\s*[\d{HAN_TENS}百]+\s*页(?:\s*[,，/／|]?\s*共\s*[\d{HAN_TENS}百]+\s*页)?"
    r"|[Pp]age\s+\d+(?:\s*(?:of|/|\|)\s*\d+)?|PAGE\s+\d+(?:\s+OF\s+\d+)?|(?:Seite|Página|Pagina)\s+\d+(?:\s+(?:von|de|di)\s+\d+)?|共\s*\d+\s*页\s*第\s*\d+\s*页)$"
)
#: Page numbers written alone on a line; the highest is 39.
_SPELLED_NUMBER = re.compile(rf"[ivx]{{1,8}}|[IVX]{{1,8}}|(?:[一二三]?十)?[{HAN_ONES}]|[一二三]?十")
_BARE_NUMBER = re.compile(r"\d{1,4}$|\d{1,4}\s*/\s*\d{1,4}$")


def clean_line(raw: str) -> str:
    """``raw`` without control characters, indent and layout spaces; may be empty."""
    line = everyday(raw.translate(_DROPPED)).strip()
    if not line:
        return ""
    prose = bool(re.search(r"[。，；]|[.;,] ", line))
    row = not prose and bool(re.search(r"\d\s+[\d-]", line)) and bool(CJK.search(line))
    parts: list[str] = []
    at = 0
    letters = all(len(word) == 1 for word in line.split())
    for gap in _SPACES.finditer(line):
        parts.append(line[at : gap.start()])
        wide = len(gap.group()) > 1 or "\t" in gap.group()
        parts.append(_gap(line, gap.start(), gap.end(), row, wide and not prose and not letters))
        at = gap.end()
    return "".join([*parts, line[at:]])


def _gap(line: str, start: int, end: int, row: bool, columns: bool) -> str:
    """What is left of the white space ``line[start:end]``."""
    before, after, gap = line[start - 1], line[end], line[start:end]
    cjk = bool(CJK.match(before)), bool(CJK.match(after))
    loose = (
        (cjk[0] and cjk[1])
        or (cjk[0] and (after.isdigit() or after in _QUOTES))
        or (cjk[1] and (before.isdigit() or before in _QUOTES or before in "%％"))
        or (before in _QUOTES and after in _QUOTES)
    )
    if not loose:
        grouping = gap in GROUP_SPACES and before.isdigit() and _GROUP.match(line, end)
        return gap if grouping else " "
    if row or _LABEL.match(line[:start]):
        return " "
    if "\u3000" in gap and LETTER.match(before) and LETTER.match(after) and start > 1:
        return "\u3000"
    return "  " if columns else ""


def on_one_line(text: str) -> str:
    """``text`` on one line, with one space for each stretch of white space; what groups digits
    stays."""
    return _RUN.sub(" ", _WHITE.sub(" ", text)).strip()


def width(line: str) -> int:
    """Printed columns: a full-width character takes two (UAX #11)."""
    if line.isascii():
        return len(line)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" or char in _QUOTES else 1 for char in line
    )


def ends_sentence(line: str) -> bool:
    """Whether ``line`` ends as a sentence, clause or list item does."""
    core = line.rstrip(_CLOSERS) or line
    return core[-1] in FINAL or core[-1] == "."


def begins_heading(line: str) -> bool:
    """Whether ``line`` begins with an ordinal, a bullet or a label, as headings and items do."""
    return bool(_ORDINAL.match(line))


def is_heading(line: str) -> bool:
    """An ordinal and a short line with no sentence in it."""
    limit = 45 if CJK.search(line) else 90
    return begins_heading(line) and len(line) <= limit and "。" not in line and "；" not in line


def is_date(line: str) -> bool:
    """A date that stands alone, as under a signature."""
    return bool(_DATE.match(line))


# A page that says that it holds nothing.
_BLANK_PAGE = re.compile(
    r"(?i)[\[(]?(?:(?:this )?page (?:is )?(?:intentionally )?(?:left )?(?:intentionally )?blank|"
    r"page (?:laissée )?(?:intentionnellement )?(?:vide|vierge|blanche)(?: intentionnellement)?|"
    r"(?:esta )?página (?:se dejó |dejada )?(?:intencionadamente )?"
    r"en blanco(?: intencionadamente)?|"
    r"(?:diese )?seite (?:ist |wurde |bleibt )?(?:absichtlich )?(?:leer|frei)(?: gelassen)?|"
    r"(?:この)?(?:頁|ページ)は(?:意図的に)?(?:空白|余白)(?:です)?|[此本]页(?:为)?空白页?)[.。]?[\])]?$"
)


def is_page_number(line: str) -> bool:
    """``- 3 -``, ``第3页 共9页``, ``Page 3 of 9``: needs no context to be known."""
    return bool(_PAGE_NUMBER.match(line.strip()))


def is_row(line: str) -> bool:
    """A table's row: cells parted by bars or column gaps."""
    return " | " in line or "  " in line or line.startswith("| ")


def without_running_lines(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Pages of lines without page numbers and without heads and feet that repeat."""
    return [[page[i] for i in kept] for page, kept in zip(pages, body_lines(pages), strict=True)]


def body_lines(pages: Sequence[Sequence[str]]) -> list[list[int]]:
    """For each page, the indices of its lines that are neither running lines nor page numbers."""
    kept = [list(range(len(page))) for page in pages]
    for edge in (0, -1):
        for _ in range(3):
            left = [[page[i] for i in own] for page, own in zip(pages, kept, strict=True)]
            repeated = _repeated(left, edge)
            if not repeated:
                break
            first = next((n for n, page in enumerate(left) if any(map(str.strip, page))), 0)
            for number, page in enumerate(left):  # a cover may be a picture
                if number == first and _holds_title(page, edge, repeated):
                    continue
                at = _running(page, edge, repeated)
                if at is not None:
                    del kept[number][at]
    return [
        [i for i in own if not is_page_number(page[i]) and not _BLANK_PAGE.match(page[i].strip())]
        for page, own in zip(pages, kept, strict=True)
    ]


def _edge_lines(page: Sequence[str], edge: int) -> list[int]:
    """Indices of the outermost line with ink, and page numbers further out."""
    order = range(len(page)) if edge == 0 else range(len(page) - 1, -1, -1)
    return [i for i in order if page[i].strip()][:2]


def _key(line: str) -> str:
    """Running lines differ by the page number alone."""
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", line))


def _repeated(pages: list[list[str]], edge: int) -> set[str]:
    counts: Counter[str] = Counter()
    inked = [page for page in pages if any(line.strip() for line in page)]
    for page in inked:
        # A table's header that is repeated on each page is no running line on the first.
        edges = [page[i] for i in _edge_lines(page, edge) if " | " not in page[i]]
        counts.update({_key(line) for line in edges if len(line) < 80 and not _tells(line)})
    least = 2 if len(inked) == 2 else max(3, (len(inked) + 2) // 3)
    found = {key for key, n in counts.items() if n >= least}
    if len(inked) > 1:
        numbers = _bare_numbers(inked, edge)
        found |= numbers
    # Two lines that differ in figures only are headings or rows unless the figures count pages.
    return {key for key in found if "#" not in key or _counts_up(inked, edge, key)}


def _tells(line: str) -> bool:
    """Whether a line is the end of a sentence with figures, which pages of one template share."""
    return bool(re.search(r"[。；]$|[a-z] [a-z]+\.$", line)) and len(re.findall(r"\d+", line)) > 1


def _bare_numbers(pages: list[list[str]], edge: int) -> set[str]:
    hits = [
        page[i]
        for page in pages
        for i in _edge_lines(page, edge)[:1]
        if _BARE_NUMBER.match(page[i].strip())
    ]
    found = {_key(line) for line in hits} if len(hits) >= max(2, len(pages) // 2) else set()
    return found | _spelled_numbers(pages, edge)


def _spelled_numbers(pages: list[list[str]], edge: int) -> set[str]:
    """Page numbers in Chinese or Roman numerals that stand alone and rise from page to page."""
    hits: list[tuple[int, str, int]] = []
    for number, page in enumerate(pages):
        for i in _edge_lines(page, edge)[:1]:
            printed = page[i].strip()
            if _SPELLED_NUMBER.fullmatch(printed) and (value := ordinal(printed)):
                hits.append((value - number, _key(page[i]), number))
    shifts = Counter(shift for shift, _, _ in hits).most_common(1)
    if not shifts or shifts[0][1] < max(2, len(pages) // 2):
        return set()
    return {key for shift, key, _ in hits if shift == shifts[0][0]}


def _counts_up(pages: list[list[str]], edge: int, key: str) -> bool:
    """Whether one of the figures in the line rises by one from page to page, or none changes."""
    rows = []
    for number, page in enumerate(pages):
        for i in _edge_lines(page, edge):
            if _key(page[i]) == key:
                whole = re.sub(r"\s+", "", page[i])  # as the key has it: 第 1 0 页 is page 10
                rows.append((number, [int(n) for n in re.findall(r"\d+", whole)]))
                break
    if len({tuple(figures) for _, figures in rows}) == 1:
        return key != "#"
    # A line may hold a # of its own, so that lines of one key differ in how many figures they have.
    columns = range(min((len(figures) for _, figures in rows), default=0))
    return any(
        len({figures[c] - number for number, figures in rows}) <= max(1, len(rows) // 4)
        for c in columns
    )


def _holds_title(page: list[str], edge: int, repeated: set[str]) -> bool:
    """Whether the first page's line is the title that later pages repeat as running head."""
    hit = [i for i in _edge_lines(page, edge) if _key(page[i]) in repeated]
    if edge or not hit or not TITLE_END.search(page[hit[0]].strip()):
        return False
    return page.count(page[hit[0]]) == 1 and not _titled(page[hit[0] + 1 :])


def _titled(lines: Sequence[str]) -> bool:
    """Whether a title, on one line or broken over two, is among the first of ``lines``."""
    inked = [line.strip() for line in lines if line.strip()][:4]
    for first, second in zip(inked, [*inked[1:], ""], strict=True):
        if begins_heading(first) or re.search(r"[。，；：]", first):
            return False
        broken = first + second if not begins_heading(second) else first
        if TITLE_END.search(first) or TITLE_END.search(broken):
            return True
    return False


def _running(page: list[str], edge: int, repeated: set[str]) -> int | None:
    """Index of one running line at the edge (a title that equals it, further in, stays); below
    another line only where that numbers the page."""
    edges = _edge_lines(page, edge)
    if len(edges) > 1 and not _is_number(page[edges[0]]):
        edges = edges[:1]
    return next((i for i in edges if _key(page[i]) in repeated), None)


def _is_number(line: str) -> bool:
    """Whether a line holds a page's number and no words of its own."""
    plain = line.strip()
    return (
        is_page_number(plain)
        or bool(_SPELLED_NUMBER.fullmatch(plain))
        or not re.search(r"[^\W\d_]", plain)
    )
