"""What a query may cost, and how an answer is measured."""

from __future__ import annotations

import io
import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import KgError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

QUOTED = {
    "application/sparql-results+json": re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL),
    "text/csv": re.compile(rb'"[^"]*"'),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """timeout: seconds of wall clock. memory: MiB that a query may add to its worker. rows, body: of
    an answer, in rows or triples, and in bytes before gzip. request: bytes of a request. workers:
    queries that run at once. waiting: queries that wait for their turn. long: seconds after which a
    query is long, and may be ended early where others wait and every place holds a long one."""

    timeout: float = 30.0
    memory: int = 1024
    rows: int = 200_000
    body: int = 64 << 20
    request: int = 256 << 10
    workers: int = field(default_factory=lambda: max(4, os.cpu_count() or 1))
    waiting: int = 64
    long: float = 0.5


class TooLarge(KgError):
    """An answer is larger than the limits allow."""


class Body(io.BytesIO):
    """A file in memory that takes so many bytes and rows, and raises TooLarge for more."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits, self.rows = limits, 0

    def write(self, data: Buffer, /) -> int:
        written = super().write(data)
        if self.tell() > self.limits.body:
            raise TooLarge("answer", f"more than {self.limits.body:,} bytes", "add LIMIT, or ask for less")
        return written

    def row(self) -> None:
        """Count one more row."""
        self.count(self.rows + 1)

    def count(self, rows: int) -> None:
        """Say how many rows there are so far."""
        self.rows = rows
        if rows > self.limits.rows:
            raise TooLarge("answer", f"more than {self.limits.rows:,} rows", "add LIMIT, or ask for less")


def rows_of(body: bytes, media_type: str, most: int) -> int:
    """How many rows a table in one of the SPARQL formats has: exact from `most` on, below it at
    least as many as there are, which takes no second look at texts with brackets and breaks.

    >>> rows_of(b"a,b\\r\\n1,2\\r\\n", "text/csv", 1)
    1
    """
    mark, more = {
        "application/sparql-results+json": (b"},{", 1),
        "application/sparql-results+xml": (b"<result>", 0),
    }.get(media_type, (b"\n", -1))
    rows = body.count(mark) + more
    quoted = QUOTED.get(media_type)
    if rows > most and quoted is not None:
        rows = quoted.sub(b"", body).count(mark) + more
    return max(rows, 0)
