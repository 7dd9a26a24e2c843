"""Where a report was published: what a reference shows beside its title, issuer and date."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Fields of Details, and keys of ``corpus.toml``, that only references use.
PUBLICATION = ("url", "place", "publisher", "number", "accessed")
_ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:/[^\s<>\"{}|\\^`]*)?", re.IGNORECASE)
_LONGEST = 400  # characters of an address; a longer one carries a session, not a place
# A document number (GB/T 9704-2012, 7.2.5) holds its year in brackets and ends in 号.
_NUMBER = re.compile(
    r"[^\s，。；]{1,20}\s?[〔\[［（(]\s?(?:19|20)\d\d\s?[〕\]］）)][^，。；]{0,6}\d\s?号"
)
_NUMBER_KEYS = ("发文字号", "文号", "文件编号")
_ADDRESS_KEYS = ("canonical", "og:url")


def is_address(text: str) -> bool:
    """Whether ``text`` is an http or https address and nothing else."""
    return len(text) <= _LONGEST and bool(_ADDRESS.fullmatch(text))


def publication_fields(
    meta: Mapping[str, str], given: Mapping[str, object], number: str = ""
) -> dict[str, str]:
    """Values of the fields of PUBLICATION: as ``corpus.toml`` gives them, else
    the address and the document number that the file's own metadata name, else the ``number`` that
    its letterhead prints; ``""`` if unknown.
    """
    found = dict.fromkeys(PUBLICATION, "")
    found["url"] = next((meta[k] for k in _ADDRESS_KEYS if is_address(meta.get(k, ""))), "")
    numbers = (meta.get(key, "").strip() for key in _NUMBER_KEYS)
    found["number"] = next((n for n in numbers if _NUMBER.fullmatch(n)), number)
    return {name: str(given.get(name) or value) for name, value in found.items()}
