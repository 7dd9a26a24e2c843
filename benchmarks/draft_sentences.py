"""Sentences for ``benchmarks.drafts``: each fact of the digests by template, half of them altered."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.gazetteer.regions import romanised

# What a fact's key counts, in words of our own: (Chinese with its measure word, English).
_TEMPLATES = {
    "penalty_cases": ("作出行政处罚{v}件", "imposed {v} penalties"),
    "fine_amount": ("罚款总额为{v}", "imposed fines of {v}"),
    "inspections": ("开展检查{v}次", "carried out {v} inspections"),
    "legal_study_sessions": ("组织学法{v}次", "held {v} legal study sessions"),
    "enforcement_staff": ("有执法人员{v}人", "had {v} enforcement officers"),
    "cases_filed": ("立案{v}件", "opened {v} cases"),
    "complaints_received": ("受理投诉举报{v}件", "received {v} complaints"),
    "notices_issued": ("发出通知、决定等文书{v}份", "issued {v} notices"),
    "transferred_cases": ("移送案件{v}件", "transferred {v} cases"),
    "licences_issued": ("办理行政许可{v}件", "issued {v} licences"),
    "hazards_found": ("发现隐患{v}项", "found {v} hazards"),
    "info_items_published": ("公开信息{v}条", "published {v} items of information"),
    "recovered_amount": ("追回款项{v}", "recovered {v}"),
    "publicity_events": ("开展普法宣传活动{v}场", "held {v} publicity events"),
    "admin_reconsideration_cases": (
        "行政复议{v}件",
        "had {v} administrative reconsideration cases",
    ),
    "info_requests": ("收到信息公开申请{v}件", "received {v} information requests"),
    "training_sessions": ("举办培训{v}次", "held {v} training sessions"),
    "prosecutions": ("移送起诉{v}件", "brought {v} prosecutions"),
    "convictions": ("定罪{v}件", "secured {v} convictions"),
    "publicity_works": ("制作普法作品{v}部", "made {v} publicity works"),
    "fees_collected": ("收费{v}", "collected fees of {v}"),
    "compensation_amount": ("赔偿金额{v}", "settled compensation of {v}"),
    "admin_litigation_cases": ("行政诉讼{v}件", "faced {v} administrative lawsuits"),
    "normative_docs": ("制定规范性文件{v}件", "adopted {v} normative documents"),
    "unpaid_wages_resolved": ("解决欠薪{v}", "resolved unpaid wages of {v}"),
    "exempt_cases": ("不予处罚{v}件", "exempted {v} cases from penalties"),
    "legal_review_count": ("法制审核{v}件", "carried out {v} legal reviews"),
}
#: Words of a body's name, the first that stands in it telling its kind.
_KINDS = {
    "应急": "emergency management bureau",
    "消防": "fire service",
    "労働": "labour bureau",
    "劳动": "labour bureau",
    "人力资源": "human resources bureau",
    "交通": "transport bureau",
    "水": "water bureau",
    "生态环境": "ecology and environment bureau",
    "环境": "environment bureau",
    "環境": "environment ministry",
    "农业": "agriculture bureau",
    "卫生": "health commission",
    "市场监督": "market regulation bureau",
    "药品": "drug administration",
    "城市管理": "urban management bureau",
    "综合执法": "urban management bureau",
    "文化": "culture and tourism bureau",
    "自然资源": "natural resources bureau",
    "教育": "education bureau",
    "公安": "public security bureau",
    "司法": "justice bureau",
    "住房": "housing bureau",
    "税务": "tax bureau",
    "财政": "finance bureau",
    "统计": "statistics bureau",
    "审计": "audit office",
    "林": "forestry bureau",
    "烟草": "tobacco bureau",
    "金融": "financial regulator",
    "街道": "subdistrict office",
    "法院": "court",
}
_CURRENCY_ZH = {"CNY": "元", "GBP": "英镑", "EUR": "欧元", "JPY": "日元", "USD": "美元"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a draft; ``altered`` is "" or how; ``verdict`` may be ``flagged`` (either)."""

    text: str
    altered: str
    verdict: str
    paragraph: int = 0


