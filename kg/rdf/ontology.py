"""Where the ontology is: `ontology/` beside the package in a clone, inside it when installed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.errors import DataFileError


@cache
def folder() -> Path:
    """The folder with `union.ttl` and `questions/`. Raises DataFileError where it is missing."""
    package = Path(__file__).parents[1]
    for found in (package / "ontology", package.parent / "ontology"):
        if (found / "union.ttl").is_file():
            return found
    raise DataFileError(package / "ontology", "no ontology", "install the package again")


def turtle() -> bytes:
    """The ontology, in Turtle."""
    return (folder() / "union.ttl").read_bytes()


def documents() -> Iterator[bytes]:
    """What every store holds: the ontology and its concept schemes, in Turtle.

    The divisions are left out, 62,564 triples that few queries need; a place carries its code.
    """
    yield turtle()
    for path in sorted((folder() / "schemes").glob("*.ttl")):
        if path.stem != "divisions":
            yield path.read_bytes()


def divisions() -> bytes:
    """The scheme of administrative divisions, in Turtle."""
    return (folder() / "schemes" / "divisions.ttl").read_bytes()
