"""The graph that kg extracts from the seeds answers the questions about as well as it did before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kg.rdf import shapes
from kg.rdf.iris import ONTOLOGY
from kg.store.queries import find
from kg.store.store import Store
from tests.ontology import recall

# A row or two may go while rules are worked on; a question that falls further is noticed.
SLACK = 0.05


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with recall.extracted() as opened:
        yield opened


NAMES = [question.name for question in recall.compared()]


def test_every_question_that_can_be_compared_has_a_floor() -> None:
    assert sorted(recall.floors()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_recall_of_a_question_does_not_fall(store: Store, name: str) -> None:
    now = recall.score(find(name), store)
    assert now.recall >= recall.floors()[name] - SLACK


def test_every_question_can_be_asked_of_what_was_extracted(store: Store) -> None:
    for name in sorted(recall.NOT_COMPARED):
        assert store.query(find(name).sparql).rows, name


def test_what_was_extracted_keeps_to_the_shapes(store: Store) -> None:
    found = shapes.check(quad for quad in store.quads() if quad.graph != ONTOLOGY)
    assert [one.shape for one in found if one.severity != "info"] == ["report-published"]


def test_a_row_is_counted_once_and_only_where_both_have_it() -> None:
    score = recall.Score(right=4, found=2, both=1)
    assert (score.recall, score.precision) == (0.25, 0.5)
