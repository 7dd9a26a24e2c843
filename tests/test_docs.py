"""The docs name every command, option and setting there is."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from indexer.settings import Settings
from tools.make_cli_docs import TARGET, commands, page

ROOT = Path(__file__).resolve().parents[1]
SETTINGS_PAGE = ROOT / "docs" / "settings.md"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")


def _section(text: str, name: str) -> str:
    """The part of docs/cli.md under the heading of one command; empty if there is none."""
    match = re.search(rf"^## {re.escape(name)}$(.*?)(?=^## |\Z)", text, re.M | re.S)
    return match[1] if match else ""


def test_cli_page_names_every_command_and_option() -> None:
    from indexer.cli import cli

    text = TARGET.read_text(encoding="utf-8")
    missing: list[str] = []
    for name, command in commands(cli, "policyqa"):
        part = _section(text, name)
        if not part:
            missing.append(name)
        for param in command.params:
            if isinstance(param, click.Option) and not param.hidden:
                missing += [f"{name} {opt}" for opt in param.opts if opt not in part]
    assert not missing, f"docs/cli.md lacks {missing}; run: make docs"


def test_every_option_has_a_help_text() -> None:
    from indexer.cli import cli

    bare = [
        f"{name} {param.opts[-1]}"
        for name, command in commands(cli, "policyqa")
        for param in command.params
        if isinstance(param, click.Option) and not param.hidden and not param.help
    ]
    assert not bare


def test_cli_page_is_what_help_says() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run: make docs"


def test_settings_page_names_every_setting() -> None:
    text = SETTINGS_PAGE.read_text(encoding="utf-8")
    missing = [f.name for f in fields(Settings) if f"`{f.name}`" not in text]
    assert not missing, f"docs/settings.md lacks {missing}"


def test_settings_page_names_every_environment_variable_that_the_code_reads() -> None:
    sources = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "indexer").rglob("*.py"))
    text = SETTINGS_PAGE.read_text(encoding="utf-8")
    read = set(re.findall(r"\bPOLICYQA_[A-Z0-9_]+\b", sources))
    assert read and not {name for name in read if f"`{name}`" not in text}


@pytest.mark.parametrize(
    "page_path",
    [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))],
    ids=lambda p: str(p.relative_to(ROOT)),
)
def test_links_between_the_docs_lead_somewhere(page_path: Path) -> None:
    targets = LINK.findall(page_path.read_text(encoding="utf-8"))
    local = [t for t in targets if not re.match(r"[a-z]+:", t)]
    assert not [t for t in local if not (page_path.parent / t).exists()]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_readme_names_the_two_commands(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "make run" in text and "make test" in text


PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*)`")


@pytest.mark.parametrize(
    "page",
    [ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))],
    ids=lambda page: page.name if page.parent != ROOT / "docs" / "models" else "models/README.md",
)
def test_files_and_folders_of_the_project_that_a_page_names_exist(page: Path) -> None:
    known = {p.name for p in ROOT.iterdir()} | {p.name for p in (ROOT / "indexer").iterdir()}
    named = {m for m in PATH.findall(page.read_text("utf-8")) if m.split("/")[0] in known}
    assert [
        m
        for m in sorted(named)
        if not any(
            (base / m).exists() for base in (ROOT, ROOT / "indexer", ROOT / "tests", page.parent)
        )
    ] == []
