"""Entities and terms under their IRIs: Turtle, JSON-LD and the like for programs, HTML for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.iris import ONTOLOGY, prefixes, segment
from kg.serve import dress, failures, messages, negotiate, rows, sparql
from kg.serve.messages import Job, Reply
from kg.serve.web import packed

if TYPE_CHECKING:
    from kg.serve.app import Endpoint
    from kg.serve.web import Web

JSON = {"select": "application/sparql-results+json"}
OFFERED = negotiate.GRAPHS | {"text/html": "text/html", "application/xhtml+xml": "text/html"}
SHOWN = 500  # statements on a page in each direction

GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <%s> { ?s ?p ?o } }"
ABOUT = """CONSTRUCT { <%(iri)s> ?p ?o . ?s ?q <%(iri)s> . ?other rdfs:label ?label } WHERE {
  { <%(iri)s> ?p ?o } UNION { ?s ?q <%(iri)s> } UNION
  { { <%(iri)s> ?out ?other } UNION { ?other ?in <%(iri)s> } ?other rdfs:label ?label }
}"""
STATEMENTS = """SELECT ?way ?property ?zh ?en ?other ?label WHERE {
  { <%(iri)s> ?property ?other BIND("out" AS ?way) } UNION { ?other ?property <%(iri)s> BIND("in" AS ?way) }
  OPTIONAL { ?other rdfs:label ?label FILTER(LANG(?label) != "en") }
  OPTIONAL { GRAPH <%(ontology)s> { ?property rdfs:label ?zh FILTER(LANG(?zh) = "zh") } }
  OPTIONAL { GRAPH <%(ontology)s> { ?property rdfs:label ?en FILTER(LANG(?en) = "en") } }
} ORDER BY DESC(?way) ?property ?label ?other LIMIT %(most)d"""
TERMS = """SELECT ?term ?zh ?en ?meaning WHERE { GRAPH <%s> {
  ?term rdfs:label ?zh FILTER(LANG(?zh) = "zh")
  OPTIONAL { ?term rdfs:label ?en FILTER(LANG(?en) = "en") }
  OPTIONAL { ?term skos:definition ?meaning FILTER(LANG(?meaning) = "zh") }
  OPTIONAL { ?term skos:definition ?meaning_en FILTER(LANG(?meaning_en) = "en") }
} } ORDER BY ?term"""

NAMED = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}


class Pages:
    """What stands behind the IRIs of a graph."""

    def __init__(self, endpoint: Endpoint, base: str, web: Web) -> None:
        self.endpoint, self.base, self.web = endpoint, base, web

    def iri(self, raw_path: str) -> str:
        """The IRI of a path, as `kg.rdf.iris` writes it, however the client has percent-encoded it."""
        parts = raw_path.lstrip("/").split("/")
        return self.base + "/".join(segment(unquote(part, errors="replace")) for part in parts)

    async def entity(self, request: Request) -> Response:
        """`/id/…`: what the graph says about it, and what points to it."""
        iri = self.iri(request.scope["raw_path"].decode("latin-1").partition("?")[0])
        accept = NAMED.get(request.query_params.get("format", ""), request.headers.get("accept", "*/*"))
        if negotiate.choose(accept, OFFERED) not in (None, *negotiate.GRAPHS):
            page = await self.web.page(request, iri)
            if page is not None:
                return page
        if iri.startswith(self.base + "id/report/") and iri.endswith("/graph"):
            construct = GRAPH % iri
        else:
            construct = ABOUT % {"iri": iri}
        wanted = {"iri": iri, "ontology": ONTOLOGY, "most": 2 * SHOWN}
        return await self._respond(request, iri, construct, STATEMENTS % wanted)

    async def ontology(self, request: Request) -> Response:
        """`/ontology`: the terms."""
        return await self._respond(request, ONTOLOGY, GRAPH % ONTOLOGY, TERMS % ONTOLOGY)

    async def _respond(self, request: Request, iri: str, construct: str, select: str) -> Response:
        accept = NAMED.get(request.query_params.get("format", ""), request.headers.get("accept", "*/*"))
        name = negotiate.choose(accept, OFFERED)
        if name is None:
            reply = Reply(messages.NOT_ACCEPTABLE, where="Accept", found="graph")
            return failures.response(request, reply)
        as_page = name not in negotiate.GRAPHS
        job = Job(
            select if as_page else construct,
            JSON if as_page else {"graph": negotiate.GRAPHS[name]},
            compress=not as_page and negotiate.takes_gzip(request.headers.get("accept-encoding", "")),
        )
        before = request.headers.get("if-none-match")
        named = sparql.name_of(job)
        tag = sparql.etag(named, self.endpoint.state())
        if sparql.matches(None if before is None else before.encode("latin-1"), tag):
            return Response(status_code=304, headers=_headers(tag))
        reply = await self.endpoint.ask(job, request.scope, request.receive)
        if reply.status != messages.OK:
            return failures.response(request, reply)
        if not reply.rows or (as_page and not rows.of_json(reply.body)):
            return failures.response(
                request, Reply(404, where="request", found=f"nothing is known about {iri}")
            )
        headers = _headers(sparql.etag(named, reply.state))
        if as_page:
            headers |= dress.HEADERS
            return packed(request, self._page(request, iri, reply), "text/html; charset=utf-8", headers)
        if reply.encoding:
            headers["content-encoding"] = reply.encoding
        return Response(reply.body, headers=headers, media_type=reply.media_type)

    def _page(self, request: Request, iri: str, reply: Reply) -> bytes:
        worn = self.web.worn(request, "plain")
        found = rows.of_json(reply.body)
        if iri == ONTOLOGY:
            terms = [
                {
                    "en": "",
                    "meaning": "",
                    "meaning_en": "",
                    **row,
                    "name": row["term"].removeprefix(ONTOLOGY).lstrip("#"),
                }
                for row in found
            ]
            return dress.render(
                "ontology", worn, kind="ontology", title="本体 Ontology", iri=iri, terms=terms
            )
        own = [row["other"] for row in found if row["property"].endswith("#label")]
        statements = [self._statement(row) for row in found]
        title = own[0] if own else iri
        more = len(found) == 2 * SHOWN
        return dress.render(
            "entity", worn, kind="plain", title=title, iri=iri, statements=statements, more=more
        )

    def _statement(self, row: Mapping[str, str]) -> dict[str, str]:
        other = row["other"]
        link = ""
        if other.startswith(ONTOLOGY):
            link = "/ontology" + other.removeprefix(ONTOLOGY)
        elif other.startswith(self.base):
            link = "/" + other.removeprefix(self.base)
        elif urlsplit(other).scheme in ("http", "https") and not set(other) & set(" \t\n"):
            link = other
        return {
            "way": row["way"],
            "zh": row.get("zh", ""),
            "en": row.get("en", ""),
            "short": _short(row["property"]),
            "text": row.get("label") or other,
            "link": link,
        }


def _short(iri: str) -> str:
    for name, start in prefixes().items():
        if iri.startswith(start):
            return f"{name}:{iri[len(start) :]}"
    return iri


def _headers(tag: str | None) -> dict[str, str]:
    found = {"access-control-allow-origin": "*", "cache-control": "no-cache", "vary": sparql.VARY}
    return found | ({"etag": tag} if tag else {})
