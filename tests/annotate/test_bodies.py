"""Organs of Party and state, national societies: what their names in use stand for."""

from __future__ import annotations

import pytest

from kg.annotate import bodies
from tests.annotate.conftest import Run, names


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("国务院", "中华人民共和国国务院"),
        ("全国妇联宣传部", "中华全国妇女联合会宣传部"),
        ("应急部", "中华人民共和国应急管理部"),
        ("国家安监总局", "国家安全生产监督管理总局"),
        ("国务院扶贫办", None),
        ("建德市妇联", None),
    ],
)
def test_national_bodies_go_by_their_official_names(name: str, full: str | None) -> None:
    assert bodies.national(name) == full


@pytest.mark.parametrize(
    ("rest", "full"),
    [
        ("委", "中共建德市委"),
        ("委文明办", "中共建德市委文明办"),
        ("委办", "中共建德市委办公室"),
        ("委政法委", "中共建德市委政法委"),
        ("直机关工委", "中共建德市直属机关工作委员会"),
        ("政府办", "建德市人民政府办公室"),
        ("政府国资委", "建德市人民政府国有资产监督管理委员会"),
        ("退役军人局", "建德市退役军人事务局"),
        ("税务局", "国家税务总局建德市税务局"),
        ("图书馆", "建德市图书馆"),
    ],
)
def test_a_divisions_organs_are_spelled_out(rest: str, full: str) -> None:
    assert bodies.organ("建德市", rest, 2021) == full


def test_before_the_merger_a_tax_bureau_was_the_divisions_own() -> None:
    assert bodies.organ("建德市", "税务局", 2015) == "建德市税务局"


def test_committees_of_towns_and_zones_are_of_the_party(run: Run) -> None:
    doc = run("建德市总工会到寿昌镇走访。寿昌镇党委、寿昌镇政府支持工会工作。", "resolver")
    assert names(doc, "Organization") == ["中共建德市寿昌镇委员会", "建德市寿昌镇人民政府"]


def test_a_youth_league_is_the_same_whichever_word_comes_first(run: Run) -> None:
    doc = run("建德市总工会联合团市委、共青团建德市委开展活动。", "resolver")
    assert names(doc, "Organization") == ["共青团建德市委"]
