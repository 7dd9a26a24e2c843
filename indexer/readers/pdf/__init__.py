"""PDF: text layer, layout from character positions, tables."""
