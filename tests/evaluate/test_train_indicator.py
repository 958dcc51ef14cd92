"""Fitting the classifier of indicators: what it learns from, what it writes and prints."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.annotate.indicator import NAMES
from kg.annotate.trees import read
from kg.evaluate.boosting import Settings
from kg.evaluate.matching import likeness

train_indicator = import_module("kg.evaluate.train_indicator")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")
SMALL = Settings(trees=80, depth=5, rate=0.2, features=0.3)


@pytest.fixture(scope="module")
def samples() -> list[Any]:
    return list(train_indicator.samples([(GOLD, TEXTS)]))


def test_nearly_all_words_of_the_annotated_indicators_are_found_around_their_numbers(
    samples: list[Any],
) -> None:
    assert len(samples) > 230
    best = [
        "".join(word.text for word, right in zip(s.view.words, s.labels, strict=True) if right)
        for s in samples
    ]
    assert np.mean([likeness(words, s.gold) for words, s in zip(best, samples, strict=True)]) > 0.95


def test_words_that_indicators_have_weigh_more_than_those_they_lack(samples: list[Any]) -> None:
    weights = train_indicator.weigh(samples)
    assert weights["职工"] > 0 > weights["全区"]


def test_what_is_fitted_cuts_the_indicators_of_its_own_reports_better_than_the_rules(
    samples: list[Any],
) -> None:
    fitted = train_indicator.train(samples, SMALL)
    ours = [likeness(train_indicator.choice(s, fitted), s.gold) for s in samples]
    rules = [likeness(s.view.rule, s.gold) for s in samples]
    assert np.mean(ours) > np.mean(rules)


def test_the_command_prints_figures_and_writes_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_indicator.train, "__defaults__", (SMALL,))
    train_indicator.main([str(GOLD), str(TEXTS), "--folds", "2", "--out", str(tmp_path)])
    assert read((tmp_path / "indicator.json").read_text("utf-8"), NAMES, "indicator.json").names == NAMES
    assert (tmp_path / "indicator.csv").read_text("utf-8").startswith("feature,weight\n")
    assert "left out: all" in capsys.readouterr().out
