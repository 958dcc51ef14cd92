"""Which spans stand where rules and the tagger differ."""

from __future__ import annotations

from math import inf

import pytest

from kg.annotate.combine import Threshold, combine, is_bare_union, load_thresholds
from kg.annotate.extensions import TextSpan
from kg.facts.model import ENTITY_TYPES, EntityType

LIMITS = {type: Threshold(add=0.6, widen=0.8, veto=0.1) for type in ENTITY_TYPES}


def rule(start: int, end: int, type: EntityType = "Place") -> TextSpan:
    return TextSpan(start, end, type, "places", 0.9)


def own(start: int, end: int, chance: float, type: EntityType = "Place") -> TextSpan:
    return TextSpan(start, end, type, "own", chance)


def test_what_both_found_stays_the_rules():
    found = combine([rule(3, 6)], [own(3, 6, 0.99)], {(3, 6, "Place"): 0.99}, LIMITS)
    assert found == [rule(3, 6)]


@pytest.mark.parametrize(("chance", "stands"), [(0.61, True), (0.6, True), (0.59, False)])
def test_a_span_of_the_tagger_alone_stands_from_its_threshold_on(chance: float, stands: bool):
    assert combine([], [own(3, 6, chance)], {}, LIMITS) == ([own(3, 6, chance)] if stands else [])


def test_a_likelier_span_takes_the_place_of_a_rules():
    likely = own(2, 6, 0.9)
    assert combine([rule(3, 6)], [likely], {(3, 6, "Place"): 0.3}, LIMITS) == [likely]


def test_a_likelier_span_within_a_rules_does_not_cut_it():
    assert combine([rule(3, 9)], [own(3, 6, 0.99)], {(3, 9, "Place"): 0.1}, LIMITS) == [rule(3, 9)]


def test_a_rules_span_holds_against_a_less_likely_one():
    assert combine([rule(3, 6)], [own(2, 6, 0.85)], {(3, 6, "Place"): 0.88}, LIMITS) == [rule(3, 6)]


def test_a_span_that_both_found_is_not_pushed_aside():
    tagged = [own(3, 6, 0.95), own(3, 9, 0.9, "Company")]
    assert combine([rule(3, 6)], tagged, {(3, 6, "Place"): 0.95}, LIMITS) == [rule(3, 6)]


def test_a_rules_span_that_the_tagger_holds_unlikely_falls():
    chances = {(3, 6, "Place"): 0.01, (8, 9, "Place"): 0.2}
    assert combine([rule(3, 6), rule(8, 9)], [], chances, LIMITS) == [rule(8, 9)]


def test_a_rules_span_that_the_tagger_could_not_read_stays():
    assert combine([rule(3, 6)], [], {}, LIMITS) == [rule(3, 6)]


def test_an_employer_within_its_unit_stays_with_it():
    spans = [rule(0, 9, "Organization"), rule(0, 5, "Company")]
    chances = {(0, 9, "Organization"): 0.9, (0, 5, "Company"): 0.2}
    assert combine(spans, [own(0, 9, 0.9, "Organization")], chances, LIMITS) == spans


def test_types_without_thresholds_are_the_rules_alone():
    limits = {"Place": LIMITS["Place"]}
    spans = [rule(3, 6, "Program")]
    assert combine(spans, [own(2, 6, 0.99), own(8, 12, 0.99, "Program")], {}, limits) == spans


def test_without_thresholds_the_rules_decide():
    spans = [rule(3, 6)]
    assert combine(spans, [own(2, 6, 1.0), own(8, 9, 1.0)], {(3, 6, "Place"): 0.0}, {}) == spans


def test_every_packaged_threshold_is_a_probability_of_an_entity_type():
    thresholds = load_thresholds()
    assert set(thresholds) <= set(ENTITY_TYPES)
    for limit in thresholds.values():
        assert 0 < limit.add <= 1 or limit.add == inf
        assert 0 < limit.widen <= 1 or limit.widen == inf
        assert 0 <= limit.veto < 0.5


@pytest.mark.parametrize(("surface", "bare"), [("公司工会", True), ("江南公司工会", False), ("公司", False)])
def test_the_union_of_any_employer_is_left_to_the_rules(surface: str, bare: bool):
    assert is_bare_union(surface) is bare
