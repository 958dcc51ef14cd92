"""Persons of one name in one report."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.annotate.extensions import TextSpan
from kg.annotate.namesakes import Key, split
from kg.facts.model import EntityType

ONE, OTHER = "绍兴甲纺织有限公司", "绍兴乙机械有限公司"


def persons(text: str, *bodies: tuple[EntityType, str]) -> list[list[int]]:
    """Where each person named 王涛 stands, by person."""
    groups: dict[Key, list[TextSpan]] = {}
    for type, name in (("Person", "王涛"), *bodies):
        starts = [at for at in range(len(text)) if text.startswith(name, at)]
        groups[type, name] = [TextSpan(at, at + len(name), type) for at in starts]  # type: ignore[index, arg-type]
    found = split(text, groups)
    assert sum(len(spans) for _, spans in found) == sum(map(len, groups.values()))
    return [[span.start for span in spans] for key, spans in found if key == ("Person", "王涛")]


def test_two_of_one_name_with_an_employer_each_are_two() -> None:
    text = f"{ONE}职工王涛、{OTHER}班长王涛被授予绍兴市劳动模范。"
    assert len(persons(text, ("Company", ONE), ("Company", OTHER))) == 2


def test_a_name_without_employer_is_that_of_the_one_before_it() -> None:
    text = f"{ONE}职工王涛说了话。王涛今年40岁。{OTHER}班长王涛也来了。王涛带来了作品。"
    first, second = persons(text, ("Company", ONE), ("Company", OTHER))
    at = text.index("王涛今年"), text.index("王涛带来")
    assert at[0] in first
    assert at[1] in second


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (f"{ONE}职工王涛、{OTHER}班长李明。王涛说。", (("Company", ONE), ("Company", OTHER))),
        (f"{ONE}职工王涛说。{ONE}班长王涛说。", (("Company", ONE),)),
        (f"{ONE}职工王涛说。甲纺织王涛说。", (("Company", ONE), ("Company", "甲纺织"))),
        (
            f"{ONE}董事长王涛说。绍兴市工商联副主席王涛说。",
            (("Company", ONE), ("Organization", "绍兴市工商联")),
        ),
        (f"{ONE}、{OTHER}参加。王涛说，王涛到会。", (("Company", ONE), ("Company", OTHER))),
    ],
    ids=["one employer", "one employer twice", "its short name", "a firm and an office", "no employer near"],
)
def test_a_name_that_nothing_parts_is_one_person(
    text: str, bodies: tuple[tuple[EntityType, str], ...]
) -> None:
    assert len(persons(text, *bodies)) == 1


def test_two_of_one_name_are_two_entities_of_a_report(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"绍兴市总工会召开表彰大会。{ONE}职工王建国、{OTHER}职工王建国被授予绍兴市五一劳动奖章。",
        encoding="utf-8",
    )
    (facts,) = kg.extract([path])
    assert len([entity for entity in facts.entities if entity.name == "王建国"]) == 2
