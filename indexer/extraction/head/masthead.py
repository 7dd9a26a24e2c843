"""The head of a report: where its title stands, before headings and details are read.

The title is data for two readers: the outline leaves it out, the details print it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...document.joint_issuers import is_joint
from ...document.report import Document, Mark
from ...text.letterhead import is_letterhead_line, letterhead
from ...text.lines import TITLE_END
from ...text.numerals import HAN_TENS, HAN_YEAR

_HEAD_LINES = 14
_TITLE_MAX = 90
_TITLE_LINES = 5  # the name of the body, and up to four lines

KIND_WORD = re.compile(
    r"报告|報告|总结|總結|通报|通報|年报|年報|公报|白皮书|白書|要点|公告|公示|通知|计划|方案|"
    r"小结|综述|摘编|"
    r"情况|情況|状況|数据|统计|統計|結果|まとめ|"
    r"(?i:\b(?:reports?|review|statistics|data|digest|bulletin|summary|notice|accounts|"
    r"rapports?|bilan|compte rendu|synthèse|communiqué|"
    r"bericht|bilanz|statistik|informe|memoria|balance|resumen)\b|\w+(?:bericht|bilanz|statistik)\b)"
)
_WIDE = re.compile(r"[\u2e80-\ufaff\uff01-\uff60]")  # characters two columns wide
_SENTENCE_END = re.compile(r"[。！？；!?;]$|[^.]\.$")
_SALUTATION = re.compile(
    r"^(?:(?:尊敬的|各位|同志们|女士们|先生们|朋友们)[^。]{0,20}|[^。；]{2,24})[：:]\W?$"
)
_META_LINE = re.compile(
    r"^(?:索\s*引\s*号|发布(?:机构|日期|时间|单位)|发文|成文|文\s*号|来源|信息来源|主题|分类|"
    r"作者|责任编辑|浏览|字体|有效性|公开方式|体裁)[^。]{0,3}[：:\s|]"
)
_DOCUMENT_NUMBER = re.compile(r"[〔\[（(]\s*\d{4}\s*[〕\]）)]\s*第?\s*\d+\s*号")
# Buttons that a page saved as text keeps, a line each.
_FURNITURE = re.compile(
    r"(?:(?:下载|打印|全屏|收藏|分享|加大|还原|减小|大|中|小|纠错|朗读|关闭)[】\]]?|[【\[]?字[号体][：:]|"
    r"分享到?[：:]|关联稿件[：:]?|[（(]?[此本]页无正文[）)]?|封面|扉页)$"
)
# A table of contents: its head, and an entry with dots up to the page number.
_CONTENTS = re.compile(
    r"(?:目\s{0,4}[录次錄]|"
    r"(?i:(?:table of )?contents|sommaire|table des matières|índice|inhalt(?:sverzeichnis)?))$|"
    r".{0,120}(?:[.．·…]{2,200}|—{2,200})\s{0,4}\d{1,4}$"
)
# What a report's first pages are headed, whose own title is on the cover.
_FRONT = re.compile(
    r"(?:[前序引导]\s{0,4}[言语]|卷首语|编者按|序|はじめに|まえがき|"
    r"(?i:foreword|preface|introduction|avant-propos|préface|vorwort|geleitwort|prólogo|prefacio|"
    r"presentación|introducción))"
)
_LATER = 6000  # characters within which a title stands below an opening that names no report
_ITSELF = re.compile(
    r"(?:编制|编写|编撰|撰写|形成|起草)了?[本此]?[《〈]([^《》〈〉\n]{4,60}"
    r"(?:报告|报告书|公报|年报|白皮书|总结|通报))[》〉]"
)
_BODY_WORD = re.compile(
    r"(?i)\b(?:department|ministry|agency|administration|authority|commission|office|council|"
    r"board|bureau)\b"
)
_BRACKETED = re.compile(r"^[（(【\[〔<《*>].*[）)】\]〕>》*]$|^>")
SAMPLE = re.compile(
    r"样例|样本(?:报告|文档)|示例报告|示例文档|虚构|樣例|サンプル|架空|"
    r"(?i:\b(?:sample (?:report|document)|fictitious|"
    r"invented for|exemple fictif|rapport (?:fictif|d['’]exemple)|document fictif|"
    r"beispielbericht|informe de ejemplo|musterbericht|fiktiv\w*|"
    r"informe de muestra|fictici[oa]s?)\b)"
)
_INSTITUTION = re.compile(
    r"^[\u4e00-\u9fff（）()·、]{2,40}(?:局|厅|廳|委员会|委員會|委|部|署|政府|办公室|办事处|中心|总队|支队|"
    r"大队|调查队|院|省|庁|管委会|总工会|联合会|联合社|红十字会|协会|海关|档案馆|网信办|委办|党组|党委|大学|中学|"
    r"气象台|监督所|研究所|检验所|检疫所|检测所|管理所|管理处|海事处|管理站|救助站|水文站)$"
)
_DATE_LINE = re.compile(
    rf"^[（(]?(?:\d{{4}}|{HAN_YEAR})\s*[年\-./]\s*[\d〇{HAN_TENS}]{{1,3}}\s*"
    rf"(?:[月\-./]\s*[\d〇{HAN_TENS}]{{1,3}}\s*日?|月)\s*[）)]?$"
)
_NUMBERED = re.compile(
    rf"^(?:[{HAN_TENS}]{{1,3}}[、.．]|[（(][{HAN_TENS}]{{1,3}}[）)]|1[.、．)]\s*\D|"
    r"第[一1１][章编節节部]|(?i:part|chapter|section)\s+(?:1|i|one)\b)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line (paragraph) of the canonical text; ``text`` is stripped, offsets are of that strip."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Title:
    """The title as one line, and the offset just past its last line (0: the text has none)."""

    text: str
    start: int = 0
    end: int = 0


def lines_of(text: str) -> Iterator[Line]:
    """The non-blank lines of ``text``, stripped, with offsets into ``text``."""
    start = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if line:
            left = start + len(raw) - len(raw.lstrip())
            yield Line(line, left, left + len(line))
        start += len(raw) + 1


def head_lines(document: Document) -> list[Line]:
    """The short lines that open the report, up to its first paragraph, salutation or heading; where
    nothing but a page number or a paragraph opens it, those below that name the report."""
    head: list[Line] = []
    for line in lines_of(document.text):
        if _FURNITURE.match(line.text) or (not head and _opens_front(line.text)):
            continue
        if len(head) >= _HEAD_LINES or _opens_body(line.text):
            break
        head.append(line)
    if any(_may_be_title(line.text) for line in head):
        return head
    return _later_head(document) or head


def _later_head(document: Document) -> list[Line]:
    """The first lines between two paragraphs that name a kind of report, or a body and more."""
    run: list[Line] = []
    for line in lines_of(document.text[:_LATER]):
        if _FURNITURE.match(line.text) or _opens_front(line.text):
            continue
        if not _opens_body(line.text):
            run.append(line)
            continue
        if _names_report(run):
            return run[-_HEAD_LINES:]
        run = []
    return []


def _opens_front(line: str) -> bool:
    """Whether a line belongs to a table of contents or heads a foreword."""
    return bool(_CONTENTS.match(line) or _FRONT.fullmatch(line))


def _names_report(run: list[Line]) -> bool:
    lines = [line.text for line in run if _may_be_title(line.text)]
    bodies = [line for line in lines if is_institution(line) or _BODY_WORD.search(line)]
    return any(map(_names_kind, lines)) or 0 < len(bodies) < len(lines)


def is_institution(line: str) -> bool:
    """Whether the whole line is the name of a Chinese or Japanese public body."""
    return bool(_INSTITUTION.match(line))


def is_date(line: str) -> bool:
    """Whether the whole line is a date, in Arabic or Chinese numerals."""
    return bool(_DATE_LINE.match(line))


def find_title(document: Document) -> Title:
    """The report's title: a declared first heading, else the title lines of the head, else meta."""
    declared = _declared(document)
    if declared is not None:
        return declared
    lines = head_lines(document)
    above = letterhead([line.text for line in lines])
    official = _below_letterhead(lines[above:]) if above else None
    head = [line for line in lines[above:] if _may_be_title(line.text)]
    if head and _is_later(document, head[0]):
        official = official or _declared_elsewhere(document) or _from_later(head)
    return official or _from_head(head) or Title(_meta_title(document) or _called(document))


