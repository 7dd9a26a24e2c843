"""PDF: text layer, layout by the places of characters, tables."""
