"""Names on one line that shows what they hold."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from indexer.sandbox.file_names import composed, escaped, find_by_name, unescaped

_names = st.text(st.characters(), max_size=40) | st.binary(max_size=40).map(
    lambda raw: raw.decode("utf-8", "surrogateescape")
)


def test_what_cannot_be_seen_is_written_out() -> None:
    assert escaped("a\nb") == "a\\x0ab"
    assert escaped("\u202egnp.exe") == "\\u202egnp.exe"
    assert escaped("\x1b[2J") == "\\x1b[2J"
    assert escaped("\udcb1报告\x85") == "\\xb1报告\\u0085"
    assert escaped("年度 报告（终）.pdf") == "年度 报告（终）.pdf"


@given(_names)
def test_any_name_becomes_one_line_that_utf_8_can_hold(name: str) -> None:
    shown = escaped(name)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)


@given(_names.filter(lambda name: "\\" not in name))
def test_a_name_without_backslashes_can_be_had_back(name: str) -> None:
    assert unescaped(escaped(name)) == name


@given(_names, st.sampled_from(["NFC", "NFD"]), st.sampled_from(["NFC", "NFD"]))
def test_a_name_is_the_same_in_either_unicode_form(name: str, stored: str, asked: str) -> None:
    here = unicodedata.normalize(stored, name)
    assert here in find_by_name(unicodedata.normalize(asked, name), [here, name + "x"], str)
    assert composed(composed(name)) == composed(name)


def test_the_very_name_goes_before_one_in_the_other_form() -> None:
    forms = ["e\u0301t\u00e9.md", "\u00e9t\u00e9.md"]
    assert [find_by_name(form, forms, str) for form in forms] == [[forms[0]], [forms[1]]]
    assert find_by_name("e\u0301te\u0301.md", forms, str) == forms
