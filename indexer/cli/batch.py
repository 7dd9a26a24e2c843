"""Files with one question on each line, as ``--batch`` takes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import UsageError


def read_batch(path: Path) -> Iterable[dict[str, Any]]:
    """Lines of a batch file, each checked."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError:
            raise UsageError(
                f"{path}:{number}: not valid JSON; put one object on each line"
            ) from None
        if (
            not isinstance(value, dict)
            or not isinstance(value.get("q"), str)
            or not value["q"].strip()
        ):
            raise UsageError(f'{path}:{number}: the object needs a "q" with the question')
        earlier = value.get("after", [])
        if not isinstance(earlier, list) or not all(isinstance(q, str) for q in earlier):
            raise UsageError(f'{path}:{number}: "after" must be a list of earlier questions')
        yield value
