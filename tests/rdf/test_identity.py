"""Who is who: persons of one name, and names that say another thing in each report."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from rdflib.namespace import OWL, RDFS, SKOS

from kg.facts.model import DocumentFacts, Entity, EntityType, Evidence, Mention, Relation
from kg.rdf.identity import is_relative
from kg.rdf.iris import mint
from kg.rdf.quads import to_quads
from kg.rdf.terms import Literal
from kg.rdf.vocab import UW
from kg.resources import lexicon
from kg.store.store import open_store
from tests.facts.gold import by_id, documents, iris_of

SAID = Evidence(0, 2, "王涛", "test", 1.0)
UNION = Entity("u", "Union", "绍兴市总工会")
FIRM, OTHER = Entity("f", "Company", "绍兴甲纺织有限公司"), Entity("g", "Company", "绍兴乙机械有限公司")
MEDAL = Entity("h", "Honor", "浙江省五一劳动奖章")
WANG = Entity("p", "Person", "王涛")


def report(id: str, *relations: Relation, union: str | None = None, raw: str = "王涛") -> DocumentFacts:
    entities = (UNION, FIRM, OTHER, MEDAL, replace(WANG, mentions=(Mention(0, 2, "王涛", "Person"),)))
    return DocumentFacts(id, f"{id}.txt", "", raw, union=union, entities=entities, relations=relations)


def works(at: str, person: str = "p") -> Relation:
    return Relation("EMPLOYED_BY", person, at, SAID)


def leads(body: str) -> Relation:
    return Relation("HOLDS_POST", "p", body, SAID, post="主席")


def won(time: str | None) -> Relation:
    return Relation("CONFERRED", "p", "h", SAID, time=time)


def everyone(*reports: DocumentFacts) -> list[set[str]]:
    """The persons of the reports, each as the set of all IRIs that stand for them."""
    groups: list[set[str]] = []
    for facts in reports:
        iri = iris_of(facts)["p"]
        also = {str(q.object) for q in to_quads(facts) if q[:2] == (iri, str(OWL.sameAs))}
        own = {iri, *also}
        for group in [group for group in groups if group & own]:
            groups.remove(group)
            own |= group
        groups.append(own)
    return groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (report("a", works("f")), report("b", works("f"))),
        (report("a", works("f")), report("b", leads("f"))),
        (report("a", won("2020")), report("b", won("2020-04-28"))),
        (report("a", won("2020"), works("f")), report("b", won("2020"))),
        (report("a", works("f"), leads("u")), report("b", leads("u"))),
        (report("a", union="u"), report("b", union="u")),
        (report("a", leads("u")), report("b", union="u")),
        (report("a", raw="王涛总书记"), report("b", raw="王涛总书记", union="u")),
    ],
    ids=[
        "employer",
        "employer and post",
        "award and year",
        "award of the one whose employer is told",
        "post of the one who works elsewhere",
        "the union whose reports name them",
        "a leader of the union that reports",
        "an office of one",
    ],
)
def test_one_name_in_two_reports_is_one_person_where_they_agree(
    one: DocumentFacts, other: DocumentFacts
) -> None:
    assert len(everyone(one, other)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (report("a", works("f")), report("b", works("g"))),
        (report("a"), report("b")),
        (report("a", union="u"), report("b")),
        (report("a", works("f")), report("b", union="u")),
        (report("a", works("f"), union="u"), report("b", works("g"), union="u")),
        (report("a", won("2020")), report("b", won("2021"))),
        (report("a", won(None)), report("b", won(None))),
        (report("a", replace(works("f"), planned=True)), report("b", works("f"))),
    ],
    ids=[
        "two employers",
        "the name alone",
        "the name alone in one",
        "a leader elsewhere",
        "two employers, one union",
        "two years",
        "an award without its year",
        "a plan",
    ],
)
def test_one_name_in_two_reports_is_two_persons_where_nothing_joins_them(
    one: DocumentFacts, other: DocumentFacts
) -> None:
    assert len(everyone(one, other)) == 2


def test_what_tells_a_person_apart_is_recorded() -> None:
    for facts, by in (
        (report("a", works("f"), leads("u")), mint("Company", FIRM.name)),
        (report("a", won("2020")), mint("Honor", MEDAL.name)),
        (report("a", union="u"), mint("Union", UNION.name)),
        (report("a"), "https://w3id.org/union-work/id/report/a"),
    ):
        iri = iris_of(facts)["p"]
        assert [q.object for q in to_quads(facts) if q[:2] == (iri, str(UW.identifiedBy))] == [by]


def test_two_of_one_name_in_one_report_stay_two_and_are_said_to_be() -> None:
    second = replace(WANG, id="q")
    for relations in ((works("f"), works("g", "q")), (works("f"),), (), (leads("u"),)):
        facts = report("a", *relations, union="u")
        facts = replace(facts, entities=(*facts.entities, second))
        iris = iris_of(facts)
        assert iris["p"] != iris["q"]
        different = {q[::2][:2] for q in to_quads(facts) if q.predicate == str(OWL.differentFrom)}
        assert different == {(iris["p"], iris["q"]), (iris["q"], iris["p"])}


def test_one_name_and_one_employer_in_one_report_is_one() -> None:
    facts = report("a", works("f"), works("f", "q"))
    iris = iris_of(replace(facts, entities=(*facts.entities, replace(WANG, id="q"))))
    assert iris["p"] == iris["q"]


def test_a_person_of_the_seeds_is_one_in_the_reports_of_two_years() -> None:
    iris = [
        iris_of(by_id(id))[entity.id]
        for id in ("qiantang-2021", "qiantang-2023")
        for entity in by_id(id).entities
        if entity.name == "徐霞丽"
    ]
    assert iris == [mint("Person", "徐霞丽", "杭州市钱塘区总工会")] * 2


@settings(deadline=None)  # the first reads the divisions
@given(facts=documents())
def test_the_order_of_facts_changes_no_iri(facts: DocumentFacts) -> None:
    turned = replace(facts, relations=facts.relations[::-1])
    assert iris_of(turned) == iris_of(facts)


def test_the_order_of_building_changes_no_byte() -> None:
    reports = (report("a", works("f"), leads("u")), report("b", union="u"), report("c", works("g")))
    built = set()
    for order in permutations(reports):
        with open_store(None) as store:
            for facts in order:
                store.replace(facts)
            built.add(store.serialize("nquads"))
    assert len(built) == 1


@pytest.mark.parametrize(
    ("type", "name"),
    [
        ("Union", "市总工会"),
        ("Union", "总工会"),
        ("Union", "开发区总工会"),
        ("Union", "公司工会"),
        ("Union", "普陀区总工会"),
        ("Place", "普陀区"),
        ("Organization", "县人社局"),
        ("Organization", "区委"),
        ("Company", "集团公司"),
        ("Honor", "市长质量奖"),
        ("Program", "区职工运动会"),
    ],
)
def test_a_name_that_leaves_out_where_is_known_within_its_report_only(type: EntityType, name: str) -> None:
    assert is_relative(type, name)
    one, other = (replace(report(id), entities=(Entity("e", type, name),), relations=()) for id in ("a", "b"))
    assert iris_of(one) != iris_of(other)
    assert any(quad.predicate == str(UW.identifiedBy) for quad in to_quads(one))


@pytest.mark.parametrize(
    ("type", "name"),
    [
        ("Union", "舟山市普陀区总工会"),
        ("Union", "镇江市总工会"),
        ("Union", "中华全国总工会"),
        ("Place", "吉林省"),
        ("Place", "舟山市普陀区"),
        ("Place", "上海市普陀区"),
        ("Company", "市北发展有限公司"),
        ("Organization", "全国妇联"),
        ("Honor", "全国五一劳动奖章"),
        ("Program", "县级工会加强年"),
        ("Program", "区域群团共建"),
    ],
)
def test_a_full_name_is_the_same_thing_in_all_reports(type: EntityType, name: str) -> None:
    assert not is_relative(type, name)


def test_names_that_the_list_says_are_of_one_program_are_among_its_aliases() -> None:
    for row in lexicon("scheme_programs"):
        assert set(row["same"]) <= set(row["aliases"])


def test_a_program_goes_by_one_name_and_keeps_the_other_beside_it() -> None:
    facts = replace(report("a"), entities=(Entity("e", "Program", "秋送助学"),), relations=())
    iri = mint("Program", "金秋助学")
    said = {quad[1:3] for quad in to_quads(facts) if quad.subject == iri}
    assert (str(RDFS.label), Literal("金秋助学")) in said
    assert (str(SKOS.altLabel), Literal("秋送助学")) in said
