"""Whether a line of a report is a heading, of which numbering family, and where it ends.

Chinese numbering follows GB/T 9704-2012 (一、 → （一） → 1. → （1）, then ①); law and book
divisions, and decimal, Roman and letter numbering of Western and Japanese reports are also
recognised. This module looks only at the line; ``outline`` decides with its neighbours in view.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_uppercase

from ..text.numerals import FULL_WIDTH_DIGITS, HAN_TENS, ordinal

# Families from the widest to the narrowest; a document's own order may differ (see outline).
RANK = {
    "part": 0, "annex": 0, "chapter": 1, "section": 2, "han": 3, "han_paren": 4, "arabic": 5,
    "arabic_paren": 6, "circled": 7, "article": 8, "roman": 3, "letter": 4, "bare": 3,
    "kana": 7, "label": 99,
}  # fmt: skip

_HALF_WIDTH = FULL_WIDTH_DIGITS | str.maketrans("．（）", ".()")
_RUN_IN_MAX = 60
_LINE_MAX = 90
_LATIN_LINE_MAX = 120

_H = HAN_TENS + "百〇零两"
_WESTERN = r"(?:\d{1,3}|[IVXL]{1,7}|[A-Z])(?![\w%])"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第\s?([{_H}\d]{{1,4}})\s?(?:编|編|篇|部分|部)")),
    ("chapter", re.compile(rf"第\s?([{_H}\d]{{1,4}})\s?章")),
    ("section", re.compile(rf"第\s?([{_H}\d]{{1,4}})\s?(?:节|節)")),
    ("article", re.compile(rf"第\s?([{_H}\d]{{1,4}})\s?(?:条|條)")),
    ("chapter", re.compile(r"第\s?(\d{1,2})(?=[\s　])")),
    ("part", re.compile(rf"(?i:part|partie|teil|parte|titre|título)\s+({_WESTERN})")),
    ("annex", re.compile(rf"(?i:annexe?|appendix|anhang|anexo)\s+({_WESTERN})")),
    ("chapter", re.compile(rf"(?i:chapter|chapitre|kapitel|capítulo)\s+({_WESTERN})")),
    ("section", re.compile(rf"(?i:section|abschnitt|sección)\s+({_WESTERN})")),
    ("han", re.compile(rf"([{_H}]{{1,4}})\s?(?:、|[．.](?!\d))")),
    ("han_paren", re.compile(rf"[（(]\s?([{_H}]{{1,4}})\s?[）)][、.]?")),
    ("arabic_paren", re.compile(r"[（(]\s?(\d{1,2})\s?[）)][、.]?|(\d{1,2})[）)]")),
    ("circled", re.compile(r"([①-⑳])")),
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?(?=[\s　\u4e00-\u9fff])")),
    ("arabic", re.compile(r"(\d{1,2})\s?[.、．](?!\d)")),
    ("roman", re.compile(r"([IVXL]{1,7})[.、．)](?=\s)")),
    ("letter", re.compile(r"([A-Z])[.)](?=\s)")),
    ("bare", re.compile(r"(\d{1,2})[\s　]+(?=[^\W\d_])")),
    ("kana", re.compile(r"([ア-コ])[\s　](?=\S)")),
)  # fmt: skip
_WESTERN_WORDS = re.compile(r"[A-Za-zÀ-ÿ]+\s+")

# What follows a number at a line's start when the line is prose and not a heading.
_MEASURE = (
    r"[万亿千百兆億個个件次家人名项項条條%％倍年月日度元吨米里户戶起份份期批场場所处處类類级級"
    r"号號天时時分秒种種只台辆亩位宗例页頁届季号楼层座円歳社回]"
)
_NOT_AFTER: dict[str, re.Pattern[str]] = {
    "article": re.compile(r"规定|的|第|、|和|至|或|及|明确|要求|，|,|（|款|项|中|所|之"),
    "chapter": re.compile(r"规定|的|第|、|和|至|之|所"),
    "section": re.compile(r"规定|的|第|、|和|至|课"),
    "part": re.compile(r"的|第|、|至|门|委"),
    "han": re.compile(
        rf"[{_H}]{{1,3}}(?:季|月|级|类|线|层|批|等|期|号|年|次|届|把|代|班|产业|者|个|条)"
    ),
    "decimal": re.compile(rf"\s?{_MEASURE}|的|版|条|款|节|至|[-—~～]"),
    "arabic": re.compile(rf"\s?{_MEASURE}(?!.{{0,40}}[。：:])"),
    "bare": re.compile(_MEASURE),
}
_SENTENCE_END = re.compile(r"[。！？!?]|(?<=[^\W\d_][^\W\d_])\.(?=\s+[A-ZÀ-Ý])")
_STOPS = "。！？!?"
_LABEL = re.compile(r"^([^\W\d_][^\W_]{1,11})[：:](?=.{10})")
_NOT_LABEL = re.compile(
    rf"^(?:[{HAN_TENS}首其第][是要为则次先一二三四五六]|例如|比如|其中|包括|联系|电话|地址|单位|附件|附|备注|注|"
    r"来源|发布|时间|日期|网址|邮|作者|"
    r"责任编辑|签发|记者|问|答|指出|强调|https?|http|tel|email|source|note|nota|quelle|出典|注意|资料来源)|"
    r"(?:如下|包括|有|为|是|指出|强调|表示|认为|要求|提出|所示|以下)$",
    re.IGNORECASE,
)
_PLAIN_HAN = re.compile(r"^[\u4e00-\u9fff“”《》、，（）()\u3040-\u30ff与和及\dA-Za-z·—-]{2,32}$")
_PLAIN_LATIN = re.compile(r"^[A-ZÀ-Ý][^|•]{2,69}$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A candidate heading: ``text[start:body]`` is printed, ``label`` its words for a section path.

    ``number`` holds the ordinal in its family (one item for each decimal place, empty when the
    heading has none); ``run_in`` tells that the paragraph goes on after the heading; ``sentence``
    that the line is one whole sentence, so that it may as well be an item of a list.
    """

    family: str
    number: tuple[int, ...]
    label: str
    start: int
    body: int
    run_in: bool = False
    sentence: bool = False


