"""Why words stand for an entity whose name they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import joins
from kg.rdf.quads import to_quads
from kg.rdf.terms import Literal
from kg.rdf.vocab import UW
from tests.facts.gold import gold

UNION = "杭州市钱塘区总工会"


@pytest.mark.parametrize(
    ("words", "name", "why"),
    [
        (UNION, UNION, None),
        ("杭州市 钱塘区\n总工会", UNION, "spelling"),
        ("钱塘区总工会", UNION, "place"),
        ("区总工会(筹)", UNION, "place"),
        ("杭州市钱塘区总工会（筹）", UNION, "spelling"),
        ("区总", UNION, "short"),
        ("市总工会", "建德市总工会", "place"),
        ("全总", "中华全国总工会", "short"),
        ("安康杯竞赛系列活动", "安康杯竞赛", "longer"),
        ("该区工会", "杭州市下城区总工会", "context"),
        ("“”", UNION, "context"),
    ],
)
def test_words_lead_to_a_name_in_one_way(words: str, name: str, why: str | None) -> None:
    assert joins.reason(words, name) == why


@given(words=st.text(), name=st.text())
def test_any_words_have_a_reason_unless_they_are_the_name(words: str, name: str) -> None:
    why = joins.reason(words, name)
    assert (why is None) == (words == name)
    assert why is None or why in joins.REASONS


@pytest.mark.parametrize(
    "text", ["钱塘区总工会(以下简称“区总”)成立", "钱塘区总工会（简称区总）", "钱塘区总工会，下称「区总」，"]
)
def test_a_report_can_introduce_a_short_name(text: str) -> None:
    assert "区总" in joins.introduced(text)


def test_the_graph_tells_the_reason_of_each_mention_that_is_not_the_name() -> None:
    told: dict[str, set[str]] = {}
    for facts in gold():
        for quad in to_quads(facts):
            if quad.predicate == str(UW.reason):
                assert isinstance(quad.object, Literal)
                told.setdefault(facts.id, set()).add(quad.object.value)
    assert set().union(*told.values()) >= {"spelling", "place", "short"}
    assert set().union(*told.values()) <= set(joins.REASONS)