def _called(document: Document) -> str:
    """The title by which the first paragraphs call the report (编制《…报告》); else ``""``."""
    found = _ITSELF.search(document.text[:_LATER])
    return found.group(1) if found else ""


def _below_letterhead(lines: list[Line]) -> Title | None:
    """The title of an official document: the lines below its letterhead, up to the one that ends
    as titles do."""
    title: list[Line] = []
    for line in lines[:_TITLE_LINES]:
        if not _may_be_title(line.text):
            break
        title.append(line)
        joined = _joined(title)
        if joined and TITLE_END.search(joined.text) and not _goes_on(line, lines):
            return joined if len(joined.text) <= _TITLE_MAX else None
    return None


def _goes_on(line: Line, lines: list[Line]) -> bool:
    """Whether the line below begins with what cannot begin a line of its own (``的报告``)."""
    below = next((other for other in lines if other.start > line.start), None)
    return below is not None and below.text[0] in "的及和与" and bool(TITLE_END.search(below.text))


def _opens_body(line: str) -> bool:
    if _META_LINE.match(line) or _BRACKETED.match(line) or SAMPLE.search(line):
        return len(line) > 2 * _TITLE_MAX
    wide = len(line) + len(_WIDE.findall(line[: 2 * _TITLE_MAX]))
    return bool(
        wide > 2 * _TITLE_MAX
        or (_SENTENCE_END.search(line) and len(line) > 8)
        or _SALUTATION.match(line)
        or _NUMBERED.match(line)
    )


