"""Which spans stand where rules and the tagger differ."""

from __future__ import annotations

from itertools import combinations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.combine import Limit, best, combine, is_bare_union, load_limits
from kg.annotate.extensions import TextSpan
from kg.facts.model import ENTITY_TYPES, EntityType

LIMITS = {type: Limit(keep=0.1, add=0.6) for type in ENTITY_TYPES}


def rule(start: int, end: int, type: EntityType = "Place") -> TextSpan:
    return TextSpan(start, end, type, "places", 0.9)


def own(start: int, end: int, chance: float, type: EntityType = "Place") -> TextSpan:
    return TextSpan(start, end, type, "own", chance)


def test_what_both_found_stays_the_rules():
    found = combine([rule(3, 6)], [own(3, 6, 0.99)], {(3, 6, "Place"): 0.99}, LIMITS)
    assert found == [rule(3, 6)]


@pytest.mark.parametrize(("chance", "stands"), [(0.61, True), (0.6, True), (0.59, False)])
def test_a_span_of_the_tagger_alone_stands_from_its_limit_on(chance: float, stands: bool):
    assert combine([], [own(3, 6, chance)], {}, LIMITS) == ([own(3, 6, chance)] if stands else [])


@pytest.mark.parametrize("likely", [own(2, 6, 0.95), own(3, 5, 0.95), own(5, 9, 0.95)])
def test_a_likelier_span_takes_the_place_of_a_rules(likely: TextSpan):
    assert combine([rule(3, 6)], [likely], {(3, 6, "Place"): 0.3}, LIMITS) == [likely]


def test_a_rules_span_holds_against_one_that_exceeds_its_limit_by_less():
    assert combine([rule(3, 6)], [own(2, 6, 0.85)], {(3, 6, "Place"): 0.45}, LIMITS) == [rule(3, 6)]


def test_two_spans_stand_against_one_across_them():
    rules = [rule(0, 3), rule(3, 6)]
    chances = {(0, 3, "Place"): 0.35, (3, 6, "Place"): 0.35}
    assert combine(rules, [own(0, 6, 0.95, "Union")], chances, LIMITS) == rules
    assert combine(rules[:1], [own(0, 6, 0.95, "Union")], chances, LIMITS) == [own(0, 6, 0.95, "Union")]


def test_a_rules_span_below_its_limit_falls():
    chances = {(3, 6, "Place"): 0.01, (8, 9, "Place"): 0.2}
    assert combine([rule(3, 6), rule(8, 9)], [], chances, LIMITS) == [rule(8, 9)]


def test_a_rules_span_that_the_tagger_could_not_read_stays():
    assert combine([rule(3, 6)], [], {}, LIMITS) == [rule(3, 6)]


def test_an_employer_at_the_head_of_its_unit_stands_with_it():
    unit, employer = rule(0, 9, "Organization"), rule(0, 5, "Company")
    chances = {(0, 9, "Organization"): 0.9, (0, 5, "Company"): 0.01}
    assert combine([unit, employer], [], chances, LIMITS) == [unit, employer]
    assert combine([employer], [own(0, 9, 0.9, "Organization")], chances, LIMITS)[1:] == [employer]
    assert combine([unit, employer], [], {**chances, (0, 9, "Organization"): 0.0}, LIMITS) == []


def test_types_without_limits_are_the_rules_alone():
    spans = [rule(3, 6, "Program")]
    assert combine(spans, [own(8, 12, 0.99, "Program")], {(3, 6, "Program"): 0.0}, {}) == spans


def test_of_equal_spans_the_longer_stands():
    spans = [rule(0, 9, "Organization"), rule(0, 5, "Company")]
    assert combine(spans, [], {}, {}) == spans


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(1, 5), st.integers(1, 9)).map(
            lambda drawn: (own(drawn[0], drawn[0] + drawn[1], 0.5), float(drawn[2]))
        ),
        max_size=7,
    )
)
def test_the_best_spans_are_those_of_all_choices(worth: list[tuple[TextSpan, float]]):
    choices = (c for size in range(len(worth) + 1) for c in combinations(worth, size))
    free = [
        c
        for c in choices
        if all(a[0].end <= b[0].start or b[0].end <= a[0].start for a, b in combinations(c, 2))
    ]
    most = max(sum(value for _, value in c) for c in free)
    found = best(worth)
    assert any(sorted(map(id, found)) == sorted(id(span) for span, _ in c) for c in free)
    assert sum(next(value for span, value in worth if span is kept) for kept in found) == most


def test_every_packaged_limit_is_a_probability_of_an_entity_type():
    limits = load_limits()
    assert set(limits) <= set(ENTITY_TYPES)
    for limit in limits.values():
        assert 0 <= limit.keep < 0.6
        assert 0 < limit.add <= 1 or limit.add == inf


@pytest.mark.parametrize(("surface", "bare"), [("公司工会", True), ("江南公司工会", False), ("公司", False)])
def test_the_union_of_any_employer_is_left_to_the_rules(surface: str, bare: bool):
    assert is_bare_union(surface) is bare
