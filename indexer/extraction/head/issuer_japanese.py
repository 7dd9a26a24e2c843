"""Finds who issued a Japanese report: names of public bodies by how they are formed.

A body is a territory (…県…市), a ministry or a corporation, with the units below it (…局…課), or a
service with its own name (…労働局, …保健所). Names need not be in any dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...document.joint_issuers import join_issuers
from ...document.report import Document
from ...text.numerals import FULL_WIDTH_DIGITS
from .issuer_lines import issuer_part
from .issuer_western import ISSUER_KEYS
from .masthead import head_lines, lines_of

_KANJI = r"\u4e00-\u9fff々〆ヶヵ"
_KATAKANA = r"ァ-ヴー"
_ERA = r"(?:令和|平成|昭和)"
# Words in hiragana that names of units hold.
_SOFT = (
    r"まちづくり|まち|こども|子ども|子育て|くらし|暮らし|みどり|ふるさと|"
    r"いきいき|ものづくり|なりわい"
)
_CHAR = rf"(?:(?!{_ERA})[{_KANJI}{_KATAKANA}・]|{_SOFT})"

_TERRITORY_END = (
    r"(?:都(?![市心])|県(?![民内外下立])|府(?![民内下立省])|市(?![場民街立町区]|内(?!部))|区(?![域分間民内立])|"
    r"町(?![村民内立])|村(?![民内立])|北海道(?![民内]))(?!議(?!会)|長[期寿])"
)
_TERRITORY = (
    rf"(?:(?:(?!{_ERA})[{_KANJI}{_KATAKANA}]){{1,7}}?{_TERRITORY_END}|北海道|京都府|京都市)"
)
# Ends of units, and of bodies that stand without a territory before them.
_OWN = (
    r"(?:監査委員(?!会)|事務局|議会|警察本部|消防本部|警察署|消防署|税務署|監督署|振興局|総合庁舎|保健所|福祉事務所|市役所|"
    r"区役所|役所|町役場|村役場|役場|消費生活センター)"
)
_UNIT_END = (
    r"(?:委員会|審議会|審査会|協議会|監査委員(?!会)|事務局|議会|本部|"
    r"署(?!名)|支庁|庁(?!舎|内)|省(?!エネ|略|力|令(?!和))|局(?![面地])|"
    r"(?<![内外全一細大上下東西南北中])部(?![分門署品会])|課(?![題税])|(?:対策|推進|管理|企画|監察|調整|指導|検査|監査|総務|戦略)室|研究所|事務所|検査所|試験所|"
    r"出張所|裁判所|検疫所|検査院|センター|機構|広域連合|組合|公社|事業団|"
    r"立[^、。]{0,6}?病院|立[^、。]{0,6}?大学)"
)
_UNIT = rf"(?:{_OWN}|{_CHAR}{{1,12}}?(?:{_UNIT_END}|{_OWN}))"
_CORPORATION = (
    r"(?:(?:地方)?独立行政法人|国立研究開発法人|国立大学法人|特殊法人|"
    r"(?:公益|一般)(?:財団|社団)法人)"
)
_STATE = (
    rf"(?:内閣府|人事院|会計検査院|(?!反省|帰省)[{_KANJI}]{{1,6}}?(?:省(?!エネ|略|力|令(?!和))|庁(?!舎|内))|"
    rf"[{_KANJI}{_KATAKANA}]{{2,10}}?(?:委員会|労働局|監督署|税務署|税関|検察庁|裁判所|整備局|農政局|運輸局|財務局|"
    rf"産業局|保健所|広域連合|組合|機構|事業団|センター|研究所))"
)
_NAME = re.compile(
    rf"(?:{_CORPORATION}(?:{_CHAR}){{2,20}}?(?:機構|センター|協会|研究所|事業団|財団|病院|大学)|"
    rf"(?P<land>(?:{_TERRITORY}){{1,3}})(?P<holder>長(?!官|期)|知事)?(?P<units>(?:{_UNIT}){{0,4}})|"
    rf"{_STATE}(?:{_UNIT}){{0,3}})"
)
# Places with hiragana (つく…市); they would take in words of a sentence, so count in a line alone.
_SOFT_NAME = re.compile(
    rf"(?P<land>(?:{_TERRITORY})?[ぁ-ゖ{_KANJI}{_KATAKANA}]{{2,8}}?(?:市|区|町|村))(?P<holder>長|)"
    rf"(?P<units>(?:{_UNIT}){{1,4}})"
)
# Bodies that every territory has; a fuller name is looked for.
_EVERYWHERE = re.compile(r"(?:教育|農業|選挙管理|人事|公平)委員会|監査委員|議会")
# What opens with these names no body: ours, this, each.
_NO_NAME = re.compile(
    r"[本当各全両同他諸某毎]|(?:大|地方|指定|中核)?都市|都道府県|市町村|区市町村|市区町村|特別区|[地学管校]区|政令市|"
    r"中核市|町村|学校|関係|事業[所者]|府省"
)
_PERIOD = re.compile(
    rf"^(?:(?:{_ERA}\s?(?:元|\d{{1,2}})|(?:19|20)\d\d)\s?(?:年度?|[（(][^（()）]{{2,8}}[）)]年?度?)?"
    r"(?:[上下]半期|第\d四半期)?[のにおける]{0,5}\s?)+"
)
_LABEL = re.compile(
    r"^(?:発行(?:者|元|所)?|編集(?:・発行)?|作成(?:者|元|機関)?|公表(?:者|元|機関)?|発表(?:者|元|機関)?|担当(?:課|部署)?|"
    r"所管(?:課)?|(?:お)?問い?合わ?せ先?|照会先)\s?[:：]\s?"
)
_SEAMS = re.compile(r"[\s\u3000（()）「」『』【】〜～:：]|(?<=[年度])の|における|に関する|による")
# What follows the body that a sentence tells of.
_TELLS = re.compile(r"長?(?:は|では|が|において|として|の|に対|[（(])")
# The ministries (国家行政組織法, 別表第一, and those beside them): the second of two with nothing
# between is another body. Their agencies (国土交通省気象庁) are parts.
_MINISTRY = re.compile(
    r"内閣府|内閣官房|デジタル庁|こども家庭庁|復興庁|総務省|法務省|外務省|財務省|文部科学省|厚生労働省|農林水産省|経済産業省|"
    r"国土交通省|環境省|防衛省"
)
_MINISTRIES = re.compile(rf"(?={_MINISTRY.pattern})")
_PARTS = re.compile(r"[、,，／/・\s\u3000]+|及び|並びに")
_LONGEST = 60  # characters of a name


def find_japanese_issuer(document: Document, title: str) -> str:
    """The body that a Japanese report's title, head, end or first sentences name."""
    titled = _named_in(title)
    if titled and not _is_short(titled):
        return titled
    last = [line.text for line in lines_of(document.text[-600:])][-6:][1:]
    lines = [*(line.text for line in head_lines(document)), *reversed(last)]
    names = [name for line in lines if line not in title and (name := whole_japanese_name(line))]
    names += _subjects(document.text[:1500])
    fuller = [name for name in names if name.startswith(titled) or name.endswith(titled)]
    return (fuller or [titled, ""])[0]


