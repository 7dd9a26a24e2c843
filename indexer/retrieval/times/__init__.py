"""The times that a question names, and how well a report or figure matches them."""
