"""The parts of the employer whose union reports go by its name."""

from __future__ import annotations

import pytest

from kg.annotate import house
from kg.annotate.extensions import TextSpan
from kg.facts.model import EntityType
from tests.annotate.conftest import Run, names

Named = tuple[EntityType, str]


def groups(*keys: Named) -> dict[Named, list[TextSpan]]:
    """Each entity with one span, in the order given."""
    return {key: [TextSpan(10 * at, 10 * at + 5, key[0])] for at, key in enumerate(keys)}


@pytest.mark.parametrize(
    ("union", "part", "full"),
    [
        ("北安大学工会", ("Organization", "外国语学院"), "北安大学外国语学院"),
        ("北安大学工会", ("Organization", "校党委"), "北安大学党委"),
        ("北安大学工会", ("Union", "外国语学院分工会"), "北安大学外国语学院分工会"),
        ("泰来集团有限公司工会", ("Organization", "人力资源部"), "泰来集团有限公司人力资源部"),
        ("泰来集团有限公司工会", ("Honor", "集团技术能手"), "泰来集团有限公司技术能手"),
        ("泰来集团有限公司工会", ("Company", "集团公司"), "泰来集团有限公司"),
        ("泰来银行南江省分行工会委员会", ("Company", "城南支行"), "泰来银行城南支行"),
        ("泰来银行南江省分行工会委员会", ("Union", "城南支行工会"), "泰来银行城南支行工会"),
    ],
)
def test_parts_of_the_employer_go_by_its_name(union: str, part: Named, full: str) -> None:
    assert (part[0], full) in house.name_parts(groups(("Union", union), part))


@pytest.mark.parametrize(
    ("union", "other"),
    [
        ("北安大学工会", ("Organization", "省教育厅")),
        ("北安大学工会", ("Organization", "南江理工大学图书馆")),
        ("泰来集团有限公司工会", ("Organization", "消防救援站")),
        ("泰来集团有限公司工会", ("Company", "宝来银行南江省分行")),
        ("泰来集团有限公司工会", ("Honor", "全国技术能手")),
        ("建德市总工会", ("Organization", "人力资源部")),
    ],
)
def test_what_is_no_part_of_it_keeps_its_name(union: str, other: Named) -> None:
    assert other in house.name_parts(groups(("Union", union), other))


def test_a_schools_union_is_the_universitys_not_a_colleges(run: Run) -> None:
    doc = run("《北安大学章程》印发。校工会走访外国语学院，校工会主席出席。", "resolver")
    assert names(doc, "Union") == ["北安大学工会"]


def test_a_union_called_by_a_short_name_goes_by_its_firms_full_one(run: Run) -> None:
    doc = run("北安宝来特种纸业有限公司开展竞赛。宝来特种纸业工会走访职工。", "resolver")
    assert names(doc, "Union") == ["北安宝来特种纸业有限公司工会"]


def test_the_games_of_an_employer_are_its_own(run: Run) -> None:
    own = ("Program", "泰来集团有限公司第八届职工运动会")
    keys: list[Named] = [("Union", "泰来集团有限公司工会"), ("Program", "第八届职工运动会")]
    assert own in house.name_parts(groups(*keys))
