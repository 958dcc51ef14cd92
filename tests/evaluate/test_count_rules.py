"""Counts of what each rule found and how much of it was right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate import count_rules
from kg.facts import jsonl
from kg.facts.model import DocumentFacts, Evidence, Relation
from kg.resources import read_csv

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "seeds.jsonl"


@pytest.fixture(scope="module")
def gold() -> DocumentFacts:
    return next(jsonl.read(GOLD, SEEDS))


def by_rule(relation: Relation, rule: str) -> Relation:
    return replace(relation, evidence=Evidence(0, 1, "", f"relations/{rule}", 1.0))


def test_a_relation_of_the_gold_is_right_and_another_is_not(gold: DocumentFacts) -> None:
    first, second = gold.relations[:2]
    found = replace(
        gold,
        relations=(
            by_rule(first, "good"),
            by_rule(second, "half"),
            by_rule(replace(second, subject=second.object), "half"),
        ),
    )
    assert count_rules.count([(gold, found)]) == {"good": (1, 1), "half": (1, 2)}


def test_a_relation_of_entities_that_the_gold_has_not_is_wrong(gold: DocumentFacts) -> None:
    first = gold.relations[0]
    lost = tuple(entity for entity in gold.entities if entity.id != first.subject)
    found = replace(gold, entities=lost, relations=(by_rule(first, "blind"),))
    assert count_rules.count([(gold, found)]) == {"blind": (0, 1)}


def test_each_gold_file_finds_its_texts_in_one_of_the_folders(tmp_path: Path) -> None:
    documents = list(count_rules.read_gold([GOLD], [tmp_path, SEEDS]))
    assert [bool(document.raw) for document in documents] == [True] * 5


def test_counts_written_are_rows_of_the_packaged_kind(tmp_path: Path) -> None:
    count_rules.write({"b-rule": (1, 2), "a-rule": (0, 1)}, tmp_path / "measured.csv")
    assert (tmp_path / "measured.csv").read_text("utf-8") == "rule,right,found\na-rule,0,1\nb-rule,1,2\n"


def test_packaged_counts_are_possible() -> None:
    rows = read_csv(count_rules.ROOT, "relations/measured.csv")
    assert [row["rule"] for row in rows if not 0 <= row["right"] <= row["found"]] == []
