"""How often a complete question is taken for a follow-up: pairs of questions of the bank.

    python -m benchmarks.follow_up_bank [--pairs 1500] [--show 20]

A question of the bank that names a body, or that is put to all reports, is complete; each is put
after a question of another report in the same language. The bank's own marks of bodies and times
also tell what a question that only names another body or time must become.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from pathlib import Path

from .follow_ups import TODAY, build_index, table_of
from .training.bank import BankQuestion, read_bank

FILE = Path("tests/intentions/follow_ups.toml")
LANGUAGES = ("zh", "en", "fr", "es", "de", "ja")
TO_ALL = ("enumerate", "compare", "total", "topic")
BODY = {
    "zh": "那{}呢？",
    "en": "What about {}?",
    "fr": "Et {} ?",
    "es": "¿Y {}?",
    "de": "Und {}?",
    "ja": "{}は？",
}
TIME = {
    "zh": "{}呢？",
    "en": "and in {}?",
    "fr": "Et en {} ?",
    "es": "¿Y en {}?",
    "de": "Und {}?",
    "ja": "{}は？",
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=1500)
    parser.add_argument("--show", type=int, default=20)
    told = parser.parse_args()
    chance = random.Random(5)
    every = [
        (report.name, q)
        for report in read_bank()
        for q in report.questions
        if q.language in LANGUAGES and (q.body or q.kind in TO_ALL)
    ]
    table = table_of(FILE)
    counts: Counter[tuple[str, ...]] = Counter()
    with tempfile.TemporaryDirectory() as folder, build_index(table, Path(folder)) as index:
        for n in range(told.pairs):
            name, second = chance.choice(every)
            same = [q for other, q in every if q.language == second.language and other != name]
            first = chance.choice(same)
            got = index.engine.in_context(second.text, [first.text], TODAY)
            group = second.language if second.language in ("zh", "en") else "other"
            about = "one" if second.kind not in TO_ALL else "all"
            counts["complete", group, about, "all"] += 1
            if got != second.text:
                counts["complete", group, about, "rewritten"] += 1
                if counts["shown",] < told.show:
                    counts["shown",] += 1
                    print(f"{first.text} | {second.text}\n      -> {got}")
            for what, templates in (("body", BODY), ("time", TIME)):
                asked, wanted = swap_of(first, second, what, templates)
                if not asked:
                    continue
                got = index.engine.in_context(asked, [first.text], TODAY)
                counts[what, group, "", "all"] += 1
                counts[what, group, "", "as marked"] += plain(got) == plain(wanted)
                if plain(got) != plain(wanted) and counts["shown", what] < told.show:
                    counts["shown", what] += 1
                    print(f"{first.text} | {asked}\n      -> {got}\n  meant: {wanted}")
            if n % 200 == 199:
                print(n + 1, flush=True)
    for key in sorted(k for k in counts if len(k) == 4 and k[3] == "all"):
        rest = {k[3]: counts[k] for k in counts if len(k) == 4 and k[:3] == key[:3]}
        print(*key[:3], rest)


def plain(text: str) -> str:
    return text.lower().strip(" ?？")


def swap_of(
    first: BankQuestion, second: BankQuestion, what: str, templates: dict[str, str]
) -> tuple[str, str]:
    """A question that names only the body or time of ``second``, and what it means after
    ``first``; empty unless each marks one."""
    spans, others = (first.body, second.body) if what == "body" else (first.time, second.time)
    if len(spans) != 1 or len(others) != 1:
        return "", ""
    new = second.text[slice(*others[0])]
    (start, end) = spans[0]
    return templates[first.language].format(new), first.text[:start] + new + first.text[end:]


if __name__ == "__main__":
    main()
