"""The ontology as people read it."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

from kg.rdf import ontology
from kg.rdf.iris import ONTOLOGY

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