def digest_sentences(
    reports: Path, language: str, rng: random.Random, asked_only: bool
) -> list[Sentence]:
    """Each fact of the digests as a sentence; every other one, in random order, altered.

    ``asked_only`` keeps the facts that a lookup of ``digests-questions.jsonl`` asks for.
    """
    questions = (reports / "digests-questions.jsonl").read_text(encoding="utf-8").splitlines()
    asked = {
        (q["doc"].split(".")[0], q["quote"])
        for q in map(json.loads, questions)
        if q["kind"] == "lookup"
    }
    lines = (reports / "digests-meta.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    held = {r["id"] for r in rows if (reports / "digests" / f"{r['id']}.txt").is_file()}
    facts = [
        (r, k, f)
        for r in rows
        if r["id"] in held and r["year"]
        for k, f in r["facts"].items()
        if k in _TEMPLATES
        and fact_value(f) is not None
        and (not asked_only or (r["id"], f["quote"]) in asked)
    ]
    rng.shuffle(facts)
    out = []
    for number, (row, key, fact) in enumerate(facts):
        value = fact_value(fact)
        money = fact.get("currency") or ("CNY" if key in MONEY else "")
        how = "" if number % 2 else rng.choice(("digit", "digit", "digit", "year", "unit"))
        year = row["year"]
        if how == "digit":
            value = altered_digit(value, rng)
        elif how == "unit":
            value = value * 10_000
        elif how == "year":
            year -= rng.choice((3, 4, 5))
        text = _sentence(row, key, value, money, year, language)
        out.append(Sentence(text, how, "flagged" if how else "supported", number))
    return out


MONEY = frozenset(
    {
        "fine_amount",
        "recovered_amount",
        "fees_collected",
        "compensation_amount",
        "unpaid_wages_resolved",
    }
)


def fact_value(fact: dict[str, Any]) -> Any:
    """A fact's value in base units, whichever of its keys holds it."""
    return next((v for k, v in fact.items() if k.startswith("value")), None)


def altered_digit(value: float, rng: random.Random) -> float:
    """``value`` with one of its first three significant digits changed by at least 2, or two
    unlike neighbours swapped; never so little that it could pass for a rounding."""
    digits = list(f"{value:.0f}" if float(value).is_integer() else f"{value}")
    places = [i for i, c in enumerate(digits) if c.isdigit()][:3]
    at = rng.choice(places[:2])
    swap = at + 1 < len(digits) and digits[at + 1].isdigit() and digits[at] != digits[at + 1]
    if swap and digits[at + 1] != "0" and rng.random() < 0.5:
        digits[at], digits[at + 1] = digits[at + 1], digits[at]
    else:
        old = int(digits[at])
        digits[at] = str(rng.choice([d for d in range(1, 10) if abs(d - old) >= 2]))
    return float("".join(digits))


def _sentence(
    row: dict[str, Any], key: str, value: float, money: str, year: int, language: str
) -> str:
    chinese, english = _TEMPLATES[key]
    if language == "zh":
        return f"{row['issuer']}{year}年{chinese.format(v=money_zh(value, money))}。"
    return f"In {year}, {english_name(row)} {english.format(v=money_en(value, money))}."


def _plain(value: float) -> str:
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def money_zh(value: float, money: str) -> str:
    if not money:
        return _plain(value).replace(",", "")
    name = _CURRENCY_ZH[money]
    for scale, word in ((1e8, "亿"), (1e4, "万")):
        if value >= scale:
            return f"{_short(value / scale)}{word}{name}"
    return f"{_short(value)}{name}"


def money_en(value: float, money: str) -> str:
    if not money:
        return _plain(value)
    for scale, word in ((1e9, " billion"), (1e6, " million")):
        if value >= scale:
            return f"{money} {_short(value / scale)}{word}"
    return f"{money} {_plain(value)}"


def _short(value: float) -> str:
    return f"{value:.8f}".rstrip("0").rstrip(".")


def english_name(row: dict[str, Any]) -> str:
    """A Chinese body as English drafts name it: its places in pinyin, its kind translated."""
    issuer = row["issuer"]
    if not re.search("[一-鿿]", issuer):
        return f"the {issuer}" if " " in issuer else str(issuer)
    if row["lang"] != "zh":
        return f"Japan's {_kind(issuer)}" if row["lang"] == "ja" else str(issuer)
    places = re.findall(
        r"[一-鿿]{2,}?(?:维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|省|市|县|区|旗|镇|州)",
        issuer,
    )
    stem = [re.sub(r"(?:维吾尔|壮族|回族)?自治[区州县]$|[省市县区旗镇州]$", "", p) for p in places]
    names = " ".join(romanised(s).replace(" ", "").capitalize() for s in stem)
    rest = issuer[sum(map(len, places)) :]
    return f"the {names} {_kind(rest)}" if names else f"China's {_kind(issuer)}"


def _kind(text: str) -> str:
    """The English name of the kind of body; "government" where it is none of these."""
    return next((name for word, name in _KINDS.items() if word in text), "government")
