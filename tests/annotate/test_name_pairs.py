"""What two names say of each other, and of the region that a report is from."""

from __future__ import annotations

from kg.annotate.extensions import EntityDraft
from kg.annotate.relations.name_pairs import NAMES, NOTHING, compare, own_word, region, shared_start, stem
from kg.facts.model import EntityType


def row(one: tuple[EntityType, str], other: tuple[EntityType, str], home: str = "") -> dict[str, float]:
    drafts = [EntityDraft(name, kind, name, [], []) for kind, name in (one, other)]
    return dict(zip(NAMES, compare(drafts[0], drafts[1], home), strict=True))


def test_a_place_is_seen_in_a_name_without_its_level() -> None:
    assert row(("Company", "沈阳甲乙公司"), ("Place", "沈阳市"))["place-in-subject"]
    assert not row(("Company", "沈阳甲乙公司"), ("Place", "大连市"))["place-in-subject"]
    assert stem("沈阳市") == "沈阳"


def test_a_unit_begins_with_the_name_of_its_body() -> None:
    seen = row(("Organization", "甲乙集团检修车间"), ("Company", "甲乙集团"))
    assert seen["begins-with-object"] == 4
    assert seen["begins-with-object-share"] == 0.5


def test_what_is_a_bodys_own_in_its_name_is_neither_region_nor_kind() -> None:
    assert region("沈阳市总工会") == "沈阳市"
    assert own_word("沈阳市长虹纺织有限公司") == "长虹纺织"
    assert shared_start("长虹纺织", "长虹机械") == 2
    assert shared_start("长虹纺织", "纺织机械") == 0


def test_a_place_is_the_home_of_the_reporting_union_or_lies_in_it() -> None:
    program: tuple[EntityType, str] = ("Program", "职工运动会")
    assert row(program, ("Place", "沈阳市"), "沈阳市")["object-of-home"]
    assert row(program, ("Place", "沈阳市和平区"), "沈阳市")["object-at-home"]
    assert not row(program, ("Place", "大连市"), "沈阳市")["object-of-home"]


def test_names_of_persons_and_honors_are_not_compared() -> None:
    person = EntityDraft("1", "Person", "张三", [], [])
    body = EntityDraft("2", "Company", "张三公司", [], [])
    assert compare(person, body, "") == NOTHING
