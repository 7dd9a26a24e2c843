"""Words of tables: what a column's header or a row's label says about its cells."""

from __future__ import annotations

import re

from .numerals import HAN_TENS

_ORDINAL = rf"(?:[（(]?[{HAN_TENS}\d]{{1,3}}[)）、.．:：]\s*)?"
_TOTAL = re.compile(
    rf"^{_ORDINAL}(?:(?:全[市省县區区州国國年局系统域镇乡校院]|年度|本年|总体|罚没|金额)?"
    r"(?:合\s*[计計]|[总總総]\s*[计計]|共\s*[计計]|[总總][数和额量])[数额]?|[计計]|全体|"
    r"全[市省县區区州国國年局](?:合计|总计|总体|平均)?|全系统|全部|累计|"
    r"(?i:(?:grand |sub)?totals?(?: général| general)?|overall|all(?: \w+)?|ensemble|insgesamt|"
    r"gesamt(?:summe)?|summe|totale|zusammen|en tout))\s*(?:[（(][^()（）]*[)）]|[:：])?$"
)
_PART_OF_WHOLE = re.compile(r"小\s*[计計]|(?i:sub-?total|sous-total|zwischensumme)")
_OF_WHICH = re.compile(
    r"^\W{0,3}(?:其中|其中：|内[:：]|(?i:of which|incl(?:uding|\.)|dont|"
    r"davon|darunter))\b[:：]?|^[#＃]\s?(?=[^\W\d_])"  # the mark of statistical yearbooks
)
_CODE = re.compile(
    r"^(?:序\s*号|行\s*[号次]|栏\s*次|项\s*次|编\s*号|编\s*码|代\s*[号码]|號|号|番号|通し番号|.{0,12}(?:代码|编码|编号|コード|文号|"
    r"案号|证号|电话|手机|号码|邮编|邮政编码)|"
    r"(?i:no\.?|n[°ºo]\.?|nr\.?|№|#|id|code(?: .{0,20})?|.{0,20} code|item no\.?|"
    r"ref(?:erence)?\.?(?: no\.?)?|"
    r"s(?:erial|l)?\.? ?no\.?|c[óo]digo(?: .{0,20})?|ags|.{0,12}schlüssel|insee|lfd\. ?nr\.?|line|"
    r"row|numéro|réf\.?|phone|tel\.?|postcode))$"
)
_TIME = re.compile(
    r"(?:日期|时间|年月|月份|季度|期间|期限|时限|进度安排)$|"
    r"^(?i:deadline|due date|timeline|timescale|[ée]ch[ée]anc(?:e|ier)|délai|frist|termin|"
    r"zeitplan|plazo|date|datum|fecha|month|mois|monat|"
    r"mes|quarter|period)$"
)
_RANK = re.compile(r"(?:排名|位次|名次|排序|順位)$|^(?i:rank(?:ing)?|rang|position|puesto)$")
_YEARS = re.compile(
    r"^(?:年\s*[份度]|年|会计年度|(?i:(?:fiscal |financial )?years?|années?|"
    r"exercice|jahr|año))$"
)
_UNIT_HEAD = re.compile(
    r"^(?:(?:计量|計量|金额|数量)?[单單単]\s*位|(?i:units?(?: of measure(?:ment)?)?|unités?|"
    r"(?:maß)?einheit(?:en)?|"
    r"unidad(?:es)?|unità))$"
)
_BODY_HEAD = re.compile(
    r"单位|部门|机构|地\s*区|区域|区县|县区|市州|市县|县（|县\(|各[市县区]|城市|省份|乡镇|街道|镇街|大队|支队|中队|分局|科室|处室|"
    r"主体|辖区|站点|片区|(?i:\b(?:region|area|district|department|office|authority|body|agency|"
    r"country|city|county|province|unit|branch|team|région|service|département|amt|behörde|"
    r"land|kreis|órgano|oficina)s?\b)"
)
_BODY = re.compile(
    r"(?:局|委员会|委|厅|[大支中总分]队|所|中心|办公室|办|镇|乡|街道|[县區区]|市|省|自治州|院|站|署|公司|分公司|科|处室|"
    r"开发区|新区|本级|集团|分行|支行|学校|"
    r"(?i: (?:office|department|authority|district|council|region|county|city|branch|team|"
    r"division|board)))$"
)
#: Words that say when, how many or how it compares, and leave to the row what is counted.
_GENERIC = re.compile(
    r"本年|本期|当年|今年|上年|上期|去年|同期|全年|年度|完成|实际|实绩|累计|数\s*[值量额据]?$|金额|合计|总计|小计|占比|比重|比例|同比|环比|"
    r"增[减长幅速]|[比较].{0,8}(?:增|减|年|期)|情况|指标值|预算|决算|计划|目标|备注|说明|[一二三四1-4]\s*季度|"
    r"\d{1,2}\s*月|[上下]半年|\d{4}|年|"
    r"(?i:\b(?:value|amount|number|total|result|actual|current|previous|prior|last|this|year|change|share|"
    r"fy|q[1-4]|montant|nombre|valeur|anzahl|betrag|wert|vorjahr|année|valor|importe|n)\b|%)"
)
_MISSING = re.compile(
    r"[-—–−―/\\.…*×xX·\s]*|无|無|未[\u4e00-\u9fff]{1,4}|暂无|不适用|不详|略|空|另行公布|保密|—+|"
    r"(?i:n/?[adk]\.?|nil|none|not [a-z]{1,14}|nd|n\.d\.|k\. ?a\.|s\.o\.|pending|unknown|tbc|"
    r"keine?)"
)
NUMBER = re.compile(
    r"(?P<lead>[-+−–—－△▲]?\s?[(（]?\s?[-−–]?)"
    r"(?P<number>[£$€¥￥]?\s?(?:\d{1,3}(?:[ '’\u2009\u202f]\d{3})+(?:[.,]\d+)?|\d(?:[\d.,]*\d)?))"
    r"\s?(?P<ratio>[%‰]?)\s?(?P<close>[)）]?)(?P<note>\[\d{1,2}\]|[*＊†‡①-⑳¹²³]{0,2})"
)
_VALUE = re.compile(
    r"(?:[约近超逾≥≤><]|(?i:ca\. |about |over ))?[-+−–△▲]?[(（]?(?:[£$€¥￥]|"
    r"[A-Z]{3} ?)?\d[\d.,'’ ]*"
    r"\s?(?:[%‰]|[^\d\s|。，；]{1,8}(?: [a-z]{1,8})?)?[)）]?"
)
_DATED = re.compile(
    r"\d{1,4}\s?[年月日号季类级届期条项]|(?:19|20)\d\d(?:[-/.–—]\d{1,4})*$|\d+[、.．]\D|\d+(?:\.\d+){2,}|\d+[-–]\d+"
)
_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}|(?:\d{4}\s?年)?\d{1,2}\s?月\d{1,2}\s?日")
_STEP = re.compile(r"岁|以[上下内]|(?i:aged?|years old|and over)")
_MEASURE = re.compile(
    r"罚|没收|立案|结案|办结|案件|案值|检查|巡查|抽[查检]|投诉|举报|许可|金额|收入|支出|[数率额量值款]$|"
    r"[（(][^()（）]{1,8}[)）]$|(?i:\b(?:fines?|cases|inspections|penalt(?:y|ies)|revenue|"
    r"amount|number of|"
    r"complaints|notices|amendes?|contrôles|sanctions|bußgeld\w*|verfahren|multas)\b)"
)
YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s?[/–-]\s?(?:20)?(\d\d))?(?![\d,.]?\d|"
    r"\s?[万亿千百元件人个家户吨亩米%])"
)


