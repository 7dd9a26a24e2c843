"""Clauses, and the words in them that say what a figure counts."""

from __future__ import annotations

import re
from bisect import bisect_right

from ...text.numerals import HAN_YEAR

_EDGE = re.compile(r"[，、；。：！？!?\n（）()|——]|[,;:](?=\s)|\.(?=\s|$)|—")
_TIME = (
    r"(?:(?:19|20)\d\d ?年(?:度|底|末)?|"
    rf"{HAN_YEAR}年(?:又比)?|"
    r"(?:令和|平成)(?:元|\d{1,2})年度?[のには]?|[一二三四]季度|上半年|下半年|\d{1,2}月(?:份|底)?(?:\d{1,2}日)?|"
    r"截至[^，]{0,12}|目前|年内|今年以来|全年|当年|本年度?|年度|今年|去年|上年|期间|至今|发布会)"
)
_LEAD = re.compile(
    rf"^(?:(?:截至|至|到)?{_TIME}|其中|全[市县区省镇乡州国局]|共计|共有|共(?![享同建治])|累计|"
    rf"合计|总计|总共|先后|已经?|均(?!价)|"
    r"也|还(?![款原])|又|并(?!购)|且|而|和(?![解谐])|与|及(?!时)|以及|同时|此外|另外?|另有|"
    r"有(?![效害毒关机])|为(?!民)|"
    r"对|将|把(?!关)|被(?![告申侵诉])|由|从(?![业轻重严])|在(?![岗职编册建营校逃线])|向|"
    r"按(?![日揭期月季年])|以(?![案工旧])|于|是|"
    r"则|仍|即(?![办时])|分别|新?的|了|现有|现(?![场金])|各(?![类级项])|约(?!谈)|超过|"
    r"超(?![限载标员龄])|达到|达(?!标)|因此|で|"
    r"我[局市县区省委厅]|[该本][局市县区省委厅]|[\s“”\"'：:．.)）》-]|因)"
)
_TAIL = re.compile(
    r"(?:共计|共有|(?<!公)共|累计|合计|总计|总共|约为?|大约|(?<![附临])近|将近|接近|达到了?|"
    r"(?<![下送传抵发到])达|已达|高达|"
    r"多达|(?<![行作认])为|是|有|超过了?|超|逾|突破了?|不少于|不低于|至少|不超过|已|"
    r"(?<![人户案日年月平])均为?|分别为?|只有?|"
    r"仅有?|全部|了|(?<!目)的|各|(?<!共)和|(?<![普涉])及|(?<!参)与|至|(?<![收接受查得])到|从|"
    r"(?<![理事案自])由|去年|上年|上年同期|"
    r"同期|前年|又|增至|减至|压减|升至|降至|提高|扩大|上升|上涨|下降|下跌|增加|减少|增长|降低|"
    r"提升|下滑|回落|同比|环比|"
    r"(?:比|较)(?:上年|去年|(?:19|20)\d\d年)(?:同期)?(?:[多少])?|保持在|稳定在|控制在|平均|"
    r"实现|发生|完成|前年度?(?:より|比)|"
    r"(?:19|20)\d\d年(?:的)?|(?:令和|平成)(?:元|\d{1,2})年度?|それぞれ|前年度?[のは]|[はがをのにでも]|[\s“”\"'：:])$"
)
_AVERAGE = re.compile(
    r"平均每?[^\d，]{0,2}$|人均$|案均$|户均$|每案$|每人$|(?i:\b(?:on average|"
    r"an? average(?: of)?|averag(?:e|ing|ed)))"
)
_ONLY_CHANGE = re.compile(
    r"^(?:同比|环比|比[^，]{0,8}|较[^，]{0,8}|增[幅长加]|降幅|涨幅|跌幅|减少|减|下降|上升|"
    r"提高|增|降|升|多|少|[了达为至到近约超])*$"
)
#: On what basis a rate is computed, which says nothing of what it is a rate of: 按不变价格计算.
_BASIS = re.compile(
    r"(?:[按以]?(?:不变价|可比价|现价|现行价|当年价|同口径|可比口径|同比口径|统一口径)格?(?:计算|比较|相比|下)?"
    r"|[按以][^，]{0,6}口径(?:计算|比较)?"
    r"|(?:扣除|剔除|不考虑|不计)[^，]{0,14}(?:因素|影响|基数)后?"
    r"|(?:实际|名义|可比)?)+"
)
_REAL = re.compile(
    r"(?:(?<=因素)|(?<=影响)|(?<=后)|(?<![\u4e00-\u9fff]))(实际|名义)(?:(?:比|较)(?:上年|去年|同期)(?:同期)?|同比)?"
    r"(?:增长|增加|下降|上升|上涨|减少|增|降)了?$"
)
_CONTENT = re.compile(r"[\u4e00-\u9fff]{2}|[\u30a0-\u30ff]{2}|[\uac00-\ud7a3]{2}|[A-Za-zÀ-ÿ]{3}")
_NOUN_END = re.compile(
    r"进行|开展|参加|取得|担任|全部|已|均|了|被|由|在|等|与|和|及|并|以|从|到|将|对|实现|通过|"
    r"完成|制定|受到|列入|评查|建立|量化|"
    r"所涉|压减|增加|减少|提高|下降|上升|增|降|升|的|是|为|有|得到|获|办理|投入|同比|"
    r"[、，。；：（）()“”《\s\d\n|]|はが|[はがをでにもと]"
)
_EN_STOP = frozenset(
    "a an the of in on at to for from with by and or were was is are had has have been be it "
    "its that "
    "which who there this these those during over about nearly almost around approximately "
    "some more "
    "than only just up down all total totalled totaled totalling totaling totals amounted "
    "amounting "
    "numbered came adding reached stood rose fell risen fallen increased decreased dropped "
    "grew slipped "
    "against compared year worth made itself each under over above below carried issued "
    "imposed les le "
    "la l' de du des en et à au aux un une pour contre plus a ont été était est totalisent "
    "s'élèvent "
    "der die das den dem und von im auf mit für betrug betrugen insgesamt rund etwa el los las "
    "y por "
    "del con total más fue fueron ascendieron against paid as but not fiscal federal "
    "previous before earlier prior last sont montées".split()
)
_LINK = re.compile(r"并在?|通过|等|平台|》|对|在|由|将|把|从|为|及")
_PERIOD = re.compile(r"FY\d+|Q[1-4]")
_EN_WORD = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ'’-]*")


