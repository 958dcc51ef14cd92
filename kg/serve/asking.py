"""The query page: a SPARQL editor with the words of the ontology and the thirty questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import QueryError
from kg.rdf.iris import CONCEPTS, ONTOLOGY, prefixes
from kg.serve import dress
from kg.serve.rows import Rows
from kg.serve.web import packed, unchanged
from kg.store import queries

if TYPE_CHECKING:
    from kg.serve.web import Web

FIRST = """# 图里有哪些工会，各有多少条事实？
# Which unions are there, and how many facts of each?
SELECT ?union ?name (COUNT(?fact) AS ?facts) {
  ?union a uw:Union ; rdfs:label ?name .
  ?fact uw:subject ?union .
}
GROUP BY ?union ?name
ORDER BY DESC(?facts)
LIMIT 20
"""
# Every term of the ontology, and every concept that a number, an honor or a program can have.
TERMS = f"""SELECT DISTINCT ?term ?kind ?zh ?en ?about ?aboutEn {{ GRAPH <{ONTOLOGY}> {{
  ?term a ?kind ; rdfs:label ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en")
  OPTIONAL {{ ?term skos:definition ?about FILTER(LANG(?about) = "zh") }}
  OPTIONAL {{ ?term skos:definition ?aboutEn FILTER(LANG(?aboutEn) = "en") }}
}} }}"""
LISTED = f"""SELECT ?term ?zh ?en {{ GRAPH <{ONTOLOGY}> {{
  ?term a skos:Concept ; skos:prefLabel ?zh, ?en FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }} }}"""
KINDS = {"Class": "class", "ObjectProperty": "property", "DatatypeProperty": "property"}
# What the graph uses of other vocabularies: name, kind, and what it is in both languages.
OTHERS = (
    ("rdf:type", "property", "类型", "type"),
    ("rdfs:label", "property", "名称", "name"),
    ("skos:altLabel", "property", "别名", "other name"),
    ("skos:prefLabel", "property", "概念的名称", "name of a concept"),
    ("skos:broader", "property", "上位概念", "broader concept"),
    ("skos:exactMatch", "property", "其他数据中的同一事物", "the same thing in other data"),
    ("skos:Concept", "class", "概念", "concept"),
    ("dcterms:identifier", "property", "报告编号", "id of a report"),
    ("schema:url", "property", "报告的网址", "address of a report"),
    ("oa:hasSource", "property", "所在报告", "the report where it stands"),
    ("oa:hasSelector", "property", "所在位置", "the place where it stands"),
    ("oa:exact", "property", "原文", "the words themselves"),
    ("oa:start", "property", "起点（码点）", "start, in code points"),
    ("oa:end", "property", "终点（码点）", "end, in code points"),
    ("prov:wasGeneratedBy", "property", "由何处理生成", "what made it"),
)


@dataclass(frozen=True, slots=True)
class Example:
    """A question that can be asked at once."""

    name: str
    zh: str
    en: str
    sparql: str


def examples() -> list[Example]:
    """The questions of the ontology."""
    return [Example(one.name, one.title_zh, one.title_en, one.sparql) for one in queries.questions()]


def shortened(iri: str, known: Mapping[str, str]) -> str:
    """A term as a query writes it: `uw:Union`, `indicator:members-total`; the whole IRI where a scheme
    is called as a prefix for entities is, and where no prefix fits.

    >>> shortened("https://w3id.org/union-work/ontology#Union", {"uw": "https://w3id.org/union-work/ontology#"})
    'uw:Union'
    """
    scheme, _, name = iri.removeprefix(CONCEPTS).partition("/")
    if iri.startswith(CONCEPTS) and scheme not in known and name and "/" not in name:
        return f"{scheme}:{name}"
    for prefix, start in known.items():
        if iri.startswith(start) and "/" not in iri.removeprefix(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return f"<{iri}>"


def words(terms: Rows, concepts: Rows, known: Mapping[str, str]) -> bytes:
    """What the editor completes, as JSON: prefixes, terms and concepts, with labels and meanings.

    known: the prefixes that need no declaration.
    """
    found = {name: _word(name, kind, zh, en) for name, kind, zh, en in OTHERS}
    for row in terms:
        kind = KINDS.get(row["kind"].rpartition("#")[2])
        if kind and row["term"].startswith(ONTOLOGY + "#"):
            name = shortened(row["term"], known)
            found[name] = _word(
                name, kind, row["zh"], row["en"], row.get("about", ""), row.get("aboutEn", "")
            )
    listed = {shortened(row["term"], known): row for row in concepts if row["term"].startswith(CONCEPTS)}
    schemes = sorted({name.partition(":")[0] for name in listed if not name.startswith("<")})
    told = {
        "prefixes": dict(known),
        "schemes": {scheme: f"{CONCEPTS}{scheme}/" for scheme in schemes},
        "terms": [found[name] for name in sorted(found)],
        "concepts": [
            _word(name, "concept", listed[name]["zh"], listed[name]["en"]) for name in sorted(listed)
        ],
        "questions": [asdict(one) for one in examples()],
    }
    return json.dumps(told, ensure_ascii=False).encode()


def _word(name: str, kind: str, zh: str, en: str, about: str = "", about_en: str = "") -> dict[str, str]:
    return {"name": name, "kind": kind, "zh": zh, "en": en, "about": about, "aboutEn": about_en}


class QueryPage:
    """`/query`: the page, and what its editor knows."""

    def __init__(self, web: Web) -> None:
        self.web = web

    def routes(self) -> list[BaseRoute]:
        return [Route("/query", self.page), Route("/query/words", self.words)]

    async def page(self, request: Request) -> Response:
        """`/query?query=…` or `?example=q07`: the editor, with a query in it; `view`, `x`, `y` and `by`
        say how the page shows its answer."""

        sparql, example = request.query_params.get("query", ""), request.query_params.get("example", "")
        if example and not sparql:
            try:
                sparql = queries.find(example).sparql
            except QueryError:
                sparql = ""
        worn = self.web.worn(request, "query")
        page = dress.render(
            "query",
            worn,
            kind="query",
            title="查询 Query",
            sparql=sparql or FIRST,
            examples=examples(),
            editor=dress.address("editor.js"),
        )
        return packed(request, page, "text/html; charset=utf-8", dress.ASKING | {"cache-control": "no-cache"})

    async def words(self, request: Request) -> Response:
        """`/query/words`: what the editor completes."""

        tag = f'"{self.web.endpoint.state()}-words"'
        if (same := unchanged(request, tag)) is not None:
            return same
        found = await self.web.ask(request, {"terms": TERMS, "concepts": LISTED})
        body = words(found["terms"], found["concepts"], prefixes(self.web.base))
        headers = {"cache-control": "no-cache", "etag": tag, "vary": "Accept-Encoding"}
        return packed(request, body, "application/json", headers)
