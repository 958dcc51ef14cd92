"""SHACL: does a graph keep to the shapes of `ontology/shapes/`?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal as Choice
from typing import cast

import rdflib
from rdflib import RDF, SH

from kg.rdf import ontology
from kg.rdf.terms import Literal, Quad

SHAPES = "https://w3id.org/union-work/shapes#"
Severity = Choice["violation", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One node that does not keep to one shape.

    shape: the local name of the property shape (`conferral-honor`). node: an IRI. value: what
    was found, where a value is to blame.
    """

    severity: Severity
    shape: str
    node: str
    message_zh: str
    message_en: str
    value: str | None = None


def check(quads: Iterable[Quad]) -> list[Finding]:
    """What the shapes find wrong with the graph of a report, worst first; nothing is a good sign."""
    return check_graph(to_graph(quads))


def check_graph(graph: rdflib.Graph) -> list[Finding]:
    """The same for an rdflib graph."""
    import pyshacl

    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none", advanced=False)
    results = cast(rdflib.Graph, report)
    found = {_finding(results, result) for result in results.subjects(RDF.type, SH.ValidationResult)}
    order = ("violation", "warning", "info")
    return sorted(found, key=lambda one: (order.index(one.severity), one.shape, one.node, one.value or ""))


def to_graph(quads: Iterable[Quad]) -> rdflib.Graph:
    """Quads as an rdflib graph, without their graph names."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((rdflib.URIRef(quad.subject), rdflib.URIRef(quad.predicate), _node(quad.object)))
    return graph


@cache
def shapes() -> rdflib.Graph:
    """All shapes in one graph."""
    graph = rdflib.Graph()
    for path in sorted((ontology.folder() / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _node(term: str | Literal) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, Literal):
        datatype = rdflib.URIRef(term.datatype) if term.datatype else None
        return rdflib.Literal(term.value, datatype=datatype, lang=term.language)
    return rdflib.URIRef(term)


def _finding(results: rdflib.Graph, result: rdflib.term.Node) -> Finding:
    shape = results.value(result, SH.sourceShape)
    severity = str(results.value(result, SH.resultSeverity)).split("#")[1].lower()
    value = results.value(result, SH.value)
    messages = {
        text.language: str(text)
        for text in results.objects(result, SH.resultMessage)
        if isinstance(text, rdflib.Literal)
    }
    return Finding(
        severity=cast(Severity, severity),
        shape=str(shape).removeprefix(SHAPES),
        node=str(results.value(result, SH.focusNode)),
        message_zh=messages.get("zh", ""),
        message_en=messages.get("en", ""),
        value=None if value is None else str(value),
    )
