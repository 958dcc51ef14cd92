"""Facts as quads."""

from __future__ import annotations

import time
from dataclasses import replace

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.facts.model import DocumentFacts, Entity, Evidence, Relation
from kg.rdf.iris import Iris, mint
from kg.rdf.quads import Maker, to_quads, years
from kg.rdf.terms import Literal, Quad, decimal
from kg.rdf.vocab import OA, SHORTCUTS, UW
from tests.facts.gold import by_id, documents, gold, iris_of

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"


def objects(quads: list[Quad], subject: str, predicate: object) -> list[str | Literal]:
    return [quad.object for quad in quads if (quad.subject, quad.predicate) == (subject, str(predicate))]


def one(quads: list[Quad], type: object) -> str:
    """The only node of a type."""
    (node,) = [quad.subject for quad in quads if quad.predicate == TYPE and quad.object == str(type)]
    return node


def part(id: str, number: int) -> DocumentFacts:
    """A seed with one of its relations only."""
    facts = by_id(id)
    return replace(facts, relations=(facts.relations[number],), observations=())


@settings(deadline=None)  # the first reads the divisions
@given(facts=documents())
def test_the_same_facts_give_the_same_quads_each_once(facts: DocumentFacts) -> None:
    quads = to_quads(facts)
    assert quads == to_quads(facts)
    assert len(quads) == len(set(quads))


@settings(deadline=None)  # the first reads the divisions
@given(facts=documents())
def test_everything_stands_in_the_graph_of_its_document(facts: DocumentFacts) -> None:
    assert {quad.graph for quad in to_quads(facts)} == {Iris().graph(facts.id)}


@settings(deadline=None)  # the first reads the divisions
@given(facts=documents())
def test_every_iri_is_valid_and_there_are_no_blank_nodes(facts: DocumentFacts) -> None:
    for quad in to_quads(facts):
        for term in (quad.subject, quad.predicate, quad.graph):
            assert ox.NamedNode(term).value == term
        if not isinstance(quad.object, Literal):
            assert ox.NamedNode(quad.object).value == quad.object


@settings(deadline=None)  # the first reads the divisions
@given(facts=documents())
def test_an_entity_has_one_label_however_often_it_occurs(facts: DocumentFacts) -> None:
    quads = to_quads(facts)
    for entity in facts.entities:
        assert len(objects(quads, iris_of(facts)[entity.id], LABEL)) == 1


def test_a_conferral_is_a_shortcut_and_a_node() -> None:
    facts = by_id("xiacheng-2015")
    number = next(i for i, relation in enumerate(facts.relations) if relation.by)
    quads = to_quads(part("xiacheng-2015", number))
    union, honor = mint("Union", "杭州市下城区总工会"), mint("Honor", "杭州市工会重点工作考核优秀单位")
    assert objects(quads, union, UW.receivedHonor) == [honor]
    conferral = one(quads, UW.Conferral)
    assert objects(quads, conferral, UW.recipient) == [union]
    assert objects(quads, conferral, UW.honor) == [honor]
    assert objects(quads, conferral, UW.giver) == [mint("Union", "杭州市总工会")]
    (evidence,) = objects(quads, conferral, UW.evidence)
    (text,) = objects(quads, str(evidence), OA.hasSelector)
    (quote,) = objects(quads, str(text), OA.exact)
    assert isinstance(quote, Literal)
    assert "连续4年被杭州市总工会考评" in quote.value


def test_a_post_names_holder_body_and_title() -> None:
    facts = by_id("putuo-2023")
    number = next(i for i, relation in enumerate(facts.relations) if relation.type == "HOLDS_POST")
    quads = to_quads(part("putuo-2023", number))
    post = one(quads, UW.PostHeld)
    assert objects(quads, post, UW.holder) == [mint("Person", "沈明杰", "浙江飞鲸新材料科技股份有限公司")]
    assert objects(quads, post, UW.organization) == [mint("Company", "浙江飞鲸新材料科技股份有限公司")]
    assert objects(quads, post, UW.post) == [Literal("工会主席")]


def test_a_plan_has_a_node_and_no_shortcut() -> None:
    facts = by_id("qiantang-2021")
    number = next(i for i, relation in enumerate(facts.relations) if relation.planned)
    quads = to_quads(part("qiantang-2021", number))
    assert not [quad for quad in quads if quad.predicate == str(UW.organizes)]
    assert [value.value for value in objects(quads, one(quads, UW.Relation), UW.planned)] == ["true"]  # type: ignore[union-attr]


