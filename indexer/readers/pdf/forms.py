"""PDF forms that draw themselves: pypdf stops at them, pdfium uses memory without limit."""

from __future__ import annotations

from typing import Any

import pypdf
from pypdf.generic import IndirectObject, StreamObject

_MOST_FORMS = 5_000


def has_form_cycle(reader: pypdf.PdfReader) -> bool:
    """Whether a form XObject of any page holds itself among its resources, at whatever depth
    (forbidden by ISO 32000-1, 8.10.1), or forms are too many to tell."""
    done: set[int] = set()
    for page in reader.pages:
        # Depth first with a stack of our own: (form, its children still to visit).
        stack = [(-1, _forms(page))]
        above: set[int] = set()
        while stack:
            form, children = stack[-1]
            if not children:
                stack.pop()
                above.discard(form)
                done.add(form)
                continue
            child, thing = children.pop()
            if child in above or len(done) > _MOST_FORMS:
                return True
            if child not in done:
                above.add(child)
                stack.append((child, _forms(thing)))
    return False


def _forms(holder: Any) -> list[tuple[int, Any]]:
    """Forms in the resources of a page or form, by object number; direct ones cannot recur."""
    resources = _resolved(holder.get("/Resources"))
    named: Any = _resolved(resources.get("/XObject")) if hasattr(resources, "get") else None
    found = []
    for entry in (named or {}).values():
        if isinstance(entry, IndirectObject):
            thing = _resolved(entry)
            if isinstance(thing, StreamObject) and thing.get("/Subtype") == "/Form":
                found.append((entry.idnum, thing))
    return found


def _resolved(thing: Any) -> Any:
    return thing.get_object() if isinstance(thing, IndirectObject) else thing
