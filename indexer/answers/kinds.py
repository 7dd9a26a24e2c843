"""Questions about every body of a type (各水务局, 哪个教育局): the reports whose issuer's name ends
in the type that is named."""

from __future__ import annotations

import re
from collections.abc import Mapping

from .scope import Scope

_EVERY = re.compile(
    r"(?:各(?:个|家|级|地)?|所有|全部|哪些|哪个|哪家|哪几[个家]|"
    r"每[个家])的?([\u3400-\u9fff]{2,16})"
)
_LEAST = 2  # characters of a kind's name


def of_kind(text: str, scope: Scope, issuers: Mapping[int, str]) -> Scope:
    """``scope`` without reports by other types of body than the one ``text`` asks about; unchanged
    if it names none. ``issuers`` are the names by report."""
    named = [found.group(1) for found in _EVERY.finditer(text)]
    names = {issuers.get(row, "") for row in scope.body} if named else set()
    for words in named:
        for length in range(len(words), _LEAST - 1, -1):
            kind = words[:length]
            own = {name for name in names if name.endswith(kind) and name != kind}
            if own:
                rows = {row: fit for row, fit in scope.body.items() if issuers.get(row, "") in own}
                return Scope(rows, scope.unknown, scope.named)
    return scope
