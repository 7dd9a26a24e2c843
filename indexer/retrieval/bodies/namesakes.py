"""Bodies that have a name as it is asked for: exactly, or with more places before it.

长乐市应急管理局 is the name of 福建省长乐市应急管理局 and of 江西省长乐市应急管理局: two bodies.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...gazetteer.letters import plain
from ...gazetteer.offices import OFFICE_ENDS, long_form
from ...gazetteer.regions import places_in
from ...index.schema import ReportRow

_RANKS = re.compile(r"[省市县区]")
_RANKED = re.compile(r"(?:省|市|县|区|州|盟|旗|镇|乡|街道|国|自治区)$")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_OFFICE = re.compile(f"[{OFFICE_ENDS}]")
_LEAST = 4  # characters of a name that tells a place and an office


class Namesakes:
    """The issuers of all reports by their names."""

    def __init__(self, reports: Sequence[ReportRow], live: Collection[int] | None) -> None:
        """``live``: rows that may be answered from (None: all)."""
        bodies: dict[tuple[str, str], list[int]] = {}
        for report in reports:
            if live is None or report.row in live:
                for issuer in report.details.issuers:
                    bodies.setdefault((issuer, report.details.region), []).append(report.row)
        self._by_end: dict[str, list[tuple[str, str, str, list[int]]]] = {}
        for (issuer, region), rows in bodies.items():
            name = _normal(issuer)
            self._by_end.setdefault(name[-_LEAST:], []).append((name, issuer, region, rows))
        self.bearing = lru_cache(maxsize=4096)(self._bearing)

    def _bearing(self, text: str) -> tuple[tuple[int, ...], ...]:
        """Rows by body of those that bear the name ``text``; none where it is no such name."""
        wanted, whole = _normal(text), _long(text)
        alike = self._by_end.get(wanted[-_LEAST:], ())
        if len(wanted) < _LEAST or not (
            _OFFICE.search(wanted) or any(name == wanted for name, *_ in alike)
        ):
            return ()
        found: list[_Body] = []
        for name, issuer, region, rows in alike:
            before = name[: -len(wanted)]
            if not name.endswith(wanted) or len(before) == 1 or _OFFICE.search(before):
                continue
            own = bool(whole) and _long(issuer).endswith(whole)
            if own:  # 湖区水务局 is not 东湖区水务局
                places = _long(issuer)[: -len(whole)]
                known = places_in(places)[-1:]
                if places and not (
                    _RANKED.search(places) or (known and places.endswith(known[0][0]))
                ):
                    continue
            same = next(
                (f for f in found if f.issuer == issuer and may_share_place(f.region, region)), None
            )
            if same is None:
                found.append(_Body(issuer, region, list(rows), own))
            else:
                same.rows.extend(rows)
        # 枫浦市水务局 is not 枫浦区水务局, where both are indexed.
        kept = [body for body in found if body.own] or found
        return tuple(tuple(body.rows) for body in kept)


class _Body(NamedTuple):
    """A body that bears a name; ``own``: with the ranks of its places."""

    issuer: str
    region: str
    rows: list[int]
    own: bool


def _normal(name: str) -> str:
    """A Chinese name in its long form without the ranks of its places; ``""`` for another."""
    return _RANKS.sub("", _long(name))


@lru_cache(maxsize=16384)
def _long(name: str) -> str:
    return long_form("".join(_HAN.findall(plain(name))))


def may_share_place(a: str, b: str) -> bool:
    """Whether two regions, widest first, may be of one body: one lies in the other, or one is not
    known."""
    return a.startswith(b) or b.startswith(a)
