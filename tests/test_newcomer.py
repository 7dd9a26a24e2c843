"""The ten changes in CONTRIBUTING.md, each in one place: its diffs are applied to a copy of the
package and checked there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from benchmarks.tiny_model import save_model

from .index.dedup.editions_made import paragraphs, write_text

ROOT = Path(__file__).resolve().parents[1]
BODY = "鹭洲市水务局"
LONGEST = 30  # a diff, with its context and headers, has fewer lines
DIFFS: dict[str, str] = {
    part.partition("\n")[0]: found[1]
    for part in re.split(
        "^### ", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), flags=re.M
    )
    if (found := re.search("^```diff\n(.*?)^```", part, re.M | re.S))
}


@dataclass(frozen=True)
class Copy:
    """A copy of the package that a diff was applied to, and an index built by the original."""

    folder: Path
    index: Path
    corpus: Path

    def run(self, *arguments: str, **environment: str) -> str:
        """The output of ``python`` with the copy as its package."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "HF_HUB_OFFLINE": "1"} | environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def command(self, *arguments: str, index: Path | None = None) -> str:
        return self.run("-m", "indexer", *arguments, "--index", str(index or self.index))

    def told(self, *arguments: str, index: Path | None = None) -> Any:
        return json.loads(self.command(*arguments, "--json", index=index))

    def script(self, code: str, **environment: str) -> Any:
        """The value that ``code`` assigns to ``told``."""
        lines = f"import json\n{code}\nprint(json.dumps(told))"
        return json.loads(self.run("-c", lines, **environment).splitlines()[-1])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small corpus with two versions of one report, and its index."""
    from indexer import build

    folder = tmp_path_factory.mktemp("newcomer")
    corpus = folder / "corpus"
    corpus.mkdir()
    write_text(corpus / "v1.txt", paragraphs(BODY))
    corrected = paragraphs(BODY, fine="53.6万元")
    write_text(corpus / "v2.txt", [corrected[0] + "（更正稿）", *corrected[1:]])
    long = "".join(f"第{n}片区的河道由专人巡查，每周记录水位和水质两次。" for n in range(1, 41))
    other = paragraphs("芦汀县水务局", fine="20.1万元", cases=31, extra=long)
    write_text(corpus / "other.txt", other)
    build([corpus], folder / "index")
    return corpus, folder / "index"


@pytest.fixture
def copied(
    request: pytest.FixtureRequest, tmp_path: Path, made: tuple[Path, Path]
) -> tuple[str, Copy]:
    """The name of a change, and the package with its diff. Model weights, which no diff changes,
    are linked; compiled modules are copied, which saves seconds."""
    folder = tmp_path / "copy"
    folder.mkdir()
    weights = shutil.ignore_patterns("*.npz")
    shutil.copytree(ROOT / "indexer", folder / "indexer", ignore=weights)
    for file in (ROOT / "indexer").rglob("*.npz"):
        (folder / file.relative_to(ROOT)).symlink_to(file)
    shutil.copy(ROOT / "app.py", folder)
    subprocess.run(
        ["git", "apply", "-"],
        cwd=folder,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)},
        input=DIFFS[request.param],
        text=True,
        encoding="utf-8",
        check=True,
    )
    return request.param, Copy(folder, made[1], made[0])


def a_format(copy: Copy) -> None:
    spoken = "".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},500\n{line}\n\n"
        for n, line in enumerate(paragraphs("苇塘市水务局", fine="61.5万元"), 1)
    )
    folder, index = copy.folder / "heard", copy.folder / "index"
    folder.mkdir()
    (folder / "hearing.srt").write_text(spoken, encoding="utf-8")
    assert copy.told("build", str(folder), index=index)["reports"] == 1
    answer = copy.told("ask", "苇塘市水务局2031年罚款多少？", index=index)
    assert answer["rows"][0]["figures"][0]["value"] == 615000
    assert answer["citations"][0]["path"] == "hearing.srt"
    assert "-->" not in "".join(cited["quote"] for cited in answer["citations"])


def a_citation_style(copy: Copy) -> None:
    claim = copy.told("cite", f"{BODY}2031年罚款53.6万元。", "--style", "mla")["claims"][0]
    assert claim["verdict"] == "supported"
    assert claim["formatted"][0].startswith(BODY) and claim["in_text"][0].startswith(f"({BODY}")
    assert "mla" in schemas(copy)["CiteRequest"]["properties"]["style"]["enum"]


def a_unit(copy: Copy) -> None:
    write_text(copy.folder / "a.txt", paragraphs(BODY, fine="43.6万泰铢"))
    assert copy.script(
        "from pathlib import Path\n"
        "from indexer.answers.phrases import amount\n"
        "from indexer.reading.read import read_report\n"
        "figures = read_report(Path('a.txt'), 'a.txt').figures\n"
        "told = [[f.value, amount(f.value, f.unit, 'zh')] for f in figures if f.unit == 'THB']\n"
    ) == [[436000.0, "43.6万泰铢"]]


def a_place(copy: Copy) -> None:
    write_text(copy.folder / "a.txt", paragraphs("白杨市水利局"))
    assert copy.script(
        "from pathlib import Path\n"
        "from indexer.gazetteer.divisions import by_pinyin\n"
        "from indexer.reading.read import read_report\n"
        "report = read_report(Path('a.txt'), 'a.txt')\n"
        "told = [report.details.region, '659012' in by_pinyin()['baiyang']]\n"
    ) == ["新疆白杨", True]


def a_language_of_the_page(copy: Copy) -> None:
    said, words, failed = copy.script(
        "from streamlit.testing.v1 import AppTest\n"
        "from indexer.ui.strings import language_of, languages\n"
        "app = AppTest.from_file('app.py', default_timeout=60)\n"
        "app.query_params['lang'] = 'fr'\n"
        "app.run()\n"
        "words = ''.join(e.proto.body for e in app.get('html')) + app.button[0].label\n"
        "told = [languages()[language_of('fr-CH')], words, len(app.exception)]\n",
        POLICYQA_INDEX=str(copy.index),
    )
    assert said == "Français" and not failed
    assert "Interrogez vos rapports" in words and "Demander" in words
    assert "Try one of these" in words  # missing entries are shown in English


def a_model(copy: Copy) -> None:
    (copy.folder / "house").mkdir()
    folder = save_model(copy.folder / "house" / "policy-e5")
    index = copy.folder / "index"
    copy.told("build", str(copy.corpus), "--model", "house", index=index)
    told = copy.told("status", index=index)
    assert (told["dimension"], Path(told["model"]).name) == (32, folder.name)


def the_size_of_passages(copy: Copy) -> None:
    index = copy.folder / "index"
    shutil.copytree(copy.index, index, symlinks=True)
    before = copy.told("status", index=index)["passages"]
    told = copy.told("build", str(copy.corpus), index=index)  # reads again by itself
    assert told["passages"] > before


def a_verdict_on_drafts(copy: Copy) -> None:
    claim = copy.told("cite", f"{BODY}2031年罚款53.6万元，新购无人机17架。")["claims"][0]
    assert claim["verdict"] == "partly" and "17架" in claim["reason"]
    assert "partly" in schemas(copy)["FormattedClaim"]["properties"]["verdict"]["enum"]
    drawn, comment = copy.script(
        "from indexer.drafting.claims import Claim\n"
        "from indexer.drafting.references import comment_on\n"
        "from indexer.ui.draft import draft_html\n"
        "claim = Claim('罚款53.6万元。', 0, 9, 'partly', (), (), ())\n"
        "told = [draft_html(claim.text, [claim]), comment_on(claim)]\n"
    )
    assert "◐" in drawn and "partly supported" in drawn and comment == "部分有依据"


def a_command_line_option(copy: Copy) -> None:
    assert "--quiet" in copy.command("verify", "--help")
    assert copy.command("verify") and not copy.command("verify", "--quiet")


def a_field_of_the_json(copy: Copy) -> None:
    answer = copy.told("ask", f"{BODY}2031年罚款多少？")
    assert answer["sources"][0] == "v2.txt" == answer["citations"][0]["path"]
    field = {
        "type": "array",
        "items": {"type": "string"},
        "title": "Sources",
        "description": "Paths of the cited files.",
    }
    assert schemas(copy)["Answer"]["properties"]["sources"] == field
    assert (
        copy.script(
            "import asyncio\n"
            "from indexer.service.mcp_server import create_server\n"
            "tools = asyncio.run(create_server(None, None).list_tools())\n"
            "told = {t.name: t.output_schema for t in tools}['ask_reports']\n"
        )["properties"]["sources"]
        == field
    )


def schemas(copy: Copy) -> dict[str, Any]:
    """The schemas of the HTTP API."""
    told: dict[str, Any] = copy.script(
        "from indexer.service.http import create_app\n"
        "told = create_app(None, None).openapi()['components']['schemas']\n"
    )
    return told


CHECKS: dict[str, Callable[[Copy], None]] = {
    "A file format": a_format,
    "A citation style": a_citation_style,
    "A unit": a_unit,
    "A place": a_place,
    "A language of the page": a_language_of_the_page,
    "A model": a_model,
    "The size of passages": the_size_of_passages,
    "A verdict on drafts": a_verdict_on_drafts,
    "A command-line option": a_command_line_option,
    "A field of the JSON": a_field_of_the_json,
}


def test_each_of_the_ten_changes_is_one_short_diff_of_one_file() -> None:
    assert list(DIFFS) == list(CHECKS) and len(DIFFS) == 10
    for title, diff in DIFFS.items():
        files = re.findall(r"^\+\+\+ b/(.+)$", diff, re.M)
        assert len(files) == 1 and files[0].startswith("indexer/"), title
        assert len(diff.splitlines()) < LONGEST, title


@pytest.mark.slow
@pytest.mark.parametrize("copied", CHECKS, indirect=True)
def test_the_change_does_what_it_promises(copied: tuple[str, Copy]) -> None:
    title, copy = copied
    CHECKS[title](copy)
