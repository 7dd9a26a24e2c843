"""The zip package of a docx: checked before it is parsed, and written again with only named parts
changed; every other part keeps its bytes.

Parts, relations and content types are those of ECMA-376 Part 2 (Open Packaging Conventions).
"""

from __future__ import annotations

import io
import itertools
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree

from ..errors import UsageError

MAX_UNPACKED = 512 * 1024 * 1024
MAX_XML = 40 * 1024 * 1024  # parsed, XML takes some twenty times its size in memory
MAX_ENTRIES = 20_000
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)
TYPES = "[Content_Types].xml"

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STRICT = b"http://purl.oclc.org/ooxml/"
_TYPES_NS = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS_NS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def check_package(path: Path, data: bytes) -> None:
    """Raises UsageError, one line that names ``path``, where ``data`` cannot be a docx draft:
    protected, an older format, no Word document, Strict Open XML, or of unreasonable size."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UsageError(
                f"{path}: the file is password-protected; save a copy without the password"
            )
        raise UsageError(
            f"{path}: the file is in the old .doc format or password-protected; "
            "save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise UsageError(
                    f"{path}: the file is password-protected; save a copy without the password"
                )
            _check_sizes(path, entries)
            if TYPES not in package.namelist() or b"wordprocessingml" not in package.read(TYPES):
                raise UsageError(f"{path}: not a Word document despite its name; save it as .docx")
            if "word/document.xml" in package.namelist():
                with package.open("word/document.xml") as main:
                    strict = _STRICT in main.read(4096)
                if strict:
                    raise UsageError(
                        f"{path}: the file is in Strict Open XML format; save it as an "
                        "ordinary “Word document (*.docx)”"
                    )
    except DAMAGED:
        raise UsageError(
            f"{path}: the docx file cannot be read; open it in Word and save it again"
        ) from None


def _check_sizes(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """By the sizes that the directory states: zipfile never unpacks more than these."""
    xml = sum(e.file_size for e in entries if e.filename.lower().endswith((".xml", ".rels")))
    whole = sum(e.file_size for e in entries)
    if whole > MAX_UNPACKED or len(entries) > MAX_ENTRIES:
        raise UsageError(f"{path}: the file unpacks to an unreasonable size; check its origin")
    if xml > MAX_XML:
        raise UsageError(
            f"{path}: its text and formatting unpack to more than "
            f"{MAX_XML // 1024 // 1024} MB; split the draft"
        )


def loadable_package(data: bytes) -> bytes:
    """``data`` for python-docx, which fails on relations to parts that are not there (Word and
    WPS let them pass): these are called external in the copy. Without any, ``data`` itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        changed = {}
        for name in names:
            if not name.endswith(".rels"):
                continue
            root = etree.fromstring(package.read(name), _PARSER)
            dangling = [
                r
                for r in root.iter(f"{_RELATIONS_NS}Relationship")
                if r.get("TargetMode") != "External"
                and _place(name, r.get("Target", "")) not in names
            ]
            for relation in dangling:
                relation.set("TargetMode", "External")
            if dangling:
                changed[name] = _bytes(root)
    return replace_parts(data, changed) if changed else data


def _place(relations: str, target: str) -> str:
    """The zip name of ``target`` as a relations part at ``relations`` means it."""
    if target.startswith("/"):
        return target[1:]
    folder = posixpath.dirname(posixpath.dirname(relations))
    return posixpath.normpath(posixpath.join(folder, target))


def replace_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The package with ``parts`` (by zip name) put in place of the old ones or added at the end;
    all others keep their bytes, order and dates."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        done = set()
        for entry in old.infolist():
            if entry.filename in done:
                continue
            done.add(entry.filename)
            changed = parts.get(entry.filename)
            new.writestr(
                entry,
                old.read(entry) if changed is None else changed,
                compress_type=entry.compress_type,
            )
        for name, content in parts.items():
            if name not in done:
                new.writestr(name, content)
    return out.getvalue()


def read_part(data: bytes, name: str) -> bytes | None:
    """A part's bytes by its zip name; None where there is none."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name) if name in package.namelist() else None


def relations_name(part: str) -> str:
    """Zip name of the relations of the part with zip name ``part``."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def relation_types(xml: bytes | None) -> set[str]:
    """The types of the relations that a relations part states."""
    root = etree.fromstring(xml, _PARSER) if xml else ()
    return {r.get("Type", "") for r in root if isinstance(r.tag, str)}


def with_relations(xml: bytes | None, added: Mapping[str, str]) -> bytes:
    """A relations part with ``added`` (type: zip name of the target) at its end, under free ids."""
    root = (
        etree.Element(f"{_RELATIONS_NS}Relationships", nsmap={None: _RELATIONS_NS[1:-1]})
        if xml is None
        else etree.fromstring(xml, _PARSER)
    )
    taken = {r.get("Id") for r in root}
    free = (key for n in itertools.count(1) if (key := f"rId{n}") not in taken)
    for kind, name in added.items():
        etree.SubElement(
            root, f"{_RELATIONS_NS}Relationship", Id=next(free), Type=kind, Target=f"/{name}"
        )
    return _bytes(root)


def with_content_types(xml: bytes, types: Mapping[str, str]) -> bytes:
    """The content types with those of ``types`` (zip name: type) that it does not state yet."""
    root = etree.fromstring(xml, _PARSER)
    for name, kind in types.items():
        stated = [o for o in root.iter(f"{_TYPES_NS}Override") if o.get("PartName") == f"/{name}"]
        override = (
            stated[0]
            if stated
            else etree.SubElement(root, f"{_TYPES_NS}Override", PartName=f"/{name}")
        )
        override.set("ContentType", kind)
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)


def xml_text(text: str) -> str:
    """``text`` without the characters that XML cannot hold (XML 1.0, 2.2)."""
    return _NOT_XML.sub("", text)
