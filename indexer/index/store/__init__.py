"""One generation of the index: catalog, vectors, words, manifest."""
