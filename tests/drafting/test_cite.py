"""Claims of a draft against the invented reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Filters, Index, build
from indexer.drafting.cite import Claim
from indexer.drafting.styles import STYLES


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


def one(index: Index, text: str) -> Claim:
    (claim,) = index.cite(text)
    return claim


@pytest.mark.parametrize(
    "text",
    [
        "榕溪市应急管理局2030年罚款236万元。",
        "2030年榕溪市应急管理局发现隐患1530条。",
        pytest.param(
            "The Rongxi emergency management bureau imposed fines of 2.36 million yuan in 2030.",
            marks=pytest.mark.xfail(reason="the models are too unsure across languages"),
        ),
        "Eastmarsh Harbour Authority imposed fines of £640,000.",
        "鹤汀市生态环境局罚款约1250万元。",
    ],
)
def test_a_true_figure_is_supported_and_cited(index: Index, text: str) -> None:
    claim = one(index, text)
    assert claim.verdict == "supported" and claim.citations
    assert any(f.agrees for f in claim.figures)
    for citation in claim.citations:
        assert citation.quote == index.text(citation.report)[citation.start : citation.end]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("榕溪市应急管理局2030年罚款263万元。", 2_360_000),
        ("Eastmarsh Harbour Authority imposed fines of £460,000.", 640_000),
        ("雾岭县市场监督管理局罚没款5080万元。", 508_000),
    ],
)
def test_a_wrong_figure_is_contradicted_by_the_source_s(
    index: Index, text: str, value: float
) -> None:
    claim = one(index, text)
    assert claim.verdict == "contradicted"
    assert value in [f.source_value for f in claim.figures if not f.agrees]
    assert claim.citations


@pytest.mark.parametrize(
    "text", ["云海市应急管理局2030年罚款236万元。", "榕溪市种植热带兰花3万株。"]
)
def test_what_no_report_says_is_unsupported(index: Index, text: str) -> None:
    claim = one(index, text)
    assert claim.verdict == "unsupported"
    assert all(f.source_value is None and not f.agrees for f in claim.figures)


def test_each_sentence_is_a_claim_with_its_place_in_the_draft(index: Index) -> None:
    draft = "  榕溪市应急管理局2030年罚款236万元。另外，天气很好。\n\nEastmarsh imposed fines of £640,000."
    claims = index.cite(draft)
    assert [draft[c.start : c.end] for c in claims] == [c.text for c in claims]
    assert len(claims) == 3 and claims[0].verdict == "supported"


def test_filters_narrow_what_may_support(index: Index) -> None:
    (claim,) = index.cite("榕溪市应急管理局2030年罚款236万元。", Filters(years=(2029,)))
    assert claim.verdict != "supported"


@pytest.mark.parametrize("style", STYLES)
def test_the_shape_of_the_contract_in_every_style(index: Index, style: str) -> None:
    value = one(index, "榕溪市应急管理局2030年罚款236万元。").to_json(style)
    assert set(value) >= {"text", "start", "end", "verdict", "figures", "citations", "formatted"}
    assert len(value["formatted"]) == len(value["in_text"]) == len(value["citations"]) >= 1
    assert all("榕溪市应急管理局" in text or "2030" in text for text in value["formatted"])
    for figure in value["figures"]:
        assert set(figure) >= {"raw", "value", "unit", "source_value", "agrees"}


def test_a_reference_shows_the_address_that_corpus_toml_gives(tmp_path: Path) -> None:
    from indexer import Index, build

    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "云岭市水务局2025年度法治政府建设年度报告\n\n一、主要做法\n\n全年水事违法立案27件，罚款61.5万元。\n\n云岭市水务局\n2026年1月15日\n",
        encoding="utf-8",
    )
    (folder / "corpus.toml").write_text(
        '[reports."a.txt"]\nurl = "https://yunling.example/a"\naccessed = "2026-02-03"\n',
        encoding="utf-8",
    )
    build([folder], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        claim = index.cite("云岭市水务局2025年罚款61.5万元。")[0]
    assert claim.verdict == "supported"
    formatted = claim.to_json("gb7714")["formatted"][0]
    assert "[R/OL]. 云岭市水务局, 2026" in formatted
    assert formatted.endswith("(2026-01-15)[2026-02-03]. https://yunling.example/a.")


@pytest.mark.parametrize(
    ("told", "draft", "verdict"),
    [
        ("全年未开展夜间噪声巡查工作。", "全年开展夜间噪声巡查工作。", "unsupported"),
        (
            "Die Prüfung der Spielplätze wurde im Berichtsjahr nicht abgeschlossen.",
            "Die Prüfung der Spielplätze wurde im Berichtsjahr abgeschlossen.",
            "unsupported",
        ),
        (
            "Les contrôles des aires de jeux n’ont pas été achevés.",
            "Les contrôles des aires de jeux ont été achevés.",
            "unsupported",
        ),
        (
            "The playground checks weren’t completed during the year.",
            "The playground checks were completed during the year.",
            "unsupported",
        ),
        (
            "全年依法没收未经检疫的活禽及其产品。",
            "全年依法收缴及没收未经检疫的活禽及其产品。",
            "supported",
        ),
    ],
)
def test_a_sentence_is_not_borne_out_by_its_denial(
    tmp_path: Path, told: str, draft: str, verdict: str
) -> None:
    (tmp_path / "a.txt").write_text(f"Bericht\n\n{told}\n", "utf-8")
    build([tmp_path], tmp_path / "index")
    with Index.open(tmp_path / "index") as index:
        claim = one(index, draft)
    assert claim.verdict == verdict
