"""Charts of a brief: bars of one question's figures, lines over an issuer's years.

Drawn by matplotlib (extra ``charts``) as PNG, with unit and source in the picture. Text in Chinese,
Japanese or Korean is drawn in a font of this machine that has it; without one there is no chart.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal

from ..errors import PolicyQAError
from .model import Contents, Group, Item
from .words import figure_unit, shown_value, source_names, unit_name, word

_MAX_BARS = 40
# As on the page: colours that differ in lightness too (after Okabe and Ito 2008).
_COLOURS = ("#2c7a99", "#d17a22", "#3f8f5f", "#8a6bb5", "#b8483a")
_INK, _GREY = "#1d2733", "#5b6673"
_CJK = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
#: Fonts with Chinese, the best known first; others are found by the words below.
_FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Serif CJK SC",
    "SimSun",
)
_FONT_WORDS = re.compile(r"CJK|Han Sans|Han Serif|YaHei|WenQuanYi|Heiti|Songti|Droid Sans Fallback")
_WIDTH = 6.2  # inches: the text width of an A4 page with usual margins
_DPI = 200
_FOOT = 108  # letters on a line of the sources
_drawing = Lock()  # matplotlib's settings are the process's


class NoChart(PolicyQAError):
    """A chart cannot be drawn; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Point:
    """One figure: of whom, in which year, its value in base units, and as people write it."""

    who: str
    issuer: str
    year: int | None
    value: float
    shown: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of figures of one unit, which ``counted`` names (元, 次); ``sources`` names their
    reports in one line."""

    kind: Literal["bars", "lines"]
    name: str
    unit: str
    counted: str
    sources: str
    points: tuple[Point, ...]


def charts_of(group: Group, language: str) -> list[Chart]:
    """The charts of a group: for the leading figures that one question found in one unit, lines
    over the years of issuers that have two or more, and bars of all if that leaves any out."""
    held: dict[tuple[str, str], list[Item]] = {}
    for item in group.items:
        if item.figures:
            lead = item.figures[0]
            held.setdefault((item.question or lead.metric, lead.unit), []).append(item)
    charts = []
    for (_, unit), items in held.items():
        points = tuple(_point(item, language) for item in items)
        titles = [e.title or e.path for i in items for e in i.citations[:1]]
        counted = {figure_unit(i.figures[0], language) for i in items}
        named = counted.pop() if len(counted) == 1 else unit_name(unit, language)
        about = (_name(items), unit, named, source_names(titles, language))
        years = {p.issuer: {q.year for q in points if q.issuer == p.issuer} for p in points}
        yearly = tuple(p for p in points if p.year and len(years[p.issuer] - {None}) > 1)
        if yearly:
            charts.append(Chart("lines", *about, tuple(sorted(yearly, key=lambda p: p.year or 0))))
        if len(points) > max(1, len(yearly)):
            charts.append(Chart("bars", *about, points[:_MAX_BARS]))
    return charts


def _name(items: Sequence[Item]) -> str:
    """What is drawn: the figures' own name where they share it, else the question."""
    metrics = {item.figures[0].metric for item in items}
    return metrics.pop() if len(metrics) == 1 else items[0].question.rstrip("？?")


def _point(item: Item, language: str) -> Point:
    lead = item.figures[0]
    cited = item.citations[lead.citation - 1] if item.citations else None
    issuer = item.issuer or (cited.issuer or cited.title if cited else "") or "?"
    year = item.year or (cited.year if cited else None)
    who = f"{issuer} ({year})" if year else issuer
    return Point(who, issuer, year, lead.value, shown_value(lead.value, lead.unit, language))


def draw(chart: Chart, language: str) -> bytes:
    """The chart as PNG. NoChart says what to install where matplotlib or a font is missing."""
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise NoChart(word(language, "no_charts")) from None
    foot = word(language, "from", sources=chart.sources)
    drawn = "".join((chart.name, foot, *(p.who + p.shown for p in chart.points)))
    fonts = ["DejaVu Sans"]
    if _CJK.search(drawn) or language == "zh":
        fonts.insert(0, _font(language))
    height = 1.5 + (0.34 * len(chart.points) if chart.kind == "bars" else 2.4)
    with (
        _drawing,
        matplotlib.rc_context(
            {"font.family": fonts, "font.size": 9, "text.color": _INK, "text.parse_math": False}
        ),
    ):
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(chart.name, fontsize=10.5, loc="left")
        (_bars if chart.kind == "bars" else _lines)(axes, chart, language)
        foot = _wrapped(foot, word(language, "list"))
        figure.supxlabel(foot, x=0.01, ha="left", fontsize=7.5, color=_GREY)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=_DPI)
    return out.getvalue()


