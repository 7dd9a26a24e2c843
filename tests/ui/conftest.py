"""Fixtures for the page: its folder of settings, a hostile corpus, a real server and a real browser."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from indexer import Index, build
from indexer.ui.launch import command
from indexer.ui.process import page_process

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# Twenty strings that a page that read them as anything but text would show otherwise.
HOSTILE = (
    "<script>window.pwned=1</script>",
    "<img src=x onerror=window.pwned=1>",
    "<b>bold</b>",
    "</div></article>",
    "&lt;i&gt;",
    "**bold**",
    "_slanted_",
    "# heading",
    "[link](javascript:alert(1))",
    "![picture](http://example.invalid/p.png)",
    "$x^2$",
    "$$\\int_0^1$$",
    ":tada:",
    ":red[red]",
    ":material/home:",
    "-> <- --",
    "`code`",
    "~~gone~~",
    "| a | b |",
    '" onmouseover=window.pwned=1 x="',
)


@pytest.fixture(autouse=True)
def _new_process() -> Iterator[None]:
    """The page reads its settings once per process; here each test stands for a process."""
    page_process.clear()
    yield
    page_process.clear()


@pytest.fixture(scope="session")
def hostile_index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Reports whose titles, issuers, kinds, file names and bodies hold the strings above."""
    folder = tmp_path_factory.mktemp("hostile")
    lines = []
    for i, text in enumerate(HOSTILE):
        name = f"{i:02d} " + text.translate({47: "∕", 34: "'", 92: "⧵"})[:60] + ".txt"
        body = f"一、执法情况\n（一）{text}\n全年罚款{i + 3}.5万元，{text}，已全部入库。\n"
        (folder / name).write_text(body, encoding="utf-8")
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(
            f'[reports.{_toml(name)}]\ntitle = "题{quoted}"\nissuer = "局{quoted}"\n'
            f'region = "区{quoted}"\nkind = "类{quoted}"\nyear = 2025\n'
        )
    (folder / "corpus.toml").write_text("\n".join(lines), encoding="utf-8")
    build([folder], folder / "index")
    return Index.open(folder / "index")


def _toml(name: str) -> str:
    return '"' + name + '"'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless. Ends with its file: while it runs, so does an event loop, and
    tests of other files start their own."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no {CHROMIUM}; on Debian: apt-get install chromium fonts-noto-cjk")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path, Path], str]]:
    """Starts the real server on an index and a corpus; gives its address. Ends all at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def start(index: Path, corpus: Path) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = os.environ | {"POLICYQA_INDEX": str(index), "POLICYQA_CORPUS": str(corpus)}
        log = (tmp_path_factory.mktemp("server") / "log").open("wb")
        running.append(
            subprocess.Popen(
                command(port, "127.0.0.1"),
                env=environment,
                stdout=log,
                stderr=log,
                cwd=tmp_path_factory.mktemp("elsewhere"),
            )
        )
        address = f"http://127.0.0.1:{port}"
        _wait(address + "/_stcore/health", Path(log.name))
        return address

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


def _wait(address: str, log: Path) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise AssertionError(f"the page did not start: {log.read_text()}")


@pytest.fixture(scope="session")
def site(serve: Callable[[Path, Path], str], sample_index: Index, sample_corpus: Path) -> str:
    """Address of the page over the sample reports."""
    return serve(sample_index.generation.index_dir, sample_corpus)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a fresh session; afterwards nothing may have asked for another host."""
    contexts: list[Any] = []
    strangers: list[str] = []

    def note(url: str) -> None:
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            strangers.append(url)

    def open_page(
        address: str,
        width: int = 1280,
        locale: str = "en-US",
        height: int = 900,
        scheme: Any = "light",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=locale,
            accept_downloads=True,
            color_scheme=scheme,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(40_000)
        page.on("request", lambda request: note(request.url))
        page.goto(address)
        page.wait_for_selector(".pq-head")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not strangers, f"the page asked other hosts: {strangers}"


@pytest.fixture(scope="session")
def screens() -> Callable[[Page, str], None]:
    """Takes a picture of the page for docs/screens/, when POLICYQA_SCREENS names a folder."""
    folder = os.environ.get("POLICYQA_SCREENS")

    def take(page: Page, name: str) -> None:
        if folder and shutil.which("chromium"):
            page.wait_for_timeout(700)
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            # A page needs few colours; so all pictures together stay small enough for a checkout.
            picture.quantize(96, dither=Image.Dither.NONE).save(
                Path(folder) / f"{name}.png", optimize=True
            )

    return take
