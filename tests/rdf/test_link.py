"""Names and the concepts they lead to; and names that must lead nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.facts.model import ENTITY_TYPES, EntityType
from kg.rdf import ontology, regions
from kg.rdf.iris import CONCEPTS, concept
from kg.rdf.link import Links, links
from tests.facts.gold import gold

CASES: list[tuple[EntityType, str, Links]] = [
    (
        "Honor",
        "全国“五一”劳动奖章",
        Links("honor/全国五一劳动奖章", "level/national", "honor-kind/individual", "may-day-medal"),
    ),
    (
        "Honor",
        "建德市劳动模范",
        Links("honor/县级劳动模范", "level/county", "honor-kind/individual", "model-worker"),
    ),
    (
        "Honor",
        "陕西省劳模",
        Links("honor/省级劳动模范", "level/provincial", "honor-kind/individual", "model-worker"),
    ),
    ("Honor", "绍兴工匠", Links("honor/市级工匠", "level/municipal", "honor-kind/individual", "craftsman")),
    (
        "Honor",
        "普陀区工人先锋号",
        Links("honor/县级工人先锋号", "level/county", "honor-kind/collective", "pioneer"),
    ),
    ("Honor", "工人先锋号", Links("honor/pioneer", None, "honor-kind/collective", "pioneer")),
    ("Program", "杭州市在职职工医疗互助", Links("program/职工医疗互助", kind="program/health")),
    (
        "Program",
        "杭州市第九届放歌天堂歌咏比赛",
        Links("program/放歌天堂", kind="program/culture", edition="第九届"),
    ),
    ("Program", "安康杯安全知识竞赛", Links(kind="program/competition")),
    ("Program", "尊法守法·携手筑梦公益法律服务行动", Links(kind="program/campaign")),
    ("Program", "工会组建专项行动", Links(kind="program/organising")),  # the longest ending
    ("Program", "新春慰问职工电影专场活动", Links(kind="program/culture")),
    ("Place", "舟山市普陀区", Links("division/330903-1987", "level/county", code="330903")),
    ("Place", "浙江省", Links("division/330000-1981", "level/provincial", code="330000", wikidata="Q16967")),
    ("Facility", "建德市工人文化宫(寿昌宫)", Links(kind="facility-kind/workers-cultural-palace")),
    ("Union", "中华全国总工会", Links(level="level/national", kind="union-kind/national-federation")),
    (
        "Union",
        "杭州市下城区武林街道总工会",
        Links(level="level/township", kind="union-kind/township-federation"),
    ),
    ("Union", "杭州市钱塘区总工会(筹)", Links(level="level/county", kind="union-kind/county-federation")),
    ("Union", "杭州市下城区教育工会", Links(level="level/county", kind="union-kind/county-industrial-union")),
    ("Union", "舟山市普陀区货运物流行业工会联合会", Links(kind="union-kind/trade-federation")),
    ("Union", "杭州市下城区总工会女工委", Links(kind="union-kind/women-committee")),
]
NOTHING: list[tuple[EntityType, str]] = [
    ("Place", "普陀区"),  # one in Shanghai, one in Zhoushan
    ("Place", "寿昌镇"),
    ("Honor", "优秀组织奖"),
    ("Honor", "吉林工匠"),  # the province or the city
    ("Program", "群团之家"),
    ("Program", "四季服务"),  # not every service is one of law
    ("Union", "市总工会"),
    ("Union", "中华全国总工会宣传教育部"),
    ("Person", "全国劳动模范"),
    ("Organization", "杭州市总工会"),
]


@pytest.mark.parametrize(("type", "name", "expected"), CASES, ids=lambda value: str(value))
def test_a_name_leads_to_its_concept(type: EntityType, name: str, expected: Links) -> None:
    assert links(type, name) == expected


@pytest.mark.parametrize(("type", "name"), NOTHING)
def test_a_name_that_could_mean_two_things_or_none_leads_nowhere(type: EntityType, name: str) -> None:
    assert links(type, name) == Links()


def test_every_concept_that_a_name_leads_to_stands_in_a_scheme() -> None:
    folder = ontology.folder() / "schemes"
    listed = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.ttl"))
    found = {
        path
        for facts in gold()
        for entity in facts.entities
        for one in [links(entity.type, entity.name)]
        for path in (one.concept, one.level, one.kind)
        if path
    }
    assert len(found) > 80
    for path in found:
        scheme, key = path.split("/")
        assert f"\n{scheme}:{key} a " in listed or f"\n<{CONCEPTS}{scheme}/" in listed, path
        assert concept(path).startswith(f"{CONCEPTS}{scheme}/")


@given(type=st.sampled_from(ENTITY_TYPES), name=st.text())
def test_any_name_can_be_asked_for(type: EntityType, name: str) -> None:
    assert isinstance(links(type, name), Links)


def test_two_spellings_of_one_name_lead_to_one_concept() -> None:
    assert links("Honor", "浙江省“工人先锋号”") == links("Honor", "浙江省工人先锋号")


def test_a_division_of_today_is_taken_before_one_of_the_past() -> None:
    found = regions.find("杭州市余杭区")
    assert found is not None
    assert found.end is None
