"""Requests in a row, 50 at once: all answered, memory bounded, the server still well.

POLICYQA_LOAD_REQUESTS=10000 makes it the long run of docs/api.md.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import Counter
from typing import Any

import pytest

from .servers import Server

pytest.importorskip("fastapi")
httpx = pytest.importorskip("httpx")

REQUESTS = int(os.environ.get("POLICYQA_LOAD_REQUESTS", "240"))
AT_ONCE = 50
SECONDS = 1500  # far above what it takes; a server that stalls takes longer
BODIES: list[tuple[str, dict[str, Any]]] = [
    ("/v1/search", {"query": "fines", "k": 3}),
    ("/v1/ask", {"question": "青澜市应急管理局2025年罚款多少"}),
    ("/v1/search", {"query": "学校食堂检查"}),
    ("/v1/cite", {"text": "青澜市应急管理局2025年罚款1286.4万元。"}),
]


async def _load(url: str) -> Counter[int]:
    seen: Counter[int] = Counter()
    todo = iter(range(REQUESTS))
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:

        async def worker() -> None:
            for number in todo:
                path, body = BODIES[number % len(BODIES)]
                got = await client.post(path, json=body)
                seen[got.status_code] += 1

        await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    return seen


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_fifty_at_once_are_all_answered_within_bounded_time_and_memory(api: Server) -> None:
    for path, body in BODIES:
        httpx.post(api.url + path, json=body, timeout=60)
    before, began = api.resident_mb(), time.monotonic()
    seen = asyncio.run(_load(api.url))
    assert seen == {200: REQUESTS}
    assert time.monotonic() - began < SECONDS
    after = api.resident_mb()
    print(
        f"{REQUESTS} requests in {time.monotonic() - began:.0f} s; "
        f"resident {before:.0f} MB before, {after:.0f} MB after"
    )
    assert after - before < 200
    assert httpx.get(f"{api.url}/health").json()["status"] == "ok"
