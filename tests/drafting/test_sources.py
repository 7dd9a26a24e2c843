"""What is known of a source: its own number, its date, its kind."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.drafting.sources import Source, clean, date_parts, document_number, locator


@pytest.mark.parametrize(
    "number", ["云水发〔2026〕3号", "云水发[2026]3号", "云政办发（2026）112 号"]
)
def test_number_on_a_line_of_its_own_at_the_head_is_the_documents_own(number: str) -> None:
    assert document_number(f"云岭市水务局文件\n  {number}\n关于开展检查的通知\n正文") == number


@pytest.mark.parametrize(
    "text",
    [
        "根据云水发〔2026〕3号，开展检查。",
        "见云水发〔2026〕3号",
        "\n" * 40 + "云水发〔2026〕3号",
        "〔2026〕3号",
        "",
        "法治建设报告\n（2026）\n3号",
    ],
)
def test_numbers_in_sentences_or_far_down_belong_to_other_documents(text: str) -> None:
    assert document_number(text) == ""


def test_locator_prefers_the_page() -> None:
    assert locator(Source("t", page=3, section="一、总体情况 > （一）执法")) == "3"
    assert locator(Source("t", section="一、总体情况 > （一）执法")) == "（一）执法"


def test_dates_are_read_as_far_as_they_go() -> None:
    assert date_parts("2026-01-15") == (2026, 1, 15)
    assert date_parts("2026-13-40") == (2026,) and date_parts("2026-02") == (2026, 2)
    assert date_parts("") == date_parts("元旦") == ()


def test_a_page_of_the_web_has_an_address_and_no_number() -> None:
    assert Source("停水通知", url="https://a.example", kind="通知").web_page
    assert not Source("停水通知", kind="通知").web_page
    assert not Source(
        "停水通知", url="https://a.example", kind="通知", number="云水发〔2026〕3号"
    ).web_page


@given(st.text())
def test_cleaned_text_is_one_line(text: str) -> None:
    assert len(clean(text).splitlines()) <= 1
