"""The observations as one data set of RDF Data Cube: its integrity constraints (section 11.1 of the
recommendation) as far as they apply to a data set without slices, measure dimension and code lists.

The constraints are also the W3C's SPARQL queries; those compare all pairs of observations and take
minutes, so they are asked here of the graph directly.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
import rdflib
from rdflib import QB, RDF, RDFS, SKOS, Literal

from kg.facts.model import DocumentFacts
from kg.rdf import ontology
from kg.rdf.iris import CONCEPTS
from kg.rdf.quads import to_quads
from kg.rdf.shapes import to_graph
from kg.rdf.vocab import OBSERVATIONS, UW
from tests.facts.gold import gold

TERMS = rdflib.Graph().parse(data=ontology.turtle(), format="turtle")
STRUCTURE = TERMS.value(rdflib.URIRef(OBSERVATIONS), QB.structure)
GRAPH = to_graph(quad for facts in gold() for quad in to_quads(facts))
NUMBERS = sorted(GRAPH.subjects(RDF.type, QB.Observation))


def components(kind: rdflib.URIRef) -> set[rdflib.term.Node]:
    return {
        property for one in TERMS.objects(STRUCTURE, QB.component) for property in TERMS.objects(one, kind)
    }


DIMENSIONS = sorted(components(QB.dimension))


def test_every_observation_is_of_exactly_one_data_set_with_one_structure() -> None:  # IC-1, IC-2
    assert len(NUMBERS) > 200
    assert {tuple(GRAPH.objects(one, QB.dataSet)) for one in NUMBERS} == {(rdflib.URIRef(OBSERVATIONS),)}
    assert len(list(TERMS.objects(rdflib.URIRef(OBSERVATIONS), QB.structure))) == 1


def test_the_structure_has_a_measure_and_each_component_its_kind() -> None:  # IC-3
    assert components(QB.measure) == {UW.value}
    for kind, type in (
        (QB.dimension, QB.DimensionProperty),
        (QB.measure, QB.MeasureProperty),
        (QB.attribute, QB.AttributeProperty),
    ):
        assert components(kind) == set(TERMS.subjects(RDF.type, type))


def test_dimensions_have_ranges_and_none_needs_a_code_list() -> None:  # IC-4, IC-5
    ranges = {dimension: list(TERMS.objects(dimension, RDFS.range)) for dimension in DIMENSIONS}
    assert all(len(found) == 1 for found in ranges.values())
    assert [SKOS.Concept] not in ranges.values()


def test_only_attributes_are_optional() -> None:  # IC-6
    optional = set(TERMS.subjects(QB.componentRequired, Literal(False)))
    assert optional
    assert {
        kind for one in optional for kind in TERMS.predicates(one) if kind in (QB.dimension, QB.measure)
    } == set()


@pytest.mark.parametrize("dimension", DIMENSIONS, ids=lambda iri: str(iri).split("#")[1])
def test_every_observation_has_one_value_of_each_dimension(dimension: rdflib.URIRef) -> None:  # IC-11
    assert {len(list(GRAPH.objects(one, dimension))) for one in NUMBERS} == {1}


def test_no_two_observations_stand_at_one_point() -> None:  # IC-12
    points = Counter(tuple(GRAPH.value(one, dimension) for dimension in DIMENSIONS) for one in NUMBERS)
    assert max(points.values()) == 1


def test_reports_that_contradict_each_other_do_not_stand_at_one_point() -> None:  # IC-12
    facts = gold()[0]
    number = facts.observations[0]
    both = replace(facts, observations=(number, replace(number, value=number.value + 1)))
    graph = to_graph(to_quads(both))
    found = [
        tuple(graph.value(one, dimension) for dimension in DIMENSIONS)
        for one in graph.subjects(RDF.type, QB.Observation)
    ]
    assert len(set(found)) == 2


def test_every_observation_has_the_measure_and_the_required_attributes() -> None:  # IC-13, IC-14
    required = {
        property
        for one in TERMS.subjects(QB.componentRequired, Literal(True))
        for property in TERMS.objects(one, QB.componentProperty)
    }
    assert required == {UW.modifier}
    for property in (UW.value, *required):
        assert {len(list(GRAPH.objects(one, property))) for one in NUMBERS} == {1}


@pytest.mark.parametrize(
    ("predicate", "scheme"), [(UW.indicatorConcept, "indicator"), (UW.unitConcept, "unit")]
)
def test_codes_are_of_their_scheme(predicate: rdflib.URIRef, scheme: str) -> None:  # IC-19, of attributes
    listed = rdflib.Graph().parse(ontology.folder() / "schemes" / f"{scheme}s.ttl")
    used = set(GRAPH.objects(None, predicate))
    assert used
    assert used <= set(listed.subjects(SKOS.inScheme, rdflib.URIRef(CONCEPTS + scheme)))


def test_a_number_without_a_period_has_the_unknown_year_for_one() -> None:
    facts: DocumentFacts = gold()[0]
    number = replace(facts.observations[0], period=None)
    graph = to_graph(to_quads(replace(facts, observations=(number,))))
    assert [str(value) for value in graph.objects(None, UW.refPeriod)] == ["XXXX"]