def test_every_shortcut_can_be_derived_from_a_node() -> None:
    shortcuts = {str(iri) for iri in SHORTCUTS.values()}
    for facts in gold():
        quads = to_quads(facts)
        found = {(quad.subject, quad.predicate, quad.object) for quad in quads if quad.predicate in shortcuts}
        nodes = [quad.subject for quad in quads if quad.predicate == TYPE and quad.object == str(UW.Relation)]
        parts: dict[str, dict[str, str | Literal]] = {node: {} for node in nodes}
        for quad in quads:
            if quad.subject in parts:
                parts[quad.subject][quad.predicate] = quad.object
        assert found == {
            (node[str(UW.subject)], node[str(UW.predicate)], node[str(UW.object)])
            for node in parts.values()
            if node[str(UW.planned)] == Literal("false", "http://www.w3.org/2001/XMLSchema#boolean")
        }


def test_two_reports_that_say_the_same_share_the_fact_and_not_the_evidence() -> None:
    facts = part("xiacheng-2015", 0)
    other = replace(facts, id="another-paper")
    fact = one(to_quads(facts), UW.Relation)
    assert fact == one(to_quads(other), UW.Relation)
    assert objects(to_quads(facts), fact, UW.evidence) != objects(to_quads(other), fact, UW.evidence)


def test_of_two_rules_that_read_one_stretch_the_surer_is_kept() -> None:
    entities = (Entity("u", "Union", "建德市总工会"), Entity("p", "Program", "春风行动"))
    relations = tuple(
        Relation("ORGANIZES", "u", "p", Evidence(0, 2, "举办", rule, sure))
        for rule, sure in (("weak", 0.4), ("strong", 0.9), ("weaker", 0.2))
    )
    facts = DocumentFacts("a", "a.txt", "", "举办春风行动", entities=entities, relations=relations)
    quads = to_quads(facts)
    evidence = one(quads, UW.Evidence)
    assert objects(quads, evidence, UW.rule) == [Literal("strong")]
    assert objects(quads, evidence, UW.confidence) == [decimal(0.9)]


def test_a_fact_of_an_unknown_entity_is_refused_with_the_document_s_name() -> None:
    facts = replace(by_id("xiacheng-2015"), entities=by_id("xiacheng-2015").entities[:3])
    with pytest.raises(KgError, match="xiacheng-2015: a fact of entity"):
        to_quads(facts)


def test_the_graph_tells_which_version_and_models_made_it() -> None:
    maker = Maker("union-work-kg", "1.2.3", {"ner": "ab" * 32})
    text = str(to_quads(part("xiacheng-2015", 0), maker))
    assert "union-work-kg%201.2.3" in text
    assert "ab" * 32 in text


def test_another_model_leaves_the_facts_as_they_are() -> None:
    facts = by_id("jiande-2021")
    before, after = set(to_quads(facts, Maker(version="1"))), set(to_quads(facts, Maker(version="2")))
    assert {quad.predicate for quad in before ^ after} <= {
        TYPE,
        LABEL,
        "http://www.w3.org/ns/prov#used",
        "http://www.w3.org/ns/prov#wasAssociatedWith",
        "http://www.w3.org/ns/prov#wasGeneratedBy",
    }


@pytest.mark.parametrize(
    ("time", "span"),
    [("2021", (2021, 2021)), ("2018/2023", (2018, 2023)), ("2022-11/2023", (2022, 2023)), ("去年", None)],
)
def test_times_have_a_first_and_a_last_year(time: str, span: tuple[int, int] | None) -> None:
    assert years(time) == span


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_its_value_and_has_no_exponent(value: float) -> None:
    text = decimal(value).value
    assert float(text) == value
    assert "e" not in text.lower()


def test_a_report_of_a_hundred_facts_takes_less_than_fifty_milliseconds() -> None:
    facts = by_id("xiacheng-2015")
    assert len(facts.relations) + len(facts.observations) > 100
    to_quads(facts)
    best = min(_seconds(facts) for _ in range(5))
    assert best < 0.05


def _seconds(facts: DocumentFacts) -> float:
    start = time.process_time()
    to_quads(facts)
    return time.process_time() - start
