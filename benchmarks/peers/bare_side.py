"""The model alone: sentence-transformers embeds passages and keeps nothing.

    python -m benchmarks.peers.bare_side JOB.json COUNT

Prints seconds, and seconds of processor time, for each of COUNT passages spread over all of them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from .side import PASSAGE, Job, read_texts


def main() -> int:
    from sentence_transformers import SentenceTransformer

    job, count = Job.read(Path(sys.argv[1])), int(sys.argv[2])
    passages = [p.text for p in read_texts(job.passages)]
    some = passages[:: max(1, len(passages) // count)][:count]
    model = SentenceTransformer(str(job.model), device="cpu")
    model.encode(some[:8], prompt=PASSAGE, show_progress_bar=False)
    began, worked = time.perf_counter(), time.process_time()
    model.encode(some, prompt=PASSAGE, show_progress_bar=False)
    print((time.perf_counter() - began) / len(some), (time.process_time() - worked) / len(some))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