class Clauses:
    """Clause edges of a folded text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = [0]
        self._ends: list[int] = []
        for match in _EDGE.finditer(text):
            self._ends.append(match.start())
            self._starts.append(match.end())
        self._ends.append(len(text))

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The clause that contains ``start:end`` (widened if the figure itself has an edge in
        it)."""
        first = bisect_right(self._starts, start) - 1
        last = max(first, bisect_right(self._starts, end - 1) - 1)
        low, high = self._starts[first], max(end, self._ends[last])
        while low < start and self._text[low].isspace():
            low += 1
        while high > end and self._text[high - 1].isspace():
            high -= 1
        return low, high

    def before(self, start: int) -> tuple[int, int] | None:
        """The clause before the one that begins at or contains ``start``; blank ones are
        skipped."""
        index = bisect_right(self._starts, start) - 2
        while index >= 0:
            low, high = self._starts[index], self._ends[index]
            if self._text[low:high].strip():
                return low, high
            index -= 1
        return None


def words_before(text: str, language_alphabetic: bool) -> str:
    """What the words of a clause before its figure, ``text``, say is counted; "" for nothing."""
    if language_alphabetic:
        return _trim_words(text)
    trimmed = _trim(_strip_average(text))
    if "的" in trimmed[:-2] and _CONTENT.search(trimmed.rpartition("的")[2]):
        trimmed = trimmed.rpartition("的")[2]
    if len(trimmed) > 16:
        trimmed = _shorten(trimmed)
    if not _CONTENT.search(trimmed) or _ONLY_CHANGE.match(trimmed):
        return ""
    if _BASIS.fullmatch(trimmed) and not (len(trimmed) == 2 and text.rstrip().endswith(trimmed)):
        return ""  # 实际增长3%, but not 实际3家
    return trimmed


def basis_word(text: str) -> str:
    """实际 (real) or 名义 (nominal) if the words before a rate say that it is so; else ""."""
    match = _REAL.search(text)
    return match.group(1) if match else ""


def words_after(text: str, language_alphabetic: bool) -> str:
    """The noun that follows a measure word (2名律师担任…: 律师); "" where none follows."""
    if language_alphabetic:
        words = _EN_WORD.findall(re.split(r"[,;:.()]", text)[0])[:4]
        if words:
            words[0] = re.sub(r"^[dl]['’]", "", words[0])
        return _trim_words(" ".join(words))
    body = text.lstrip("的")
    match = _NOUN_END.search(body)
    noun = body[: match.start()] if match else body
    if (
        not noun
        and match
        and match.start() == 0
        and match.group() in {"取得", "参加", "通过", "获"}
    ):
        noun = re.split(r"[，、；。：\s]", body)[0]
    noun = noun[:12].strip()
    return noun if _CONTENT.search(noun) and not _ONLY_CHANGE.match(noun) else ""


def average_word(text: str) -> str:
    """ "average" or 平均 if the words before a figure make it a mean; else ""."""
    match = _AVERAGE.search(text)
    if not match:
        return ""
    return match.group().strip() if not match.group().isascii() else "average"


def _strip_average(text: str) -> str:
    return re.sub(r"(?:平均每?[^\d，]{0,2}|每案|案均)$", "", text)


def _shorten(text: str) -> str:
    """The end of a long phrase, from a function word on if enough remains."""
    for match in _LINK.finditer(text, max(0, len(text) - 24)):
        if 4 <= len(text) - match.end() <= 16:
            return text[match.end() :]
    return text[-24:]


def _trim(text: str) -> str:
    """``text`` without the adverbs, times and particles at both ends."""
    while match := _LEAD.match(text):
        text = text[match.end() :]
    while match := _TAIL.search(text):
        text = text[: match.start()]
    return text


def _trim_words(text: str) -> str:
    words = _EN_WORD.findall(_AVERAGE.sub(" ", text))
    words = [word for word in words if not _PERIOD.fullmatch(word)]
    while words and words[0].lower() in _EN_STOP:
        words.pop(0)
    while words and words[-1].lower() in _EN_STOP:
        words.pop()
    for index in range(len(words) - 1, -1, -1):  # the phrase nearest the figure
        if words[index].lower() in {"which", "whom", "that", "dont", "davon"}:
            words = words[index + 1 :]
            break
    trimmed = " ".join(words[-8:])
    return trimmed if _CONTENT.search(trimmed) else ""
