"""Units of quantities: what each spelling means, in which base unit, and by which factor.

Base units: ISO 4217 codes, percent, percentage_points, times, hours, days, months, years, m2, m,
kg, jin (斤, in which harvests are told), m3, W, Wh, points, count. Factors of Chinese units follow
the legal units of measurement (State Council, 1984): 1 亩 = 2000/3 m².
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ...text.scripts import has_han


@dataclass(frozen=True, slots=True)
class Unit:
    """``name`` is the base unit; a value times ``factor`` is in it."""

    name: str
    family: str
    factor: Fraction = Fraction(1)


COUNT = Unit("count", "count")


def _table(family: str, spec: str) -> dict[str, Unit]:
    """Rows ``base factor spelling|spelling``; the factor is a fraction or a decimal. If it is 1
    and the first spelling is Chinese, answers in Chinese use that spelling."""
    table: dict[str, Unit] = {}
    for row in spec.strip().splitlines():
        name, factor, spellings = row.split(maxsplit=2)
        for spelling in spellings.split("|"):
            table[spelling] = Unit(name, family, Fraction(factor))
    return table


_MONEY = _table(
    "money",
    """
CNY 1 元|元人民币|人民元|块钱|人民币|RMB|CNY|yuan|renminbi|yuans
HKD 1 港元|港币|HKD
MOP 1 澳门元|澳门币|MOP
TWD 1 新台币|新臺幣|TWD
USD 1 美元|美金|USD|US dollars|dollars|dollar|米ドル|ドル|dólares|Dollar
EUR 1 欧元|€|EUR|euros|euro|Euro|Euros|ユーロ|d'euros|d’euros|de euros|d'euro
GBP 1 英镑|£|GBP|pounds|pounds sterling|livres sterling
JPY 1 日元|円|JPY|yen|日圆
KRW 1 韩元|원|KRW|won
CHF 1 瑞士法郎|CHF|francs suisses
RUB 1 卢布|RUB|рублей
AUD 1 澳元|AUD
CAD 1 加元|CAD
SGD 1 新加坡元|新元|SGD
INR 1 卢比|INR|rupees
PLN 1 zł|złotych|złote|PLN
SEK 1 SEK|kronor
DKK 1 DKK|kroner
NOK 1 NOK
CZK 1 Kč|korun|CZK
""",
)
_RATIO = _table(
    "ratio",
    """
percent 1 %|个百分比|percent|per cent|pour cent|Prozent|por ciento|per cento|パーセント|procent
percent 1/10 ‰
percentage_points 1 个百分点|百分点|percentage points|percentage point|ポイント|Prozentpunkte
percentage_points 1 points de pourcentage|puntos porcentuales|Prozentpunkten|個百分點|個百分点|个点
times 1 倍|times|fois|Mal|veces|-fold
""",
)
_TIME = _table(
    "time",
    """
hours 1 小时|个小时|学时|课时|个学时|个课时|時間|hours|hour|heures|Stunden|horas|hrs|시간
hours 1 class hours|training hours
hours 1/60 分钟|minutes|Minuten|minutos
days 1 天|个工作日|工作日|个自然日|自然日|日内|日間|days|day|jours|Tage|Tagen|días|working days|일간
days 7 周|星期|个星期|weeks|week|semaines|Wochen|semanas
months 1 个月|個月|か月|カ月|ヶ月|箇月|months|month|mois|Monate|Monaten|meses
years 1 年|周年|個年|years|year|ans|années|Jahre|Jahren|años|年間
""",
)
_SIZE = (
    _table(
        "area",
        """
m2 1 平方米|平米|㎡|m2|m²|square metres|square meters|mètres carrés|Quadratmeter|metros cuadrados
m2 1000000 平方公里|平方千米|km2|km²|square kilometres|square kilometers|㎢
m2 2000/3 亩
m2 10000 公顷|hectares|hectare|ha|ヘクタール|Hektar|hectáreas
""",
    )
    | _table(
        "length",
        """
