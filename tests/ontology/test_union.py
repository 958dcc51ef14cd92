"""The ontology as people read it."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

from kg.rdf import ontology
from kg.rdf.iris import ONTOLOGY
from kg.rdf.vocab import SHORTCUTS, UW
from tests.facts.gold import gold

GRAPH = Graph().parse(data=ontology.turtle(), format="turtle")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
TERMS = sorted(str(term) for kind in KINDS for term in GRAPH.subjects(RDF.type, kind))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.split("#")[1])
@pytest.mark.parametrize("property", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_each_term_is_named_and_defined_once_in_each_language(term: str, property: URIRef) -> None:
    languages = [getattr(text, "language", None) for text in GRAPH.objects(URIRef(term), property)]
    assert sorted(str(language) for language in languages) == ["en", "zh"]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.split("#")[1])
def test_each_term_stands_in_our_namespace_and_refers_to_terms_that_exist(term: str) -> None:
    assert term.startswith(ONTOLOGY + "#")
    used = [value for _, _, value in GRAPH.triples((URIRef(term), None, None))]
    ours = [str(value) for value in used if isinstance(value, URIRef) and ONTOLOGY in value]
    assert set(ours) <= set(TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.split("#")[1])
def test_each_term_has_an_example(term: str) -> None:
    assert list(GRAPH.objects(URIRef(term), SKOS.example))


@pytest.mark.parametrize("kind", [OWL.ObjectProperty, OWL.DatatypeProperty])
def test_each_property_has_domain_and_range_or_a_note_why_not(kind: URIRef) -> None:
    for term in GRAPH.subjects(RDF.type, kind):
        notes = sorted(str(note.language) for note in GRAPH.objects(term, SKOS.scopeNote))  # type: ignore[attr-defined]
        both = GRAPH.value(term, RDFS.domain) and GRAPH.value(term, RDFS.range)
        assert both or notes == ["en", "zh"], term


def test_names_in_examples_are_those_of_the_seeds() -> None:
    """`A → B` says that A stands in the relation to B; where both are entities, the gold says so."""
    said: dict[tuple[str, str], set[str]] = {}
    names: set[str] = set()
    for facts in gold():
        name = {entity.id: entity.name for entity in facts.entities}
        names |= set(name.values())
        for one in facts.relations:
            said.setdefault((name[one.subject], name[one.object]), set()).add(str(SHORTCUTS[one.type]))
    inverse = {str(UW.organizer): str(UW.organizes), str(UW.participant): str(UW.participatesIn)}
    inverse[str(UW.partner)] = str(UW.organizes)
    says = inverse | {str(UW.identifiedBy): str(UW.holdsPostIn)}  # the post tells this person apart
    checked = 0
    for term, example in GRAPH.subject_objects(SKOS.example):
        ends = str(example).split(" → ")
        if len(ends) == 2 and set(ends) <= names:
            pair = (ends[1], ends[0]) if str(term) in inverse else (ends[0], ends[1])
            meant = says.get(str(term), str(term))
            assert meant in said.get(pair, set()), f"{term}: {example}"
            checked += 1
    assert checked > 10


@pytest.mark.parametrize("kind", [OWL.ObjectProperty, OWL.DatatypeProperty])
def test_every_property_is_of_one_kind(kind: URIRef) -> None:
    for term in GRAPH.subjects(RDF.type, kind):
        assert [str(one) for one in GRAPH.objects(term, RDF.type) if str(OWL) in str(one)] == [str(kind)]


def test_labels_are_unambiguous() -> None:
    for kind in KINDS:
        labels = [
            (str(label), label.language)  # type: ignore[attr-defined]
            for term in GRAPH.subjects(RDF.type, kind)
            for label in GRAPH.objects(term, RDFS.label)
        ]
        assert len(set(labels)) == len(labels)


def test_there_are_no_blank_nodes_so_that_exports_are_stable() -> None:
    assert not [term for triple in GRAPH for term in triple if isinstance(term, BNode)]


def test_the_ontology_states_its_version() -> None:
    assert GRAPH.value(URIRef(ONTOLOGY), OWL.versionInfo)
