"""SHACL: does a graph keep to the shapes of `ontology/shapes/`?

Two engines give the same findings: a quick one over quads (`shacl.py`), and pySHACL, the reference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal as Choice
from typing import cast

import rdflib
from rdflib import RDF, SH

from kg.rdf import ontology, shacl
from kg.rdf.terms import Literal, Quad

SHAPES = "https://w3id.org/union-work/shapes#"
Severity = Choice["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """One node that does not keep to one shape.

    shape: the local name of the rule (`conferral-honor`). node: an IRI. value: what was found,
    where a value is to blame. documents, label, evidence: where the node stands, how people call it
    and the text it was read from; `findings.explain` fills them in.
    """

    severity: Severity
    shape: str
    node: str
    message_zh: str
    message_en: str
    value: str | None = None
    documents: tuple[str, ...] = ()
    label: str = ""
    evidence: str | None = None


def check(quads: Iterable[Quad]) -> list[Finding]:
    """What the shapes find wrong with a graph, worst first; nothing is a good sign."""
    data = shacl.Data((quad.subject, quad.predicate, quad.object) for quad in quads)
    return _sorted(
        Finding(
            cast(Severity, shape.severity),
            shape.name,
            node,
            shape.messages.get("zh", ""),
            shape.messages.get("en", ""),
            value.value if isinstance(value, Literal) else value,
        )
        for shape, node, value in shacl.run(_compiled(), data)
    )


def check_graph(graph: rdflib.Graph) -> list[Finding]:
    """The same by pySHACL, of an rdflib graph: twenty times as slow."""
    import pyshacl

    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none", advanced=False)
    results = cast(rdflib.Graph, report)
    return _sorted(_finding(results, result) for result in results.subjects(RDF.type, SH.ValidationResult))


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


@cache
def _compiled() -> tuple[shacl.Shape, ...]:
    return tuple(shacl.compile(shapes(), ontology.folder() / "shapes"))


def _sorted(found: Iterable[Finding]) -> list[Finding]:
    return sorted(set(found), key=_place)


def _place(one: Finding) -> tuple[int, str, str, bool, str]:
    return SEVERITIES.index(one.severity), one.shape, one.node, one.value is not None, one.value or ""


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
