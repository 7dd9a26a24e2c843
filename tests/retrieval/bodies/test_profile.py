from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Details
from indexer.index.schema import ReportRow
from indexer.retrieval.bodies import profile
from indexer.retrieval.bodies.profile import profile_of

PARTS = st.sampled_from(
    ["湖南省", "衡阳市", "石鼓区", "水利局", "第", "号", "年", "年度", "工作报告", "、", "（", "）"]
    + ["2025", "7", "十四五", "新城镇", "法治政府建设", "1", "90"]
)
NAMES = st.lists(PARTS, max_size=6).map("".join)


def row(details: Details) -> ReportRow:
    return ReportRow(0, "r", "r.txt", "text", details, None, 0, "")


@given(NAMES, st.sampled_from(["", "湖南衡阳"]), NAMES)
def test_a_chinese_title_says_the_same_whatever_its_digits(
    issuer: str, region: str, title: str
) -> None:
    details = Details(title, issuer, region, kind="工作报告", language="zh")
    read = profile._profile.__wrapped__(issuer, region, title, "工作报告", "zh", "")
    assert profile_of(row(details)) == read


@pytest.mark.parametrize("title", ["Water Board Annual Report 2025", "G20峰会2025年工作报告"])
def test_beside_latin_letters_digits_are_words(title: str) -> None:
    details = Details(title, "水利局", language="zh")
    assert "2025" in profile_of(row(details)).words
    other = replace(details, title=title.replace("2025", "2019"))
    assert "2019" in profile_of(row(other)).words


def test_the_reports_of_all_years_of_a_body_are_read_once() -> None:
    profile._profile.cache_clear()
    for year in range(2010, 2026):
        profile_of(row(Details(f"石鼓区水利局{year}年工作报告", "石鼓区水利局", language="zh")))
    assert profile._profile.cache_info().misses == 1
