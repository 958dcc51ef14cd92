"""The W3C SPARQL 1.1 Protocol suite, all of its requests. Data and licence: tests/serve/w3c."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.serve.servers import Response, Server

MANIFEST = Path(__file__).parent / "w3c" / "manifest.ttl"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
RDF_TYPES = {"text/turtle", "application/rdf+xml", "application/n-triples"}


@dataclass(frozen=True)
class Step:
    """One request of a case, and what must come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None


def cases() -> Iterator[tuple[str, list[Step]]]:
    graph = Graph().parse(MANIFEST)
    entries = graph.value(next(graph.subjects(RDF.type, MF.Manifest)), MF.entries)
    for case in Collection(graph, entries):
        requests = Collection(graph, graph.value(graph.value(case, MF.action), HT.requests))
        assert isinstance(case, URIRef)
        yield case.fragment, [step(graph, request) for request in requests]


def step(graph: Graph, request: Node) -> Step:
    def text(subject: Node | None, property: URIRef) -> str | None:
        value = graph.value(subject, property)
        return None if value is None else str(value)

    header_list = graph.value(request, HT.headers)
    headers = {
        str(graph.value(header, HT.fieldName)): str(graph.value(header, HT.fieldValue))
        for header in (Collection(graph, header_list) if header_list is not None else ())
    }
    content, response = graph.value(request, HT.body), graph.value(request, HT.resp)
    chars, encoding = text(content, CNT.chars), text(content, CNT.characterEncoding)
    boolean = graph.value(response, MF.expectedBoolean)
    return Step(
        str(text(request, HT.methodName)),
        str(text(request, HT.absolutePath)),
        headers,
        None if chars is None else chars.encode(encoding or "utf-8"),
        tuple(str(status)[-3] for status in graph.objects(response, MF.expectedStatus)),
        None if boolean is None else str(boolean) == "true",
        text(response, MF.expectedFormat),
    )


def truth(response: Response) -> bool:
    if response.type.endswith("json"):
        return bool(json.loads(response.body)["boolean"])
    root = ElementTree.fromstring(response.body)
    return root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"


CASES = dict(cases())
OF_UPDATES = [name for name in CASES if "update" in name]


def test_the_suite_has_34_cases():
    assert len(CASES) == 34


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_case_of_the_suite_passes(name, w3c_server, writable_server):
    server: Server = writable_server if name in OF_UPDATES else w3c_server
    for each in CASES[name]:
        response = server.send(each.method, each.path, each.body, each.headers)
        assert str(response.status)[0] in each.statuses, response.text
        if each.boolean is not None:
            assert truth(response) == each.boolean
        if each.format is not None:
            wanted = {"boolean": TABULAR, "tabular": TABULAR, "RDF": RDF_TYPES}[each.format]
            assert response.type in wanted


@pytest.mark.parametrize("name", OF_UPDATES)
def test_the_real_server_refuses_the_updates_of_the_suite(name, w3c_server):
    first = CASES[name][0]
    response = w3c_server.send(first.method, first.path, first.body, first.headers)
    assert 400 <= response.status < 500
    assert truth(w3c_server.ask("ASK { GRAPH ?g { ?s a ?type } }"))
