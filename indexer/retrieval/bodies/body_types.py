"""Questions about every body of a type (各水务局, 哪个教育局): the reports whose issuer's name ends
in the type that is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_EVERY = re.compile(
    r"(?:各(?:个|家|级|地)?|所有|全部|哪些|哪个|哪家|哪几[个家]|"
    r"每[个家])的?([\u3400-\u9fff]{2,16})"
)
_LEAST = 2  # characters of a type's name


def of_named_type(text: str, rows: Iterable[int], issuers: Mapping[int, str]) -> frozenset[int]:
    """Those of ``rows`` whose body is of the type that ``text`` asks about; all of them if it names
    none that any is of. ``issuers`` are the names by report."""
    every = frozenset(rows)
    spoken = [found.group(1) for found in _EVERY.finditer(text)]
    names = {issuers.get(row, "") for row in every} if spoken else set()
    for words in spoken:
        for length in range(len(words), _LEAST - 1, -1):
            named = words[:length]
            own = {name for name in names if name.endswith(named) and name != named}
            if own:
                return frozenset(row for row in every if issuers.get(row, "") in own)
    return every
