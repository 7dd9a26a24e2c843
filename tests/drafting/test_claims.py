"""How a draft is cut and read: carried issuers and years, rounding notes, reasons, bases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import Filters, Index
from indexer.drafting.cite import Citer
from indexer.drafting.claims import Claim
from indexer.drafting.segmentation import segment


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


def last(index: Index, text: str) -> Claim:
    return index.cite(text)[-1]


def test_a_rounded_figure_is_supported_and_said_to_be_rounded(index: Index) -> None:
    claim = last(index, "鹤汀市生态环境局2030年罚款1250万元。")
    (figure,) = claim.figures
    assert claim.verdict == "supported" and figure.agrees
    assert "1245万元" in figure.note and figure.source_raw == "1245万元"


def test_a_contradiction_shows_the_value_of_the_source(index: Index) -> None:
    claim = last(index, "榕溪市应急管理局2030年发现隐患1350条。")
    assert claim.verdict == "contradicted" and claim.figures[0].source_value == 1530
    assert "1530条" in claim.figures[0].note and claim.reason


@pytest.mark.parametrize(
    "sentence", ["该局立案64起。", "全年立案64起。", "其立案64起。", "The bureau opened 64 cases."]
)
def test_issuer_and_year_carry_over_within_a_draft(index: Index, sentence: str) -> None:
    claim = last(index, f"榕溪市应急管理局2030年罚款236万元。{sentence}")
    assert claim.verdict == "supported"
    assert {c.issuer for c in claim.citations} == {"榕溪市应急管理局"}


def test_a_new_issuer_replaces_the_carried_one(index: Index) -> None:
    claim = last(index, "榕溪市应急管理局2030年罚款236万元。雾岭县市场监督管理局办结案件133件。")
    assert claim.verdict == "supported"
    assert {c.issuer for c in claim.citations} == {"雾岭县市场监督管理局"}


def test_a_heading_says_what_the_sentences_under_it_are_about(index: Index) -> None:
    draft = "# 榕溪市应急管理局2030年简报\n\n全年立案64起。\n\n## 二、处罚\n\n作出行政处罚95次。\n"
    claims = index.cite(draft)
    assert [c.verdict for c in claims] == ["supported", "contradicted"]
    assert [draft[c.start : c.end] for c in claims] == ["全年立案64起。", "作出行政处罚95次。"]


@pytest.mark.xfail(reason="too unsure to contradict; it is unsupported")
def test_the_other_year_of_the_same_issuer_is_told_apart(index: Index) -> None:
    assert last(index, "榕溪市应急管理局2029年立案57起。").verdict == "supported"
    assert last(index, "榕溪市应急管理局2029年立案64起。").verdict == "contradicted"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("云海市应急管理局2030年罚款236万元。", "云海市"),
        ("榕溪市应急管理局2025年罚款236万元。", "2025"),
    ],
)
def test_an_issuer_or_year_not_indexed_is_unsupported_for_that_reason(
    index: Index, text: str, named: str
) -> None:
    claim = last(index, text)
    assert claim.verdict == "unsupported" and named in claim.reason


def test_a_change_is_compared_with_a_change_and_its_direction_counts(index: Index) -> None:
    who = "鹤汀市生态环境局2030年罚款"
    assert last(index, f"{who}同比下降8.2%。").verdict == "supported"
    assert last(index, f"{who}同比下降2.8%。").verdict == "contradicted"
    assert last(index, f"{who}同比上升8.2%。").verdict != "supported"


def test_the_whole_area_s_figure_is_not_the_bureau_s_alone(index: Index) -> None:
    assert last(index, "鹤汀市生态环境局2030年罚款1245万元。").verdict == "supported"
    claim = last(index, "鹤汀市生态环境局2030年局本级罚款1245万元。")
    assert claim.verdict != "supported" and claim.figures[0].note


def test_a_measure_word_of_another_kind_is_flagged(index: Index) -> None:
    assert last(index, "榕溪市应急管理局2030年立案64件。").verdict == "supported"
    assert last(index, "榕溪市应急管理局2030年立案64万元。").verdict != "supported"


def test_sentences_without_figures_say_that_meaning_decided(index: Index) -> None:
    claim = last(index, "雾岭县市场监督管理局聘请了法律顾问。")
    assert (claim.verdict, claim.basis) == ("supported", "meaning")
    claim = last(index, "雾岭县市场监督管理局修建了大型水族馆。")
    assert (claim.verdict, claim.basis) == ("unsupported", "meaning") and claim.reason


def test_a_denial_is_not_borne_out_by_an_affirmation(index: Index) -> None:
    assert last(index, "雾岭县市场监督管理局没有聘请法律顾问。").verdict != "supported"


def test_table_rows_are_never_called_contradicted(index: Index) -> None:
    draft = "| 单位 | 罚款 |\n| --- | --- |\n| 榕溪市应急管理局2030年 | 999万元 |\n"
    (claim,) = index.cite(draft)
    assert claim.verdict == "unsupported" and claim.reason


def test_a_language_that_nothing_is_indexed_in_is_said_to_be_so(index: Index) -> None:
    claim = last(index, "Городские библиотеки открыли новые читальные залы для детей и взрослых.")
    assert claim.verdict == "unsupported" and "language" in claim.reason


def test_filters_that_leave_nothing_are_the_reason(index: Index) -> None:
    (claim,) = index.cite("立案64起。", Filters(years=(1999,)))
    assert claim.verdict == "unsupported" and "筛选" in claim.reason


def test_progress_counts_up_to_all_sentences(index: Index) -> None:
    seen: list[tuple[int, int]] = []
    citer = Citer(index.engine, index.generation, date(2031, 6, 1))
    citer.cite("立案64起。检查812家次。", Filters(), lambda done, total: seen.append((done, total)))
    assert seen == [(0, 2), (1, 2), (2, 2)]


def test_json_keeps_the_contract_s_fields_and_adds_basis_and_reason(index: Index) -> None:
    value = last(index, "榕溪市应急管理局2030年发现隐患1350条。").to_json("gb7714")
    assert value["basis"] == "figures" and value["reason"]
    assert value["figures"][0]["citation"] == 1 and value["figures"][0]["note"]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="罚款12万元。，\n|# -a\t《》（）", max_size=80))
def test_pieces_are_slices_in_order_and_hold_their_figures(text: str) -> None:
    at = 0
    for piece in segment(text):
        assert piece.start >= at and text[piece.start : piece.end] == piece.text
        assert piece.text == piece.text.strip()
        for figure in piece.figures:
            assert text[figure.start : figure.end] == figure.raw
            assert piece.start <= figure.start < piece.end
        at = piece.end


def test_headings_notes_and_code_are_no_claims() -> None:
    draft = (
        "# 题目\n\n正文说立案3起。\n\n```\nx = 5\n```\n\n[^1]: 注释里有7件。\n\n- 条目说检查9次。\n"
    )
    assert [p.text for p in segment(draft) if p.kind == "sentence"] == [
        "正文说立案3起。",
        "条目说检查9次。",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param(
            "榕溪市应急管理局2030年结案64起。",
            marks=pytest.mark.xfail(
                strict=True, reason="the models take a near quantity for the one named"
            ),
        ),
        pytest.param(
            "鹤汀市生态环境局2030年罚没收入1245万元。",
            marks=pytest.mark.xfail(
                strict=True, reason="the models take a near quantity for the one named"
            ),
        ),
        "鹤汀市生态环境局2030年行政诉讼9件。",  # 行政复议
    ],
)
def test_the_figure_of_another_quantity_is_not_borne_out(index: Index, sentence: str) -> None:
    assert last(index, sentence).verdict != "supported"


def test_a_sum_of_two_sources_is_plainly_unsupported(index: Index) -> None:
    claim = last(index, "榕溪市应急管理局2030年和2029年共发现隐患2932条。")
    assert claim.verdict != "supported"


def test_every_figure_of_a_sentence_is_judged(index: Index) -> None:
    claim = last(index, "榕溪市应急管理局2030年立案64起，罚款263万元。")
    assert claim.verdict == "contradicted"
    assert [f.agrees for f in claim.figures] == [True, False]


def test_a_year_that_is_only_compared_with_is_not_the_year_told(index: Index) -> None:
    claim = last(index, "# 鹤汀市生态环境局2030年简报\n\n罚款比2029年下降8.2%。\n")
    assert claim.verdict == "supported"


def test_a_number_not_read_as_a_figure_must_stand_in_the_source(index: Index) -> None:
    claim = last(index, "榕溪市应急管理局2030年罚款236万元，比上年增加987654。")
    assert claim.verdict != "supported"


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("榕溪市应急管理局2030年罚款二百三十六万元。", "supported"),
        ("榕溪市应急管理局2030年罚款超过230万元。", "supported"),
        pytest.param(
            "榕溪市应急管理局2030年罚款超过240万元。",
            "contradicted",
            marks=pytest.mark.xfail(
                strict=True, reason="too unsure to contradict; it is unsupported"
            ),
        ),
        ("榕溪市应急管理局2030年罚款近240万元。", "supported"),
        ("榕溪市应急管理局2030年整改率97.9个百分点。", "unsupported"),
        pytest.param(
            "The Rongxi emergency management bureau imposed fines of 2,360 thousand yuan in 2030.",
            "supported",
            marks=pytest.mark.xfail(reason="the models are too unsure across languages"),
        ),
    ],
)
def test_bounds_numerals_and_units_of_ratio(index: Index, sentence: str, verdict: str) -> None:
    assert last(index, sentence).verdict == verdict


def test_a_line_without_end_is_cut_to_pieces_that_can_be_looked_up() -> None:
    text = "榕溪市应急管理局开展工作，" * 5000
    pieces = segment(text)
    assert max(len(p.text) for p in pieces) <= 1500
    assert "".join(p.text for p in pieces) == text


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("수도국은 2030년에 벌금 2360만 원을 부과했다.", "Korean"),
        ("Водное управление наложило штрафы на 2360 рублей в 2030 году.", "Russian"),
        ("สำนักงานน้ำได้ปรับเงินรวม 2360 บาทในปี 2030", "Thai"),
        ("فرضت الهيئة غرامات بقيمة 2360 دولار في عام 2030.", "Arabic"),
        ("भवन विभाग ने 340 जुर्माने लगाए।", "undetermined"),
    ],
)
def test_the_reason_names_a_language_that_nothing_is_indexed_in(
    index: Index, sentence: str, language: str
) -> None:
    claim = last(index, sentence)
    assert claim.verdict == "unsupported" and f"({language})" in claim.reason


def test_an_item_of_a_numbered_list_with_a_figure_is_a_claim() -> None:
    draft = "# 执法情况\n\n1. 罚款12万元\n2. 检查30次\n3. 主要做法\n\n（1）立案7件\n\n2.1 罚款12万元的情况"
    assert [(p.text, p.kind) for p in segment(draft)] == [
        ("# 执法情况", "heading"),
        ("1. 罚款12万元", "sentence"),
        ("2. 检查30次", "sentence"),
        ("3. 主要做法", "heading"),
        ("（1）立案7件", "sentence"),
        ("2.1 罚款12万元的情况", "heading"),
    ]


def test_a_line_of_figures_without_end_takes_as_long_for_each_as_a_short_one(index: Index) -> None:
    def seconds(figures: int) -> float:
        text = "罚2元" * figures
        began = process_time()
        index.cite(text)
        return process_time() - began

    seconds(10)
    assert seconds(80) < 28 * max(seconds(8), 0.02)
