"""The version, in a module of its own so that every stage can state it."""

__version__ = "0.1.0"
