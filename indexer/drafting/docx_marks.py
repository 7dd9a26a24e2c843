"""Where a mark may stand beside a run: outside links, fields and content controls.

A footnote inside a field's result is lost when the field is updated, a plain-text control may not
hold one (ECMA-376 Part 1, 17.5.2.44), and in a link it would be a part of the link.
"""

from __future__ import annotations

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WRAPPERS = frozenset({f"{W}r", f"{W}hyperlink", f"{W}fldSimple", f"{W}sdt"})


def starts_at(run: Any) -> Any:
    """The node of the paragraph before which a range that begins with ``run`` may start."""
    node = _outermost(run)
    depth, at = _depth(node), node
    while depth > 0 and (at := at.getprevious()) is not None:
        depth -= _opened(at)
        if depth <= 0:
            node = at
    return node


def ends_at(run: Any) -> Any:
    """The node of the paragraph after which a mark for what ends with ``run`` may stand."""
    node = _outermost(run)
    depth, at = _depth(node), node
    while depth > 0 and (at := at.getnext()) is not None:
        depth += _opened(at)
        if depth <= 0:
            node = at
    while (after := node.getnext()) is not None and _is_note(after):
        node = after
    return node


def _outermost(run: Any) -> Any:
    """``run``, or the outermost wrapper around it in its paragraph that may hold no mark."""
    node = run
    for above in run.iterancestors():
        if above.tag == f"{W}p":
            break
        if above.tag in _WRAPPERS:
            node = above
    return node


def _depth(node: Any) -> int:
    """How many fields are open at the end of ``node``, by it and what stands before it."""
    depth, at = 0, node
    while at is not None:
        depth += _opened(at)
        at = at.getprevious()
    return max(depth, 0)


def _opened(node: Any) -> int:
    kinds = [mark.get(f"{W}fldCharType") for mark in node.iter(f"{W}fldChar")]
    return kinds.count("begin") - kinds.count("end")


def _is_note(run: Any) -> bool:
    """Whether ``run`` holds a note's mark and nothing else."""
    inside = [child.tag for child in run if child.tag != f"{W}rPr"]
    return run.tag == f"{W}r" and inside in ([f"{W}footnoteReference"], [f"{W}endnoteReference"])