m 1 米|延米|m|metres|meters|メートル|mètres|Meter|metros
m 1000 公里|千米|km|kilometres|kilometers|キロメートル|kilomètres|Kilometer|kilómetros
m 500 华里
m 1/100 厘米|cm
m 1/1000 毫米|mm
m 1609.344 miles
""",
    )
    | _table(
        "mass",
        """
kg 1000 吨|トン|tonnes|tonne|metric tons|Tonnen|toneladas|t
kg 1 千克|公斤|kg|kilograms|キログラム|Kilogramm|kilos|kilogrammes
jin 1 斤|市斤
kg 1/1000 克|g|grams
kg 1/1000000 毫克|mg
kg 1/1000000000 微克|ug
""",
    )
    | _table(
        "volume",
        """
m3 1 立方米|立方|m3|m³|cubic metres|cubic meters|mètres cubes|Kubikmeter|㎥
m3 1/1000 升|公升|litres|liters
m3 1000000000 立方公里
""",
    )
    | _table(
        "energy",
        """
W 1 瓦|W
W 1000 千瓦|kW
W 1000000 兆瓦|MW
W 1000000000 吉瓦|GW
Wh 1 瓦时|瓦小时|Wh
Wh 1000 千瓦时|千瓦小时|kWh
Wh 1000000 兆瓦时|兆瓦小时|MWh
Wh 1000000000 GWh
""",
    )
    | _table(
        "other",
        """
