"""Entities and terms under their IRIs."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

import pyoxigraph as ox
import pytest

import kg
from kg.rdf.iris import mint
from tests.serve.servers import Server, served

NAME = "杭州市下城区总工会"
IRI = mint("Union", NAME)
PATH = "/id/union/" + NAME
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


TAGS = (
    "html head meta title link body header nav details summary form input button label main section "
    "h1 h2 p div small b code ul ol li a table tbody tr td th span br script"
)


class Page(HTMLParser):
    """The links and the text of a page; an element that none of our pages has is an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS.split(), tag
        assert tag != "script" or dict(attrs).get("src", "").startswith("/static/")
        assert not [name for name, _ in attrs if name.startswith("on")]
        self.links += [str(value) for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("path", [PATH, PATH.replace("union", "uni%6Fn")])
@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "*/*"])
def test_an_entity_is_described_under_its_iri(server, path, accept):
    response = server.get(path, accept=accept)
    assert response.status == 200
    format = ox.RdfFormat.from_media_type(response.type)
    triples = {quad.triple for quad in ox.parse(response.body, format=format)}
    label = ox.Triple(ox.NamedNode(IRI), ox.NamedNode(RDFS + "label"), ox.Literal(NAME))
    assert label in {
        ox.Triple(one.subject, one.predicate, ox.Literal(one.object.value))
        for one in triples
        if isinstance(one.object, ox.Literal)
    }
    assert any(one.object == ox.NamedNode(IRI) for one in triples)


def test_a_person_gets_a_page_whose_links_lead_on(server):
    response = server.get(
        PATH + "?statements", accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    )
    assert response.type == "text/html"
    page = Page(response.text)
    assert page.text.count(NAME) > 1
    own = [link for link in page.links if link.startswith("/id/")]
    assert len(own) > 10
    for link in own[:10]:
        assert server.get(link.partition("#")[0], accept="text/html").status == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_every_entity_of_the_store_resolves(server, seeds_store):
    with kg.open(seeds_store) as graph:
        found = graph.query("SELECT DISTINCT ?s { ?s rdfs:label ?n ; a ?t }")["s"]
    entities = sorted(iri for iri in found if "/id/" in iri)
    assert len(entities) > 100
    for iri in entities[::7]:
        path = "/id/" + iri.partition("/id/")[2]
        assert server.get(path, accept="application/n-triples").body.count(f"<{iri}>".encode()) > 0


@pytest.mark.parametrize(
    ("format", "media_type"), [("ttl", "text/turtle"), ("jsonld", "application/ld+json")]
)
def test_links_can_ask_for_a_format(server, format, media_type):
    for path in (PATH, "/ontology"):
        assert server.get(f"{path}?format={format}", accept="text/html").type == media_type


def test_a_report_resolves_to_its_named_graph(server, seeds_store):
    with kg.open(seeds_store) as graph:
        iri = "https://w3id.org/union-work/id/report/putuo-2023/graph"
        [(wanted,)] = graph.answer(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}").rows
    response = server.get("/id/report/putuo-2023/graph", accept="application/n-triples")
    assert len(response.text.splitlines()) == wanted > 100


def test_the_ontology_is_served_with_its_labels(server):
    turtle = server.get("/ontology").text
    assert "uw:Union" in turtle
    page = Page(server.get("/ontology", accept="text/html").text)
    assert "企业" in page.text
    assert "Company" in page.text


def test_what_the_client_has_of_an_entity_is_not_sent_again(server):
    tag = server.get(PATH).headers["etag"]
    assert server.get(PATH, if_none_match=tag).status == 304
    assert server.get(PATH, accept="text/html", if_none_match=tag).status == 200


@pytest.mark.parametrize(
    "path",
    ["/id/", "/id/union/", "/id/union/x>y", "/id/%00", "/id/%ff%fe", "/id/a/../b", "/id/" + "x" * 5000],
)
def test_an_iri_of_nothing_is_404_in_one_line(server, path):
    response = server.send("GET", quote(path, safe="/%"))
    assert response.status == 404
    assert response.text.count("\n") == 1


def test_the_start_page_says_what_is_here_and_leads_to_every_page(server):
    page = Page(server.get("/", accept="text/html").text)
    assert "5 份报告" in page.text
    assert {"/search", "/explore", "/indicators", "/query", "/ontology"} <= set(page.links)
    for link in page.links:
        assert server.get(link.partition("#")[0], accept="text/html").status == 200


def test_a_browser_at_the_endpoint_is_led_to_the_editor(server):
    response = server.get("/sparql", accept="text/html")
    assert (response.status, response.headers["location"]) == (303, "/query")


@pytest.mark.parametrize("path", ["/nothing", "/id/union/nobody", "/reader/none", "/indicators/none", "/a/b"])
def test_a_person_is_told_in_both_languages_that_nothing_is_here(server, path):
    response = server.get(path, accept="text/html")
    assert (response.status, response.type) == (404, "text/html")
    page = Page(response.text)
    assert "没有这一页" in page.text
    assert "Nothing is here" in page.text
    assert {"/", "/search"} <= set(page.links)
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_a_method_that_a_page_has_not_is_refused_for_people_and_programs(server):
    refused = server.send("POST", "/query", b"", {"accept": "text/html"})
    assert (refused.status, refused.type) == (405, "text/html")
    assert server.send("POST", "/query", b"").text.count("\n") == 1


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory):
    """A store under another base, with names that are markup and paths."""
    folder = tmp_path_factory.mktemp("odd")
    store = ox.Store(str(folder / "graph"))
    label = ox.NamedNode(RDFS + "label")
    for end in ("company/%3Cimg%20src=x%3E", "company/%2E%2E", "company/a%2Fb"):
        node = ox.NamedNode("http://kg.example/" + "id/" + end)
        store.add(ox.Quad(node, label, ox.Literal("</title><script>alert(1)</script><img src=x onerror=y>")))
        store.add(ox.Quad(node, ox.NamedNode("urn:p"), ox.NamedNode("javascript:alert(1)")))
    store.flush()
    del store
    with served(
        folder / "graph", folder / "log", "--base", "http://kg.example/", "--workers", "1"
    ) as running:
        yield running


@pytest.mark.parametrize("end", ["company/%3Cimg%20src=x%3E", "company/%2E%2E", "company/a%2Fb"])
def test_markup_in_names_stays_text_and_scripts_are_no_links(odd: Server, end):
    assert odd.send("GET", "/id/" + end).status == 200
    page = Page(odd.send("GET", "/id/" + end, None, {"accept": "text/html"}).text)
    assert "<script>alert(1)</script>" in page.text
    assert "javascript:alert(1)" in page.text
    assert not [link for link in page.links if "script" in link]
