"""A document with nearly everything in it comes back with only marks and comments added."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from indexer import Index
from indexer.drafting.claims import Claim
from indexer.drafting.docx_out import cited_docx
from indexer.drafting.docx_text import DocxDraft, W, open_docx
from indexer.errors import UsageError

from .rich_docx import BUREAU, field, para, rich_docx, run

ADDED = ("footnoteReference", "commentRangeStart", "commentRangeEnd", "commentReference")
WRITTEN = {
    "word/document.xml",
    "word/footnotes.xml",
    "word/comments.xml",
    "word/settings.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
}


@pytest.fixture(scope="module")
def index(invented_dir: Path) -> Iterator[Index]:
    with Index.open(invented_dir) as opened:
        yield opened


def opened(folder: Path, data: bytes) -> DocxDraft:
    (folder / "draft.docx").write_bytes(data)
    return open_docx(folder / "draft.docx")


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len(set(package.namelist())) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


def cited(index: Index, draft: DocxDraft) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return parts(draft.data), parts(cited_docx(draft, index.cite(draft.text), "gb7714"))


def without_marks(xml: bytes, references: int) -> bytes:
    """The body without what citing adds: marks beyond the draft's own, split runs joined."""
    root = etree.fromstring(xml)
    for node in list(root.iter(*(f"{W}{name}" for name in ADDED))):
        own = "1" if "footnote" in node.tag else "0"
        if node.get(f"{W}id") == own:  # the draft's own
            continue
        above = node.getparent()
        gone = above if above.tag == f"{W}r" else node
        gone.getparent().remove(gone)
    body = root[0]
    for paragraph in list(body)[len(body) - 1 - references : -1]:
        body.remove(paragraph)
    for first in list(root.iter(f"{W}r")):
        if first.getparent() is None:
            continue
        while (after := first.getnext()) is not None and _alike(first, after):
            first.find(f"{W}t").text += after.find(f"{W}t").text
            after.getparent().remove(after)
    return bytes(etree.tostring(root, method="c14n"))


def _alike(one: Any, other: Any) -> bool:
    def look(node: Any) -> tuple[list[str], bytes]:
        shape = node.find(f"{W}rPr")
        return [c.tag for c in node if c.tag != f"{W}rPr"], (
            b"" if shape is None else etree.tostring(shape)
        )

    return other.tag == f"{W}r" and look(one) == look(other) and look(one)[0] == [f"{W}t"]


def test_only_what_must_be_written_differs_and_all_other_parts_keep_their_bytes(
    index: Index, tmp_path: Path
) -> None:
    before, after = cited(index, opened(tmp_path, rich_docx(dangling=True)))
    assert {n for n in before if before[n] != after[n]} == {
        "word/document.xml",
        "word/footnotes.xml",
        "word/comments.xml",
    }
    assert set(before) == set(after)


def test_the_body_differs_by_marks_comment_ranges_and_the_list_alone(
    index: Index, tmp_path: Path
) -> None:
    before, after = cited(index, opened(tmp_path, rich_docx()))
    assert after["word/document.xml"].count("参考文献".encode()) == 1
    assert without_marks(after["word/document.xml"], 2) == without_marks(
        before["word/document.xml"], 0
    )


def test_a_draft_without_notes_gets_its_parts_and_only_footnotepr_in_the_settings(
    index: Index, tmp_path: Path
) -> None:
    before, after = cited(index, opened(tmp_path, rich_docx(notes=False)))
    assert set(after) - set(before) == {"word/footnotes.xml", "word/comments.xml"}
    assert {n for n in before if before[n] != after[n]} == WRITTEN & set(before)
    settings = etree.fromstring(after["word/settings.xml"])
    added = settings.find(f"{W}footnotePr")
    assert added.getnext().tag == f"{W}compat"  # its place in the schema's sequence
    settings.remove(added)
    assert etree.tostring(settings, method="c14n") == etree.tostring(
        etree.fromstring(before["word/settings.xml"]), method="c14n"
    )
    old, new = (
        re.findall(rb"<Relationship [^>]*>", p["word/_rels/document.xml.rels"])
        for p in (before, after)
    )
    assert new[: len(old)] == old and len(new) == len(old) + 2


def test_python_docx_reads_the_notes_and_comments_back(index: Index, tmp_path: Path) -> None:
    draft = opened(tmp_path, rich_docx())
    out = tmp_path / "out.docx"
    out.write_bytes(cited_docx(draft, index.cite(draft.text), "gb7714"))
    document = docx.Document(str(out))
    comments = {c.comment_id: c.text for c in document.comments}
    assert comments[0] == "原有批注" and "64起" in comments[1] and "2021" in comments[2]
    notes = etree.fromstring(parts(out.read_bytes())["word/footnotes.xml"])
    own = {n.get(f"{W}id"): "".join(n.itertext()) for n in notes if n.get(f"{W}type") is None}
    marks = [m.get(f"{W}id") for m in document.element.body.iter(f"{W}footnoteReference")]
    assert marks == sorted(own, key=int) and own["1"] == "原有脚注" and "236万元" in own["2"]
    assert {s.get(f"{W}val") for s in notes.iter(f"{W}pStyle")} == {"a4"}  # the draft's own style


def test_contents_deleted_rows_and_text_boxes_are_left_out_and_headings_marked(
    tmp_path: Path,
) -> None:
    text = opened(tmp_path, rich_docx()).text
    assert (
        "999" not in text
        and "99起" not in text
        and "70起" not in text
        and text.count("案64起。") == 1
    )
    assert "# 一、处罚情况增长12%" in text.splitlines()
    assert " | 立案 | 64起" in text.splitlines() and "嵌套 | 内甲 内乙 " in text.splitlines()


