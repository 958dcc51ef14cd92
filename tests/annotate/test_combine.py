"""Which spans stand where rules and the tagger differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.combine import LIMIT, best, choose, is_bare_union, may_stand
from kg.annotate.extensions import TextSpan
from kg.annotate.rivals import Key, Rivals
from kg.facts.model import EntityType

TEXT = "甲" * 20


def rule(start: int, end: int, type: EntityType = "Place") -> TextSpan:
    return TextSpan(start, end, type, "places", 0.9)


def own(start: int, end: int, chance: float, type: EntityType = "Place") -> TextSpan:
    return TextSpan(start, end, type, "own", chance)


def chosen(
    rules: Sequence[TextSpan],
    tagged: Sequence[TextSpan],
    judged: Mapping[Key, float],
    text: str = TEXT,
) -> list[TextSpan]:
    """What stands where the classifier gives each candidate the probability of `judged`."""
    rivals = Rivals(text, rules, tagged, judged)
    return choose(rivals, [judged.get(k, 0.0) for k in rivals.keys])


def test_what_both_found_stays_the_rules():
    assert chosen([rule(3, 6)], [own(3, 6, 0.99)], {(3, 6, "Place"): 0.99}) == [rule(3, 6)]


@pytest.mark.parametrize(("chance", "stands"), [(LIMIT, True), (LIMIT - 0.01, False)])
def test_a_candidate_of_the_tagger_alone_stands_from_the_limit_on(chance: float, stands: bool):
    found = chosen([], [own(3, 6, 0.9)], {(3, 6, "Place"): chance})
    assert found == ([own(3, 6, chance)] if stands else [])


def test_what_no_best_reading_held_may_stand():
    assert chosen([], [own(3, 6, 0.5)], {(3, 6, "Place"): 0.3, (3, 7, "Place"): 0.6}) == [own(3, 7, 0.6)]


@pytest.mark.parametrize("likely", [own(2, 6, 0.95), own(3, 5, 0.95), own(5, 9, 0.95)])
def test_a_likelier_candidate_takes_the_place_of_a_rules(likely: TextSpan):
    judged = {(3, 6, "Place"): 0.45, (likely.start, likely.end, "Place"): 0.95}
    assert chosen([rule(3, 6)], [likely], judged) == [likely]


def test_two_spans_stand_against_one_across_them():
    rules, across = [rule(0, 3), rule(3, 6)], own(0, 6, 0.95, "Union")
    judged = {(0, 3, "Place"): 0.75, (0, 6, "Union"): 0.95}
    assert chosen(rules, [across], {**judged, (3, 6, "Place"): 0.75}) == rules
    assert chosen(rules[:1], [across], judged) == [across]


def test_a_rules_span_below_the_limit_falls():
    judged = {(3, 6, "Place"): 0.01, (8, 9, "Place"): 0.7}
    assert chosen([rule(3, 6), rule(8, 9)], [], judged) == [rule(8, 9)]


def test_a_rules_span_that_the_tagger_could_not_read_stays():
    assert chosen([rule(3, 6)], [], {}) == [rule(3, 6)]


def test_an_employer_at_the_head_of_its_unit_stands_with_it():
    unit, employer = rule(0, 9, "Organization"), rule(0, 5, "Company")
    judged = {(0, 9, "Organization"): 0.9, (0, 5, "Company"): 0.01}
    assert chosen([unit, employer], [], judged) == [unit, employer]
    assert chosen([employer], [own(0, 9, 0.9, "Organization")], judged)[1:] == [employer]
    assert chosen([unit, employer], [], {**judged, (0, 9, "Organization"): 0.0}) == []


def test_of_equal_spans_the_longer_stands():
    spans = [rule(0, 9, "Organization"), rule(0, 5, "Company")]
    assert chosen(spans, [], {}) == spans


@pytest.mark.parametrize(
    ("text", "name", "may"),
    [
        ("比赛有来自8个街道总工会的选手。", "街道总工会", False),
        ("比赛有来自新城街道总工会的选手。", "新城街道总工会", True),
        ("江南市新建工会20家。", "江南市新建工会", False),
        ("由公司工会承办。", "公司工会", False),
    ],
)
def test_what_is_counted_founded_or_any_employers_is_no_name(text: str, name: str, may: bool):
    start = text.index(name)
    end = start + len(name)
    assert may_stand(text, start, end) is may
    assert bool(chosen([], [own(start, end, 0.99, "Union")], {(start, end, "Union"): 0.99}, text)) is may


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


@pytest.mark.parametrize(("surface", "bare"), [("公司工会", True), ("江南公司工会", False), ("公司", False)])
def test_the_union_of_any_employer_is_left_to_the_rules(surface: str, bare: bool):
    assert is_bare_union(surface) is bare
