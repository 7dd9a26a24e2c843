"""One generation of the index: catalog, vectors, word index and manifest."""
