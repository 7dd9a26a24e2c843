"""How long the web page takes to load in a browser: the first visit to a new server, and later ones.

    python -m benchmarks.page_load [--visits 8] [--index .policyqa]

``first paint`` is when the page's own header is visible, ``ready`` when the script has ended, from
the start of the navigation. Each visit has a new browser session; ``cached`` ones keep the files
of the visit before, as a reader's second visit does. ``answer`` is a link with a question.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.ui.launch import command

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

CHROMIUM = "/usr/bin/chromium"
QUESTION = "/?q=which+bureaus+reported+enforcement+fines"


def visit(context: BrowserContext, address: str, wanted: str) -> tuple[float, float]:
    """(Seconds until ``wanted`` is seen, seconds until the script has ended)."""
    page = context.new_page()
    began = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(wanted, timeout=60_000)
    painted = time.perf_counter() - began
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    ready = time.perf_counter() - began
    page.close()
    return painted, ready


def main() -> None:
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser()
    parser.add_argument("--visits", type=int, default=8)
    parser.add_argument("--index", type=Path, default=Path(".policyqa"))
    told = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    began = time.perf_counter()
    server = subprocess.Popen(
        command(port, "127.0.0.1"),
        env=os.environ | {"POLICYQA_INDEX": str(told.index.absolute())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                with urllib.request.urlopen(address + "/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(0.05)
        print(f"server listens after {time.perf_counter() - began:.2f} s")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            rows: dict[str, list[tuple[float, float]]] = {}
            for n in range(told.visits):
                context = browser.new_context()
                name = "warm" if n else "cold (first visit)"
                rows.setdefault(name, []).append(visit(context, address, ".pq-head"))
                rows.setdefault("cached", []).append(visit(context, address, ".pq-head"))
                answer = "answer" if n else "answer, first"
                rows.setdefault(answer, []).append(visit(context, address + QUESTION, ".pq-answer"))
                context.close()
            browser.close()
        for name, times in rows.items():
            painted, ready = (sorted(t) for t in zip(*times, strict=True))
            print(
                f"{name:20} first paint {statistics.median(painted):.2f} s (at most {painted[-1]:.2f}),"
                f" ready {statistics.median(ready):.2f} s (at most {ready[-1]:.2f}), {len(times)} visits"
            )
        print("load of the machine:", *(f"{one:.1f}" for one in os.getloadavg()))
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
