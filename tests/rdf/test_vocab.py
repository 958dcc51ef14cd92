"""The closed namespace against the ontology."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, Graph

from kg.facts.model import ENTITY_TYPES, RELATION_TYPES
from kg.rdf import ontology
from kg.rdf.vocab import SHORTCUTS, UW

TERMS = {name for name in UW.__annotations__ if not name.startswith("_")}


def defined() -> set[str]:
    graph = Graph().parse(data=ontology.turtle(), format="turtle")
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {str(term).split("#")[1] for kind in kinds for term in graph.subjects(RDF.type, kind)}


def test_the_namespace_names_what_the_ontology_defines_and_nothing_else() -> None:
    assert defined() == TERMS


def test_a_typo_is_refused() -> None:
    with pytest.raises(AttributeError):
        _ = UW.organises


def test_every_type_has_a_class_and_every_relation_a_shortcut() -> None:
    assert set(ENTITY_TYPES) <= TERMS
    assert set(SHORTCUTS) == set(RELATION_TYPES)
    assert len(set(SHORTCUTS.values())) == len(RELATION_TYPES)
