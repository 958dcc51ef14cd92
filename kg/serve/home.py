"""The start page: what is here, and where to begin, for those who have never seen such a graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.notebook.style import STYLES
from kg.serve import dress
from kg.serve.rows import Rows
from kg.serve.web import Failed, packed, respond, unchanged
from kg.store import queries
from kg.store.network import TYPES, VALUES

if TYPE_CHECKING:
    from kg.serve.web import Web

SHOWN = 5  # of each kind of thing to begin with
CHOSEN = ("q02", "q04", "q06", "q11", "q25")  # questions that show what the graph can do
QUERIES = {
    "reports": "SELECT (COUNT(?report) AS ?count) { ?report a uw:Report }",
    "relations": "SELECT (COUNT(?fact) AS ?count) { ?fact uw:predicate ?predicate }",
    "numbers": "SELECT (COUNT(?fact) AS ?count) { ?fact uw:indicator ?words }",
    "types": f"SELECT ?type (COUNT(?one) AS ?count) {{ {VALUES} ?one a ?type }} GROUP BY ?type",
    "unions": """SELECT ?union ?name (COUNT(?report) AS ?count) {
      ?report uw:reportingUnion ?union . ?union rdfs:label ?name
    } GROUP BY ?union ?name ORDER BY DESC(?count) ?name LIMIT 5""",
    "latest": """SELECT ?id ?title ?published {
      ?report a uw:Report ; dcterms:identifier ?id ; rdfs:label ?title
      OPTIONAL { ?report uw:published ?published } } ORDER BY DESC(?published) ?title LIMIT 5""",
    "indicators": """SELECT ?concept (COUNT(DISTINCT ?subject) AS ?subjects) (COUNT(?fact) AS ?count) {
      ?fact uw:indicatorConcept ?concept ; uw:subject ?subject
    } GROUP BY ?concept ORDER BY DESC(?subjects) DESC(?count) ?concept LIMIT 5""",
    "labels": """SELECT ?concept ?zh ?en { GRAPH <https://w3id.org/union-work/ontology> {
      ?concept skos:broader ?theme ; uw:quantity ?quantity ; skos:prefLabel ?zh, ?en
      FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") } }""",
}


class Home:
    """`/`. What it counts is asked once for each state of the store."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self._state: str | None = None
        self._answers: Mapping[str, Rows] = {}

    def routes(self) -> list[BaseRoute]:
        return [Route("/", self.page)]

    async def page(self, request: Request) -> Response:
        worn = self.web.worn(request, "home")
        tag = self.web.tag(request, worn)
        if (same := unchanged(request, tag)) is not None:
            return same
        state = self.web.endpoint.state()
        if state != self._state or not state:
            try:
                self._answers, self._state = await self.web.ask(request, QUERIES), state
            except Failed:  # the page shows the way all the same
                self._answers, self._state = {}, None
        page = dress.render(
            "home", worn, kind="home", title="工会工作知识图谱 Union work graph", **self._told()
        )
        if self._state is None:
            return packed(
                request, page, "text/html; charset=utf-8", dress.HEADERS | {"cache-control": "no-store"}
            )
        return respond(request, page, tag)

    def _told(self) -> dict[str, object]:
        answers = self._answers
        counts = {
            name: int(answers[name][0]["count"]) if answers.get(name) else 0
            for name in ("reports", "relations", "numbers")
        }
        types = {
            TYPES[row["type"]]: int(row["count"]) for row in answers.get("types", []) if row["type"] in TYPES
        }
        labels = {row["concept"]: (row["zh"], row["en"]) for row in answers.get("labels", [])}
        return {
            "counts": counts,
            "types": [(type, types[type]) for type in STYLES if types.get(type)],
            "unions": answers.get("unions", [])[:SHOWN],
            "latest": answers.get("latest", [])[:SHOWN],
            "indicators": [
                (row["concept"].rpartition("/")[2], *labels[row["concept"]], row["subjects"])
                for row in answers.get("indicators", [])
                if row.get("concept") in labels
            ],
            "questions": [queries.find(name) for name in CHOSEN],
        }
