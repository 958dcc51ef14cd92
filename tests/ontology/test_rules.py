"""What the rules of `ontology/rules/` derive from the nodes, and what the graph states already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

import pytest
import rdflib
from rdflib import RDF, URIRef

from kg.facts.model import DocumentFacts, Entity, Evidence, Observation, Relation
from kg.rdf import ontology
from kg.rdf.iris import mint
from kg.rdf.quads import to_quads
from kg.rdf.shapes import to_graph
from kg.rdf.terms import Quad
from kg.rdf.vocab import SHORTCUTS, UW
from tests.facts.gold import gold, iris_of

FOLDER = ontology.folder() / "rules"
RULES = sorted(path.stem for path in FOLDER.glob("*.rq"))
HONORS = rdflib.Graph().parse(FOLDER.parent / "schemes" / "honors.ttl")
SAID = Evidence(0, 2, "授予", "rule", 1.0)
Triples = set[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]]


@cache
def said(facts: DocumentFacts) -> tuple[Quad, ...]:
    """The quads of a document without mentions and stretches of text, which no rule reads."""
    return tuple(
        quad for quad in to_quads(facts) if not any(part in quad.subject for part in ("/mention/", "#char="))
    )


def derived(rule: str, facts: Iterable[DocumentFacts]) -> Triples:
    """What a rule derives, with all it could derive taken out first."""
    taken = {str(one) for one in (*SHORTCUTS.values(), UW.workplace, UW.role)} if rule in STATED else set()
    graph = to_graph(quad for one in facts for quad in said(one) if quad.predicate not in taken)
    graph.remove((None, RDF.type, UW.ModelWorker))
    if rule == "model-worker":
        graph += HONORS
    found = graph.query((FOLDER / f"{rule}.rq").read_text(encoding="utf-8")).graph
    assert found is not None
    return set(found)


STATED = {"shortcut", "model-worker", "workplace", "role"}


def stated(rule: str, facts: Iterable[DocumentFacts]) -> Triples:
    graph = to_graph(quad for one in facts for quad in said(one))
    if rule == "model-worker":
        return set(graph.triples((None, RDF.type, UW.ModelWorker)))
    predicates = {"shortcut": tuple(SHORTCUTS.values()), "workplace": (UW.workplace,), "role": (UW.role,)}
    return {triple for predicate in predicates[rule] for triple in graph.triples((None, predicate, None))}


def honored(*relations: Relation) -> DocumentFacts:
    """A person who is given a title, and whatever else the report says of her."""
    entities = (
        Entity("w", "Person", "甲某"),
        Entity("h", "Honor", "绍兴市劳动模范"),
        Entity("c", "Company", "绍兴某公司"),
        Entity("d", "Union", "绍兴市总工会"),
    )
    conferral = Relation("CONFERRED", "w", "h", SAID, by="d")
    return DocumentFacts("a", "a.txt", "", "授予", entities=entities, relations=(conferral, *relations))


WORKS = Relation("EMPLOYED_BY", "w", "c", SAID)
CHAIRS = Relation("HOLDS_POST", "w", "d", SAID, post="主席")
SITS = Relation("HOLDS_POST", "w", "d", SAID, post="委员")
CASES = {
    "nothing else": honored(),
    "a workplace": honored(WORKS),
    "a post": honored(CHAIRS),
    "both": honored(WORKS, CHAIRS),
    "two posts": honored(CHAIRS, SITS),
    "a planned move": honored(replace(WORKS, planned=True)),
}


@pytest.mark.parametrize("rule", sorted(STATED))
@pytest.mark.parametrize("facts", [*gold(), *CASES.values()], ids=[*(one.id for one in gold()), *CASES])
def test_what_a_report_states_can_be_derived_from_its_nodes(rule: str, facts: DocumentFacts) -> None:
    assert derived(rule, [facts]) == stated(rule, [facts])


def test_the_workplace_is_stated_where_the_report_names_one() -> None:
    found = {name: [str(o) for _, _, o in stated("workplace", [facts])] for name, facts in CASES.items()}
    company, union = mint("Company", "绍兴某公司"), mint("Union", "绍兴市总工会")
    assert found == {
        "nothing else": [],
        "a workplace": [company],
        "a post": [union],
        "both": [],
        "two posts": [union],
        "a planned move": [],
    }


def test_the_role_is_stated_where_the_report_names_one() -> None:
    found = {name: [str(o) for _, _, o in stated("role", [facts])] for name, facts in CASES.items()}
    assert found["a post"] == found["both"] == ["主席"]
    assert found["two posts"] == found["a workplace"] == []


def test_the_model_workers_of_the_seeds_are_those_with_the_title() -> None:
    expected = {
        iris_of(facts)[entity.id]
        for facts in gold()
        for relation in facts.relations
        for entity in facts.entities
        for honor in facts.entities
        if relation.type == "CONFERRED"
        and (relation.subject, relation.object) == (entity.id, honor.id)
        and (entity.type, honor.name.endswith("劳动模范")) == ("Person", True)
    }
    assert {str(person) for person, _, _ in stated("model-worker", gold())} == expected
    assert len(expected) == 4


def test_programs_with_several_organizers_in_one_report_have_partners() -> None:
    expected = set()
    for facts in gold():
        names = iris_of(facts)
        ran: dict[str, set[str]] = {}
        for one in facts.relations:
            if one.type == "ORGANIZES" and not one.planned:
                ran.setdefault(names[one.object], set()).add(names[one.subject])
        expected |= {(program, body) for program, bodies in ran.items() if len(bodies) > 1 for body in bodies}
    assert expected
    assert {(str(s), str(o)) for s, _, o in derived("partner", gold())} == expected
    assert mint("Program", "安康杯竞赛") not in {program for program, _ in expected}  # of two places


def test_the_inverse_of_each_shortcut_of_a_program_is_derived() -> None:
    graph = to_graph(quad for one in gold() for quad in said(one))
    expected = {(o, UW.organizer, s) for s, o in graph.subject_objects(UW.organizes)}
    expected |= {(o, UW.participant, s) for s, o in graph.subject_objects(UW.participatesIn)}
    assert derived("inverse", gold()) == expected


def test_an_award_of_schema_org_is_the_name_of_the_honor() -> None:
    award = URIRef("https://schema.org/award")
    person = URIRef(mint("Person", "甲某", "report:a"))
    assert derived("award", [CASES["nothing else"]]) == {(person, award, rdflib.Literal("绍兴市劳动模范"))}


def test_a_target_finds_the_number_that_came_of_it() -> None:
    union = Entity("u", "Union", "绍兴市总工会")
    target = Observation("u", "新发展会员", 300, "人", 0, 2, "授予", SAID, "target", "2023")
    number = replace(target, indicator="发展新会员", value=280, unit="名", modifier="exact")
    others = (replace(number, period="2022"), replace(number, indicator="招募职工志愿者"))
    facts = DocumentFacts("a", "a.txt", "", "授予", entities=(union,), observations=(target, number, *others))
    ((plan, _, result),) = derived("result-of-a-target", [facts])
    graph = to_graph(to_quads(facts))
    assert [str(graph.value(node, UW.value)) for node in (plan, result)] == ["300", "280"]


def test_a_plan_finds_the_fact_that_tells_it_was_done() -> None:
    entities = (Entity("u", "Union", "绍兴市总工会"), Entity("p", "Program", "春风行动"))
    plan = Relation("ORGANIZES", "u", "p", SAID, time="2023", planned=True)
    done = Relation("ORGANIZES", "u", "p", SAID, time="2023")
    facts = DocumentFacts("a", "a.txt", "", "授予", entities=entities, relations=(plan,))
    assert derived("result-of-a-plan", [facts]) == set()
    ((_, predicate, _),) = derived("result-of-a-plan", [replace(facts, relations=(plan, done))])
    assert predicate == UW.result


def test_every_rule_is_tested_and_says_in_both_languages_what_it_derives() -> None:
    others = {"award", "inverse", "partner", "result-of-a-plan", "result-of-a-target"}
    assert set(RULES) == STATED | others
    for rule in RULES:
        first = (FOLDER / f"{rule}.rq").read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# ")
        assert any("\u4e00" <= char <= "\u9fff" for char in first)
        assert any(char.isascii() and char.isalpha() for char in first)
