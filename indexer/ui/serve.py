"""The process that serves the page: ``streamlit run``, which begins at once to load what the first
visitor would wait for (modules, models, the index).

    python -m indexer.ui.serve run PAGE [OPTIONS OF STREAMLIT]
"""

from __future__ import annotations

import threading
import time
from importlib import import_module
from pathlib import Path


def load() -> None:
    """Import the page's parts and load the models; whatever fails is told to the visitor."""
    from ..errors import PolicyQAError

    views = [p.stem for p in sorted(Path(__file__).parent.glob("*.py")) if p.stem[0] != "_"]
    for view in views:
        if view not in ("page", "serve", "launch"):  # the script itself, and what starts it
            import_module(f".{view}", __package__)
    from ..api import Index
    from ..settings import Settings

    try:
        settings = Settings()
        with Index.open(settings.index, settings=settings) as index:
            _ = index.engine.questions, index.engine.reader()  # shared by all that is opened later
    except (PolicyQAError, OSError):
        pass


def _load_once_running() -> None:
    from streamlit import runtime

    while not runtime.exists():  # what is decorated for Streamlit's caches needs it
        time.sleep(0.02)
    load()


def main() -> None:
    from streamlit.web import cli

    threading.Thread(target=_load_once_running, name="policyqa-load", daemon=True).start()

    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    main()
