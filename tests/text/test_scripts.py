from __future__ import annotations

import pytest

from indexer.text.scripts import has_han


@pytest.mark.parametrize("text", ["罚款", "a 㐀 b", "1年", "龥"])
def test_chinese_characters_are_seen(text: str) -> None:
    assert has_han(text)


@pytest.mark.parametrize("text", ["", "fines 12", "かな", "벌금", "штраф", "。，"])
def test_other_scripts_and_marks_are_not_chinese(text: str) -> None:
    assert not has_han(text)
