"""What travels between processes: the same values, and nothing of another type."""

from __future__ import annotations

import io
import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.document.report import Details, Document, Figure, FigureRole, Mark, Report, Section
from indexer.sandbox.messages import BadMessage, decoder, receive, send

_offsets = st.integers(0, 2**40)
_text = st.text(max_size=20)
_figures = st.builds(
    Figure,
    *([_text, st.floats(allow_nan=False), *[_text] * 4, *[_offsets] * 6]),
    bound=_text,
    high=st.none() | st.floats(allow_nan=False),
    role=st.sampled_from(get_args(FigureRole)),
)
_reports = st.builds(
    Report,
    _text,
    st.builds(
        Document,
        _text,
        _text,
        st.lists(_offsets).map(tuple),
        st.lists(st.builds(Mark, _text, _offsets, _offsets, _offsets), max_size=3).map(tuple),
        st.dictionaries(_text, _text, max_size=3),
    ),
    st.builds(Details, _text, _text, _text, st.none() | _offsets, sample=st.booleans()),
    st.lists(
        st.builds(Section, st.lists(_text, max_size=3).map(tuple), *[_offsets] * 4), max_size=3
    ).map(tuple),
    st.lists(st.tuples(_offsets, _offsets), max_size=3).map(tuple),
    st.lists(_figures, max_size=3).map(tuple),
)


def through(message: object) -> Any:
    stream = io.BytesIO()
    send(stream, message, 10**8)
    stream.seek(0)
    return receive(stream, 10**8)


@given(_reports)
def test_a_report_arrives_as_it_was_sent(report: Report) -> None:
    assert decoder(Report)(through(report)) == report


def test_a_role_that_no_figure_has_is_refused() -> None:
    read = decoder(FigureRole)
    assert read("change") == "change"
    for wrong in ("", "other", 1, ["level"]):
        with pytest.raises(BadMessage, match="none of level, change"):
            read(wrong)


def test_odd_characters_of_names_arrive() -> None:
    assert through(["a\udcff\u202e\n\0.txt"]) == ["a\udcff\u202e\n\0.txt"]


def test_a_longer_message_is_neither_sent_nor_read() -> None:
    stream = io.BytesIO()
    with pytest.raises(BadMessage, match="bytes"):
        send(stream, "x" * 100, 50)
    assert stream.getvalue() == b""
    stream = io.BytesIO((10**12).to_bytes(8, "big"))
    with pytest.raises(BadMessage, match="1000000000000 bytes"):
        receive(stream, 10**8)


@pytest.mark.parametrize("data", [b"\x80\x04N.", b"[" * 100_000, b"9" * 10_000, b"{", b"\xff"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    stream = io.BytesIO(len(data).to_bytes(8, "big") + data)
    with pytest.raises(BadMessage):
        receive(stream, 10**8)


def test_a_message_cut_short_is_an_end() -> None:
    with pytest.raises(EOFError):
        receive(io.BytesIO((9).to_bytes(8, "big") + b"[1"), 100)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (int, True),
        (int, 1.0),
        (int, "1"),
        (int, 2**70),
        (float, "1"),
        (float, True),
        (str, 1),
        (str, None),
        (bool, 1),
        (tuple[int, ...], "12"),
        (tuple[int, int], [1]),
        (tuple[int, int], [1, 2, 3]),
        (dict[str, str], {"a": 1}),
        (dict[str, str], []),
        (Mark, ["heading", 1, 2]),
        (Mark, ["heading", 1, "2", 3]),
        (Mark, {"kind": "x"}),
        (int | None, "x"),
    ],
)
def test_a_value_of_another_type_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises(BadMessage):
        decoder(kind)(json.loads(json.dumps(value)))
