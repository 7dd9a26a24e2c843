"""Quantities of six digests, read by hand before the code was run on them: value and unit.

Only numbers and units stand here, no text of the reports. ``*`` after a value marks a change, whose
sign is the direction.
"""

from __future__ import annotations

_LISTS = {
    "014": "131 count|-22 count|10 count|12 count|1335 count|932 count|403 count|2709500 CNY|2061 count|"
    "358 count|88.8 percent|45 count|198 count|96.6 percent|1 count",
    "055": "30800 count|18200 count|11900 count|10000 count|252200 km|156000 km|1374 count|655 count|"
    "559 count|1611800 CNY|302 count|353 count|25 count|5 percent",
    "098": "10561 count|10573 count|24482 count|42408 count|43 count|1406 count|2999 count|1732 count|"
    "3826 count|567 count|3400 count|124 count|5 count|130000000 CNY|-7.14 percent|42269700 CNY|"
    "-35.71 percent|88729500 CNY|17.8 percent",
    "129": "584 count|537 count|92 percent|15643351 GBP|29131 GBP|96 count|93 count|97 percent|"
    "1295546 GBP|9910 count|11038 count|6045 count|7270 count|15955 count",
    "143": "203 count|187 count|16 count|217 count|208 count|9 count|15 count|224400000 GBP|-1 percent|"
    "227300000 GBP|225 percent|69900000 GBP|102200000 GBP|224100000 GBP|12 count|3 count|300000 GBP",
    "150": "18 count|3 count|5 count|16551 count|12193 count|225 percent|21 count|42 count|14 count|"
    "36 count|89179500 EUR|19 count|101277900 EUR",
}


def digest_quantities() -> list[tuple[str, float, str]]:
    """(file prefix, value in base units, unit) of each quantity; km is written in metres."""
    found = []
    for prefix, listed in _LISTS.items():
        for item in listed.split("|"):
            value, unit = item.split()
            found.append(
                (
                    prefix,
                    float(value) * (1000 if unit == "km" else 1),
                    "m" if unit == "km" else unit,
                )
            )
    return found
