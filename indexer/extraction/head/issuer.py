"""Finds who issued a report, from its metadata, title, head, signature and first sentences.

A title often shortens the name (区水利局, an acronym); the fullest form printed in the report wins.
Nothing is invented beyond the standard long forms of office names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...document.joint_issuers import is_joint, issuers_of, join_issuers
from ...document.report import Document
from ...gazetteer.offices import long_form
from ...gazetteer.regions import full_place, places_in
from ...text.letterhead import issuers, letterhead
from .issuer_japanese import body_in_metadata, find_japanese_issuer
from .issuer_lines import (
    YEAR,
    bodies_in_field,
    issuer_beside_title,
    issuer_part,
    labelled_issuer,
    signature_issuer,
)
from .issuer_western import ISSUER_KEYS, find_western_issuer
from .masthead import head_lines, is_institution, lines_of

_HAN = r"\u4e00-\u9fff"
_BODY = (
    r"(?:人民政府|街道办事处|办事处|管理委员会|管委会|委员会|委員會|办公厅|办公室|监管局|分局|总局|总队|總隊|支队|大队|"
    r"人民法院|人民检察院|检察院|法院|研究院|研究所|监督所|(?:(?<=中心)医院)|中心(?!医院|城区|学校|小学|支行|血站|校)|公司|集团|协会|国务院|"
    r"局|厅|廳|署|(?<![一全总本支内外干])部(?![门門分署长队])|委(?![员托派会办]))"
)
_NAME = re.compile(
    rf"[{_HAN}]{{1,24}}?{_BODY}(?:[{_HAN}]{{1,6}}?(?:监管局|分局|支队|大队|办事处)|办公室|办公厅)?"
)
_TITLE_STOP = re.compile(
    rf"{YEAR}\s?(?:[-—–－~～至]{{1,2}}\s?(?:\d{{4}})?)?\s?年|关于|關於|召开|发布|發布|通报|通報|公布|"
    r"印发|开展|[：:]|(?:年度)?(?:法治政府建设|法治建设|依法行政|行政执法|政府信息公开|政府工作|工作|执法)"
    r"(?!(?:监督|监察|检查|稽查)?(?:总队|支队|大队|中队|局|处|部|中心|委员会|领导小组))"
)
# The period that a title opens with: 2030年度, 二〇三〇年, 2029—2030年, 2030年上半年.
_LEADING_YEAR = re.compile(
    rf"^(?:{YEAR}\s?(?:[-—–－~～至]{{1,2}}\s?{YEAR}\s?)?年?度?"
    r"(?:[上下]半年|前[一二三]季度|第?[一二三四]季度|\d{1,2}月份?)?|[\d年度\s])+"
)
_TITLE_LEAD = re.compile(rf"^(?:{_LEADING_YEAR.pattern.removeprefix('^')}|关于|[“《〈【（(])+")
_TOGETHER = re.compile(r"(?:联合|共同|一起|协同)$")
_ASIDE = re.compile(r"[（(][^（()）]{2,24}[）)]$")  # a body's second name
# Bodies whose names go on after another body's, or end in a word that may name a kind of place.
_FURTHER = re.compile(
    r"(?:党组|党委|委办|大学|学院|中学|气象台|联合社|人民医院|中医院|中心医院|档案馆|"
    r"(?:监督|研究|检验|检疫|检测|管理)所|(?:管理|海事)处|(?:管理|救助|水文)站)$"
)
_PLACE_END = re.compile(r"(?:省|市|县|縣|区|區|旗|州|盟|镇|鎮|乡|鄉|街道)$")
_RELATIVE = re.compile(r"^(?:我|本|全)?[省市县区州](?=[^省市县区州])|^[我本全]")
_PARTY = re.compile(r"^(?:党|局|厅|本|部|县委|市委|省委|区委)")
_MINISTRY = re.compile(r"^(?:国家|生态|应急|农业|交通|人力|市场|自然|公安|司法)")
_LEAD = re.compile(
    r"^(?:我?代表|根据|按照|由|经|经过|向|对|在|为|现将|受|据|并|与|和|及|是|年|月|日|来|以来|发言人|近日|日前|下面|责任编辑|"
    r"主办|承办|单位|发布机构|来源|各级|各|全[国省市县区]|我[省市县区]|其|该|此|的|了|将|从|以|到|被|请|报)+"
)
# Standing long forms of office names, as institutions' own full names have them.
# What may stand before a name that the title prints short: places and nothing else.
_PLACES = re.compile(
    rf"(?:中华人民共和国|国家|[{_HAN}]{{1,11}}?(?:省|自治区|市|县|縣|区|區|旗|州|盟|镇|鎮|乡|鄉|街道))+$"
)
# National services name their local offices by the short place: 海事局, 税务局.
_VERTICAL = re.compile(
    r"海关|海事|铁路|证监|银保监|金融监管|通信管理|煤矿|矿山安全|地震|气象|能源|邮政|核与辐射|税务|"
    r"民航|民用航空|出入境|外汇|人民银行|公司|集团|大学|学院|协会|研究"
)
_LOCAL = re.compile(rf"(?:^|[，。；、\s“])(?:(?:我|全)?省)([{_HAN}]{{2,12}}厅)(?=[{_HAN}])")


def find_issuer(document: Document, title: str, language: str) -> str:
    """The full name of the body that issued ``document``, as printed; ``""`` unknown."""
    if language == "ja":
        return (
            body_in_metadata(document.meta)
            or _from_meta(document)
            or find_japanese_issuer(document, title)
        )
    if language in ("zh", ""):
        bodies = issuers_of(_chinese(document, title))
        return join_issuers([_with_full_place(body) for body in bodies])
    return find_western_issuer(document, title, language)


def _with_full_place(name: str) -> str:
    """``name`` with the full name of the province or city that it opens with (广西… 厅)."""
    if not name or _VERTICAL.search(name):
        return name
    return full_place(name)


def _chinese(document: Document, title: str) -> str:
    if re.search(r"国务院政府工作报告", title):
        return "国务院"
    head, tail = _head(document), signature_issuer(document)
    named = _from_meta(document)
    beside = issuer_beside_title(document)
    titled = _from_title(title)
    if title.startswith("关于"):  # it opens with what it is about
        candidate = _letterhead(document) or tail or beside or titled
    else:
        candidate = _letterhead(document) or titled or tail or beside
    for several in (beside, tail):
        # A joint report's title names one of its issuers, or their place alone.
        if (
            is_joint(several)
            and not is_joint(candidate)
            and (not is_institution(candidate) or _is_one_of(candidate, issuers_of(several)))
        ):
            candidate = several
    if is_joint(candidate):
        every = [*issuers_of(tail), *issuers_of(named), *_names(head)]
        return join_issuers([_fullest(body, every) for body in issuers_of(candidate)])
    if named and (not is_institution(candidate) or named.endswith(_core(candidate))):
        candidate = named
    if not candidate or re.fullmatch(r"[我本全][省市县区州]", candidate):
        first = _unless_above(long_form(_first_named(head)), title)
        return first or _provincial(title, head)
    if not is_institution(candidate) or candidate.endswith("省"):
        signed = _of_place(candidate, (beside, tail), title)
        if signed:
            return _fullest(signed, [*_names(head)], _alone(document))
        subject = _subject(document, title, candidate)
        if subject:
            return long_form(subject)
        # "…市通报…行动": news of some body there, which it does not name.
        told = re.match(r"(?:通报|公布|召开|发布)", title.partition(candidate)[2])
        if told or not _PLACE_END.search(candidate):
            return ""
        return _government(candidate, head + "\n" + tail)
    return _fullest(candidate, [tail, named, *_names(head)], _alone(document))


def _of_place(place: str, bodies: Sequence[str], title: str) -> str:
    """The first of ``bodies`` that is of the ``place`` which a title opens with and issues such
    a report; a government work report is the government's whoever prints it."""
    if "政府工作报告" in title:
        return ""
    return next((body for body in bodies if is_institution(body) and place in body), "")


