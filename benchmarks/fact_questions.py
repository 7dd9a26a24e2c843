"""Write lookup and unanswerable questions from a facts file, to check answers on fresh wordings.

    python -m benchmarks.fact_questions ../shared/reports/digests-meta.jsonl > questions.jsonl

Each fact of each report is asked in Chinese and in English by template; each report is also asked
for a year it does not cover, and some bodies that are not indexed are asked for.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from indexer.gazetteer.regions import romanised

_UNIT = re.compile(
    r"[一-鿿]{1,10}?(?:自治区|自治州|自治县|自治旗|特别行政区|新区|开发区|地区|林区|街道|"
    r"省|市|区|县|州|盟|旗|镇|乡)"
)
_ETHNIC = re.compile(
    r"(?:壮族|回族|维吾尔|哈萨克|蒙古族?|藏族|彝族|苗族|侗族|布依族|土家族|傣族|白族|哈尼族|景颇族|"
    r"傈僳族|朝鲜族|羌族|柯尔克孜|瑶族|黎族|满族|畲族|佤族|拉祜族|纳西族|仡佬族|水族|撒拉族|土族|"
    r"东乡族|裕固族|保安族|塔吉克|锡伯|达斡尔族|鄂温克族|鄂伦春|各族)+$"
)
_SUFFIX = re.compile(
    r"(?:自治区|自治州|自治县|自治旗|特别行政区|新区|开发区|地区|林区|街道|省|市|区|县|州|盟|旗|镇|"
    r"乡)$"
)

ZH = {
    "fine_amount": ("罚款总额是多少", "一共罚没了多少钱"),
    "penalty_cases": ("作出了多少件行政处罚", "办了多少处罚案件"),
    "inspections": ("开展了多少次检查", "检查了多少家"),
    "transferred_cases": ("移送了多少件案件", "有多少案子移交司法机关"),
    "licences_issued": ("办理了多少件行政许可", "批了多少许可"),
    "admin_reconsideration_cases": ("有多少件行政复议", "复议案件几件"),
    "admin_litigation_cases": ("有多少件行政诉讼", "打了几场官司"),
    "hazards_found": ("发现了多少隐患", "查出问题隐患多少处"),
    "cases_filed": ("立案多少件", "立了多少案"),
    "compensation_amount": ("赔偿金额多少", "赔了多少钱"),
    "fees_collected": ("收取了多少行政事业性收费", "收费多少钱"),
    "info_items_published": ("主动公开了多少条信息", "公开信息多少条"),
    "enforcement_staff": ("有多少执法人员", "执法队伍多少人"),
    "normative_docs": ("制发了多少件规范性文件", "出台规范性文件几件"),
    "info_requests": ("收到多少件信息公开申请", "依申请公开多少件"),
    "complaints_received": ("受理了多少投诉举报", "接到群众投诉多少件"),
    "publicity_events": ("开展了多少场普法宣讲", "办了几场宣传活动"),
    "training_sessions": ("组织了多少次培训", "培训办了几期"),
    "convictions": ("有多少件被定罪", "胜诉定罪几件"),
    "prosecutions": ("起诉或移送检察机关多少件", "检控了多少件"),
    "notices_issued": ("发出了多少份通知书", "下达了多少份执法通知"),
    "recovered_amount": ("追回了多少钱", "挽回损失多少"),
    "exempt_cases": ("不予处罚的有多少件", "免罚多少件"),
    "legal_study_sessions": ("组织了多少次法治学习", "集体学法几次"),
    "publicity_works": ("制作了多少部普法作品", "普法作品几部"),
    "legal_review_count": ("审查了多少件文件", "合法性审查几件"),
    "unpaid_wages_resolved": ("解决了多少拖欠工资", "追回欠薪多少"),
}
EN = {
    "fine_amount": "How much did {who} fine in {year}?",
    "penalty_cases": "How many administrative penalties did {who} impose in {year}?",
    "inspections": "How many inspections did {who} carry out in {year}?",
    "transferred_cases": "How many cases did {who} refer to the police or prosecutors in {year}?",
    "licences_issued": "How many licences did {who} issue in {year}?",
    "admin_reconsideration_cases": "How many administrative reconsideration cases did {who} have in {year}?",
    "admin_litigation_cases": "How many lawsuits did {who} face in {year}?",
    "hazards_found": "How many hazards did {who} find in {year}?",
    "cases_filed": "How many cases did {who} open in {year}?",
    "compensation_amount": "How much compensation did {who} obtain in {year}?",
    "fees_collected": "How much did {who} collect in administrative fees in {year}?",
    "info_items_published": "How many pieces of information did {who} publish in {year}?",
    "enforcement_staff": "How many enforcement officers did {who} have in {year}?",
    "normative_docs": "How many normative documents did {who} issue in {year}?",
    "info_requests": "How many information disclosure requests did {who} receive in {year}?",
    "complaints_received": "How many complaints did {who} receive in {year}?",
    "publicity_events": "How many legal publicity lectures did {who} hold in {year}?",
    "training_sessions": "How many training sessions did {who} run in {year}?",
    "convictions": "How many convictions did {who} win in {year}?",
    "prosecutions": "How many prosecutions did {who} bring in {year}?",
    "notices_issued": "How many notices did {who} issue in {year}?",
    "recovered_amount": "How much money did {who} recover in {year}?",
    "exempt_cases": "How many cases did {who} exempt from penalty in {year}?",
    "legal_study_sessions": "How many legal study sessions did {who} hold in {year}?",
    "publicity_works": "How many publicity works did {who} produce in {year}?",
    "legal_review_count": "How many documents did {who} review for legality in {year}?",
    "unpaid_wages_resolved": "How much in unpaid wages did {who} resolve in {year}?",
}
BODIES = (
    ("应急管理", "Emergency Management"),
    ("生态环境", "Ecology and Environment"),
    ("市场监督管理", "Market Regulation"),
    ("农业农村", "Agriculture and Rural Affairs"),
    ("卫生健康", "Health"),
    ("交通", "Transport"),
    ("水务", "Water"),
    ("水利", "Water"),
    ("城市管理", "Urban Management"),
    ("人力资源", "Human Resources and Social Security"),
    ("消防", "Fire"),
    ("商务", "Commerce"),
    ("自然资源", "Natural Resources"),
    ("旅游", "Culture and Tourism"),
    ("人民政府", "Government"),
)


def place_stem(unit: str) -> str:
    """衡阳市 → 衡阳, 凉山彝族自治州 → 凉山; a one-character stem keeps its suffix (郏县)."""
    stem = _SUFFIX.sub("", unit)
    stem = _ETHNIC.sub("", stem) or stem
    return stem if len(stem) >= 2 else unit


def place_units(name: str, stop: int | None = None) -> list[str]:
    """Administrative units at the head of a folded Chinese name, widest first, as printed.

    Units that begin at ``stop`` (where the type of body begins: 城市管理局) are not places.
    """
    units, at = [], 0
    stop = len(name) if stop is None else stop
    while at < stop and (m := _UNIT.match(name, at)):
        units.append(m.group())
        at = m.end()
    return units


def english_name(issuer: str) -> str:
    """天津市水务局 → the Tianjin Water Bureau; other names stay as they are."""
    stop = min((issuer.find(zh) for zh, _ in BODIES if zh in issuer), default=len(issuer))
    units = place_units(issuer, stop)
    body = next((en for zh, en in BODIES if zh in issuer), "")
    if not units or not body:
        return issuer
    place = re.sub(r"[^a-z]", "", romanised(place_stem(units[-1]))).capitalize()
    return f"the {place} {body}" + ("" if body == "Government" else " Bureau")


def questions(meta: list[dict]) -> list[dict]:
    out = []
    for report in meta:
        for key, fact in report["facts"].items():
            value = fact.get("value_yuan", fact.get("value"))
            if key not in ZH or value == 0:
                continue
            base = {
                "kind": "lookup",
                "issuer": report["issuer"],
                "doc": report["id"] + ".txt",
                "answer_value": value,
                "quote": fact["quote"],
            }
            for i, wording in enumerate(ZH[key]):
                out.append(
                    {
                        **base,
                        "id": f"f{report['id']}-{key}-z{i}",
                        "lang": "zh",
                        "q": f"{report['issuer']}{report['year']}年{wording}？",
                    }
                )
            out.append(
                {
                    **base,
                    "id": f"f{report['id']}-{key}-e",
                    "lang": "en",
                    "q": EN[key].format(who=english_name(report["issuer"]), year=report["year"]),
                }
            )
        if report["facts"]:
            key = sorted(report["facts"])[0]
            if key in ZH:
                years = {r["year"] for r in meta if r["issuer"] == report["issuer"]}
                year = next(y for y in range(report["year"] + 1, 2100) if y not in years)
                out.append(
                    {
                        "kind": "unanswerable",
                        "id": f"f{report['id']}-year",
                        "lang": "zh",
                        "q": f"{report['issuer']}{year}年{ZH[key][0]}？",
                    }
                )
    for i, place in enumerate(("兰州市", "石家庄市", "牡丹江市", "桂东县", "青岛市", "绵阳市")):
        for key in ("fine_amount", "inspections", "cases_filed"):
            out.append(
                {
                    "kind": "unanswerable",
                    "id": f"f-place{i}-{key}",
                    "lang": "zh",
                    "q": f"{place}水利局2024年{ZH[key][0]}？",
                }
            )
    return out


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    for q in questions([json.loads(line) for line in lines]):
        print(json.dumps(q, ensure_ascii=False))


if __name__ == "__main__":
    main()
