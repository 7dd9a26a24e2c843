"""Sentences of an answer in Chinese and English, and amounts as each writes them."""

from __future__ import annotations

from ..extraction.quantities.units import CHINESE_NAMES

_ZH = {
    "lookup": "{who}{year}：{metric}{amount}。{cite}",
    "fact": "{who}{year}：{short}。原文：“{quote}”{cite}",
    "no": "否",
    "part_missing": "{name}：没有报告写明。",
    "read_closely": "其中{read}份逐句细读，{rest}份内容相去较远，未细读。",
    "read_only": "其中{read}份逐句细读。",
    "told_alike": "另有{n}份的数字与已细读的报告用词、单位相同，据此判断。",
    "unread": "相近的报告过多，另有{n}份未细读；请限定年份、地区或机构后再问。",
    "parts": "{who}{year}：没有写明合计，只有{n}个部分各自的数字：{items}。",
    "others": "同一报告另有：{items}。",
    "stated_head": "共检查{examined}份报告，{n}份写明了所问内容：",
    "stated_by_none": "共检查{examined}份报告，没有一份写明所问内容。",
    "negated_head": "共检查{examined}份报告，{n}份没有写明所问内容：",
    "row": "{who}{year}{amount}{cite}",
    "mentioned": "另有{n}份提到此事但没有给出数字：{items}。",
    "none": "另有{n}份说明没有发生：{items}。",
    "more": "等共{n}家",
    "refuse": "已索引的{reports}份报告都没有写明这一内容。",
    "refuse_unknown": "索引中没有“{names}”的报告，因此无法回答。",
    "refuse_year": "索引中没有符合所问年份的报告，因此无法回答。",
    "refuse_filter": "没有报告符合所选的筛选条件。",
    "closest": "最接近的内容见 {cites}。",
    "compare": "按{metric}从{direction}排列（{n}份报告）：",
    "high": "高到低",
    "low": "低到高",
    "total": "{n}份报告的{metric}合计{amount}：",
    "difference": "两者相差{amount}。",
    "terms_differ": "注意：各报告用词不同（{terms}），口径可能不一致。",
    "left_out": "未计入：{items}。",
    "old": "注意：{path}已被更新的版本{newer}取代。",
    "version": "另一版本：{items}。",
    "differs": "注意：{who}{year}的另一份报告数字不同：{items}。",
    "versions": "注意：{who}{year}的报告有多个版本（{paths}），先后无法判断。",
    "units_differ": "货币或单位不同，分别列出，不相加。",
    "topic": "{who}{year}：{quote}{cite}",
    "sep": "；",
    "end": "。",
    "list": "、",
    "unknown": "未注明单位",
    "year": "（{year}年）",
    "previous_years": "统计年度不同：{items}。",
    "uncertain": "注意：{items}由扫描页识别，字迹不清，请对照原页。",
}
_EN = {
    "lookup": "{who}{year}: {metric}{amount}. {cite}",
    "fact": "{who}{year}: {short}. “{quote}” {cite}",
    "no": "no",
    "part_missing": "{name}: no report states it.",
    "read_closely": "{read} of them were read closely; {rest} are about other matters.",
    "read_only": "{read} of them were read closely.",
    "told_alike": "{n} more were judged by figures in the words and unit of those read.",
    "unread": "{n} more were not read, since too many are close to the matter; name a year, a "
    "place or a body and ask again.",
    "parts": "{who}{year}: no total is stated, only the figures of {n} parts: {items}.",
    "others": "The same report also gives: {items}.",
    "stated_head": "{n} of {examined} reports examined state it: ",
    "stated_by_none": "None of the {examined} reports examined states it.",
    "negated_head": "{n} of {examined} reports examined do not state it: ",
    "row": "{who}{year}{amount} {cite}",
    "mentioned": "{n} more mention the matter without a figure: {items}.",
    "none": "{n} more say that there was none: {items}.",
    "more": "and others, {n} in all",
    "refuse": "None of the {reports} indexed reports states this.",
    "refuse_unknown": "No report of “{names}” is indexed, so this cannot be answered.",
    "refuse_year": "No indexed report covers the year asked for, so this cannot be answered.",
    "refuse_filter": "No report fits the filters chosen.",
    "closest": "The closest passages: {cites}.",
    "compare": "{metric}, {direction} first ({n} reports): ",
    "high": "highest",
    "low": "lowest",
    "total": "{metric} over {n} reports comes to {amount}: ",
    "difference": "They differ by {amount}.",
    "terms_differ": "Note: the reports use different terms ({terms}), which may not be the same "
    "quantity.",
    "left_out": "Left out: {items}.",
    "old": "Note: a newer version, {newer}, supersedes {path}.",
    "version": "Another version: {items}.",
    "differs": "Note: another report of {who}{year} gives a different figure: {items}.",
    "versions": "Note: the report of {who}{year} is there in several versions ({paths}) whose "
    "order is not known.",
    "units_differ": "Currencies or units differ, so they are listed apart and not added.",
    "topic": "{who}{year}: {quote} {cite}",
    "sep": "; ",
    "end": ".",
    "list": ", ",
    "unknown": "issuer unknown",
    "year": " ({year})",
    "previous_years": "The years differ: {items}.",
    "uncertain": "Note: {items} was recognised in a scan that is hard to read; check the page.",
}


def phrase(language: str, key: str, **values: object) -> str:
    """Phrase ``key`` in Chinese for zh, else in English."""
    return (_ZH if language == "zh" else _EN)[key].format(**values)


def amount(value: float, unit: str, language: str) -> str:
    """A value in base units as people write it: 740.9万元, CNY 7.409 million, 51%."""
    if unit == "percent":
        return f"{_plain(value)}%"
    if unit == "percentage_points":
        return f"{_plain(value)}" + ("个百分点" if language == "zh" else " percentage points")
    if unit == "count":
        return _plain(value)
    if len(unit) == 3 and unit.isupper():
        return _money_zh(value, unit) if language == "zh" else f"{unit} {_scaled_en(value)}"
    if language == "zh":
        return f"{_plain(value)}{CHINESE_NAMES.get(unit, unit)}"
    return f"{_plain(value)} {unit}"


def _money_zh(value: float, unit: str) -> str:
    name = CHINESE_NAMES.get(unit, unit)
    for scale, word in ((1e8, "亿"), (1e4, "万")):
        if abs(value) >= scale:
            return f"{_plain(value / scale)}{word}{name}"
    return f"{_plain(value)}{name}"


def _scaled_en(value: float) -> str:
    for scale, word in ((1e9, "billion"), (1e6, "million")):
        if abs(value) >= scale:
            return f"{_plain(value / scale)} {word}"
    return _plain(value)


def _plain(value: float) -> str:
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text or "0"