def is_total(words: str) -> bool:
    """Whether a row's label or a column's head says that it holds the whole (合计, Total)."""
    return bool(_TOTAL.match(words.strip())) and not _PART_OF_WHOLE.search(words)


def is_subtotal(words: str) -> bool:
    return bool(_PART_OF_WHOLE.search(words))


def is_of_which(words: str) -> bool:
    """Whether a label names a part of the row above (其中：…, of which …)."""
    return bool(_OF_WHICH.match(words))


def is_code_head(words: str) -> bool:
    """Whether a column's head says that its numbers number or name the rows."""
    return bool(_CODE.match(words.strip()))


def is_rank_head(words: str) -> bool:
    return bool(_RANK.search(words.strip()))


def is_time_head(words: str) -> bool:
    """Whether a column's head says that days, months or quarters stand below it."""
    return bool(_TIME.search(words.strip()))


def is_year_head(words: str) -> bool:
    return bool(_YEARS.match(words.strip()))


def is_unit_head(words: str) -> bool:
    """Whether a column's head says that units stand below it; 单位 may head bodies as well."""
    return bool(_UNIT_HEAD.match(words.strip()))


def is_body_head(words: str) -> bool:
    """Whether a column's head says that offices, parts or places stand below it."""
    return bool(_BODY_HEAD.search(words)) and len(words) <= 24


