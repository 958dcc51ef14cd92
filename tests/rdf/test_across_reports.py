"""One thing has one IRI in all reports, and two things have two, through the whole extraction."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from rdflib.namespace import OWL

import kg
from kg.facts.model import DocumentFacts, EntityType
from kg.rdf.iris import mint
from kg.rdf.quads import to_quads
from tests.facts.gold import SEEDS, iris_of


def extract(folder: Path, text: str, name: str = "a") -> DocumentFacts:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    (facts,) = kg.extract([path])
    return facts


@cache
def seed(name: str) -> DocumentFacts:
    (facts,) = kg.extract([SEEDS / f"{name}.txt"])
    return facts


def named(facts: DocumentFacts, type: EntityType, words: str) -> set[str]:
    """The IRIs of what the report names with these words."""
    iris = iris_of(facts)
    return {
        iris[entity.id]
        for entity in facts.entities
        if entity.type == type
        and words in (entity.name, *entity.aliases, *(mention.surface for mention in entity.mentions))
    }


def test_a_union_being_prepared_is_the_union_of_later_years() -> None:
    early, late = seed("qiantang-2021"), seed("qiantang-2023")
    assert iris_of(early)[early.union or ""] == iris_of(late)[late.union or ""]
    assert named(early, "Union", "区总工会（筹）") | named(early, "Union", "区总工会(筹)") == {
        mint("Union", "杭州市钱塘区总工会")
    }


def test_a_program_of_two_names_is_one_where_the_scheme_says_so(tmp_path: Path) -> None:
    one = extract(tmp_path, "绍兴市总工会开展“春送岗位”活动3场，提供岗位500个。", "a")
    other = extract(tmp_path, "绍兴市总工会开展“春风送岗”活动3场，提供岗位500个。", "b")
    assert named(other, "Program", "春风送岗") == {mint("Program", "春送岗位")}
    assert mint("Program", "春送岗位") in named(one, "Program", "春送岗位") | named(
        one, "Program", "“春送岗位”"
    )


def test_one_name_of_two_districts_is_two_places(tmp_path: Path) -> None:
    zhoushan = extract(
        tmp_path, "舟山市普陀区总工会在普陀区举办招聘会。普陀区总工会慰问职工。舟山市总工会参加。", "a"
    )
    shanghai = extract(
        tmp_path, "上海市普陀区总工会在普陀区举办招聘会。普陀区总工会慰问职工。上海市总工会参加。", "b"
    )
    for type, words in (("Union", "普陀区总工会"), ("Place", "普陀区")):
        one, other = (named(facts, type, words) for facts in (zhoushan, shanghai))
        assert not one & other


def test_where_no_report_says_which_district_is_meant_it_is_another_in_each(tmp_path: Path) -> None:
    one, other = (extract(tmp_path, "鼓楼区总工会慰问职工300人。", name) for name in ("a", "b"))
    assert named(one, "Union", "鼓楼区总工会") != named(other, "Union", "鼓楼区总工会")


def test_a_short_name_that_a_report_introduces_leads_to_the_full_one(tmp_path: Path) -> None:
    text = "绍兴滨江矿业集团有限公司（以下简称“滨江矿业”）举办安全培训。滨江矿业被授予绍兴市工人先锋号。"
    both = extract(tmp_path, text, "a")
    full = mint("Company", "绍兴滨江矿业集团有限公司")
    assert named(both, "Company", "滨江矿业") == named(both, "Company", "绍兴滨江矿业集团有限公司") == {full}
    short = {str(quad.object) for quad in to_quads(both) if quad[:2] == (full, str(OWL.sameAs))}
    assert short == {mint("Company", "滨江矿业")}


@pytest.mark.parametrize("name", ["公司", "区总"])
def test_a_short_name_of_many_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    text = f"绍兴滨江矿业集团有限公司（以下简称“{name}”）举办安全培训。{name}慰问职工20人。"
    quads = to_quads(extract(tmp_path, text))
    assert not [quad for quad in quads if quad.predicate == str(OWL.sameAs)]
