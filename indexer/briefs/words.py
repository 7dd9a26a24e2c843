"""The words of exported briefs and of marks, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..answers.phrases import amount
from ..extraction.quantities.units import CHINESE_NAMES
from ..text.scripts import has_han
from .model import ChangedFigure, Check, Contents, Item, ItemFigure

_ZH = {
    "item": "条目",
    "heading": "标题",
    "issuer": "单位",
    "region": "地区",
    "year": "年份",
    "metric": "指标",
    "value": "数值",
    "unit": "计量单位",
    "printed": "原文写法",
    "text": "内容",
    "quote": "引文",
    "note": "备注",
    "question": "问题",
    "title": "报告",
    "path": "文件",
    "section": "章节",
    "page": "页码",
    "source": "来源",
    "mark": "核对",
    "now": "现为",
    "misread": "可能误读",
    "figures": "数据",
    "evidence": "引文",
    "references": "参考文献",
    "about": "说明",
    "brief": "简报",
    "exported": "导出时间",
    "checked": "最近核对",
    "never": "未核对",
    "table_n": "表{n}　{name}",
    "chart_n": "图{n}　{name}（单位：{unit}；来源：{sources}）",
    "sources_more": "{names}等{n}份报告",
    "in_unit": "单位：{unit}",
    "from": "来源：{sources}",
    "list": "、",
    "colon": "：",
    "moved": "原文仍在，位置已移动",
    "changed": "原文已变",
    "removed": "报告中已无此句",
    "gone": "报告已不在索引中",
    "superseded": "报告已有新版本",
    "unchanged": "未变",
    "said": "现为“{quote}”",
    "said_in": "{path}现为“{quote}”",
    "is_in": "见{path}",
    "figure": "{was} → {now}",
    "no_figure": "{was} → 无此数字",
    "and": "；",
    "count": "计数",
    "percent": "%",
    "percentage_points": "个百分点",
    "no_font": "图中有中文，而本机没有中文字体，因此未画图；请安装一种（Debian：apt-get install "
    "fonts-noto-cjk），再导出一次",
    "no_charts": "未画图：缺少 matplotlib；请运行 pip install 'policyqa[charts]'",
}
_EN = {
    "item": "Item",
    "heading": "Heading",
    "issuer": "Issuer",
    "region": "Region",
    "year": "Year",
    "metric": "Metric",
    "value": "Value",
    "unit": "Unit",
    "printed": "As printed",
    "text": "Text",
    "quote": "Quote",
    "note": "Note",
    "question": "Question",
    "title": "Report",
    "path": "File",
    "section": "Section",
    "page": "Page",
    "source": "Source",
    "mark": "Check",
    "now": "Now",
    "misread": "may be misread",
    "figures": "Figures",
    "evidence": "Quotes",
    "references": "References",
    "about": "About",
    "brief": "Brief",
    "exported": "Exported",
    "checked": "Last check",
    "never": "not checked",
    "table_n": "Table {n}. {name}",
    "chart_n": "Figure {n}. {name} (unit: {unit}; source: {sources})",
    "sources_more": "{names} and others ({n} reports)",
    "in_unit": "Unit: {unit}",
    "from": "Source: {sources}",
    "list": "; ",
    "colon": ": ",
    "moved": "still there, at another place",
    "changed": "changed in the source",
    "removed": "no longer in the report",
    "gone": "the report is not indexed any more",
    "superseded": "a newer version of the report is indexed",
    "unchanged": "unchanged",
    "said": "now “{quote}”",
    "said_in": "{path} says “{quote}”",
    "is_in": "see {path}",
    "figure": "{was} → {now}",
    "no_figure": "{was} → no such figure",
    "and": "; ",
    "count": "count",
    "percent": "%",
    "percentage_points": "percentage points",
    "no_font": "the charts have Chinese text, and this machine has no Chinese font, so they are "
    "left out; install one (Debian: apt-get install fonts-noto-cjk) and export again",
    "no_charts": "charts are left out, because matplotlib is missing; run: pip install "
    "'policyqa[charts]'",
}
_QUOTED = 200
# The number before what is counted: 约1.42万余人次, 1,946 inspections, 两千一百人次.
_COUNTER = re.compile(
    r"^.*?[\d〇零一二三四五六七八九十百千万亿两]+(?:[.,，．\s]\d+)*\s*[十百千万亿]*[余多]?"
)
_LONGEST_COUNTER = 20


def word(language: str, key: str, **values: object) -> str:
    """Entry ``key`` in Chinese for zh, else in English."""
    return (_ZH if language == "zh" else _EN)[key].format(**values)


def language_of(contents: Contents) -> str:
    """zh if the brief's own words (title, headings, questions) have Chinese ones, else en."""
    own = [contents.title, *(g.heading for g in contents.groups)]
    own += [item.question for item in contents.items]
    return "zh" if has_han("".join(own)) else "en"


def unit_name(unit: str, language: str) -> str:
    """A unit as a table names it: 元, CNY, %."""
    if unit in ("count", "percent", "percentage_points"):
        return word(language, unit)
    return CHINESE_NAMES.get(unit, unit) if language == "zh" else unit


def figure_unit(figure: ItemFigure, language: str) -> str:
    """The unit of a figure's value: of a count what is counted, as printed (次, inspections)."""
    if figure.unit == "count":
        counter = _COUNTER.sub("", figure.printed).strip(" 　）)")
        if 0 < len(counter) <= _LONGEST_COUNTER and counter.isalpha():
            return counter
    return unit_name(figure.unit, language)


def mark_text(check: Check, quote: str, language: str) -> str:
    """What a check found of the evidence ``quote``, in one line."""
    parts = [word(language, check.state)]
    if check.quote and check.state in ("changed", "superseded"):
        said = " ".join(check.quote.split())
        said = said if len(said) <= _QUOTED else said[:_QUOTED] + "…"
        other = check.state == "superseded"
        parts.append(word(language, "said_in" if other else "said", path=check.path, quote=said))
    elif check.path and check.state in ("moved", "superseded"):
        parts.append(word(language, "is_in", path=check.path))
    parts += [_figure(f, language) for f in check.figures]
    if check.reason:
        parts.append(check.reason)
    return word(language, "and").join(parts)


def _figure(figure: ChangedFigure, language: str) -> str:
    if not figure.now:
        return word(language, "no_figure", was=figure.was)
    now = figure.now
    # A table's figure may be printed as before under another unit.
    if now == figure.was.rstrip("万亿元") or now == figure.was:
        now = amount(figure.value or 0.0, figure.unit, language)
    return word(language, "figure", was=figure.was, now=now)


def marks_of(item: Item, language: str) -> list[str]:
    """What the last check found of an item, a line for each of its quotes that differs."""
    found = [(n, e) for n, e in enumerate(item.citations, 1) if e.check is not None]
    many = len(item.citations) > 1
    return [
        (f"[{n}] " if many else "") + mark_text(e.check, e.quote, language)
        for n, e in found
        if e.check is not None
    ]


def shown_value(value: float, unit: str, language: str) -> str:
    return amount(value, unit, language)


def source_names(names: Sequence[str], language: str, most: int = 4) -> str:
    """The titles of reports, the first few of many."""
    once = list(dict.fromkeys(names))
    told = word(language, "list").join(once[:most])
    if len(once) <= most:
        return told
    return word(language, "sources_more", names=told, n=len(once))