def _may_be_title(line: str) -> bool:
    return not (
        _META_LINE.match(line)
        or _DOCUMENT_NUMBER.search(line)
        or is_letterhead_line(line)
        or _BRACKETED.match(line)
        or is_date(line)
        or " | " in line
        or (SAMPLE.search(line) and len(line) > 30)
        or not re.search(r"[^\W\d_]", line)
        or re.match(r"^[—–-]{2}", line)
    )


def _declared(document: Document) -> Title | None:
    """A first heading that no other heading equals in level, or that stands before all text."""
    headings = [mark for mark in document.marks if mark.kind == "heading"]
    if not headings:
        return None
    first = headings[0]
    first = _with_rest(document, headings)
    text = "".join(document.text[first.start : first.end].split("\n"))
    text = " ".join(text.split()).lstrip("# ")
    alone = sum(mark.level <= first.level for mark in headings) == 1
    opens = len(document.text[: first.start].strip()) < 200
    if not text or text[-1] in "：:" or not opens or not (alone or KIND_WORD.search(text)):
        return None
    if _NUMBERED.match(text) or _opens_front(text) or (not alone and len(text) < 8):
        return None
    return Title(text, first.start, first.end)


def _with_rest(document: Document, headings: list[Mark]) -> Mark:
    """The first heading, with those right below it, of its level, that its words run on to."""
    first = headings[0]
    for below in headings[1:_TITLE_LINES]:
        above, text = (document.text[m.start : m.end].strip("# ") for m in (first, below))
        whole = above.replace("\n", "") + text
        if (
            below.level != first.level
            or document.text[first.end : below.start].strip()
            or not re.search(r"[\u4e00-\u9fff]$", above)
            or len(whole) > _TITLE_MAX
            or _NUMBERED.match(text)
            or is_institution(above)
            or not (_is_unfinished(above.replace("\n", "")) or text[:1] in "的及和与")
        ):
            break
        first = replace(first, end=below.end)
    return first


def _is_unfinished(title: str) -> bool:
    """Whether a title tells what it is about (关于…) and not yet what it is (…的报告)."""
    return "关于" in title and not TITLE_END.search(title)


