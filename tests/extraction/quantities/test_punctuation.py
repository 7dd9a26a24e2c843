"""Chinese text with half-width punctuation is read as with full-width punctuation (GB/T 15834)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.extraction.quantities.figures import find_figures
from indexer.text.plain_digits import fold_digits

HALF_WIDTH = str.maketrans("，；：！？", ",;:!?")
TEXTS = [
    "全县用水3.6亿立方米，增长2.1%；修复河岸12.5公里，没有完成年初定下的8%的预期目标；渔民人均收入21 730元，其中船员18 640元。",
    "全年巡查水库420座次，发现隐患36处：坝体渗漏9处，闸门锈蚀27处；限期整改31处，罚款15.5万元。",
    "去年共接到求助5 210起，今年4 870起，下降6.5%；救出被困人员132人。",
    "计划改造泵站40座，实际完成43座；投资9,600万元，其中市级补助2,400万元。",
    "提醒：全市夜间门诊21家，其中可看儿科的6家；预约电话开通3条。",
]


@pytest.mark.parametrize("text", TEXTS)
def test_half_width_punctuation_parts_clauses(text: str) -> None:
    told, typed = (
        [
            (f.start, f.raw, f.value, f.unit, f.role, f.metric, f.year)
            for f in find_figures(one, ((0, len(one)),), "zh", 2031)
        ]
        for one in (text, text.translate(HALF_WIDTH))
    )
    assert typed == told
    assert len(told) >= 3


@pytest.mark.parametrize("text", ["12,345件", "上午9:30", "a:b, c;d", "比例为1:3", "等级A,B;C"])
def test_punctuation_inside_numbers_and_between_letters_stays(text: str) -> None:
    assert fold_digits(text).text == text


@given(st.text("罚款件元0123456789,;:!?，； ", max_size=30))
def test_punctuation_keeps_its_place(text: str) -> None:
    folded = fold_digits(text)
    if folded.offsets is None:
        assert len(folded.text) == len(text)
    assert re.sub("[，；：！？,;:!?']", "", folded.text) == re.sub("[，；：！？,;:!?']", "", text)
