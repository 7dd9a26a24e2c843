"""Evidence for drafts by words: the lexicon's concepts, measure words and qualifiers."""