points 1 分|points
basis_points 1 个基点|basis points
degrees 1 ℃|摄氏度|°C|度
kg_coal 1000 吨标准煤|吨标煤
kg_coal 1 千克标准煤|公斤标准煤
t_km 1 吨公里
person_km 1 人公里
dB 1 分贝|dB
""",
    )
)
_COUNTERS = (
    "件次 件 起 宗 次 人次 家次 户次 车次 台次 场次 班次 艘次 架次 辆次 趟次 批次 频次 处次 "
    "点次 项次 条次 "
    "艇次 头次 个次 期次 人 家 户 份 条 项 个 名 位 场 处 台套 台 套 部 期 批 篇 张 辆 只 头 "
    "班 组 支 艘 所 "
    "座 栋 间 幅 块 本 册 卷 页 字 句 封 则 段 节 门 堂 讲 轮 回 遍 趟 架 列 节 匹 口 尾 羽 "
    "株 棵 盘 盒 箱 "
    "瓶 袋 包 桶 桩 例 案 单 票 笔 枚 面 道 孔 眼 颗 粒 片 帧 根 把 双 对 副 挂 卡 盏 顶 床 "
    "款 类 种 大类 小类 "
    "大项 小项 类别 品种 层 路 线 网点 点位 宗次 通 天次 人份 人天 课 课次 例次 床位 "
    "個 棟 種 類 匹 社 校 店 者 団体 事業場 事業所 箇所 か所 カ所 ヶ所 施設 機関 世帯 隻 戸 便 枠 "
    "건 명 개 회 곳 대 개소 张次 厂 厂次 村 县 省 市 区 镇 乡 国 国家 城市 学校 隊 號 場 間 "
    "輛 張 條 項 戶 "
    "筆 週次 環節 部门 单位 企业 岗位 窗口 校次 站 站点 站次 机组 班组 队 支队 支次 队次 街道 "
    "社区 村庄 县区 标箱 标准箱 床位"
).split()
_BY_SPELLING = {**_MONEY, **_RATIO, **_TIME, **_SIZE}


def _first_spellings() -> Iterator[tuple[str, str]]:
    """Base units and the first spelling of each that has factor 1."""
    seen: set[str] = set()
    for spelling, unit in _BY_SPELLING.items():
        if unit.factor == 1 and unit.name not in seen:
            seen.add(unit.name)
            yield unit.name, spelling


#: Chinese names of base units.
CHINESE_NAMES = {name: first for name, first in _first_spellings() if has_han(first)}
_CJK_UNITS = {k: u for k, u in _BY_SPELLING.items() if not re.search(r"[A-Za-z]", k)}
_CJK_UNITS |= {counter: COUNT for counter in _COUNTERS if counter not in _CJK_UNITS}
_LATIN_UNITS = {k.lower(): u for k, u in _BY_SPELLING.items() if re.search(r"[A-Za-z]", k)}
_LONGEST = max(map(len, _CJK_UNITS))
_LATIN = re.compile(r"[A-Za-zÀ-ž]+['’]?[A-Za-zÀ-ž]*[23²³]?(?: [A-Za-zÀ-ž]+){0,2}")
_GENERAL_NOUNS = frozenset("村 县 省 市 区 镇 乡 国 路 线 层 课 站 队 包 对 双 面".split())

PREFIXES = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "R$": "BRL",
    "RMB": "CNY", "CNY": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "JPY": "JPY",
    "HKD": "HKD", "CHF": "CHF", "人民币": "CNY", "$": "USD", "£": "GBP", "€": "EUR", "¥": "CNY",
    "₩": "KRW", "₹": "INR", "₽": "RUB", "Rs.": "INR", "Rs": "INR", "INR": "INR",
}  # fmt: skip
_PREFIX = re.compile("(" + "|".join(map(re.escape, PREFIXES)) + r") ?\Z")
# words that begin like a unit but are not one
_NOT_UNIT = {
    "元": "旦件素宵首老帅", "分": "别之公局支布享级类管队散歧会子析行为数工", "人": "民均",
    "家": "庭长政", "名": "单牌称誉录册义额", "点": "多明名击赞", "户": "籍口外",
    "起": "草", "场": "所景地馆", "次": "生日要序", "期": "间货望权", "部": "分门署委",
    "批": "准复评示发", "条": "例约", "项": "目链", "口": "径岸腔号", "处": "罚理置",
    "头": "部痛条", "度": "假", "天": "然津气", "回": "复应访收", "面": "向对积",
    "支": "部队持出付撑", "组": "织长成", "班": "子长组", "间": "接",
    "本": "市县省级区局级", "把": "关手", "双": "随", "节": "能约点日", "单": "位",
    "门": "户口", "道": "路德", "路": "径线", "线": "上下索", "包": "括容", "案": "件例",
    "台": "账风湾", "款": "项", "片": "区", "位": "置于", "课": "题程堂", "通": "过报知",
    "方": "面案式针法向",
}  # fmt: skip


def unit_at(text: str, at: int) -> tuple[str, Unit] | None:
    """The longest unit or measure word at ``at`` of a folded text, as spelled; None if none."""
    head = text[at : at + 1]
    if head.isascii() and head.isalpha() or "À" <= head <= "ÿ":
        return _latin_unit(text, at)
    for length in range(_LONGEST, 0, -1):
        spelling = text[at : at + length]
        unit = _CJK_UNITS.get(spelling) if len(spelling) == length else None
        if unit is None:
            continue
        following = text[at + length : at + length + 1]
        if following and following in _NOT_UNIT.get(spelling, ""):
            continue
        place = spelling in _GENERAL_NOUNS and spelling in "村县省市区镇乡国路线层" and length == 1
        if place and following and following in "级长委政局直道民领院社":
            continue
        return spelling, unit
    return None


def _latin_unit(text: str, at: int) -> tuple[str, Unit] | None:
    match = _LATIN.match(text, at)
    if not match:
        return None
    words = match.group().split(" ")
    for count in range(len(words), 0, -1):
        spelling = " ".join(words[:count])
        unit = _LATIN_UNITS.get(spelling.lower())
        if unit and (len(spelling) > 2 or spelling in _BY_SPELLING):
            return spelling, unit
    return None


def _ends_word(text: str, at: int) -> bool:
    before = text[at - 1 : at]
    return before.isascii() and before.isalpha()


def currency_before(text: str, at: int, language: str) -> tuple[int, str] | None:
    """Where the currency sign just before ``at`` begins, and its ISO code; None if there is none.

    ¥ is JPY in Japanese text and CNY elsewhere.
    """
    match = _PREFIX.search(text, max(0, at - 5), at)
    if not match:
        return None
    sign = match.group(1)
    if sign.isalpha() and sign.isascii() and _ends_word(text, match.start()):
        return None
    code = PREFIXES[sign]
    return match.start(), "JPY" if sign == "¥" and language == "ja" else code
