"""The shapes: each fires on its bad example, by name, and on nothing good."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import rdflib
from hypothesis import given, settings

from kg.facts.model import DocumentFacts
from kg.rdf import ontology, shapes
from kg.rdf.quads import to_quads
from tests.facts.gold import by_id, documents, gold

FOLDER = ontology.folder() / "shapes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ttl"))
RULE = re.compile(r"^s:([a-z0-9-]+) sh:path", re.MULTILINE)


def findings(example: str) -> list[shapes.Finding]:
    return shapes.check_graph(rdflib.Graph().parse(FOLDER / "examples" / f"{example}.ttl"))


@pytest.mark.parametrize("name", NAMES)
def test_every_shape_of_a_file_fires_on_its_bad_example(name: str) -> None:
    rules = set(RULE.findall((FOLDER / f"{name}.ttl").read_text(encoding="utf-8")))
    assert rules
    assert {finding.shape for finding in findings(f"{name}-bad")} == rules


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_good_example(name: str) -> None:
    assert findings(f"{name}-good") == []


@pytest.mark.parametrize("facts", gold(), ids=lambda facts: facts.id)
def test_the_seeds_keep_to_the_shapes(facts: DocumentFacts) -> None:
    found = shapes.check(to_quads(facts))
    assert [finding.shape for finding in found] == ([] if facts.published else ["report-published"])
    assert {finding.severity for finding in found} <= {"warning"}


def test_a_finding_names_the_node_the_rule_and_the_value() -> None:
    facts = by_id("putuo-2023")
    wrong = replace(facts.observations[0], value=-10.0)
    (finding,) = shapes.check(to_quads(replace(facts, observations=(wrong,), relations=())))
    assert (finding.severity, finding.shape, finding.value) == ("violation", "observation-value", "-10")
    assert "/id/observation/" in finding.node
    assert finding.message_zh
    assert finding.message_en == "An observation has exactly one value, not below zero."


def test_violations_come_before_warnings() -> None:
    severities = [finding.severity for finding in findings("report-bad")]
    assert severities == sorted(severities)
    assert set(severities) == {"violation", "warning"}


@settings(max_examples=10, deadline=None)
@given(facts=documents())
def test_any_facts_can_be_checked(facts: DocumentFacts) -> None:
    assert {finding.severity for finding in shapes.check(to_quads(facts))} <= {"violation", "warning", "info"}
