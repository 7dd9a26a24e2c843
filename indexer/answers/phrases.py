"""The wording of answers in Chinese and English, and how each language writes amounts."""

from __future__ import annotations

import re
from decimal import Decimal

from ..extraction.quantities.units import CHINESE_NAMES
from ..text.scripts import has_han

_CHINESE = ((10**8, "亿"), (10**4, "万"))
_ENGLISH = ((10**9, " billion"), (10**6, " million"))
_FINEST = Decimal("0.000000001")  # digits behind the point that one still reads
_MAGNITUDE = re.compile("[百千万萬亿億]")

_ZH = {
    "lookup": "{who}{year}：{metric}{amount}。{cite}",
    "fact": "{who}{year}：{short}。原文：“{quote}”{cite}",
    "no": "否",
    "part_missing": "{name}：没有报告写明。",
    "read_closely": "其中{read}份已逐句细读，其余{rest}份内容关联不大，未作细读。",
    "read_only": "其中{read}份已逐句细读。",
    "told_alike": "另有{n}份的数字与已细读报告的用词和单位相同，据此一并判断。",
    "unread": "相关报告过多，另有{n}份未细读；请限定年份、地区或单位后重新提问。",
    "judged": "其中{n}份难以判断，由语言模型{model}判定（写明{yes}份，未写明{no}份）。",
    "parts": "{who}{year}：未写明合计数，只分列了{n}个部分的数字：{items}。",
    "others": "同一报告还写明：{items}。",
    "stated_head": "共检查{examined}份报告，{n}份写明了所问内容：",
    "stated_by_none": "共检查{examined}份报告，均未写明所问内容。",
    "negated_head": "共检查{examined}份报告，{n}份未写明所问内容：",
    "row": "{who}{year}{amount}{cite}",
    "mentioned": "另有{n}份提及此事，但未给出数字：{items}。",
    "none": "另有{n}份说明没有此项：{items}。",
    "more": "等共{n}家",
    "refuse": "已索引的{reports}份报告均未写明这一内容。",
    "refuse_unknown": "索引中没有“{names}”的报告，因此无法回答。",
    "from_mentions": "索引中没有“{names}”的报告，以下出自提及该名称的报告。",
    "refuse_year": "索引中没有符合所问年份的报告，因此无法回答。",
    "latest": "没有{asked}年的报告，以下出自最近一年（{year}年）的报告。",
    "stopped": "判断提前停止，{total}份报告中只判断了{judged}份，以下清单不完整。",
    "stopped_early": "判断提前停止，{total}份报告中的{judged}份均未写明所问内容，其余尚未判断。",
    "refuse_filter": "没有报告符合所选的筛选条件。",
    "closest": "最接近的内容见 {cites}。",
    "compare": "按{metric}从{direction}排列（{n}份报告）：",
    "first_places": "{n}份报告的{metric}从{direction}排列，前{places}名：",
    "high": "高到低",
    "low": "低到高",
    "total": "{n}份报告的{metric}合计{amount}：",
    "difference": "两者相差{amount}。",
    "terms_differ": "注意：各报告用词不同（{terms}），口径可能不一致。",
    "left_out": "未计入：{items}。",
    "old": "注意：{path}已被较新版本{newer}取代。",
    "version": "另一版本：{items}。",
    "differs": "注意：{who}{year}的另一份报告给出的数字不同：{items}。",
    "versions": "注意：{who}{year}的报告有多个版本（{paths}），新旧顺序无法判断。",
    "units_differ": "货币或单位不同，因此分别列出，不予相加。",
    "topic": "{who}{year}：{quote}{cite}",
    "sep": "；",
    "end": "。",
    "list": "、",
    "unknown": "未注明单位",
    "year": "（{year}年）",
    "previous_years": "统计年度不同：{items}。",
    "uncertain": "注意：{items}由扫描页识别，字迹不清，请对照原文页面。",
}
_EN = {
    "lookup": "{who}{year}: {metric}{amount}. {cite}",
    "fact": "{who}{year}: {short}. “{quote}” {cite}",
    "no": "no",
    "part_missing": "{name}: not stated in any report.",
    "read_closely": "Of the reports examined, {read} were read closely; the other {rest} are on "
    "unrelated matters.",
    "read_only": "Of the reports examined, {read} were read closely.",
    "told_alike": "A further {n} were judged by their figures, which have the same wording and "
    "unit as those in the reports read closely.",
    "unread": "Too many reports are relevant, so a further {n} were not read closely; ask again "
    "with a year, a place or an issuer.",
    "judged": "Of these, {n} were borderline and decided by the language model {model} ({yes} "
    "stated, {no} not).",
    "parts": "{who}{year}: no total is stated, only figures for {n} parts: {items}.",
    "others": "The same report also gives: {items}.",
    "stated_head": "Stated in {n} of {examined} reports examined: ",
    "stated_by_none": "Not stated in any of the {examined} reports examined.",
    "negated_head": "Not stated in {n} of {examined} reports examined: ",
    "row": "{who}{year}{amount} {cite}",
    "mentioned": "Mentioned without a figure in {n} more: {items}.",
    "none": "Stated to be none in {n} more: {items}.",
    "more": "and others ({n} in total)",
    "refuse": "This is not stated in any of the {reports} indexed reports.",
    "refuse_unknown": "No report by “{names}” is indexed, so this question cannot be answered.",
    "from_mentions": "No report by “{names}” is indexed; this is from reports that mention it.",
    "refuse_year": "No indexed report covers the year asked about, so this question cannot be "
    "answered.",
    "latest": "There is no report for {asked}; this is from the latest year ({year}).",
    "stopped": "Stopped after {judged} of {total} reports, so this list is incomplete.",
    "stopped_early": "Stopped after {judged} of {total} reports, none of which states this; the "
    "others have not been judged.",
    "refuse_filter": "No report matches the selected filters.",
    "closest": "Closest passages: {cites}.",
    "compare": "{metric}, {direction} first ({n} reports): ",
    "first_places": "{metric}, {direction} first, {places} of {n} reports: ",
    "high": "highest",
    "low": "lowest",
    "total": "{metric} in {n} reports, {amount} in total: ",
    "difference": "They differ by {amount}.",
    "terms_differ": "Note: the reports use different terms ({terms}), which may not mean the "
    "same quantity.",
    "left_out": "Not included: {items}.",
    "old": "Note: {path} has been superseded by a newer version, {newer}.",
    "version": "Another version: {items}.",
    "differs": "Note: another report by {who}{year} gives a different figure: {items}.",
    "versions": "Note: there are several versions of the report by {who}{year} ({paths}); it is "
    "not known which is the latest.",
    "units_differ": "The currencies or units differ, so the figures are listed separately and not "
    "added up.",
    "topic": "{who}{year}: {quote} {cite}",
    "sep": "; ",
    "end": ".",
    "list": ", ",
    "unknown": "unknown issuer",
    "year": " ({year})",
    "previous_years": "The reporting years differ: {items}.",
    "uncertain": "Note: {items} was recognised from a scan that is hard to read; please check the "
    "page image.",
}


