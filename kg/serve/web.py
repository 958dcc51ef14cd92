"""The pages for people: the reader of a report, and what they are made of."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.facts.model import ENTITY_TYPES
from kg.rdf.iris import Iris
from kg.serve import dress, entity, failures, messages, negotiate, reader, reading, rows, sparql
from kg.serve.finder import Finder
from kg.serve.messages import Job, Reply
from kg.serve.rows import Rows
from kg.serve.search import LONGEST, Hit
from kg.serve.side import Side, Unready

if TYPE_CHECKING:
    from kg.serve.app import Endpoint

JSON = {"select": "application/sparql-results+json"}
SMALL = 1400  # bytes that gzip gains nothing on
KINDS = {type.lower() for type in ENTITY_TYPES}
MOST = 50  # hits on a page
VARY = "Accept, Accept-Encoding"
ALL_REPORTS = """SELECT ?id ?title ?name ?period {
  ?report a uw:Report ; dcterms:identifier ?id ; rdfs:label ?title .
  OPTIONAL { ?report uw:reportingUnion ?union . ?union rdfs:label ?name }
  OPTIONAL { ?report uw:period ?period }
} ORDER BY DESC(?period) ?title LIMIT 1000"""
FOR_EVER = "public, max-age=31536000, immutable"


class Failed(Exception):
    """A query of a page was not answered; `reply` says why, and is what the client gets."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.found)
        self.reply = reply


class Web:
    """The pages over an endpoint. base: of the IRIs. finder: what searches names; side: what draws
    views of the graph; if anything does."""

    def __init__(
        self, endpoint: Endpoint, base: str, finder: Finder | None = None, side: Side | None = None
    ) -> None:
        self.endpoint, self.base, self.iris, self.finder = endpoint, base, Iris(base), finder
        self.side = side

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/reader/{report:path}", self.reader),
            Route("/search", self.search),
            Route("/static/{name}", self.static),
        ]

    async def ask(self, request: Request, queries: Mapping[str, str]) -> dict[str, Rows]:
        """The rows of each query. Raises Failed."""
        found = {}
        for name, text in queries.items():  # one after the other: a page takes one place of the pool
            reply = await self.endpoint.ask(Job(text, JSON), request.scope, request.receive)
            if reply.status != messages.OK:
                raise Failed(reply)
            found[name] = rows.of_json(reply.body)
        return found

    async def reader(self, request: Request) -> Response:
        """`/reader/ID`: a report."""
        page = await self.report(request, request.path_params["report"])
        if page is None:
            raise HTTPException(404)
        return page

    async def page(self, request: Request, iri: str) -> Response | None:
        """The page of what has one of its own: reports and entities. None for all else."""
        kind, _, name = iri.removeprefix(self.iris.id).partition("/")
        if not iri.startswith(self.iris.id) or not name:
            return None
        if kind == "report":
            return None if "/" in name else await self.report(request, unquote(name))
        if kind not in KINDS or "statements" in request.query_params:
            return None
        return await self.entity(request, iri)

    async def entity(self, request: Request, iri: str) -> Response | None:
        """The page of an entity; None where there is none."""
        worn = self.worn(request, "entity")
        tag = self.tag(request, worn)
        if (same := unchanged(request, tag)) is not None:
            return same
        found = entity.read(iri, await self.ask(request, entity.queries(iri)))
        if found is None:
            return None
        page = dress.render("entity_page", worn, kind="entity", title=found.name, entity=found)
        return respond(request, page, tag)

    async def report(self, request: Request, document: str) -> Response | None:
        """The page of a report, by its id; None where there is none."""
        worn = self.worn(request, "reader")
        tag = self.tag(request, worn)
        if (same := unchanged(request, tag)) is not None:
            return same
        answers = await self.ask(request, reading.queries(self.iris, document))
        found = reading.read(self.iris.report(document), answers)
        if found is None:
            return None
        return respond(request, reader.html(found, worn), tag)

    async def search(self, request: Request) -> Response:
        """`/search?q=…&type=…`: entities by name, as a page or as JSON; without q all reports."""
        asked = request.query_params.get("q", "").strip()[:LONGEST]
        chosen = request.query_params.get("type")
        chosen = chosen if chosen in ENTITY_TYPES else None
        worn = self.worn(request, "search")
        hits: list[Hit] = []
        reports: Rows = []
        if asked and self.finder is not None:
            try:
                hits = await self.finder.find(asked, chosen, MOST)
            except Unready:
                said = "the names are still being read"
                reply = Reply(messages.UNAVAILABLE, where="search", found=said, seconds=5)
                return failures.response(request, reply)
        elif not asked:
            reports = (await self.ask(request, {"reports": ALL_REPORTS}))["reports"]
        accept = request.headers.get("accept", "*/*")
        if negotiate.choose(accept, ["text/html", "application/json"]) == "application/json":
            body = json.dumps([asdict(hit) for hit in hits], ensure_ascii=False).encode("utf-8", "replace")
            return packed(request, body, "application/json", {"cache-control": "no-cache", "vary": VARY})
        page = dress.render(
            "search",
            worn,
            kind="search",
            title=asked or "报告 Reports",
            asked=asked,
            chosen=chosen,
            hits=hits,
            most=MOST,
            reports=reports,
        )
        headers = {"cache-control": "no-cache", "vary": VARY} | dress.HEADERS
        return packed(request, page, "text/html; charset=utf-8", headers)

    async def static(self, request: Request) -> Response:
        """`/static/NAME`: a sheet, a script or the icon."""
        found = dress.asset(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        if self.finder is not None:
            await self.finder.start()  # a person is here, and may search
        if self.side is not None:
            await self.side.start()
        headers = {"cache-control": FOR_EVER if "v" in request.query_params else "no-cache"}
        return packed(request, found[0], found[1], headers | {"x-content-type-options": "nosniff"})

    def worn(self, request: Request, kind: str) -> dress.Dress:
        """What a page of a kind wears, in the language that was asked for."""
        return dress.served(kind, self.base, english=request.query_params.get("lang") == "en")

    def tag(self, request: Request, worn: dress.Dress) -> str:
        """What names a page in one state of the store."""
        told = f"{request.scope['path']}?{request.url.query} {worn.style} {worn.script} {self.base}"
        return f'"{self.endpoint.state()}-{blake2b(told.encode(), digest_size=9).hexdigest()}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """304, if the client has the page already."""
    before = request.headers.get("if-none-match")
    if sparql.matches(None if before is None else before.encode("latin-1"), tag):
        return Response(status_code=304, headers=_headers(tag))
    return None


def respond(request: Request, page: bytes, tag: str) -> Response:
    return packed(request, page, "text/html; charset=utf-8", _headers(tag) | dress.HEADERS)


def packed(request: Request, body: bytes, media_type: str, headers: Mapping[str, str]) -> Response:
    """A response, with gzip for those who take it."""
    named = {**headers, "content-type": media_type}
    if len(body) > SMALL and negotiate.takes_gzip(request.headers.get("accept-encoding", "")):
        body = gzip.compress(body, 5, mtime=0)
        named["content-encoding"] = "gzip"
    return Response(body, headers=named)


def _headers(tag: str) -> dict[str, str]:
    return {"cache-control": "no-cache", "vary": VARY, "etag": tag}
