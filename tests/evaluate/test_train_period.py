"""Fitting the classifier of periods: what it learns from, what it writes and prints."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from kg.annotate.period import NAMES
from kg.annotate.trees import read
from kg.evaluate.run_weights import Numbering
from kg.resources import read_weights

train_period = import_module("kg.evaluate.train_period")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


def test_each_report_is_a_choice_with_one_right_period() -> None:
    samples = list(train_period.samples([(GOLD, TEXTS)], Numbering()))
    assert len(samples) == 5
    assert all(sample.labels.sum() == 1 for sample in samples)
    assert all(sample.features.shape == (len(sample.values), len(NAMES)) for sample in samples)


def test_trees_learn_the_periods_of_the_reports_they_are_shown() -> None:
    samples = list(train_period.samples([(GOLD, TEXTS)], Numbering()))
    fitted = train_period.train(samples)
    assert all(fitted.is_right(sample) for sample in samples)


def test_the_command_prints_figures_and_writes_the_same_model_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    texts: list[list[str]] = []
    for name in ("a", "b"):
        out = tmp_path / name
        out.mkdir()
        train_period.main([str(GOLD), str(TEXTS), "--folds", "2", "--out", str(out)])
        texts.append([(out / file).read_text("utf-8") for file in ("period.json", "period.csv")])
    assert texts[0] == texts[1]
    assert read(texts[0][0], NAMES, "period.json").names == NAMES
    assert "year/bias" in read_weights(tmp_path / "a", "period.csv")
    assert "left out in turn" in capsys.readouterr().out