def numbered_heading(line: str, start: int) -> Heading | None:
    """The numbered heading that ``line`` (stripped, at offset ``start``) is or begins with."""
    plain = line[:_RUN_IN_MAX].translate(_HALF_WIDTH)
    for family, pattern in _PATTERNS:
        match = pattern.match(plain)
        if match is None:
            continue
        printed = next(group for group in match.groups() if group)
        number = _number(family, printed)
        if not number or _is_prose(family, line, match.end(), match.group()):
            continue
        return _cut(family, number, line, start, match.end())
    return None


def label_heading(line: str, start: int) -> Heading | None:
    """A short label that opens a paragraph (``组织领导：由局长…``), as a run-in heading."""
    match = _LABEL.match(line)
    if match is None or _NOT_LABEL.search(match.group(1)):
        return None
    return Heading("label", (), match.group(1), start, start + match.end(), run_in=True)


def is_plain_shape(line: str) -> bool:
    """Whether a line looks like a heading without a number; its neighbours must agree."""
    if (
        " | " in line
        or line[-1] in "。；：，、！？.,;:!?…"
        or re.match(r"^[—–•·*-]|^附件?\s*[\d：:]?", line)
    ):
        return False
    if re.match(r"^\W*\d[\d\s.,%/年月日-]*$", line) or not _balanced(line):
        return False
    if re.search(r"[\u4e00-\u9fff]{2}", line):
        return line.count("，") <= 1 and bool(_PLAIN_HAN.match(line))
    return bool(_PLAIN_LATIN.match(line)) and len(line.split()) <= 9


def _balanced(line: str) -> bool:
    """Whether every bracket and quotation mark closes: halves of a broken line do not."""
    return all(line.count(a) == line.count(b) for a, b in ("（）", "《》", "“”", "()"))


def _number(family: str, printed: str) -> tuple[int, ...]:
    if family == "decimal":
        return tuple(int(part) for part in printed.split("."))
    if family == "circled":
        return (ord(printed) - ord("①") + 1,)
    if family == "kana":
        return ("アイウエオカキクケコ".find(printed) + 1,)
    letter = len(printed) == 1 and printed in ascii_uppercase and printed not in "IVXL"
    if family == "letter" or letter:
        return (ord(printed) - ord("A") + 1,)
    if printed.isdecimal():
        return (int(printed),)
    value = ordinal(printed)
    return (value,) if value else ()


def _is_prose(family: str, line: str, end: int, prefix: str) -> bool:
    rest = line[end:]
    bars = _NOT_AFTER.get(family)
    if bars is not None and bars.match(rest.lstrip()):
        return True
    if not rest.strip():
        return family not in ("part", "annex", "chapter", "section")
    if _WESTERN_WORDS.match(prefix):  # "Section 2 of the Act says …"
        return not re.match(r"\s*[.:—–-]|\s+[A-ZÀ-Ý]", rest) or line[-1] in ".;,"
    if family in ("part", "annex", "chapter", "section"):
        return len(line) > 40 or line[-1] in "。；，：、"
    if family in ("decimal", "bare", "kana", "roman", "letter"):
        return _is_prose_line(family, line, rest)
    return line[-1] in "；;"  # an item of a list


def _is_prose_line(family: str, line: str, rest: str) -> bool:
    """These families are too easily prose to take any line that is not set like a heading."""
    title = rest.lstrip(" \t　.")
    latin = title[:1].isascii() or "À" <= title[:1] <= "ÿ"
    if latin and not title[:1].isupper():
        return True
    if family == "bare" and not latin and line[0].isascii() and len(line) > 30:
        return True
    return len(line) > (_LATIN_LINE_MAX if latin else 40) or line[-1] in "。；;，,：、.：:"


def _cut(family: str, number: tuple[int, ...], line: str, start: int, end: int) -> Heading | None:
    """The heading of a line whose number ends at ``end``: the whole line, or its first sentence."""
    if family == "article":
        rest = line[end:]
        title = re.match(r"[\s　]*[【（(][^】）)]{1,20}[】）)]", rest)
        stop = end + (title.end() if title else 0)
        return Heading(family, number, line[:stop].strip(), start, start + stop, run_in=True)
    stop_at = _SENTENCE_END.search(line, end)
    stop = stop_at.end() if stop_at else len(line)
    # "1.明确责任：由…" : what stands before the colon is the heading.
    colon = re.search(r"[：:](?=\S)", line[end : end + 25])
    if colon and colon.start() >= 2 and end + colon.end() < stop and len(line) > stop - 1:
        stop = end + colon.end()
    if stop < len(line):
        if stop > _RUN_IN_MAX + (60 if line[:stop].isascii() else 0):
            return None
        label = line[:stop].rstrip(_STOPS + "：:. ")
        return Heading(family, number, label, start, start + stop, run_in=True)
    latin = sum(char.isascii() for char in line) * 2 > len(line)
    if len(line) > (_LATIN_LINE_MAX if latin else _LINE_MAX) or line[-1] in "，,、":
        return None
    whole = line[-1] in _STOPS + "."
    return Heading(
        family, number, line.rstrip(_STOPS + "：:. "), start, start + len(line), sentence=whole
    )
