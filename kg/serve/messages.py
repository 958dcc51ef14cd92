"""What the server and its workers say to each other: jobs one way, replies the other.

A message is two lengths of four bytes each, a head (a plain tuple, marshalled) and a body of bytes.
"""

from __future__ import annotations

import marshal
import struct
from dataclasses import dataclass, field

LENGTHS = struct.Struct("!II")
# What a reply means, as HTTP says it.
OK, WRONG, NOT_ACCEPTABLE, TOO_LARGE, BUSY, BROKEN, UNAVAILABLE = 200, 400, 406, 422, 429, 500, 503


@dataclass(frozen=True, slots=True)
class Job:
    """One query to run.

    formats: a media type for each kind of answer (`select`, `ask`, `graph`); a kind that is missing
    is not acceptable to the client. compress: whether the client takes gzip.
    """

    sparql: str
    formats: dict[str, str]
    base_iri: str | None = None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    compress: bool = False

    def pack(self) -> bytes:
        head = marshal.dumps(
            (
                self.sparql,
                self.formats,
                self.base_iri,
                self.default_graphs,
                self.named_graphs,
                self.compress,
            )
        )
        return LENGTHS.pack(len(head), 0) + head


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a job: a body in a media type, or where something was found and what to do.

    state: of the store that answered. rows: of a table, or triples of a graph. seconds: to wait
    before another try.
    """

    status: int = OK
    media_type: str = ""
    encoding: str = ""
    state: str = ""
    rows: int = 0
    where: str = ""
    found: str = ""
    advice: str = ""
    seconds: int = 0
    body: bytes = field(default=b"", repr=False)

    def pack(self) -> tuple[bytes, bytes]:
        """The lengths with the head, and the body, which is not copied."""
        head = marshal.dumps(
            (
                self.status,
                self.media_type,
                self.encoding,
                self.state,
                self.rows,
                self.where,
                self.found,
                self.advice,
                self.seconds,
            )
        )
        return LENGTHS.pack(len(head), len(self.body)) + head, self.body


def job_of(head: bytes) -> Job:
    return Job(*marshal.loads(head))


def reply_of(head: bytes, body: bytes) -> Reply:
    return Reply(*(*marshal.loads(head), body))


def out_of_memory(megabytes: int) -> Reply:
    return Reply(
        UNAVAILABLE,
        where="query",
        found=f"ended: it needed more than {megabytes:,} MiB of memory",
        advice="add LIMIT, take ORDER BY or DISTINCT out, or ask about less",
    )
