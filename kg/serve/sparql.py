"""The SPARQL 1.1 Protocol: a request becomes a job, and a reply a response.

Sections in comments are those of https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from kg.serve import messages, negotiate
from kg.serve.messages import Job, Reply

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
VARY = "Accept, Accept-Encoding"
# What gives another answer each time, so that an answer has no ETag.
CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
PLACE = re.compile(r"line (\d+), column (\d+)")
CHARSET = {"text/csv", "text/tab-separated-values", "text/turtle", "application/n-triples", "text/plain"}


class Refused(Exception):
    """A request that cannot be served; `reply` says why."""

    def __init__(self, status: int, found: str, advice: str = "", *, allow: str = "") -> None:
        super().__init__(found)
        self.reply, self.allow = Reply(status, where="request", found=found, advice=advice), allow


class Updates(Protocol):
    """What runs updates, where there is such a thing: in tests."""

    def __call__(
        self, update: str, base_iri: str, using: tuple[str, ...], using_named: tuple[str, ...], /
    ) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks, whichever of the three ways it has chosen."""

    text: str
    is_update: bool = False
    graphs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def parse(
    method: str, query_string: bytes, headers: Mapping[bytes, bytes], body: bytes, *, updates: bool = False
) -> Request | None:
    """Read a request; None where nothing is asked, which asks for the service description.

    Raises Refused.
    """
    inside = _pairs(query_string)
    if method in ("GET", "HEAD"):
        if not inside:
            return None
        if any(name == "update" for name, _ in inside):
            raise Refused(400, "an update in a GET request", "send updates with POST")
        return _request(inside, "query", "the URL")
    if method != "POST":
        raise Refused(405, f"the method {method}", "use GET or POST", allow="GET, HEAD, POST, OPTIONS")
    media_type, charset = _content_type(headers.get(b"content-type", b"").decode("latin-1"))
    if media_type not in (FORM, QUERY, UPDATE):
        said = f"the Content-Type {media_type}" if media_type else "no Content-Type"
        raise Refused(415, said, f"use {FORM} or {QUERY}")
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(415, f"the charset {charset}", "SPARQL is sent as UTF-8")
    if media_type == FORM:
        form = _pairs(body)
        wanted = "update" if any(name == "update" for name, _ in form) else "query"
        found = _request([*form, *inside], wanted, "the form")
    else:
        wanted = "query" if media_type == QUERY else "update"
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise Refused(400, "a body that is not UTF-8", "SPARQL is sent as UTF-8") from None
        found = _request([(wanted, text), *inside], wanted, "the request")
    if found.is_update and not updates:
        raise Refused(403, "an update", "this endpoint only answers queries")
    return found


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    if not encoded:
        return []
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=256)
    except ValueError:
        raise Refused(400, "parameters that are not percent-encoded UTF-8") from None


def _request(pairs: list[tuple[str, str]], wanted: str, where: str) -> Request:
    graphs, named = (
        ("default-graph-uri", "named-graph-uri")
        if wanted == "query"
        else ("using-graph-uri", "using-named-graph-uri")
    )
    texts = [value for name, value in pairs if name in ("query", "update")]
    if len(texts) != 1 or not any(name == wanted for name, _ in pairs):
        raise Refused(
            400, f"{len(texts)} queries in {where}", "send exactly one, in the parameter query"
        )  # 2.1.1 to 2.1.3
    dataset = {
        key: tuple(_iri(value) for name, value in pairs if name == key and value) for key in (graphs, named)
    }
    return Request(texts[0], wanted == "update", dataset[graphs], dataset[named])


def _iri(text: str) -> str:
    if not urlsplit(text).scheme or set(text) & set('<>"{}|\\^` \t\r\n'):
        raise Refused(400, f"the graph {text!r}, which is no absolute IRI")
    return text


@lru_cache(256)
def _content_type(header: str) -> tuple[str, str]:
    message = Message()
    message["content-type"] = header
    return (
        message.get_content_type() if header.strip() else "",
        str(message.get_param("charset", "")).lower(),
    )


def job_of(request: Request, headers: Mapping[bytes, bytes], endpoint: str) -> Job:
    """The job that answers a query. endpoint: IRI that relative IRIs are resolved against."""
    return Job(
        request.text,
        negotiate.formats(headers.get(b"accept", b"*/*").decode("latin-1")),
        endpoint,
        request.graphs,
        request.named,
        negotiate.takes_gzip(headers.get(b"accept-encoding", b"").decode("latin-1")),
    )


def name_of(job: Job) -> str | None:
    """What tells the answer to a job from those to others; None where it changes by itself."""
    if CHANGING.search(job.sparql):
        return None
    return hashlib.blake2b(job.pack(), digest_size=9).hexdigest()


def etag(name: str | None, state: str) -> str | None:
    """The ETag of the answer that has a name, in one state of the store."""
    return f'"{state}-{name}"' if name and state else None


def matches(header: bytes | None, tag: str | None) -> bool:
    """Whether an If-None-Match header names the tag, by the weak comparison of RFC 9110."""
    if header is None or tag is None:
        return False
    names = [name.strip().removeprefix("W/") for name in header.decode("latin-1").split(",")]
    return tag in names or names == ["*"]


def content_type(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type in CHARSET else media_type


def error_of(reply: Reply, accept: str) -> tuple[str, bytes]:
    """An error's media type and text, in JSON for those who ask for it."""
    advice, found = reply.advice, reply.found
    if reply.status == messages.NOT_ACCEPTABLE and reply.where == "Accept":
        offered = dict.fromkeys(negotiate.KINDS[reply.found].values())
        found, advice = "no format that you accept fits this query", f"there are {', '.join(offered)}"
    if not negotiate.wants_json(accept):
        tail = f"; {advice}" if advice else ""
        return "text/plain; charset=utf-8", f"{reply.where}: {found}{tail}\n".encode()
    told: dict[str, object] = {
        "status": reply.status,
        "where": reply.where,
        "error": found,
        "advice": advice,
    }
    place = PLACE.search(reply.where)
    if place:
        told |= {"line": int(place[1]), "column": int(place[2])}
    return "application/json", json.dumps(told, ensure_ascii=False).encode()


State = Callable[[], str]
