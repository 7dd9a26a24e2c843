"""Names in a question resolved against the indexed issuers."""

from __future__ import annotations

import pytest

from indexer.lexicon import load_lexicon
from indexer.search.issuers import IssuerIndex, Scope
from indexer.search.question import understand

from .made import REPORTS


@pytest.fixture(scope="module")
def issuers() -> IssuerIndex:
    return IssuerIndex(REPORTS, load_lexicon())


def resolved(issuers: IssuerIndex, text: str) -> Scope:
    return issuers.resolve(understand(text, load_lexicon()))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("青河市应急管理局罚款多少", {0, 7}),
        ("青河应急局罚款多少", {0, 7}),
        ("青河應急局罰款多少", {0, 7}),
        ("青河市市场监管局罚款多少", {1}),
        ("青河市监局罚款多少", {1}),
        ("松林县应急局罚款多少", {2}),
        ("竹溪镇罚款多少", {8}),
        ("湖南省应急管理厅罚款多少", {4}),
        ("国家矿山安全监察局检查多少次", {6}),
        ("how much did the Qinghe emergency management bureau fine", {0, 7}),
        ("how much did Songlin county fine", {2}),
        ("fines of the Songlin emergency bureau", {2}),
        ("how much did Eastmarsh Harbour Authority fine", {5}),
        ("how much did Eastmarsh fine", {5}),
        ("how much did the EHA fine", {5}),
        ("青河市政府工作报告提到什么", {3}),
        ("how many penalties did the Qinghe Government impose", {3}),
        ("how many penalties did Qinghe's municipal government impose", {3}),
        ("penalties of the government of Qinghe", {3}),
    ],
)
def test_an_issuer_by_full_name_short_form_pinyin_or_english(
    issuers: IssuerIndex, text: str, rows: set[int]
) -> None:
    scope = resolved(issuers, text)
    assert scope.rows == rows and not scope.unknown


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("青河应急局2029年罚款多少", {7}),
        ("青河应急局2030年罚款多少", {0}),
        ("how much did the Qinghe EMB fine in 2029", {7}),
        ("how much did Eastmarsh fine in 2029-30", {5}),
    ],
)
def test_the_year_picks_one_report_of_an_issuer(
    issuers: IssuerIndex, text: str, rows: set[int]
) -> None:
    assert resolved(issuers, text).rows == rows


def test_another_financial_year_is_not_this_one(issuers: IssuerIndex) -> None:
    assert resolved(issuers, "how much did Eastmarsh fine in 2028-29").rows == set()


def test_a_year_that_no_report_covers_is_missing(issuers: IssuerIndex) -> None:
    scope = resolved(issuers, "青河应急局2019年罚款多少")
    assert scope.rows == set() and scope.year_missing


@pytest.mark.parametrize(
    "text",
    [
        "海口市应急管理局罚款多少",
        "how much did the Haikou emergency management bureau fine",
        "云崖县水利局罚款多少",
        "青河市水利局罚款多少",
    ],
)
def test_an_issuer_that_is_not_indexed_is_told(issuers: IssuerIndex, text: str) -> None:
    assert resolved(issuers, text).unknown


def test_an_unknown_english_name_must_stand_in_the_passage(issuers: IssuerIndex) -> None:
    scope = resolved(issuers, "how much did the Westmarsh Authority fine")
    assert scope.unknown or "Westmarsh" in scope.required


@pytest.mark.parametrize(
    "text", ["哪些单位公布了罚款", "which bodies reported fines", "Welche Behörden haben Bußgelder verhängt?"]
)
def test_a_question_that_names_nobody_is_asked_of_all(issuers: IssuerIndex, text: str) -> None:
    scope = resolved(issuers, text)
    assert scope.rows is None and not scope.unknown and not scope.required


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("哪些应急局公布了罚款", {0, 2, 4, 7}),
        ("which emergency management bureaus reported fines", {0, 2, 4, 7}),
        ("湖南的县级局罚款多少", {2}),
        ("which regulators outside China reported fines", {5}),
        ("which UK regulators reported fines", {5}),
    ],
)
def test_kinds_levels_and_countries_narrow(
    issuers: IssuerIndex, text: str, rows: set[int]
) -> None:
    assert resolved(issuers, text).rows == rows


def test_the_place_itself_is_meant_not_what_lies_in_it(issuers: IssuerIndex) -> None:
    assert 2 not in (resolved(issuers, "青河市罚款多少").rows or ())
    assert resolved(issuers, "青河全市罚款多少").rows == {3}


def test_french_and_german_question_words_are_no_names(issuers: IssuerIndex) -> None:
    for text in ("Quel est le montant des amendes ?", "Wie hoch waren die Kontrollen insgesamt?"):
        assert resolved(issuers, text).required == ()


def test_named_stretches_lie_inside_the_question(issuers: IssuerIndex) -> None:
    question = understand("青河市应急管理局2030年罚款多少", load_lexicon())
    scope = issuers.resolve(question)
    covered = "".join(question.folded[a:b] for a, b in scope.spans)
    assert "青河" in covered and "2030" in covered and "罚款" not in covered
