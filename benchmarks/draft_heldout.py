"""A second set of sentences for ``benchmarks.drafts``: other wordings and more kinds of change.

Facts of the digests in other words than ``draft_sentences`` uses (Chinese, English, French, German,
Japanese), and the reports' own clauses as a draft under a title would take them over. Altered are
digit, unit, year, issuer, scope, direction and quantity (one thing counted named as another).
Sentences without figures are held against other reports than their own.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from indexer import Index
from indexer.document.report import Figure
from indexer.index.schema import ReportRow

from .draft_sentences import (
    MONEY,
    Sentence,
    altered_digit,
    english_name,
    fact_value,
    money_en,
    money_zh,
)

Facts = tuple[dict[str, Any], str, dict[str, Any]]

# Per fact and language: wordings, then wordings of another quantity that the same report may give.
_ZH = {
    "fine_amount": ("处以罚款{v}", "罚没收入{v}"),
    "penalty_cases": ("共实施行政处罚{v}起", "移送公安机关{v}起"),
    "inspections": ("累计检查{v}家次", "举办培训{v}场次"),
    "legal_study_sessions": ("集中学法{v}次", "开展应急演练{v}次"),
    "enforcement_staff": ("共有{v}名执法人员", "聘请公职律师{v}名"),
    "cases_filed": ("立案查处案件{v}起", "结案{v}起"),
    "complaints_received": ("接到群众投诉举报{v}起", "收到行政复议申请{v}起"),
    "transferred_cases": ("向司法机关移送案件{v}起", "不予处罚{v}起"),
    "licences_issued": ("办结行政许可事项{v}件", "信息公开申请{v}件"),
    "hazards_found": ("排查出隐患{v}处", "完成整改{v}处"),
    "info_items_published": ("主动公开政府信息{v}条", "受理投诉{v}条"),
    "admin_reconsideration_cases": ("被申请行政复议{v}起", "行政诉讼{v}起"),
    "info_requests": ("受理依申请公开{v}件", "行政许可{v}件"),
    "training_sessions": ("开展执法培训{v}期", "开展演练{v}期"),
    "admin_litigation_cases": ("行政应诉案件{v}起", "行政复议{v}起"),
    "legal_review_count": ("完成法制审核{v}件", "举行听证{v}件"),
}
_EN = {
    "fine_amount": ("a total of {v} in fines was imposed", "illegal gains of {v} were confiscated"),
    "penalty_cases": (
        "{v} administrative penalties were issued",
        "{v} cases were sent to the police",
    ),
    "inspections": ("inspectors made {v} checks", "{v} training sessions were held"),
    "legal_study_sessions": (
        "there were {v} sessions of legal study",
        "{v} emergency drills were held",
    ),
    "enforcement_staff": (
        "the enforcement staff numbered {v}",
        "{v} government lawyers were employed",
    ),
    "cases_filed": ("{v} cases were filed", "{v} cases were closed"),
    "complaints_received": (
        "{v} complaints and reports came in",
        "{v} applications for reconsideration came in",
    ),
    "transferred_cases": (
        "{v} cases were referred to the police or prosecutors",
        "{v} cases were exempted from penalty",
    ),
    "licences_issued": (
        "{v} administrative licences were granted",
        "{v} information requests were received",
    ),
    "hazards_found": ("{v} safety hazards were identified", "{v} hazards were rectified"),
    "admin_reconsideration_cases": (
        "{v} administrative reconsideration cases arose",
        "{v} lawsuits arose",
    ),
    "training_sessions": ("{v} training courses were run", "{v} drills were held"),
    "prosecutions": ("{v} prosecutions were brought", "{v} inspections were carried out"),
    "convictions": ("{v} convictions were secured", "{v} complaints were received"),
}
_FR = {
    "fine_amount": "le montant des amendes s'est élevé à {v}",
    "inspections": "{v} contrôles ont été menés",
    "complaints_received": "{v} plaintes ont été reçues",
    "penalty_cases": "{v} sanctions ont été prononcées",
}
_DE = {
    "fine_amount": "wurden Bußgelder von {v} verhängt",
    "inspections": "wurden {v} Kontrollen durchgeführt",
    "complaints_received": "gingen {v} Beschwerden ein",
    "penalty_cases": "wurden {v} Sanktionen verhängt",
}
_JA = {
    "fine_amount": "罰金の総額は{v}であった",
    "inspections": "検査を{v}件実施した",
    "complaints_received": "苦情を{v}件受理した",
    "penalty_cases": "行政処分は{v}件であった",
}
_EURO = {"CNY": "yuans", "EUR": "euros", "GBP": "livres sterling", "USD": "dollars", "JPY": "yens"}
_GERMAN = {"CNY": "CNY", "EUR": "Euro", "GBP": "GBP", "USD": "USD", "JPY": "JPY"}
_JAPANESE = {"CNY": "人民元", "EUR": "ユーロ", "GBP": "ポンド", "USD": "ドル", "JPY": "円"}
_NUMBER = re.compile(r"[\d一二三四五六七八九十]")
_AREA = re.compile(r"全[市县区省州](?!局)")
_CHANGES = {
    "上升": "下降",
    "增长": "下降",
    "增加": "减少",
    "下降": "增长",
    "减少": "增加",
    "提高": "下降",
}


def facts_of(reports: Path, wanted: frozenset[str]) -> list[Facts]:
    """(report, key, fact) of the digests whose year and value are known."""
    rows = [
        json.loads(line)
        for line in (reports / "digests-meta.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    return [
        (r, k, f)
        for r in rows
        if r["year"] and (reports / "digests" / f"{r['id']}.txt").is_file()
        for k, f in r["facts"].items()
        if k in wanted and fact_value(f)
    ]


def heldout(reports: Path, language: str, rng: random.Random) -> list[Sentence]:
    """Each fact that the language has words for: true, then altered in one of the kinds."""
    table = {"zh": _ZH, "en": _EN, "fr": _FR, "de": _DE, "ja": _JA}[language]
    facts = facts_of(reports, frozenset(table))
    if language in ("fr", "de", "ja"):
        facts = [x for x in facts if x[0]["lang"] in (language, "zh")]
    out = []
    for row, key, fact in facts:
        wordings = table[key]
        same, other = wordings if isinstance(wordings, tuple) else (wordings, "")
        value = fact_value(fact)
        money = fact.get("currency") or ("CNY" if key in MONEY else "")

        def said(
            how: str,
            value: float = value,
            year: int = row["year"],
            named: dict[str, Any] = row,
            words: str = same,
            money: str = money,
        ) -> Sentence:
            text = _sentence(named, year, words, value, money, language)
            return Sentence(text, how, "flagged" if how else "supported", len(out))

        out.append(said(""))
        how = rng.choice(("digit", "unit", "year", "issuer", *(("quantity",) if other else ())))
        if how == "digit":
            out.append(said(how, value=altered_digit(value, rng)))
        elif how == "unit":
            out.append(said(how, value=value * rng.choice((10, 100, 10_000))))
        elif how == "quantity":
            out.append(said(how, words=other))
        elif how == "year":
            out.append(said(how, year=row["year"] - rng.choice((1, 2, 6))))
        else:
            strangers = [
                r
                for r, _, _ in facts
                if r["issuer"] != row["issuer"]
                and all(fact_value(f) != value for f in r["facts"].values())
            ]
            other_row = rng.choice(strangers)
            out.append(said(how, named=other_row, year=other_row["year"]))
    return out


def _sentence(
    row: dict[str, Any], year: int, words: str, value: float, money: str, language: str
) -> str:
    if language == "zh":
        return f"{year}年度，{row['issuer']}{words.format(v=money_zh(value, money))}。"
    if language == "en":
        said = words.format(v=money_en(value, money))
        return f"According to the {year} report of {english_name(row)}, {said}."
    plain = f"{value:,.2f}".rstrip("0").rstrip(".")
    if language == "fr":
        figure = plain.replace(",", "\u202f").replace(".", ",") + (
            f" {_EURO[money]}" if money else ""
        )
        return f"En {year}, selon {row['issuer']}, {words.format(v=figure)}."
    if language == "de":
        figure = plain.replace(",", "_").replace(".", ",").replace("_", ".") + (
            f" {_GERMAN[money]}" if money else ""
        )
        return (
            f"Laut {row['issuer']} {words.format(v=figure).replace('wurden', f'wurden {year}', 1)}."
            if words.startswith("wurden")
            else f"Laut {row['issuer']} {words.format(v=figure)} ({year})."
        )
    return f"{row['issuer']}によると、{year}年の{words.format(v=plain.replace(',', '') + (_JAPANESE.get(money, '')))}。"


def clauses(
    index: Index, folder: str, rng: random.Random, most: int
) -> Iterator[tuple[str, Sentence]]:
    """(draft, what its last claim should be): figures of the reports of ``folder`` in their own
    sentence under a title that names issuer and year; every other one altered."""
    generation = index.generation
    found = []
    for report in generation.reports:
        if (
            not report.path.startswith(folder)
            or not report.details.issuer
            or not report.details.year
        ):
            continue
        for row in generation.figures_of_report(report.row):
            figure, text = row.figure, generation.text(report.row)
            if " | " in text[figure.sentence_start : figure.sentence_end] or not any(
                c.isdigit() for c in figure.raw
            ):
                continue
            if (
                figure.role in ("date", "ordinal")
                or figure.high is not None
                or abs(figure.value) < 10
            ):
                continue
            clause = " ".join(text[figure.clause_start : figure.clause_end].split())
            if figure.raw in clause and clause.count(figure.raw) == 1 and len(clause) < 90:
                found.append((report, figure, clause))
    for number, (report, figure, clause) in enumerate(rng.sample(found, min(most, len(found)))):
        how = "" if number % 2 else rng.choice(("digit", "direction"))
        said = clause
        if how == "direction":
            before = clause[: clause.find(figure.raw)]
            turned = next((k for k in _CHANGES if before.endswith(k)), "")
            how = "direction" if turned and figure.role == "change" else "digit"
            cut = len(before) - len(turned)
            said = (
                clause[:cut] + _CHANGES[turned] + clause[len(before) :]
                if how == "direction"
                else clause
            )
        if how == "digit":
            said = clause.replace(figure.raw, _changed(figure, rng), 1)
        stop = "。" if report.details.language in ("zh", "ja") else "."
        yield (
            f"# {_titled(report)}\n\n{said.rstrip('。.；;，,')}{stop}\n",
            Sentence(said, how, "flagged" if how else "supported", number),
        )


def without_figures(index: Index, folder: str, rng: random.Random) -> list[tuple[str, Sentence]]:
    """Sentences of reports that hold no number, as drafts under a title: the last clause under its
    own report's (true), and the whole under those of up to four other bodies ("body"). A few of
    these are true of the other body as well: reports share stock phrases."""
    generation = index.generation
    bodies = [
        r
        for r in generation.reports
        if r.path.startswith(folder) and r.details.issuer and r.details.year
    ]
    out = []
    for report in bodies:
        text, language = generation.text(report.row), report.details.language
        others = [
            r
            for r in bodies
            if r.details.language == language and r.details.issuer != report.details.issuer
        ]
        lo, hi = np.searchsorted(generation.sentence_report, [report.row, report.row + 1])
        for row in range(int(lo), int(hi)):
            at = generation.sentence(row)
            said = " ".join(text[at.start : at.end].split())
            if (
                not 14 <= len(said) <= 170
                or said[-1] not in "。."
                or _NUMBER.search(said)
                or (report.details.issuer in said)
            ):
                continue
            clause = [c for c in re.split("[，；、]", said.rstrip("。")) if len(c) >= 7][-1:]
            if clause and len(clause[0]) < len(said) - 7:
                out.append(
                    (
                        f"# {_titled(report)}\n\n{clause[0]}。\n",
                        Sentence(clause[0], "", "supported"),
                    )
                )
            out += [
                (f"# {_titled(other)}\n\n{said}\n", Sentence(said, "body", "flagged"))
                for other in rng.sample(others, min(4, len(others)))
            ]
    return out


def _titled(report: ReportRow) -> str:
    details = report.details
    zh = details.language == "zh"
    return f"{details.issuer}{details.year}年情况" if zh else f"{details.issuer} {details.year}"


def _changed(figure: Figure, rng: random.Random) -> str:
    """The figure's spelling with one of its two leading digits changed by 2 or more."""
    places = [i for i, c in enumerate(figure.raw) if c.isdigit()][:2]
    at = rng.choice(places)
    old = int(figure.raw[at])
    new = str(rng.choice([d for d in range(1, 10) if abs(d - old) >= 2]))
    return figure.raw[:at] + new + figure.raw[at + 1 :]


def area_sentences(index: Index) -> list[tuple[str, Sentence]]:
    """Figures said to be of a whole area (全市…), true and with the scope changed to the body's own."""
    out = []
    generation = index.generation
    for report in generation.reports:
        if report.details.language != "zh" or not report.details.issuer or not report.details.year:
            continue
        text = generation.text(report.row)
        for row in generation.figures_of_report(report.row):
            f = row.figure
            clause = " ".join(text[f.clause_start : f.clause_end].split())
            area = _AREA.search(clause)
            if (
                f.role != "level"
                or abs(f.value) < 10
                or not area
                or f.raw not in clause
                or (clause.find(f.raw) < area.end() or "，" in clause)
            ):
                continue
            title = f"# {report.details.issuer}{report.details.year}年情况\n\n"
            own = clause[: area.start()] + area.group()[1] + "本级" + clause[area.end() :]
            out += [
                (f"{title}{clause}。\n", Sentence(clause, "", "supported")),
                (f"{title}{own}。\n", Sentence(own, "scope", "flagged")),
            ]
    return out
