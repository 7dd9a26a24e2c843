"""Whatever a report holds comes out of these functions as text."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Section
from indexer.ui.reader import text_html
from indexer.ui.safe import escape, is_plain, joined, marked, tag
from indexer.ui.state import Spot

from .conftest import HOSTILE

TEXT = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)


class Seen(HTMLParser):
    """Tags and text that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXT)
def test_escaped_text_reads_back_as_itself_with_no_tag(text: str) -> None:
    seen = Seen(tag("p", escape(text)))
    assert seen.tags == ["p"]
    assert seen.text == text


@given(TEXT, st.data())
def test_a_marked_text_reads_as_the_text_with_one_mark(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    seen = Seen(marked(text, start, end))
    assert seen.tags == ["mark"]
    assert seen.text == text


@given(TEXT, st.data())
def test_the_reader_shows_every_character_once_and_only_its_own_tags(
    text: str, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=5)))
    sections = [
        Section((text[a:b][:20],), 1, a, data.draw(st.integers(a, b)), b)
        for a, b in zip(cuts, cuts[1:], strict=False)
    ]
    start = data.draw(st.integers(0, len(text)))
    spot = Spot("r", start, data.draw(st.integers(start, len(text))))
    seen = Seen(text_html(text, sections, spot))
    assert seen.text == text
    assert set(seen.tags) <= {"div", "b", "span", "mark"}


def test_hostile_strings_are_no_labels_and_make_no_tags() -> None:
    for text in HOSTILE:
        assert not is_plain(text)
        assert Seen(joined([text, text])).tags == []
        assert Seen(tag("i", "", title=text)).tags == ["i"]


def test_names_of_bodies_may_be_labels() -> None:
    for name in ("霁川市应急管理局", "Harbour Safety Authority", "青石县水利局（移民局）"):
        assert is_plain(name)


def test_control_and_direction_marks_do_not_reach_the_page() -> None:
    assert escape("a\x00b\u202ec") == "a\ufffdbc"