def body_in_metadata(meta: Mapping[str, str]) -> str:
    """The body that a field of the file's metadata names; ``""`` where none does."""
    values = (meta.get(key, "") for key in ISSUER_KEYS)
    return next((name for value in values if (name := whole_japanese_name(value))), "")


def whole_japanese_name(line: str) -> str:
    """The body, or the bodies joined, that ``line`` names and nothing else; ``""`` where it names
    another thing."""
    if len(line) > 2 * _LONGEST:
        return ""
    text = _LABEL.sub("", line.translate(FULL_WIDTH_DIGITS).strip())
    text = issuer_part(re.sub(r"(?<=[日月年])(?:発表|公表|発行|作成|現在|付け?)$", "", text))
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) == 1 and _MINISTRY.match(text):
        parts = [part for part in _MINISTRIES.split(text) if part]
    if len(parts) > 1 and all(map(_is_name, parts)) and all(map(_stands_alone, parts)):
        return join_issuers(parts)
    close = re.sub(r"[ \u3000]", "", text)
    if _is_name(close):
        return close
    match = _at(close)
    held = match and re.search(r"(?:長|知事|監査委員)$", match.group())
    named = match and re.fullmatch(rf"[{_KANJI}]{{2,6}}", close[match.end() :])
    return match.group() if match and held and named else ""


def _stands_alone(name: str) -> bool:
    """Whether a name has its territory or ministry, which a unit beside another lacks."""
    match = _at(name)
    return bool(match and (match.group("land") or _MINISTRY.match(name)))


def _is_name(text: str) -> bool:
    return len(text) <= _LONGEST and any(
        pattern.fullmatch(text) for pattern in (_NAME, _SOFT_NAME) if not _NO_NAME.match(text)
    )


def _is_short(name: str) -> bool:
    """Whether a name is a territory's alone, or one that every territory has a body of."""
    match = _NAME.fullmatch(name)
    alone = match and match.group("land") and not match.group("units") and not match.group("holder")
    return bool(alone or _EVERYWHERE.fullmatch(name))


def _at(text: str) -> re.Match[str] | None:
    """The name that ``text`` begins with; None where it begins otherwise."""
    return None if _NO_NAME.match(text) else _NAME.match(text, 0, _LONGEST)


def _named_in(title: str) -> str:
    """The body that a title names: at its beginning, past the period, or where a part of it
    begins; its territory alone where it names no more."""
    plain = title.translate(FULL_WIDTH_DIGITS)[:400]
    found = ""
    for part in _SEAMS.split(plain):
        text = _PERIOD.sub("", part)
        match = _at(text) or (None if found else _SOFT_NAME.match(text, 0, _LONGEST))
        name = match.group() if match else ""
        if name and not _is_short(name):
            return name
        found = found or name
    return found


def _subjects(text: str) -> Iterator[str]:
    """The bodies that sentences of ``text`` open with and tell of (…局は、…)."""
    for sentence in re.split(r"[\n。]", text):
        opening = sentence.strip().translate(FULL_WIDTH_DIGITS)[: 2 * _LONGEST]
        plain = _PERIOD.sub("", opening).lstrip("、　 ")
        match = _at(plain)
        if match and _TELLS.match(plain, match.end()):
            yield match.group()
