"""Weights that kg ships, each with a card: what it is, whence, under which licence."""
