"""Fitting the classifier of numbers: what it learns from, what it writes and prints."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from kg.annotate.counted import names
from kg.annotate.trees import read
from kg.evaluate.run_weights import Numbering
from kg.resources import read_weights

train_counted = import_module("kg.evaluate.train_counted")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


@pytest.fixture(scope="module")
def samples() -> list[object]:
    return list(train_counted.samples([(GOLD, TEXTS)], Numbering()))


def test_nearly_every_annotated_number_is_a_candidate(samples: list[object]) -> None:
    assert len(samples) == 5
    right = sum(sample.labels.sum() for sample in samples)  # type: ignore[attr-defined]
    assert right >= 0.98 * sum(sample.gold for sample in samples)  # type: ignore[attr-defined]


def test_trees_find_the_numbers_of_the_reports_they_were_fitted_to(samples: list[object]) -> None:
    fitted = train_counted.train(samples)
    chances = [fitted.chances(sample) for sample in samples]
    assert train_counted.f1(samples, chances)[2] > 0.98


def test_the_command_prints_figures_and_writes_a_model_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train_counted.main([str(GOLD), str(TEXTS), "--folds", "2", "--out", str(tmp_path)])
    assert read((tmp_path / "counted.json").read_text("utf-8"), names(), "counted.json").names == names()
    assert "bias" in read_weights(tmp_path, "counted.csv")
    assert "left out: all" in capsys.readouterr().out