def _alone(document: Document) -> list[str]:
    """Bodies that lines of the head or the end print with a date or with nothing else."""
    lines = [*(line.text for line in head_lines(document)), signature_issuer(document)]
    names = (issuer_part(line).removesuffix("文件").strip() for line in lines)
    return [body for name in names for body in issuers_of(name) if is_institution(body)]


def _letterhead(document: Document) -> str:
    """The issuers printed in an official document's letterhead; ``""`` if it has none."""
    lines = [line.text for line in head_lines(document)]
    return join_issuers(issuers(lines[: letterhead(lines)]))


def _is_one_of(name: str, bodies: tuple[str, ...]) -> bool:
    """Whether ``name`` is one of ``bodies``, perhaps with more or fewer places before it."""
    return any(body.endswith(_core(name)) or name.endswith(_core(body)) for body in bodies)


def _unless_above(name: str, title: str) -> str:
    """``name``, unless the title speaks of "our province" (我省) and the name is national, or opens
    with another place than the name's (a city's communiqué that a province's bureau checked)."""
    local = re.search(r"[我本][省市县区州]", title)
    places = [_PLACE_END.sub("", place) for place, _ in places_in(name)]
    opening = _LEADING_YEAR.sub("", title)
    of = places_in(opening)[:1]
    elsewhere = (
        of
        and opening.startswith(of[0][0])
        and places
        and not any(place in title for place in places)
    )
    return "" if elsewhere or (local and not places) else name


def _provincial(title: str, head: str) -> str:
    """省应急厅 in the text of a report whose title or head names only one province."""
    local = _LOCAL.search(f"{title}\n{head}")
    provinces = {
        group[0].name
        for _, group in places_in(f"{title}\n{head[:400]}")
        if len({item.code for item in group}) == 1 and group[0].level == "province"
    }
    return provinces.pop() + long_form(local.group(1)) if local and len(provinces) == 1 else ""


