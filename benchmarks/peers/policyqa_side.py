"""PolicyQA with its defaults: each passage is a text file that ``build`` reads."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa import Index, build

from .side import Job, Text, main


class PolicyqaSide:
    def __init__(self) -> None:
        self.index: Index | None = None

    def build(self, job: Job, passages: Sequence[Text]) -> None:
        done = build([job.files], job.index)
        if done.reports != len(passages):
            raise SystemExit(f"{done.reports} of {len(passages)} passages indexed: {done.failed}")

    def open(self, job: Job) -> None:
        self.index = Index.open(job.index)

    def search(self, text: str, k: int) -> list[str]:
        assert self.index is not None
        hits = self.index.search(text, k)
        # A long passage may be indexed as several.
        return list(dict.fromkeys(hit.path.rsplit("/", 1)[-1].removesuffix(".txt") for hit in hits))


if __name__ == "__main__":
    raise SystemExit(main(PolicyqaSide()))
