"""IRIs: one entity, one IRI."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.model import ENTITY_TYPES, EntityType
from kg.rdf.iris import Iris, fold, mint, prefixes, segment

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
TYPES = st.sampled_from(ENTITY_TYPES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“安康杯”竞赛", "安康杯竞赛"),
        ("守好红色根脉· 班前十分钟", "守好红色根脉•班前十分钟"),
        ("杭州市钱塘区总工会（筹）", "杭州市钱塘区总工会(筹)"),
        ("建德产改３０条", "建德产改30条"),
        ("钱塘游学一\n\n码通", "钱塘游学一码通"),
        ("数智\u200b群团", "数智群团"),
    ],
)
def test_spellings_of_one_name_share_an_iri(one: str, other: str) -> None:
    assert mint("Program", one) == mint("Program", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Union", "建德市总工会"), ("Organization", "建德市总工会")),
        (("Honor", "全国五一劳动奖章"), ("Honor", "全国五一劳动奖状")),
        (("Person", "王健", "杭州市下城区"), ("Person", "王健")),
        (("Program", "a/b"), ("Program", "a", "b")),
    ],
)
def test_different_things_have_different_iris(
    one: tuple[EntityType, str], other: tuple[EntityType, str]
) -> None:
    assert mint(*one) != mint(*other)


def test_chinese_stands_in_the_iri_as_it_is() -> None:
    assert mint("Union", "杭州市钱塘区总工会").endswith("/id/union/杭州市钱塘区总工会")


@given(type=TYPES, name=NAMES)
def test_every_name_mints_one_valid_iri(type: EntityType, name: str) -> None:
    iri = mint(type, name)
    assert ox.NamedNode(iri).value == iri == mint(type, name)
    triple = f"<{iri}> <{iri}> <{iri}> ."
    (quad,) = ox.parse(triple, format=ox.RdfFormat.TURTLE, base_iri="http://example.org/x/")
    assert quad.subject == ox.NamedNode(iri)


@given(name=NAMES)
def test_folding_again_changes_nothing(name: str) -> None:
    assert fold(fold(name)) == fold(name)


@given(name=NAMES)
def test_a_folded_name_leads_to_the_same_iri(name: str) -> None:
    if fold(name):
        assert mint("Company", fold(name)) == mint("Company", name)


@given(one=NAMES, other=NAMES)
def test_segments_of_different_texts_differ(one: str, other: str) -> None:
    assert (segment(one) == segment(other)) == (one == other)


@given(id=NAMES.filter(bool), start=st.integers(0, 10**6), length=st.integers(0, 10**6))
def test_what_belongs_to_a_report_stands_under_its_iri(id: str, start: int, length: int) -> None:
    iris = Iris("https://example.org/")
    report = iris.report(id)
    assert report.startswith("https://example.org/id/report/")
    parts = (iris.graph(id), iris.part(id, "mention", "1-2"), iris.text(id, start, start + length))
    assert all(ox.NamedNode(part).value.startswith(report) for part in parts)


def test_prefixes_follow_the_base() -> None:
    assert prefixes("https://example.org/")["union"] == "https://example.org/id/union/"
    assert prefixes("https://example.org/")["uw"] == prefixes()["uw"]
