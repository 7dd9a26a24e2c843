"""Which times a question names, and how well a report or figure fits them."""
