"""Entities and terms under their IRIs: Turtle, JSON-LD and the like for programs, HTML for people."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.iris import ONTOLOGY, prefixes, segment
from kg.serve import messages, negotiate, sparql
from kg.serve.messages import Job, Reply

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
} } ORDER BY ?term"""

STYLE = """:root{color-scheme:light dark;font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8886}
textarea{width:100%;box-sizing:border-box;font:14px/1.4 monospace}
small,td span{opacity:.7}
td,dd,p{overflow-wrap:anywhere}"""
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'"
)
SAFE = {"content-security-policy": POLICY, "x-content-type-options": "nosniff"}
TEMPLATES = jinja2.Environment(
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    trim_blocks=True,
)
EXAMPLE = """SELECT ?union ?name WHERE {
  ?union a uw:Union ; rdfs:label ?name .
} LIMIT 100"""
NAMED = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}


def page(name: str, **values: Any) -> bytes:
    return TEMPLATES.get_template(f"{name}.html").render(style=STYLE, **values).encode()


def start_page() -> bytes:
    return page("start", title="工会工作知识图谱", example=EXAMPLE)


def error_page(
    request: Request, status: int, text: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An error in one plain line, or in JSON."""
    reply = Reply(status, where="request", found=text)
    media_type, body = sparql.error_of(reply, request.headers.get("accept", "*/*"))
    return Response(body, status, headers, media_type)


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
            return self._failed(request, reply)
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
            return self._failed(request, reply)
        if not reply.rows:
            return error_page(request, 404, f"nothing is known about {iri}")
        headers = _headers(sparql.etag(named, reply.state))
        if as_page:
            headers |= SAFE
            return Response(self._page(iri, reply), headers=headers, media_type="text/html")
        if reply.encoding:
            headers["content-encoding"] = reply.encoding
        return Response(reply.body, headers=headers, media_type=reply.media_type)

    def _page(self, iri: str, reply: Reply) -> bytes:
        rows = [
            {name: cell["value"] for name, cell in row.items()}
            for row in json.loads(reply.body)["results"]["bindings"]
        ]
        if iri == ONTOLOGY:
            terms = [
                {"en": "", "meaning": "", **row, "name": row["term"].removeprefix(ONTOLOGY).lstrip("#")}
                for row in rows
            ]
            return page("ontology", title="本体 Ontology", iri=iri, terms=terms)
        own = [row["other"] for row in rows if row["property"].endswith("#label")]
        statements = [self._statement(row) for row in rows]
        title = own[0] if own else iri
        return page("entity", title=title, iri=iri, statements=statements, more=len(rows) == 2 * SHOWN)

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

    def _failed(self, request: Request, reply: Reply) -> Response:
        media_type, body = sparql.error_of(reply, request.headers.get("accept", "*/*"))
        headers = {"retry-after": str(reply.seconds)} if reply.seconds else None
        return Response(body, reply.status, headers, media_type)


def _short(iri: str) -> str:
    for name, start in prefixes().items():
        if iri.startswith(start):
            return f"{name}:{iri[len(start) :]}"
    return iri


def _headers(tag: str | None) -> dict[str, str]:
    found = {"access-control-allow-origin": "*", "cache-control": "no-cache", "vary": sparql.VARY}
    return found | ({"etag": tag} if tag else {})
