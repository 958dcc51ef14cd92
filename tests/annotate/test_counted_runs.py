"""What runs of characters tell of a number: which are met, and what their weights add up to."""

from __future__ import annotations

import pytest

from kg.annotate.counted import candidates
from kg.annotate.counted_runs import Around
from kg.annotate.extensions import text_of
from kg.annotate.observation_actors import Cast
from tests.annotate.test_relations import tagged

NEWS = "2023年，[Union* 甲县总工会]为[Company 乙公司]1200名职工送去清凉。[Union 甲县总工会]又建驿站3家。"


def runs(text: str) -> list[list[str]]:
    """The runs around each number of a text."""
    doc = tagged(text)
    cast = Cast(doc)
    around = Around(text_of(doc), cast.names)
    return [list(around.of(number)) for number in candidates(doc, cast)]


def test_names_are_their_types_and_digits_are_nought() -> None:
    people, sites = runs(NEWS)
    assert {"-next=为\ue001", "+职工", "unit=名", "in=送去"} <= set(people)
    assert {"-建驿站", "unit=家", "in=\ue000又"} <= set(sites)
    assert not {run for run in (*people, *sites) if "甲" in run or "2" in run}


def test_a_sentence_ends_what_stands_around_a_number() -> None:
    people, sites = runs(NEWS)
    assert "in=驿站" not in people
    assert "in=清凉" not in sites


def test_the_worth_of_a_number_is_that_of_all_its_runs() -> None:
    doc = tagged(NEWS)
    cast = Cast(doc)
    around = Around(text_of(doc), cast.names)
    weights = {"+职工": 2.0, "-建": 0.5, "in=职工": 0.25}
    assert [around.worth(number, weights) for number in candidates(doc, cast)] == pytest.approx([2.25, 0.5])


def test_a_text_without_names_is_read_as_it_stands() -> None:
    (only,) = runs("今年以来慰问职工1200人。")
    assert {"-慰问", "-next=职工", "+next=人。"} <= set(only)
