"""The JSON of a dataclass, told once: by its fields and their metadata.

``to_json`` prints by them, and the typed results of HTTP and MCP (``service/models.py``) are made
from them, so that a field added to the dataclass is a field of all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

#: Not in the JSON.
HIDDEN: Mapping[str, Any] = {"hidden": True}
#: Its own ``to_json`` gives further fields in its place.
MERGED: Mapping[str, Any] = {"hidden": True, "merged": True}
#: An empty text means that it is not known: null.
UNKNOWN: Mapping[str, Any] = {"null": True}
#: A whole number is written without a fraction.
NUMBER: Mapping[str, Any] = {"number": True}


def about(description: str, **more: Any) -> Mapping[str, Any]:
    """Metadata of a field that schemas describe."""
    return {"about": description, **more}


def one_of(*choices: str) -> Mapping[str, Any]:
    """Metadata of a text that is one of a few."""
    return {"choices": choices}


def json_of(value: Any) -> dict[str, Any]:
    """The fields of a dataclass as JSON."""
    told: dict[str, Any] = {}
    for entry in fields(value):
        item, said = getattr(value, entry.name), entry.metadata
        if said.get("merged"):
            told |= item.to_json()
        elif not said.get("hidden"):
            told[entry.name] = (item or None) if said.get("null") else _plain(item, said)
    return told


def _plain(item: Any, said: Mapping[str, Any]) -> Any:
    if isinstance(item, tuple):
        return [part.to_json() if hasattr(part, "to_json") else part for part in item]
    if said.get("number") and item is not None and float(item).is_integer():
        return int(item)
    return item