def _from_head(head: list[Line]) -> Title | None:
    """The first line that names a kind of report, with the lines it was broken over."""
    if not head:
        return None
    named = next((at for at, line in enumerate(head) if _names_kind(line.text)), None)
    if named is None:
        return _joined(_broken(head)) or _joined(_opening(head))
    first = _first_of(head, named)
    while first and _continues(head[first - 1], head[first]):
        first -= 1
    # "…政府工作报" / "告": a line that cannot stand alone belongs to the one above it.
    last = named
    while (
        last + 1 < len(head)
        and _adjacent(head, last)
        and (len(head[last + 1].text) <= 2 or _goes_on(head[last], head))
    ):
        last += 1
    return _joined(head[first : last + 1])


def _is_later(document: Document, first: Line) -> bool:
    """Whether a paragraph, or a field of the page, stands above the head's first line."""
    return any(_opens_body(line.text) for line in lines_of(document.text[: first.start]))


def _declared_elsewhere(document: Document) -> Title | None:
    """The title that the file's metadata give, which wins over lines below a first paragraph."""
    title = _meta_title(document)
    return Title(title) if title else None


def _from_later(head: list[Line]) -> Title | None:
    """The title of a later head that names no kind of report: its last line that names no body."""
    if any(_names_kind(line.text) for line in head):
        return None
    texts = [line for line in head if not _BODY_WORD.search(line.text)]
    return _joined([line for line in texts if not is_institution(line.text)][-1:])


def _names_kind(line: str) -> bool:
    """Whether a line names a kind of report; a statistics bureau's name (统计局) does not."""
    return bool(KIND_WORD.search(line)) and not (is_institution(line) or is_joint(line))


def _opening(head: list[Line]) -> list[Line]:
    """The first line, with the one below it where it is a body's name and that goes on."""
    below = head[1:2]
    return (
        head[:2]
        if below
        and is_institution(head[0].text)
        and not (is_institution(below[0].text) or is_joint(below[0].text))
        and _continues(head[0], below[0])
        else head[:1]
    )


def _first_of(head: list[Line], named: int) -> int:
    """Where the title that ends at ``head[named]`` begins: at most three lines above, where it
    tells what it is about and no line between is anything else."""
    for first in range(named - 1, max(-1, named - 4), -1):
        text = head[first].text
        if is_institution(text) or not re.fullmatch(r"[\w\s《》“”〈〉（）、·]{4,45}", text):
            break
        whole = _joined(head[first : named + 1])
        if "关于" in text and not TITLE_END.search(text):
            return first if whole and len(whole.text) <= _TITLE_MAX else named
    return named


def _broken(head: list[Line]) -> list[Line]:
    """Two lines whose seam splits a word that names a kind of report (``工作报`` / ``告``)."""
    for at in range(len(head) - 1):
        seam = head[at].text[-2:] + head[at + 1].text[:2]
        if KIND_WORD.search(seam):
            return head[at : at + 2]
    return []


def _adjacent(head: list[Line], at: int) -> bool:
    return head[at + 1].start - head[at].end <= 4


def _continues(above: Line, below: Line) -> bool:
    """Whether a title runs on from the line above: a body's name, or an unfinished phrase."""
    if len(above.text) + len(below.text) > _TITLE_MAX or SAMPLE.search(above.text):
        return False
    if is_institution(above.text):
        return above.text not in below.text
    return bool(re.search(r"(?:年|年度|关于|的|和|与|及|市|县|区|省)$", above.text))


def _joined(lines: list[Line]) -> Title | None:
    if not lines:
        return None
    text = lines[0].text
    for line in lines[1:]:
        gap = " " if text[-1].isascii() and line.text[0].isascii() else ""
        text += gap + line.text
    return Title(text.lstrip("# "), lines[0].start, lines[-1].end)


def _meta_title(document: Document) -> str:
    title = " ".join(document.meta.get("title", "").split())
    # Word processors leave their own name or the file's; neither is a title.
    if re.search(r"(?i)microsoft|untitled|\.(?:docx?|pdf|wps|txt|indd)$|^文档\d*$", title):
        return ""
    return title
