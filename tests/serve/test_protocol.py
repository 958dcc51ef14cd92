"""What the endpoint answers, and how it says no."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import time
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from tests.serve.servers import Response

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
UNIONS = "SELECT ?s ?name { ?s a uw:Union ; rdfs:label ?name } ORDER BY ?name LIMIT 3"
GRAPH = "CONSTRUCT { ?s rdfs:label ?name } WHERE { ?s a uw:Union ; rdfs:label ?name }"
XML = "application/sparql-results+xml"
FORM = {"content-type": "application/x-www-form-urlencoded"}
RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def test_the_default_graph_is_the_merge_and_named_graphs_can_be_asked(server):
    plain = server.ask("SELECT (COUNT(?r) AS ?n) { ?r a uw:Report }", accept="text/csv")
    assert plain.text.split() == ["n", "5"]
    named = server.ask("SELECT DISTINCT ?g { GRAPH ?g { ?r a uw:Report } }", accept="text/csv")
    assert len(named.text.split()) == 1 + 5


def test_a_table_is_the_same_in_each_format(server):
    wanted = server.ask(UNIONS, accept="application/sparql-results+json")
    rows = [
        [row["s"]["value"], row["name"]["value"]] for row in json.loads(wanted.body)["results"]["bindings"]
    ]
    assert len(rows) == 3
    as_csv = server.ask(UNIONS, accept="text/csv")
    assert list(csv.reader(io.StringIO(as_csv.text)))[1:] == rows
    as_tsv = server.ask(UNIONS, accept="text/tab-separated-values")
    assert [line.split("\t")[0].strip("<>") for line in as_tsv.text.splitlines()[1:]] == [
        row[0] for row in rows
    ]
    root = ElementTree.fromstring(server.ask(UNIONS, accept="application/sparql-results+xml").body)
    assert [
        [each[0].text for each in result.iter(RESULTS + "binding")]
        for result in root.iter(RESULTS + "result")
    ] == rows


def triples(response: Response) -> set[ox.Triple]:
    parsed = ox.parse(response.body, format=ox.RdfFormat.from_media_type(response.type))
    return {quad.triple for quad in parsed}


@pytest.mark.parametrize(
    "media_type",
    [
        "text/turtle",
        "application/ld+json",
        "application/n-triples",
        "application/trig",
        "application/rdf+xml",
    ],
)
def test_a_graph_is_the_same_in_each_format(server, media_type):
    response = server.ask(GRAPH, accept=media_type)
    assert response.type == media_type
    assert triples(response) == triples(server.ask(GRAPH)) != set()


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (UNIONS, "*/*", "application/sparql-results+json"),
        (UNIONS, "text/html, text/csv;q=0.5, application/sparql-results+xml;q=0.9", XML),
        (UNIONS, "text/*", "text/csv"),
        (UNIONS, "application/json", "application/sparql-results+json"),
        (UNIONS, "application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        (UNIONS, "text/csv;q=0.1, */*", "application/sparql-results+json"),
        ("ASK { }", "text/turtle, application/sparql-results+xml", "application/sparql-results+xml"),
        (GRAPH, "text/csv, application/ld+json", "application/ld+json"),
        (GRAPH, "application/json", "application/ld+json"),
    ],
)
def test_the_format_is_the_one_the_client_likes_best(server, query, accept, media_type):
    response = server.ask(query, accept=accept)
    assert (response.status, response.type) == (200, media_type)


@pytest.mark.parametrize(
    ("query", "accept"), [(UNIONS, "text/turtle"), (GRAPH, "text/csv"), (UNIONS, "image/png")]
)
def test_a_format_there_is_not_gets_406_and_the_list_of_those_there_are(server, query, accept):
    response = server.ask(query, accept=accept)
    assert response.status == 406
    assert ("text/csv" if query == UNIONS else "text/turtle") in response.text


@pytest.mark.parametrize("form", [True, False])
def test_post_asks_as_get_does(server, form):
    if form:
        response = server.send("POST", "/sparql", urlencode({"query": UNIONS}).encode(), FORM)
    else:
        headers = {"content-type": "application/sparql-query; charset=UTF-8"}
        response = server.send("POST", "/sparql", UNIONS.encode(), headers)
    assert response.body == server.ask(UNIONS).body


def test_named_graphs_of_the_request_are_the_dataset(server):
    base = "https://w3id.org/union-work/id/report/"
    one, two = f"{base}xiacheng-2015/graph", f"{base}putuo-2023/graph"
    count = "SELECT (COUNT(?r) AS ?n) { ?r a uw:Report }"
    for graphs, number in (([one], "1"), ([one, two], "2"), ([one, two, one], "2"), ([base], "0")):
        more = [("default-graph-uri", graph) for graph in graphs]
        assert server.ask(count, *more, accept="text/csv").text.split()[1] == number
    inside = "SELECT ?g { GRAPH ?g { ?r a uw:Report } }"
    assert server.ask(inside, ("named-graph-uri", one), accept="text/csv").text.split() == ["g", one]
    assert server.ask(inside, ("default-graph-uri", one), accept="text/csv").text.split() == ["g"]
    assert server.ask(count, ("named-graph-uri", one), accept="text/csv").text.split()[1] == "0"


def test_two_default_graphs_count_what_both_say_once(server):
    base = "https://w3id.org/union-work/id/report/"
    more = [
        ("default-graph-uri", f"{base}{name}/graph") for name in ("xiacheng-2015", "putuo-2023", "nowhere")
    ]
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    both = "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"
    named = [("named-graph-uri", graph) for _, graph in more]
    assert server.ask(count, *more).body == server.ask(both, *named).body


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json", "*/*"])
def test_without_a_query_the_endpoint_describes_itself(server, accept):
    response = server.get("/sparql", accept=accept)
    graph = Graph().parse(data="".join(f"{each} .\n" for each in triples(response)), format="nt")
    endpoint = URIRef(f"{server.url}/sparql")
    assert graph.value(predicate=RDF.type, object=SD.Service) == endpoint
    assert (endpoint, SD.endpoint, endpoint) in graph
    assert len(list(graph.objects(endpoint, SD.resultFormat))) == 9


def test_head_gives_the_headers_of_get_and_no_body(server):
    path = "/sparql?" + urlencode({"query": UNIONS})
    got, head = server.send("GET", path), server.send("HEAD", path)
    assert head.body == b""
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]


def test_gzip_is_sent_to_those_who_take_it(server):
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    plain, packed = server.ask(query), server.ask(query, accept_encoding="gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in server.ask(query, accept_encoding="gzip;q=0").headers


def test_what_the_client_has_is_not_sent_again(server):
    tag = server.ask(UNIONS).headers["etag"]
    again = server.ask(UNIONS, if_none_match=f'"other", W/{tag}')
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
    assert server.ask(UNIONS, accept="text/csv", if_none_match=tag).status == 200
    assert server.ask(GRAPH, if_none_match=tag).status == 200


def test_an_answer_that_changes_by_itself_has_no_etag(server):
    assert "etag" not in server.ask("SELECT (RAND() AS ?r) {}").headers


def test_pages_of_other_origins_may_ask(server):
    asked = server.send(
        "OPTIONS",
        "/sparql",
        None,
        {"origin": "https://example.org", "access-control-request-method": "POST"},
    )
    assert asked.status == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    for response in (asked, server.ask(UNIONS), server.ask("SELECT")):
        assert response.headers["access-control-allow-origin"] == "*"


def test_a_wrong_query_is_told_with_its_line_and_column(server):
    query = "SELECT ?s {\n  ?s a }"
    response = server.ask(query)
    assert (response.status, response.type) == (400, "text/plain")
    assert re.match(r"query, line 2, column [89]: not understood; expected here: ", response.text)
    told = json.loads(server.ask(query, accept="application/sparql-results+json").body)
    assert (told["status"], told["line"]) == (400, 2)
    assert told["column"] in (8, 9)
    assert told["error"]


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("PUT", "/sparql?query=ASK%7B%7D", None, {}, 405),
        ("DELETE", "/sparql", None, {}, 405),
        ("GET", "/sparql?querry=ASK%7B%7D", None, {}, 400),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=graph", None, {}, 400),
        ("GET", "/sparql?query=%ff", None, {}, 400),
        ("POST", "/sparql", b"\xff", {"content-type": "application/sparql-query"}, 400),
        ("POST", "/sparql", b"ASK{}", {}, 415),
        ("POST", "/sparql", b"ASK{}", {"content-type": "text/plain"}, 415),
        ("POST", "/sparql", b"ASK{}", {"content-type": "nonsense"}, 415),
        ("POST", "/sparql", b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
        ("POST", "/sparql", b"update=CLEAR%20ALL", FORM, 403),
        ("POST", "/sparql", b"CLEAR ALL", {"content-type": "application/sparql-update"}, 403),
        ("POST", "/sparql", b"#" * 300_000, {"content-type": "application/sparql-query"}, 413),
        ("GET", "/nowhere", None, {}, 404),
        ("POST", "/ontology", b"", {}, 405),
        ("GET", "/id/union/nobody", None, {}, 404),
    ],
)
def test_a_request_that_cannot_be_served_gets_its_status_and_one_line(
    server, method, path, body, headers, status
):
    response = server.send(method, path, body, headers)
    assert response.status == status
    assert response.text.count("\n") == 1
    assert "Traceback" not in response.text
    assert status != 405 or "GET" in response.headers["allow"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } } } }",
        "PREFIX x: <%s> SELECT * { \\u0053ERVICE x: { ?s ?p ?o } }",
        "SELECT * FROM <%s> { ?s ?p ?o }",
        "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }",
        "LOAD <%s>",
        "LOAD SILENT <%s> INTO GRAPH <urn:x>",
        "INSERT DATA { <%s> a <urn:x> }",
    ],
)
def test_nothing_from_the_network_is_asked_and_nothing_is_changed(server, writable_server, query):
    response = server.ask(query % f"{writable_server.url}/sparql")
    assert response.status == 400
    assert "not allowed" in response.text or "update" in response.text


def test_each_request_is_one_line_of_the_log(server):
    before = len(settled(server.log))
    server.ask(UNIONS)
    server.get("/?a=b")
    lines = settled(server.log, before + 2)
    assert len(lines) == before + 2
    told = [line.split()[1:5] for line in lines[before:]]
    assert sorted(told) == [["127.0.0.1", "GET", "/", "200"], ["127.0.0.1", "GET", "/sparql", "200"]]


def settled(log: Path, least: int = 0) -> list[str]:
    """The lines of a log once it has stopped growing: a line is written after its response."""
    lines: list[str] = []
    for _ in range(50):
        time.sleep(0.2)
        last, lines = lines, log.read_text().splitlines()
        if len(lines) >= least and len(lines) == len(last):
            break
    return lines
    assert all(line.endswith(" ms") for line in lines[1:])
