"""Clients that others wrote, against the real server."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

BASE = "https://w3id.org/union-work/"
UNION = URIRef(BASE + "ontology#Union")
NAME = "杭州市下城区总工会"
NAMES = f"SELECT ?name {{ ?s a <{UNION}> ; <{RDFS.label}> ?name }} ORDER BY ?name"
CONSTRUCT = f"CONSTRUCT {{ ?s <{RDFS.label}> ?name }} WHERE {{ ?s a <{UNION}> ; <{RDFS.label}> ?name }}"


def wrapper(server, query: str, format: str) -> SPARQLWrapper:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery(query)
    client.setReturnFormat(format)
    client.setTimeout(20)
    return client


@pytest.mark.parametrize("how", ["GET", POST])
@pytest.mark.parametrize("format", [JSON, XML])
def test_sparqlwrapper_reads_tables(server, how, format):
    client = wrapper(server, NAMES, format)
    client.setMethod(how)
    found = client.queryAndConvert()
    if format == JSON:
        names = [row["name"]["value"] for row in found["results"]["bindings"]]
    else:
        names = [each.firstChild.data for each in found.getElementsByTagName("literal")]
    assert NAME in names
    assert len(names) > 5


def test_sparqlwrapper_reads_csv_graphs_and_truth(server):
    assert NAME in wrapper(server, NAMES, CSV).queryAndConvert().decode().split("\r\n")
    turtle = Graph().parse(data=wrapper(server, CONSTRUCT, TURTLE).queryAndConvert(), format="turtle")
    assert NAME in {str(each) for each in turtle.objects()}
    direct = wrapper(server, "ASK { ?s ?p ?o }", JSON)
    direct.setMethod(POST)
    direct.setRequestMethod(POSTDIRECTLY)
    assert direct.queryAndConvert()["boolean"] is True


def test_sparqlwrapper_reads_json_ld(server):
    client = wrapper(server, CONSTRUCT, JSONLD)
    assert NAME in client.query().response.read().decode()


def test_sparqlwrapper_is_told_what_is_wrong(server):
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(server, "SELECT * { ?s ?p }", JSON).query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_asks_as_if_the_graph_were_its_own(server, method):
    store = SPARQLStore(f"{server.url}/sparql", method=method)
    graph = Graph(store=store)
    unions = set(graph.subjects(URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), UNION))
    assert URIRef(BASE + "id/union/" + NAME) in unions
    assert len(list(graph.query(NAMES))) == len(unions)
    assert NAME in {str(each) for each in graph.query(CONSTRUCT).graph.objects()}


@pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
def test_curl_asks_as_the_manual_says(server):
    def curl(*words: str) -> str:
        done = subprocess.run(
            ["curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "20", *words],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    endpoint = f"{server.url}/sparql"
    ask = ["--data-urlencode", f"query={NAMES}"]
    assert NAME in curl("--get", endpoint, *ask, "--header", "Accept: text/csv")
    assert NAME in curl(endpoint, *ask, "--compressed")
    direct = curl(endpoint, "--data", "ASK { }", "--header", "Content-Type: application/sparql-query")
    assert json.loads(direct)["boolean"] is True
    assert "200" in curl("--head", "--get", endpoint, *ask)
