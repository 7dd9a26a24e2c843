"""Rows laid out by region like a plain map: a tile a province or country, regions within."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..answers.phrases import amount
from ..api import Row
from ..gazetteer.regions import places_in
from .safe import escape, tag
from .state import t

Tile = tuple[int, int, str]

# Row, column and one-character name on the usual tile map of China's province-level divisions,
# roughly where each lies; by the first two digits of the GB/T 2260 code.
_TILES: Mapping[str, Tile] = {
    "23": (1, 8, "黑"),
    "15": (2, 6, "蒙"),
    "22": (2, 8, "吉"),
    "65": (3, 1, "新"),
    "62": (3, 3, "甘"),
    "64": (3, 4, "宁"),
    "11": (3, 6, "京"),
    "21": (3, 8, "辽"),
    "63": (4, 2, "青"),
    "14": (4, 5, "晋"),
    "13": (4, 6, "冀"),
    "12": (4, 7, "津"),
    "54": (5, 1, "藏"),
    "61": (5, 4, "陕"),
    "41": (5, 5, "豫"),
    "37": (5, 6, "鲁"),
    "32": (5, 7, "苏"),
    "51": (6, 3, "川"),
    "50": (6, 4, "渝"),
    "42": (6, 5, "鄂"),
    "34": (6, 6, "皖"),
    "33": (6, 7, "浙"),
    "31": (6, 8, "沪"),
    "53": (7, 2, "滇"),
    "52": (7, 3, "黔"),
    "43": (7, 4, "湘"),
    "36": (7, 5, "赣"),
    "35": (7, 6, "闽"),
    "71": (7, 8, "台"),
    "45": (8, 3, "桂"),
    "44": (8, 4, "粤"),
    "81": (8, 5, "港"),
    "82": (8, 6, "澳"),
    "46": (9, 4, "琼"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A province of China (``tile`` is its row and column) or a country, and its rows."""

    name: str
    tile: Tile | None
    rows: tuple[Row, ...]


def by_place(rows: Sequence[Row]) -> tuple[list[Place], list[Row]]:
    """Rows by province or country, and the rows whose region is unknown."""
    found: dict[tuple[str, Tile | None], list[Row]] = {}
    unknown: list[Row] = []
    for row in rows:
        if row.region:
            found.setdefault(_top(row.region), []).append(row)
        else:
            unknown.append(row)
    places = [Place(name, tile, tuple(held)) for (name, tile), held in found.items()]
    return sorted(places, key=lambda p: (p.tile or (99, 0, ""), p.name)), unknown


def _top(region: str) -> tuple[str, Tile | None]:
    """The province that a region opens with and its tile; else the region as it is."""
    for name, divisions in places_in(region)[:1]:
        codes = {d.code[:2] for d in divisions}
        if (
            region.startswith(name)
            and len(codes) == 1
            and any(d.code.endswith("0000") for d in divisions)
        ):
            return name, _TILES.get(codes.pop())
    return region, None


def regions_html(rows: Sequence[Row], language: str) -> str:
    """The tile map of China where its provinces occur, a list of each region's rows beneath."""
    places, unknown = by_place(rows)
    charted = [p for p in places if p.tile]
    groups = [_group(p.name, p.rows, language) for p in places]
    if unknown:
        groups.append(_group(t("region_unknown"), unknown, language))
    listed = tag("div", "".join(groups), "pq-regions")
    return tag("div", (_map(charted) if charted else "") + listed, "pq-atlas")


def _map(places: Sequence[Place]) -> str:
    held = {place.tile: place for place in places}
    tiles = []
    for tile in sorted(_TILES.values()):
        place = held.get(tile)
        words = tag("span", escape(tile[2]))
        if place:
            stated = sum(row.verdict == "stated" for row in place.rows)
            words = tag("b", escape(place.name)) + tag("span", f"{stated}/{len(place.rows)}")
        tiles.append(
            tag(
                "div",
                words,
                "pq-tile pq-held" if place else "pq-tile",
                style=f"grid-area:{tile[0]}/{tile[1]}",
            )
        )
    grid = tag("div", "".join(tiles), "pq-map", role="img", aria_label=t("map_alt"))
    return tag("div", grid + tag("p", escape(t("map_note")), "pq-soft"))


def _group(name: str, rows: Sequence[Row], language: str) -> str:
    items = "".join(tag("li", _line(row, language)) for row in rows)
    head = tag("h3", escape(name) + tag("span", str(len(rows)), "pq-soft"))
    return tag("section", head + tag("ul", items), "pq-region")


def _line(row: Row, language: str) -> str:
    who = escape(row.issuer or t("unknown_issuer")) + (f" ({row.year})" if row.year else "")
    if row.figures:
        first = row.figures[0]
        return who + " " + tag("b", escape(amount(first.value, first.unit, language)))
    return who + " " + tag("span", escape(t(f"verdict_{row.verdict}")), "pq-soft")
