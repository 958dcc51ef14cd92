"""Fitting the classifier of reporting unions: what it learns from, what it writes and prints."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from kg.annotate.reporter import NAMES
from kg.annotate.trees import read

train_reporter = import_module("kg.evaluate.train_reporter")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


@pytest.fixture(scope="module")
def seen() -> list[Any]:
    return list(train_reporter.samples([(GOLD, TEXTS)]))


def test_each_report_is_shown_whole_and_in_part_with_found_and_given_entities(seen: list[Any]) -> None:
    whole = [sample for sample in seen if not sample.made]
    assert len(whole) == len({sample.id for sample in whole}) == 5
    assert all(sample.labels.sum() == 1 for sample in whole)
    assert len(seen) > 5 * 2 * 2
    assert all(sample.features.shape == (len(sample.labels), len(NAMES)) for sample in seen)


def test_trees_learn_the_unions_of_the_reports_they_are_shown(seen: list[Any]) -> None:
    trees = train_reporter.train(seen)
    assert all(sample.labels[train_reporter.choice(sample, trees)] for sample in seen if not sample.made)


def test_a_choice_is_made_of_each_whole_report_by_trees_that_had_not_seen_it(seen: list[Any]) -> None:
    chosen = list(train_reporter.choices(seen, folds=2))
    assert {sample.id for sample, _ in chosen} == {sample.id for sample in seen}
    assert not any(sample.made for sample, _ in chosen)


def test_the_command_prints_figures_and_writes_a_model(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], seen: list[Any]
) -> None:
    out = tmp_path / "reporter.json"
    train_reporter.main([str(GOLD), str(TEXTS), "--folds", "2", "--out", str(out)])
    assert read(out.read_text("utf-8"), NAMES, "reporter.json").names == NAMES
    assert out.read_text("utf-8") == train_reporter.dump(train_reporter.train(seen))
    assert "left out in turn" in capsys.readouterr().out
