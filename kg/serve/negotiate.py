"""Which format a client gets: the Accept header against what there is (RFC 9110, section 12.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

# Names that clients use -> the media type that is written. The first of a kind is the default.
TABLES = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
GRAPHS = {
    "text/turtle": "text/turtle",
    "application/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/ld+json": "application/ld+json",
    "application/json": "application/ld+json",
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",
    "application/trig": "application/trig",
    "application/rdf+xml": "application/rdf+xml",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
KINDS: Mapping[str, Mapping[str, str]] = {"select": TABLES, "ask": TABLES, "graph": GRAPHS}


@lru_cache(1024)
def ranges(accept: str) -> tuple[tuple[str, float], ...]:
    """The media ranges of an Accept header with their q-values, as they stand. Parameters other than
    q do not tell formats apart here, and are left aside.

    >>> ranges("text/turtle, */*;q=0.1")
    (('text/turtle', 1.0), ('*/*', 0.1))
    """
    found = []
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            found.append((name.lower(), quality))
    return tuple(found)


def choose(accept: str, offered: Mapping[str, str] | Sequence[str]) -> str | None:
    """The name among those offered that the client likes best; of equals the first in its header,
    for ranges the first offered. None where nothing will do.

    offered: names, or other names with the media types they stand for, which ranges do not reach.

    >>> choose("text/html, application/ld+json;q=0.9, text/*;q=0.5", list(GRAPHS))
    'application/ld+json'
    """
    wanted = [
        (_exactness(range), quality, place, range)
        for place, (range, quality) in enumerate(ranges(accept) or (("*/*", 1.0),))
    ]
    own = set(offered.values() if isinstance(offered, Mapping) else offered)
    best, best_rank = None, (0.0, 0, 0)
    for name in offered:
        exactness, quality, place, _ = max(
            (each for each in wanted if each[3] == name or (name in own and _matches(each[3], name))),
            default=(0, 0.0, 0, ""),
        )
        rank = (quality, exactness, -place)
        if quality and rank > best_rank:
            best, best_rank = name, rank
    return best


def _exactness(range: str) -> int:
    return 1 if range == "*/*" else 2 if range.endswith("/*") else 3


def _matches(range: str, name: str) -> bool:
    return range == "*/*" or (range.endswith("/*") and name.startswith(range[:-1]))


@lru_cache(1024)
def formats(accept: str) -> dict[str, str]:
    """For each kind of answer the media type to write; kinds that are not acceptable are missing.

    The dictionary is shared: do not change it.
    """
    chosen = {kind: choose(accept, offered) for kind, offered in KINDS.items()}
    return {kind: KINDS[kind][name] for kind, name in chosen.items() if name is not None}


@lru_cache(256)
def takes_gzip(accept_encoding: str) -> bool:
    found = dict(ranges(accept_encoding))
    return found.get("gzip", found.get("x-gzip", found.get("*", 0.0))) > 0.0


def wants_json(accept: str) -> bool:
    """Whether an error is better told in JSON than in plain text."""
    return choose(accept, ["text/plain", "application/json", "application/sparql-results+json"]) not in (
        None,
        "text/plain",
    )
