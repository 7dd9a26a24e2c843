"""A saved page is read as its reader saw it: hidden bodies are read, hidden words are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import ReadError
from indexer.readers.html.page import read_html

PATH = Path("页.html")
TITLE = "云岭市水务局2025年工作总结"
SAID = "2025年，全市检查取水户312家次，罚款58.6万元。"
BODY = f"<p>{SAID}</p>"
JUNK = "<p>节水器具大促销，罚款99.9万元也不怕，欢迎选购。</p>"
ENGLISH = (
    "In 2025 the Water Office made 312 inspections of abstractions.\nIt issued fines of £58,600."
)


def text_of(body: str, title: str = TITLE) -> str:
    head = "<head><meta charset='utf-8'><title>x</title></head>"
    return read_html(PATH, f"<html>{head}<body><h1>{title}</h1>{body}</body></html>".encode()).text


@pytest.mark.parametrize(
    "body",
    [
        f"<div id='js_content' style='visibility: hidden; opacity: 0; '><section>{BODY}</section></div>",
        f"<div class='TRS_Editor' style='display:none'>{BODY}</div>",
        f"<style>#zoom{{display:none}}</style><div id='zoom'>{BODY}</div>",
        f"<div id='c1' style='display:none'>{BODY}</div><script>$('#c1').show()</script>",
        f"<div style='display:none'><div class='inner' hidden>{BODY}</div></div>",
        f"<noscript><div>{BODY}</div></noscript>",
        f"<noscript>请启用JavaScript后浏览本网站的全部内容。</noscript>{BODY}",
        f"<textarea id='content' style='display:none'>&lt;p&gt;{SAID}&lt;/p&gt;</textarea>",
        f"<div id='app'></div><script>var t = 'don\\'t';\nvar c = {json.dumps(BODY)};</script>",
        f"<div id='app'></div><script type='application/json'>{json.dumps({'page': [{'html': BODY}]})}</script>",
        "<table><tr><td>索引号</td><td>0012</td></tr><tr><td>成文日期</td><td>2026年1月8日</td></tr></table>"
        f"<div id='zoom' style='display:none'>{BODY}</div>",
    ],
)  # fmt: skip
def test_a_body_that_a_script_shows_is_read_once(body: str) -> None:
    assert text_of(body) == f"{TITLE}\n{SAID}"


def test_a_body_in_linked_data_is_read_paragraph_by_paragraph() -> None:
    data = json.dumps({"@type": "Article", "articleBody": ENGLISH})
    page = f"<script type='application/ld+json'>{data}</script>"
    assert text_of(page, "Annual report 2025") == f"Annual report 2025\n{ENGLISH}"


@pytest.mark.parametrize(
    "junk",
    [
        f"<div style='display:none'>{JUNK * 5}</div>",
        f"<div style='opacity:0'>{JUNK}</div>",
        f"<div style='position:absolute;left:-9999px'>{JUNK}</div>",
        f"<span style='font-size:0'>{JUNK}</span>",
        f"<style>@media print{{p{{color:red}}}} .kw {{ display : none }}</style><div class='kw'>{JUNK}</div>",
        f"<div id='tips' style='display:none'>{JUNK * 5}</div><script>$('#tips').show()</script>",
        f"<div class='popup-content' style='display:none'>{JUNK * 5}</div>",
        f"<template>{JUNK * 5}</template><script type='text/template'>{JUNK * 5}</script>",
        f"<script>var ad = {json.dumps(JUNK)};</script><textarea>{SAID}</textarea>",
        f"<div id='print-content' style='display:none'>{BODY}</div>",
        f"<div id='content2' style='display:none'>{BODY}</div>",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "body", [BODY, f"<div id='js_content' style='visibility:hidden'>{BODY}</div>"]
)
def test_what_no_reader_sees_stays_out_beside_the_body(body: str, junk: str) -> None:
    assert text_of(body + junk) == f"{TITLE}\n{SAID}"


def test_what_a_hidden_body_itself_hides_stays_out() -> None:
    inner = f"{BODY}<span style='display:none'>{JUNK}</span>"
    assert (
        text_of(f"<div id='js_content' style='visibility:hidden'>{inner}</div>")
        == f"{TITLE}\n{SAID}"
    )


@pytest.mark.parametrize("style", ["@media print{.part{display:none}}", ".part{display:none}.part{display:block}"])  # fmt: skip
def test_what_only_print_hides_is_read(style: str) -> None:
    assert text_of(f"<style>{style}</style><div class='part'>{BODY}</div>") == f"{TITLE}\n{SAID}"


def test_parts_that_appear_as_the_reader_scrolls_are_read() -> None:
    parts = f"<section class='wow fadeIn' style='visibility:hidden'>{BODY}</section>"
    assert text_of(f"<p>全年工作情况如下。</p>{parts}").endswith(SAID)


@pytest.mark.parametrize(
    "script",
    ["<div id='app'></div><script>render()</script>",
     "<noscript>You need to enable JavaScript to run this app.</noscript>",
     "<script>throw 'The operation is not allowed here, please try again later.'</script>",
     f"<script type='text/x-template'>{JUNK}</script>"],
)  # fmt: skip
def test_a_page_whose_body_is_not_in_the_file_is_named_with_a_remedy(script: str) -> None:
    with pytest.raises(ReadError, match="页.html: .*only its title.*print it to PDF"):
        text_of(script)


@pytest.mark.parametrize(
    "piece",
    ["<script>" + "var a=1;" * 100_000 + "</script>", "<script>" + "'\\'" * 100_000 + "</script>",
     "<style>" + "@a{" * 100_000 + "</style>", "<style>" + "a" * 500_000 + "</style>",
     "<div style='display:none'>" + "<p hidden>罚款。</p>" * 20_000 + "</div>",
     f"<noscript>{'水' * 500_000}</noscript>", "<div hidden>" + "a " * 200_000 + "</div>"],
    ids=range(7),
)  # fmt: skip
@pytest.mark.timeout(10)
def test_long_scripts_styles_and_hidden_parts_are_looked_through_in_bounded_time(
    piece: str,
) -> None:
    assert text_of(piece + BODY) == f"{TITLE}\n{SAID}"
