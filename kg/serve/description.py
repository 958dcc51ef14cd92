"""What the endpoint says of itself (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from functools import lru_cache

from kg.serve.negotiate import GRAPHS, TABLES

FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/n-triples": "N-Triples",
    "application/trig": "TriG",
    "application/rdf+xml": "RDF_XML",
}
RDFLIB = {"application/ld+json": "json-ld", "application/n-triples": "nt", "application/rdf+xml": "xml"}


def turtle(endpoint: str) -> str:
    """The description of an endpoint at an IRI, in Turtle."""
    written = dict.fromkeys([*TABLES.values(), *GRAPHS.values()])
    formats = ",\n    ".join(f"<http://www.w3.org/ns/formats/{FORMATS[each]}>" for each in written)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<{endpoint}> a sd:Service ;
  sd:endpoint <{endpoint}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:resultFormat
    {formats} ;
  sd:defaultDataset [
    a sd:Dataset ;
    sd:defaultGraph [ a sd:Graph ; rdfs:label "What all reports say, each statement once"@en ,
      "所有报告的全部陈述，每条一次"@zh ]
  ] .
"""


@lru_cache(64)
def description(endpoint: str, media_type: str) -> bytes:
    """The description in one of the formats for graphs."""
    text = turtle(endpoint)
    if media_type in ("text/turtle", "application/trig"):
        return text.encode()
    from rdflib import Graph

    graph = Graph().parse(data=text, format="turtle")
    return graph.serialize(format=RDFLIB[media_type], encoding="utf-8")
