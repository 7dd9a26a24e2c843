"""Which names of a quantity may pass for one another in a draft, and which may not."""

from __future__ import annotations

import pytest

from indexer.drafting.cut import cut
from indexer.drafting.kinship import KIN, OTHER, SAME, UNTOLD, kinship, stage_differs
from indexer.lexicon import load_lexicon


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ("fine", "fine", SAME),
        ("fine", "fine_and_confiscation", KIN),
        ("fine_and_confiscation", "fine", OTHER),
        ("fine", "confiscation", OTHER),
        ("penalty_decision", "case_closed", KIN),
        ("enforcement_officer", "certified_officer", KIN),
        ("certified_officer", "enforcement_officer", OTHER),
        ("litigation", "reconsideration", OTHER),
        ("training", "inspection", OTHER),
        ("", "inspection", UNTOLD),
    ],
)
def test_kin_may_pass_for_one_another_and_the_rest_may_not(
    mine: str, theirs: str, expected: str
) -> None:
    names = [frozenset({n} if n else ()) for n in (mine, theirs)]
    assert kinship(load_lexicon(None), names[0], names[1]) == expected


@pytest.mark.parametrize(
    ("mine", "theirs", "differs"),
    [
        ("结案64起", "立案64起", True),
        ("立案64起", "结案64起", True),
        ("作出行政处罚64起", "立案64起", True),
        ("整改完成隐患64项", "发现并督促整改隐患64项", True),
        ("督促整改隐患64项", "发现并督促整改隐患64项", False),
        ("整改完成隐患64项", "排查隐患，整改64项", False),
        ("64 hazards were rectified", "责令整改隐患64项", True),
        ("64 hazards were found and ordered to be rectified", "责令整改隐患64项", False),
        ("作出行政处罚64起", "立案办结64起", False),
        ("查处案件64起", "立案64起", False),
        ("64 cases were closed", "立案64起", True),
    ],
)
def test_a_case_opened_is_no_case_closed(mine: str, theirs: str, differs: bool) -> None:
    assert stage_differs(mine, theirs) is differs


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Laut 榕溪市应急管理局 wurden 2030 Bußgelder von 2.360.000 Euro verhängt.", "de", 2_360_000),
        ("En 2030, selon 榕溪市应急管理局, les amendes ont atteint 2 360 000 euros.", "fr", 2_360_000),
        ("榕溪市应急管理局2030年罚款236万元。", "zh", 2_360_000),
    ],
)
def test_a_chinese_name_does_not_make_a_sentence_chinese(
    text: str, language: str, value: float
) -> None:
    (piece,) = cut(text)
    assert piece.language == language
    assert value in [f.value for f in piece.figures]
