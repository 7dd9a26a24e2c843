"""How long the words of a brief may be; the same for Python, command line, page, HTTP and MCP."""

from __future__ import annotations

from ..errors import UsageError
from ..sandbox.file_names import escaped

TITLE = NAME = HEADING = 200  # characters
NOTE = 4_000
#: A title needs one letter or digit of any script.
TITLE_PATTERN = r"[^\W_]"


def checked(what: str, text: str, most: int) -> str:
    """``text``; UsageError if it has more than ``most`` characters. ``what``: title, heading …"""
    if len(text) > most:
        shown = escaped(text[:40])
        raise UsageError(
            f'the {what} "{shown}…" has {len(text)} characters; it may have {most} at most'
        )
    return text


def one_line(what: str, text: str, most: int) -> str:
    """``text`` on one line, checked."""
    return checked(what, " ".join(text.split()), most)