def problem(contents: Contents, language: str) -> str:
    """Why the charts of a brief would be left out; ``""`` if they will be drawn, or it has none."""
    if not any(charts_of(group, language) for group in contents.groups):
        return ""
    try:
        import matplotlib  # noqa: F401

        if _CJK.search("".join(i.text for i in contents.items)) or language == "zh":
            _font(language)
    except ImportError:
        return word(language, "no_charts")
    except NoChart as missing:
        return str(missing)
    return ""


def scale(chart: Chart, language: str) -> tuple[float, str]:
    """What values are divided by on the axis, and the unit's name with that: 10 000, 万元."""
    name = chart.counted
    most = max(abs(p.value) for p in chart.points)
    steps = ((1e8, "亿"), (1e4, "万")) if language == "zh" else ((1e9, "billion"), (1e6, "million"))
    money = len(chart.unit) == 3 and chart.unit.isupper()
    for factor, prefix in steps:
        if most >= factor and (money or chart.unit == "count"):
            if language != "zh":
                return factor, f"{name} {prefix}" if money else f"{prefix} {name}"
            return factor, prefix + name
    return 1.0, name


def _bars(axes: Any, chart: Chart, language: str) -> None:
    """A bar a point, in order from the top, each with its amount at the end."""
    factor, unit = scale(chart, language)
    values = [p.value / factor for p in chart.points]
    places = range(len(values))
    bars = axes.barh(places, values, color=_COLOURS[0], height=0.62)
    axes.set_yticks(places, [_short(p.who) for p in chart.points])
    axes.invert_yaxis()
    axes.bar_label(bars, [p.shown for p in chart.points], padding=4, fontsize=8.5)
    axes.margins(x=0.22)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_xlabel(word(language, "in_unit", unit=unit), fontsize=8.5)


def _lines(axes: Any, chart: Chart, language: str) -> None:
    """A line an issuer over its years."""
    factor, unit = scale(chart, language)
    issuers = list(dict.fromkeys(p.issuer for p in chart.points))
    for n, issuer in enumerate(issuers):
        own = [p for p in chart.points if p.issuer == issuer]
        colour = _COLOURS[n % len(_COLOURS)]
        style = ("-", "--", ":")[n // len(_COLOURS) % 3]
        values = [p.value / factor for p in own]
        axes.plot([p.year for p in own], values, style, color=colour, marker="o", label=issuer)
        for point, value in zip(own, values, strict=True):
            axes.annotate(
                point.shown,
                (point.year, value),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=8,
            )
    axes.set_xticks(sorted({p.year for p in chart.points if p.year}))
    axes.margins(x=0.12, y=0.2)
    axes.yaxis.set_major_formatter("{x:,g}")
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    axes.set_ylabel(word(language, "in_unit", unit=unit), fontsize=8.5)
    if len(issuers) > 1:
        axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(0, -0.1), ncols=2)


def _wrapped(text: str, between: str) -> str:
    """A list on several lines, broken between its entries; a Chinese character is two wide."""
    lines = [""]
    for part in text.split(between):
        longer = lines[-1] + (between if lines[-1] else "") + part
        if lines[-1] and len(longer) + len(_CJK.findall(longer)) > _FOOT:
            lines[-1] += between
            lines.append(part)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def _short(text: str) -> str:
    """A name on at most two lines."""
    return "\n".join(textwrap.wrap(text, 18 if _CJK.search(text) else 34)[:2])


def _font(language: str) -> str:
    """A font of this machine that has Chinese characters. NoChart names one to install."""
    from matplotlib import font_manager

    for fresh in (False, True):
        if fresh:  # installed since matplotlib last looked
            for path in font_manager.findSystemFonts():
                try:
                    font_manager.fontManager.addfont(path)
                except (OSError, RuntimeError, ValueError):
                    continue
        names = {entry.name for entry in font_manager.fontManager.ttflist}
        for name in (*_FONTS, *sorted(n for n in names if _FONT_WORDS.search(n))):
            if name in names:
                return name
    raise NoChart(word(language, "no_font"))