def is_body(words: str) -> bool:
    """Whether a label has the shape of an office's or a place's name."""
    return len(words) <= 30 and bool(
        _BODY.search(re.sub(r"[（(][^()（）]*[)）]$", "", words.strip()))
    )


def is_generic_head(words: str) -> bool:
    """Whether a head says when or how many but not what."""
    bare = re.sub(r"[（(][^()（）]*[)）]", "", words).strip()
    return (
        not bare
        or bool(_GENERIC.search(bare))
        and not re.search(
            r"案件|立案|罚|款|检查|处罚|户数|人[数次员]|件数|收入|支出|(?i:fine|case|inspection|"
            r"amende|buß)",
            bare,
        )
    )


def is_missing(cell: str) -> bool:
    """Whether a cell holds no value: blank, a dash, 未公布, n/a."""
    return len(cell) <= 16 and bool(_MISSING.fullmatch(cell.strip()))


def is_year(cell: str) -> bool:
    """Whether a cell is a year and no more (2024, 2024年, 2023/24)."""
    return bool(re.fullmatch(r"(?:19|20)\d\d(?:[/–-](?:20)?\d\d)?\s?(?:年[度份]?)?", cell.strip()))


def is_day(cell: str) -> bool:
    """Whether a cell is a date with its day (06/22/2015, 2025-03-01, 3月1日)."""
    return bool(_DAY.fullmatch(cell.strip()))


def is_number(cell: str) -> bool:
    """Whether a cell is one number, with its sign, brackets, currency sign or per cent."""
    return len(cell) <= 40 and bool(NUMBER.fullmatch(cell))


def is_value(cell: str) -> bool:
    """Whether a cell holds a number with no more than its unit; years and dates are none."""
    if len(cell) > 40 or is_year(cell):
        return False
    if is_number(cell):
        return not re.fullmatch(r"\d+(?:\.\d+){2,}", cell)
    return bool(_VALUE.fullmatch(cell)) and not _DATED.match(cell) and not _STEP.search(cell)


def is_measure(words: str) -> bool:
    """Whether a label says what is counted (罚款, 立案（件）, fines), not of whom or where."""
    return bool(_MEASURE.search(words)) and not is_body(words)


def year_told(words: str) -> int | None:
    """The one calendar year that words name; None for none, several, or one that is compared."""
    found = set()
    for m in YEAR.finditer(words):
        if re.search(r"[比较由从]\s?$", words[: m.start()]):
            continue
        first, second = int(m.group(1)), m.group(2)
        if second and int(second) != (first + 1) % 100:
            return None  # several years
        found.add(first + bool(second))
    return found.pop() if len(found) == 1 else None
