"""The page, for `streamlit run app.py`; its parts live in indexer/ui/."""

from __future__ import annotations

from indexer.ui.page import main

main()