def phrase(language: str, key: str, **values: object) -> str:
    """Phrase ``key`` in Chinese for zh, else in English."""
    return (_ZH if language == "zh" else _EN)[key].format(**values)


def amount(value: float, unit: str, language: str) -> str:
    """A value in base units as it is usually written: 740.9万元, CNY 7.409 million, 51%."""
    if unit == "percent":
        return f"{_plain(value)}%"
    if unit == "percentage_points":
        return f"{_plain(value)}" + ("个百分点" if language == "zh" else " percentage points")
    if unit == "count":
        return _plain(value)
    if len(unit) == 3 and unit.isupper():
        if language == "zh":
            return _money_zh(value, unit)
        return f"{unit} {_scaled(value, _ENGLISH)}"
    if language == "zh":
        return f"{_plain(value)}{CHINESE_NAMES.get(unit, unit)}"
    return f"{_plain(value)} {unit}"


def own_amount(raw: str, value: float, unit: str, language: str) -> str:
    """A figure in the notation of an English reader, where ``raw``, as printed, is in Chinese
    (万, 亿, a currency); ``""`` where the reader can read it as it is."""
    if language == "zh" or not has_han(raw):
        return ""
    money = len(unit) == 3 and unit.isupper()
    if not money and not _MAGNITUDE.search(raw):
        return ""
    if unit == "count":
        return _scaled(value, _ENGLISH)
    return amount(value, unit, "en")


def _money_zh(value: float, unit: str) -> str:
    return _scaled(value, _CHINESE) + CHINESE_NAMES.get(unit, unit)


def _scaled(value: float, scales: tuple[tuple[int, str], ...]) -> str:
    """``value`` with the largest word of ``scales`` that it exceeds and that keeps it exact."""
    exact = _exact(value)
    for scale, word in scales:
        if abs(exact) >= scale and (exact / scale).quantize(_FINEST) == exact / scale:
            return _written(exact / scale) + word
    return _plain(value)


def _exact(value: float) -> Decimal:
    """The decimal number that ``value`` was computed for: 1.1e8 and not 110000000.00000001."""
    return Decimal(f"{value:.15g}")


def _plain(value: float) -> str:
    return _written(_exact(value).quantize(Decimal("0.000001")))


def _written(exact: Decimal) -> str:
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(confidence: float) -> str:
    """A confidence as a whole percentage, rounded down: only certainty is shown as 100 %."""
    return f"{int(confidence * 100 + 1e-6)}%"
