"""Write the sample reports of corpus/ from the texts in tools/corpus/sources/.

``python tools/make_corpus.py [--out DIR]``; each run gives the same bytes (with the same releases
of reportlab and python-docx). Needs the test extras.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from corpus.markup import Source, read_source
from corpus.paged import write_docx, write_pdf
from corpus.plain import write_html, write_markdown, write_text

ROOT = Path(__file__).resolve().parents[1]

WRITERS: dict[str, Callable[[Source], bytes]] = {
    ".pdf": write_pdf,
    ".docx": write_docx,
    ".html": write_html,
    ".md": write_markdown,
    ".txt": write_text,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Write the sample reports.")
    parser.add_argument("--out", type=Path, default=ROOT / "corpus", help="default: corpus/")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "tools/corpus/sources").glob("*.txt")):
        source = read_source(path)
        target = out / source.file
        target.write_bytes(WRITERS[target.suffix](source))
        print(target)


if __name__ == "__main__":
    main()
