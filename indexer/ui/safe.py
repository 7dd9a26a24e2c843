"""The only way in which report text reaches the browser as HTML: escaped.

Streamlit's text elements interpret Markdown, LaTeX, ``:emoji:`` and arrows. Text from a report
therefore goes into dataframes or select boxes (both plain text) or through :func:`escape`; it may
be a button's label only if :func:`is_plain`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Marks that reorder what follows them could make a page say what a report does not.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_PLAIN = re.compile(r"[^\W_]+(?:[ ·,，'’（）()][^\W_（）()]*)*[）)]?")


def escape(text: object) -> str:
    """``text`` for an HTML text node or a quoted attribute; control characters become U+FFFD."""
    return html.escape(_BIDI.sub("", _CONTROL.sub("\ufffd", str(text))), quote=True)


def is_plain(text: str) -> bool:
    """Whether ``text`` means the same as Markdown as it does as text: letters, digits, spaces."""
    return bool(_PLAIN.fullmatch(text))


def tag(name: str, content: str, css: str = "", **attributes: object) -> str:
    """An element around ``content``, which must be escaped already. Underscores in attribute
    names become hyphens."""
    given = {"class": css, **{k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}}
    inside = "".join(f' {k}="{escape(v)}"' for k, v in given.items() if v not in ("", None))
    return f"<{name}{inside}>{content}</{name}>"


def heading_html(content: str, level: int = 2) -> str:
    """A heading around escaped ``content``; a ``div``, since Streamlit has its own style for h2."""
    return tag("div", content, "pq-h", role="heading", aria_level=level)


def joined(parts: Iterable[object], separator: str = " · ") -> str:
    """Escaped ``parts`` that are not empty, with ``separator`` between them."""
    return escape(separator).join(escape(part) for part in parts if part not in ("", None))


def marked(text: str, start: int, end: int, first: int = 0, last: int | None = None) -> str:
    """Escaped ``text[first:last]`` with ``text[start:end]`` inside ``<mark>``."""
    last = len(text) if last is None else last
    start, end = max(first, start), min(last, end)
    quote = tag("mark", escape(text[start:end]))
    return escape(text[first:start]) + quote + escape(text[end:last])
