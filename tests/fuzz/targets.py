"""What is fuzzed: each target takes any bytes, runs one part of the product on them and checks what must
always hold. A refusal (ReadError, UsageError) is a right answer; any other exception is a find.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from indexer.document.report import Document, Figure, Report
from indexer.drafting.segmentation import segment
from indexer.errors import ReadError, UsageError
from indexer.extraction.bound_years import find_parts
from indexer.extraction.details import find_details
from indexer.extraction.outline import find_sections
from indexer.extraction.passages import split_passages
from indexer.extraction.quantities.figures import find_figures
from indexer.glossary import own_glossary
from indexer.readers.docx.reader import read_docx
from indexer.readers.html.page import read_html
from indexer.readers.layout.canonical import canonical_text
from indexer.readers.pdf.reader import read_pdf
from indexer.readers.plain.markdown import read_markdown
from indexer.readers.plain.text import read_plain
from indexer.reading.read import read_report
from indexer.retrieval.conditions import find_conditions
from indexer.retrieval.times.times import periods
from indexer.text.folding import fold
from indexer.text.sentences import split_sentences

LONGEST = 20_000  # bytes; a longer input only makes a run slower
_PATH = Path("fuzz.bin")


def check_report(report: Report) -> None:
    """Sections and passages tile the text, sentences lie in order, figures are where they say."""
    text, size = report.text, len(report.text)
    sections = report.sections
    assert [s.start for s in sections[1:]] == [s.end for s in sections[:-1]]
    assert not sections or (sections[0].start == 0 and sections[-1].end == size)
    for section in sections:
        assert section.start <= section.body <= section.end and section.level == len(section.path)
    last = 0
    for start, end in report.sentences:
        assert last <= start < end <= size
        last = end
    passages = split_passages(report)
    assert "".join(text[start:end] for start, end, _ in passages) == text
    for figure in report.figures:
        check_figure(figure, text)
    check_document(report.document)


def check_figure(figure: Figure, text: str) -> None:
    """``raw`` is the slice at the offsets; the clause lies in the sentence; the value is a number."""
    assert text[figure.start : figure.end] == figure.raw
    assert figure.start < figure.end
    assert 0 <= figure.sentence_start <= figure.start and figure.end <= figure.sentence_end
    assert figure.sentence_start <= figure.clause_start <= figure.start
    assert figure.clause_end <= figure.sentence_end <= len(text)
    assert figure.value == figure.value and abs(figure.value) != float("inf")


def check_document(document: Document) -> None:
    """Page starts ascend from 0; marks lie in the text; no text that cannot be written as UTF-8."""
    starts, size = document.page_starts, len(document.text)
    assert list(starts) == sorted(starts) and (not starts or starts[0] == 0)
    assert all(start <= size for start in starts)
    assert all(0 <= mark.start <= mark.end <= size for mark in document.marks)
    document.text.encode("utf-8")


def understood(document: Document) -> Report:
    """All that reading does after the file's own format."""
    parts = find_parts(document)
    sections = find_sections(document, parts)
    sentences = split_sentences(document.text, sections)
    details = find_details(document, sections, "fuzz/2025/报告.txt", None)
    figures = find_figures(document.text, sentences, details.language, details.year, parts)
    return Report("fuzz.txt", document, details, sections, sentences, figures)


def _read(reader: Callable[[Path, bytes], Document], data: bytes) -> None:
    try:
        document = reader(_PATH, data)
    except (ReadError, RecursionError, MemoryError):  # read_document turns the last two down
        return
    check_report(understood(document))


def plain(data: bytes) -> None:
    _read(read_plain, data)


def markdown(data: bytes) -> None:
    _read(read_markdown, data)


def html(data: bytes) -> None:
    _read(read_html, b"<html><body>" + data)


def docx(data: bytes) -> None:
    """The bytes as the body of word/document.xml: a random zip would never get that far."""
    _read(read_docx, _docx(data))


def pdf(data: bytes) -> None:
    _read(read_pdf, data)


def file(data: bytes) -> None:
    """First byte: the ending; the rest: a file on disk, read as the build reads it."""
    if not data:
        return
    ending = (".txt", ".md", ".html", ".pdf", ".docx")[data[0] % 5]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"报告{ending}"
        path.write_bytes(data[1:])
        try:
            check_report(read_report(path, path.name))
        except ReadError as error:
            assert str(path) in str(error) and "\n" not in str(error)


def outline(data: bytes) -> None:
    text = canonical_text(_text(data))
    # Joined lines may look like wrapped ones or like a title; a few more runs settle that.
    runs = [text]
    while len(runs) < 6 and (again := canonical_text(runs[-1])) != runs[-1]:
        runs.append(again)
    assert len(runs) < 6
    if text:
        check_report(understood(Document(text, "text")))


def figures(data: bytes) -> None:
    text = _text(data)
    whole = ((0, len(text)),) if text else ()
    for language in ("zh", "en", "fr", "de", "ja"):
        for figure in find_figures(text, whole, language, 2025):
            check_figure(figure, text)


def question(data: bytes) -> None:
    text = _text(data)
    folded = fold(text)
    assert all(p.first <= p.last for p in periods(text, [(0, len(text))], date(2026, 5, 1)))
    own_glossary(None).matches(folded)
    find_conditions(folded)


def draft(data: bytes) -> None:
    text = _text(data)
    last = 0
    for piece in segment(text):
        assert last <= piece.start < piece.end <= len(text)
        assert text[piece.start : piece.end].split() == piece.text.split()
        last = piece.end
        for figure in piece.figures:
            assert text[figure.start : figure.end] == figure.raw


TARGETS: dict[str, Callable[[bytes], None]] = {
    t.__name__: t
    for t in (plain, markdown, html, docx, pdf, file, outline, figures, question, draft)
}
#: What the targets may raise: one clear line for the user.
REFUSALS = (ReadError, UsageError)


def _text(data: bytes) -> str:
    return data.decode("utf-8", "ignore")


_TYPES = b"""<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = b"""<?xml version="1.0"?><Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""
_OPEN = (
    b'<?xml version="1.0"?><w:document '
    b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
)


def _docx(body: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", _OPEN + body + b"</w:body></w:document>")
    return buffer.getvalue()
