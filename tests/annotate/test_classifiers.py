"""The classifiers of facts, one for each relation: what each is asked, and their file."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.relations.classifiers import NEVER, Classifiers, dump, read
from kg.annotate.trees import Trees
from kg.errors import DataFileError
from kg.facts.model import RelationType

NAMES = ("near", "named")
ROWS = np.array([[0, 0], [1, 0], [1, 0]], dtype=np.float32)
KINDS: list[RelationType] = ["ORGANIZES", "ORGANIZES", "PART_OF"]


def trees(left: float, right: float, slope: float = 1.0) -> Trees:
    """A tree that looks at the first feature."""
    return Trees(NAMES, np.array([[0]]), np.array([[0.5]]), np.array([[left, right]]), 0.0, slope, 0.0)


def test_each_pair_is_asked_of_the_trees_of_its_relation() -> None:
    models = Classifiers({"ORGANIZES": trees(-1, 1), "PART_OF": trees(-2, 2)})
    assert models.scores(KINDS, ROWS).tolist() == [-1, 1, 2]


def test_the_odds_of_a_relation_are_its_own() -> None:
    models = Classifiers({"ORGANIZES": trees(-1, 1, slope=0.0), "PART_OF": trees(-2, 2)})
    assert models.chances(KINDS, ROWS).round(3).tolist() == [0.5, 0.5, 0.881]


def test_a_relation_without_trees_is_never_told() -> None:
    models = Classifiers({"ORGANIZES": trees(-1, 1)})
    assert models.scores(KINDS, ROWS)[2] == NEVER
    assert models.chances(KINDS, ROWS)[2] < 0.001


def test_no_pairs_are_no_rows() -> None:
    assert len(Classifiers({"ORGANIZES": trees(-1, 1)}).chances([], ROWS[:0])) == 0


def test_what_is_written_is_read_again() -> None:
    models = Classifiers({"ORGANIZES": trees(-1, 1), "PART_OF": trees(-2, 2, slope=0.5)})
    again = read(dump(models), NAMES)
    assert again.chances(KINDS, ROWS).tolist() == models.chances(KINDS, ROWS).tolist()
    assert again.by_relation["PART_OF"].names == NAMES


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"names": ["near", "named"], "PART_OF": {}}'])
def test_a_broken_file_says_how_to_fit_it_anew(text: str) -> None:
    with pytest.raises(DataFileError, match="train_facts"):
        read(text, NAMES)


def test_a_file_of_other_features_says_which() -> None:
    with pytest.raises(DataFileError, match="far"):
        read(dump(Classifiers({"PART_OF": trees(-1, 1)})), ("near", "far"))
