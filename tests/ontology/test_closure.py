"""What an OWL 2 RL reasoner concludes from the ontology and a report."""

from __future__ import annotations

import owlrl
import pytest
import rdflib
from rdflib import RDF, URIRef

from kg.rdf import ontology
from kg.rdf.iris import mint
from kg.rdf.quads import to_quads
from kg.rdf.shapes import to_graph
from kg.rdf.vocab import OA, UW
from tests.facts.gold import gold

ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
ORG = rdflib.Namespace("http://www.w3.org/ns/org#")


def closed(graph: rdflib.Graph) -> rdflib.Graph:
    """The ontology, a graph, and all that follows. Texts and offsets, from which nothing follows, are
    left out, as they take half of the time."""
    for predicate in (OA.exact, OA.start, OA.end, OA.hasSelector, UW.text):
        graph.remove((None, predicate, None))
    graph.parse(data=ontology.turtle(), format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def contradictions(graph: rdflib.Graph) -> list[str]:
    return sorted(str(message) for message in graph.objects(None, ERROR))


@pytest.fixture(scope="module")
def sample() -> rdflib.Graph:
    """The relations and numbers of all five seeds, without their mentions."""
    quads = (quad for facts in gold() for quad in to_quads(facts))
    return closed(
        to_graph(quad for quad in quads if "/mention/" not in quad.subject and "#char=" not in quad.subject)
    )


def test_the_seeds_do_not_contradict_the_ontology(sample: rdflib.Graph) -> None:
    assert contradictions(sample) == []


def test_what_follows_is_what_other_vocabularies_expect(sample: rdflib.Graph) -> None:
    union = URIRef(mint("Union", "建德市总工会"))
    program = URIRef(mint("Program", "五比五赛立功竞赛"))
    assert (union, RDF.type, UW.Entity) in sample
    assert (union, RDF.type, ORG.Organization) in sample
    assert (program, UW.organizer, union) in sample
    assert (program, URIRef("https://schema.org/organizer"), union) in sample


@pytest.mark.parametrize(
    "statement",
    [
        (mint("Person", "甲某"), RDF.type, UW.Union),  # a person and a union
        (mint("Person", "甲某"), UW.organizes, mint("Person", "乙某")),  # a person is no program
        (mint("Union", "甲工会"), UW.receivedHonor, mint("Program", "乙活动")),
    ],
)
def test_what_cannot_be_is_found(statement: tuple[str, URIRef, URIRef]) -> None:
    graph = rdflib.Graph()
    for type, name in (("Person", "甲某"), ("Person", "乙某"), ("Union", "甲工会"), ("Program", "乙活动")):
        graph.add((URIRef(mint(type, name)), RDF.type, UW[type]))  # type: ignore[arg-type]
    subject, predicate, object = statement
    graph.add((URIRef(subject), predicate, URIRef(object)))
    assert contradictions(closed(graph))
