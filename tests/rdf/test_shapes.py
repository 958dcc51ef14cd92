"""The shapes: each fires on its bad example, by name, and on nothing good; two engines agree."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import rdflib
from hypothesis import given, settings

from kg.errors import DataFileError
from kg.facts.model import DocumentFacts
from kg.rdf import findings, ontology, shacl, shapes
from kg.rdf.quads import to_quads
from kg.rdf.terms import Quad
from kg.rdf.vocab import UW
from tests.facts.gold import by_id, documents, gold

FOLDER = ontology.folder() / "shapes"
NAMES = sorted(path.stem for path in FOLDER.glob("*.ttl"))
RULE = re.compile(r"^s:([a-z][a-z0-9-]*) ", re.MULTILINE)


def example(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(FOLDER / "examples" / f"{name}.ttl")


def quads(graph: rdflib.Graph) -> list[Quad]:
    return [Quad(str(s), str(p), shacl.to_term(o), "urn:graph") for s, p, o in graph]


def test_there_is_a_file_for_every_class_of_the_ontology() -> None:
    graph = rdflib.Graph().parse(data=ontology.turtle(), format="turtle")
    ours = {
        term for term in graph.subjects(rdflib.RDF.type, rdflib.OWL.Class) if str(term).startswith(str(UW))
    }
    targets = set(shapes.shapes().objects(None, rdflib.SH.targetClass))
    assert ours - targets == {UW.Entity}  # which nothing is called directly
    assert len(NAMES) >= len(ours)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_a_file_fires_on_its_bad_example_and_no_other(name: str) -> None:
    rules = set(RULE.findall((FOLDER / f"{name}.ttl").read_text(encoding="utf-8")))
    assert rules
    assert {finding.shape for finding in shapes.check(quads(example(f"{name}-bad")))} == rules


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_in_a_good_example(name: str) -> None:
    assert shapes.check(quads(example(f"{name}-good"))) == []


@pytest.mark.parametrize("kind", ["good", "bad"])
@pytest.mark.parametrize("name", NAMES)
def test_pyshacl_finds_the_same_in_every_example(name: str, kind: str) -> None:
    graph = example(f"{name}-{kind}")
    assert shapes.check(quads(graph)) == shapes.check_graph(graph)


@pytest.mark.parametrize("facts", gold(), ids=lambda facts: facts.id)
def test_the_seeds_keep_to_the_shapes_and_pyshacl_says_the_same(facts: DocumentFacts) -> None:
    made = to_quads(facts)
    found = shapes.check(made)
    assert [one.shape for one in found if one.severity == "warning"] == (
        [] if facts.published else ["report-published"]
    )
    assert {one.severity for one in found} <= {"warning", "info"}
    assert found == shapes.check_graph(shapes.to_graph(made))


@settings(max_examples=15, deadline=None)
@given(facts=documents())
def test_pyshacl_finds_the_same_in_any_document(facts: DocumentFacts) -> None:
    made = to_quads(facts)
    assert shapes.check(made) == shapes.check_graph(shapes.to_graph(made))


def test_every_rule_says_what_is_wrong_in_both_languages() -> None:
    rules = [one for shape in shapes._compiled() for one in (shape, *shape.properties) if one.checks]
    assert len(rules) > 60
    for rule in rules:
        assert set(rule.messages) == {"zh", "en"}, rule.name


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("sh:uniqueLang true", "sh:uniqueLang"),
        ("sh:nodeKind sh:Literal", "sh:nodeKind"),
        ("sh:minExclusive 0", "sh:minExclusive"),
    ],
)
def test_a_constraint_that_is_not_known_is_refused(said: str, found: str) -> None:
    turtle = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .
        x:S a sh:NodeShape ; sh:targetClass x:C ; sh:property x:p . x:p sh:path x:q ; {said} ."""
    with pytest.raises(DataFileError, match=found):
        shacl.compile(rdflib.Graph().parse(data=turtle, format="turtle"))


def test_a_long_path_is_refused() -> None:
    turtle = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .
        x:S a sh:NodeShape ; sh:targetClass x:C ; sh:property x:p . x:p sh:path ( x:q x:r ) ."""
    with pytest.raises(DataFileError, match="sh:path"):
        shacl.compile(rdflib.Graph().parse(data=turtle, format="turtle"))


def wrong() -> DocumentFacts:
    facts = by_id("putuo-2023")
    return replace(facts, observations=(replace(facts.observations[0], value=-10.0),))


def test_a_finding_names_the_node_the_rule_and_the_value() -> None:
    (finding,) = [one for one in shapes.check(to_quads(wrong())) if one.severity == "violation"]
    assert (finding.shape, finding.value) == ("observation-value", "-10")
    assert "/id/observation/" in finding.node
    assert finding.message_en == "An observation has exactly one value, not below zero."


def test_a_sentence_names_the_document_the_node_the_rule_and_the_text_behind_it() -> None:
    (finding,) = findings.of_document(wrong())
    text = findings.sentence(finding)
    assert text.startswith(
        "putuo-2023: 统计观测“浙江飞鲸新材料科技股份有限公司 车间工人学习党的二十大报告 -10 名”: "
        "观测有且只有一个不为负的数值。 An observation has exactly one value, not below zero. "
        "[observation-value: '-10'] text: “"
    )
    assert "十余名车间工人围坐一堂" in text


@pytest.mark.parametrize(("language", "other"), [("zh", "message_en"), ("en", "message_zh")])
def test_a_sentence_can_be_in_one_language(language: str, other: str) -> None:
    (finding,) = findings.of_document(wrong())
    assert getattr(finding, other) not in findings.sentence(finding, language)
    assert getattr(finding, f"message_{language}") in findings.sentence(finding, language)


def test_an_entity_is_shown_with_the_text_around_its_name() -> None:
    facts = by_id("qiantang-2023")
    (place,) = [one for one in facts.entities if one.type == "Place" and one.name == "杭州市钱塘区"]
    entities = tuple(
        replace(one, type="Company", name="钱塘工会") if one is place else one for one in facts.entities
    )
    found = findings.of_document(replace(facts, entities=entities))
    named = next(one for one in found if one.shape == "company-name")
    assert named.label == "企业“钱塘工会”"
    assert named.evidence is not None
    assert "钱塘" in named.evidence


def test_a_node_of_several_reports_names_them_all() -> None:
    one, two = wrong(), replace(wrong(), id="reprint")
    made = [*to_quads(one), *to_quads(two)]
    found = findings.explain(shapes.check(made), made)
    assert found[0].documents == ("putuo-2023", "reprint")


def test_violations_come_before_warnings_and_those_before_infos() -> None:
    severities = [one.severity for one in shapes.check(quads(example("union-bad")))]
    assert severities == sorted(severities, key=shapes.SEVERITIES.index)
    assert set(severities) == {"violation", "warning", "info"}
