"""Evidence and items made up for tests that need no index."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from indexer.briefs.model import Check, Evidence, Item, ItemFigure

QUOTE = "全年检查412次，罚款33.5万元，已全部入库。"


def evidence(quote: str = QUOTE, **others: Any) -> Evidence:
    made = Evidence(
        quote=quote,
        report="r1",
        path="霁明市水利局2023.txt",
        sha256="ab" * 32,
        start=40,
        end=40 + len(quote),
        section=("一、执法情况",),
        title="霁明市水利局2023年工作报告",
        issuer="霁明市水利局",
        year=2023,
        date="2024-01-15",
        language="zh",
        kind="工作报告",
    )
    return replace(made, **others)


def row(
    issuer: str = "霁明市水利局", value: float = 335_000, year: int = 2023, **others: Any
) -> Item:
    raw = f"{value / 10_000:g}万元"
    made = Item(
        id="",
        kind="row",
        text=f"{issuer}（{year}年）：罚款{raw}",
        question="哪些单位报告了罚款？",
        issuer=issuer,
        year=year,
        verdict="stated",
        figures=(ItemFigure("罚款", value, "CNY", raw),),
        citations=(
            evidence(
                f"罚款{raw}。",
                issuer=issuer,
                year=year,
                title=f"{issuer}{year}年工作报告",
                report=f"r{issuer}{year}",
            ),
        ),
    )
    return replace(made, **others)


def marked(item: Item, check: Check) -> Item:
    first, *rest = item.citations
    return replace(item, citations=(replace(first, check=check), *rest))