def _subject(document: Document, title: str, place: str) -> str:
    """The body that the first paragraph opens with, where it is one of ``place``."""
    for line in lines_of(document.text[:900]):
        if line.text not in title and len(line.text) > 12:
            opening = _NAME.match(line.text)
            name = opening.group() if opening else ""
            return name if name.startswith(place) and not name.endswith("政府") else ""
    return ""


def _from_meta(document: Document) -> str:
    values = (document.meta.get(key, "") for key in ISSUER_KEYS)
    return next(
        (name for value in values if (name := bodies_in_field(value))), ""
    ) or labelled_issuer(document)


def _head(document: Document) -> str:
    return document.text[:900]


def _from_title(title: str) -> str:
    """The body or place that a Chinese title opens with; ``""`` where it opens otherwise."""
    plain = _TITLE_LEAD.sub("", title.strip())
    stop = _TITLE_STOP.search(plain)
    prefix = _TOGETHER.sub("", plain[: stop.start()] if stop else plain)
    several = issuers_of(prefix)
    if len(several) > 1 and all(map(is_institution, several)):
        return join_issuers(several)
    whole = _ASIDE.sub("", prefix)
    if (
        is_institution(whole)
        and (stop or whole != prefix)
        and (_FURTHER.search(whole) or whole != prefix)
    ):
        return whole
    last = max((match.end() for match in _NAME.finditer(prefix)), default=0)
    if last and last >= len(prefix) - 1:
        return prefix[:last]
    opening = _NAME.match(plain)
    if (
        opening
        and opening.end() > 3
        and plain[opening.end() : opening.end() + 1] not in ("门", "門")
    ):
        return opening.group()
    if _PLACE_END.search(prefix) and len(prefix) <= 16:
        return prefix
    place = places_in(plain)[:1]
    if place and plain.startswith(place[0][0]) and stop and stop.start() <= len(place[0][0]):
        return place[0][0]
    return ""


def _names(text: str) -> list[str]:
    """Institutions named in ``text``, with words of the sentence before them taken off."""
    found = []
    for match in _NAME.finditer(text):
        name = _without_lead(match.group())
        if len(name) >= 3:
            found.append(name)
    return found


def _without_lead(name: str) -> str:
    """A name without the words of the sentence before it; 和顺县 does not lose its 和."""
    name = re.sub(r"^.*(?:年度?|月|日|以来|由|向|受)(?=.{4,})", "", name)
    place = places_in(name)[:1]
    if place and name.startswith(place[0][0]):
        return name
    return _LEAD.sub("", name)


def _first_named(head: str) -> str:
    for name in _names(re.sub(r"(?:数据|资料|图片|图表)来源[^\n]*", "", head[:500])):
        if _RELATIVE.search(name) or _PARTY.match(name):
            continue
        if places_in(name) or _MINISTRY.match(name):
            return name
    return ""


def _core(name: str) -> str:
    """A name without what only points (我省, 区…), for comparing with a fuller one."""
    return _RELATIVE.sub("", name)


def _fullest(candidate: str, names: list[str], alone: Sequence[str] = ()) -> str:
    """The longest name among ``names``, and those that stand ``alone`` on a line, that ends as
    ``candidate`` does; long forms count."""
    wanted = {end for end in (_core(candidate), _core(long_form(candidate))) if end}
    ends = [name for name in names if any(_adds_places(name, end) for end in wanted)]
    ends += [name for name in alone if any(_adds_places(name, end, True) for end in wanted)]
    best = max(map(long_form, ends), key=_weight, default="")
    whole = long_form(candidate)
    return best if _weight(best) > _weight(whole) and len(best) <= 30 else whole


def _adds_places(name: str, end: str, alone: bool = False) -> bool:
    """Whether ``name`` is ``end`` with nothing but places before it; ``alone``: it is all that a
    line prints, so that the place may be one that no gazetteer has."""
    long = long_form(name)
    prefix = long[: len(long) - len(end)]
    if not long.endswith(end):
        return False
    known = "".join(place for place, _ in places_in(prefix))
    return not prefix or known == prefix or bool(_PLACES.match(prefix) and (known or alone))


def _weight(name: str) -> tuple[bool, int]:
    return bool(places_in(name)) and not _RELATIVE.match(name), len(name)


def _government(place: str, text: str) -> str:
    """The government of a place that a title names alone; the form that the text prints wins."""
    kind = "办事处" if place.endswith("街道") else "人民政府"
    core = _core(place) or place
    printed = re.findall(rf"[{_HAN}]{{0,14}}{re.escape(core)}(?:{kind})", text)
    best = max((_LEAD.sub("", name) for name in printed), key=len, default="")
    return best if core in best and len(best) <= 24 else core + kind