def test_marks_stand_outside_links_fields_and_content_controls(
    index: Index, tmp_path: Path
) -> None:
    _, after = cited(index, opened(tmp_path, rich_docx()))
    root = etree.fromstring(after["word/document.xml"])
    for mark in root.iter(f"{W}footnoteReference", f"{W}commentReference"):
        above = {node.tag for node in mark.getparent().iterancestors()}
        assert not above & {f"{W}hyperlink", f"{W}r", f"{W}fldSimple"}
        depth = 0
        for node in mark.getparent().itersiblings(preceding=True):
            kinds = [c.get(f"{W}fldCharType") for c in node.iter(f"{W}fldChar")]
            depth += kinds.count("begin") - kinds.count("end")
        assert depth == 0


def test_a_table_of_one_column_is_read_as_the_prose_in_it(tmp_path: Path) -> None:
    cell = f"<w:tc>{para(run('第一段。'))}{para(run('第二段。'))}</w:tc>"
    text = opened(tmp_path, with_body(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")).text
    assert text.splitlines()[:2] == ["第一段。", "第二段。"]


def with_body(body: str) -> bytes:
    """The rich document with another body."""
    data = rich_docx()
    old = parts(data)["word/document.xml"].decode()
    new = re.sub(
        r"<w:body>.*(<w:sectPr>.*?</w:sectPr>)</w:body>",
        lambda m: f"<w:body>{body}{m[1]}</w:body>",
        old,
        flags=re.S,
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts(data).items():
            package.writestr(name, new.encode() if name == "word/document.xml" else content)
    return out.getvalue()


words = st.text("罚款万元立案。，ab12 ", min_size=1, max_size=8)
inline = st.one_of(
    words.map(run),
    words.map(lambda t: f'<w:hyperlink w:anchor="x">{run(t)}{run(t)}</w:hyperlink>'),
    words.map(
        lambda t: (
            f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{run(t)}</w:sdtContent></w:sdt>"
        )
    ),
    words.map(lambda t: f'<w:ins w:id="7" w:author="x">{run(t)}</w:ins>'),
    words.map(lambda t: field("REF y", run(t))),
    words.map(lambda t: f'<w:r><w:t xml:space="preserve">{t}</w:t><w:tab/><w:t>{t}</w:t></w:r>'),
    st.just("<w:r><w:br/></w:r>"),
)


@given(st.lists(st.lists(inline, min_size=1, max_size=5), min_size=1, max_size=4), st.data())
@settings(max_examples=150)
def test_whatever_is_cited_the_text_stays_and_each_comment_covers_its_claim(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[list[str]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    package = with_body("".join(para(*p) for p in paragraphs))
    try:
        draft = opened(folder, package)
    except UsageError:
        return  # nothing but blanks
    text, at, claims = draft.text, 0, []
    for line in text.splitlines(keepends=True):
        cuts = sorted(data.draw(st.sets(st.integers(0, len(line) - 1), max_size=4)))
        for one, other in zip(cuts, cuts[1:], strict=False):
            start, end = at + one, at + other
            claims.append(Claim(text[start:end], start, end, "unsupported", (), (), ()))
        at += len(line)
    out = cited_docx(draft, claims, "gb7714")
    again = opened(folder, out)
    assert again.text == text
    body = again.document.element.body
    starts = {
        n.get(f"{W}id"): n for n in body.iter(f"{W}commentRangeStart") if n.get(f"{W}id") != "0"
    }
    assert len(starts) == len(claims)
    for claim, key in zip(claims, sorted(starts, key=int), strict=True):
        assert claim.text.replace(" ", "").replace("\t", "") in _between(body, key)


def _between(body: Any, key: str) -> str:
    inside, said = False, []
    for node in body.iter():
        if node.get(f"{W}id") == key and node.tag == f"{W}commentRangeStart":
            inside = True
        elif node.get(f"{W}id") == key and node.tag == f"{W}commentRangeEnd":
            break
        elif inside and node.tag == f"{W}t":
            said.append(node.text or "")
    return "".join(said).replace(" ", "")


def _zip(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def _bomb() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(rich_docx())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in old.namelist():
            package.writestr(name, old.read(name))
        package.writestr("word/more.xml", b"<a>" + b" " * 60_000_000 + b"</a>")
    return out.getvalue()


def _strict() -> bytes:
    transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    old = parts(rich_docx())
    new = {
        n: c.replace(transitional.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
        for n, c in old.items()
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in new.items():
            package.writestr(name, content)
    return out.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + "WordDocument".encode("utf-16-le"), r"old \.doc format"),
        (b"PK\x03\x04 not a package", "docx file cannot be read"),
        (rich_docx()[:-300], "docx file cannot be read"),
        (_zip(hello="x"), "not a Word document"),
        (_zip(**{"[Content_Types].xml": "<T>wordprocessingml</T>"}), "docx file cannot be read"),
        (_bomb(), "split the draft"),
        (_strict(), "Strict Open XML"),
        (b"{\\rtf1 x}", "docx file cannot be read"),
        (b"", "docx file cannot be read"),
    ],
)
def test_a_file_that_is_no_usable_docx_is_told_in_one_line(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        opened(tmp_path, data)
    assert "draft.docx" in str(caught.value) and "\n" not in str(caught.value)


@given(st.data())
@settings(max_examples=150)
def test_a_damaged_docx_is_read_or_refused_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    files = parts(rich_docx())
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
        content = content or bytearray(b"<")
    files[name] = bytes(content)
    try:
        draft = opened(tmp_path_factory.getbasetemp(), _zip_bytes(files))
        cited_docx(draft, [Claim(BUREAU, 2, 5, "unsupported", (), (), ())], "gb7714")
    except UsageError as error:
        assert "\n" not in str(error)


def _zip_bytes(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()
