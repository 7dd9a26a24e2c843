"""Starts the page: `streamlit run` on page.py, with the options that config.toml has for app.py."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .theme import OPTIONS

PAGE = Path(__file__).with_name("page.py")


def command(port: int, address: str) -> list[str]:
    """The command line that serves the page on ``address``:``port``."""
    options = {**OPTIONS, "server.port": port, "server.address": address}
    flags = [f"--{name}={_flag(value)}" for name, value in options.items()]
    return [sys.executable, "-m", "indexer.ui.serve", "run", str(PAGE), *flags]


def _flag(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def run_app(port: int, address: str = "127.0.0.1", index: Path | None = None) -> int:
    """Serve the page until it is ended; the exit status (0 after Ctrl-C).

    The address is printed on stderr; ``index`` None leaves POLICYQA_INDEX or its default.
    """
    environment = dict(os.environ)
    if index is not None:
        environment["POLICYQA_INDEX"] = str(index)
    shown = f"[{address}]" if ":" in address else address
    print(f"PolicyQA: http://{shown}:{port} (press Ctrl-C to stop)", file=sys.stderr, flush=True)
    process = subprocess.Popen(command(port, address), env=environment, stdout=subprocess.DEVNULL)
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait(timeout=10)
        return 0
    finally:
        if process.poll() is None:
            process.kill()
