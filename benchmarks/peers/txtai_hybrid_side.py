"""txtai with ``hybrid=True``: vectors and words."""

from __future__ import annotations

from .side import main
from .txtai_side import TxtaiSide

if __name__ == "__main__":
    raise SystemExit(main(TxtaiSide(hybrid=True)))
