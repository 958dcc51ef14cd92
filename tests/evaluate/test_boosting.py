"""Boosted trees: what they learn, how they are kept."""

from __future__ import annotations

import numpy as np
import pytest

from kg.annotate.trees import Trees, dump, read
from kg.errors import DataFileError
from kg.evaluate.boosting import Settings, calibrate, fit

NAMES = ("one", "other", "noise")
SETTINGS = Settings(trees=30, features=1.0, weight=1.0)


def example(rows: int = 400) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(5)
    features = generator.integers(0, 4, size=(rows, 3)).astype(np.float32)
    return features, ((features[:, 0] > 1) != (features[:, 1] > 1)).astype(np.float64)


@pytest.fixture(scope="module")
def trees() -> Trees:
    features, labels = example()
    return fit(NAMES, features, labels, np.ones(len(labels)), SETTINGS)


def test_trees_learn_what_no_single_feature_tells(trees: Trees) -> None:
    features, labels = example()
    assert ((trees.chances(features) > 0.5) == (labels > 0.5)).mean() > 0.97


def test_the_same_input_gives_the_same_model(trees: Trees) -> None:
    features, labels = example()
    assert dump(fit(NAMES, features, labels, np.ones(len(labels)), SETTINGS)) == dump(trees)


def test_a_model_is_the_same_after_writing_and_reading(trees: Trees) -> None:
    features, _ = example()
    again = read(dump(trees), NAMES, "facts.json")
    assert again.scores(features) == pytest.approx(trees.scores(features), abs=1e-4)


def test_candidates_of_a_choice_are_measured_against_one_another() -> None:
    features, _ = example(600)
    features[:, 0] += np.repeat(10 * np.arange(200), 3)  # by itself a value tells nothing
    features[:, 1] = features[:, 0] - np.repeat(features[:, 0].reshape(200, 3).max(axis=1), 3)
    labels = (features[:, 1] == 0) & (
        np.arange(600) % 3 == np.repeat(features[:, 1].reshape(200, 3).argmax(axis=1), 3)
    )
    trees = fit(NAMES, features, labels.astype(np.float64), np.ones(600), SETTINGS, [3] * 200)
    chosen = trees.scores(features).reshape(200, 3).argmax(axis=1)
    assert (features[:, 1].reshape(200, 3)[np.arange(200), chosen] == 0).mean() > 0.97


def test_a_model_of_other_features_is_refused(trees: Trees) -> None:
    with pytest.raises(DataFileError, match="train_facts"):
        read(dump(trees), ("one", "other"), "facts.json")


def test_a_file_that_is_no_model_is_refused() -> None:
    with pytest.raises(DataFileError, match="train_facts"):
        read("{}", NAMES, "facts.json")


def test_calibration_finds_the_odds_that_labels_were_drawn_by() -> None:
    generator = np.random.default_rng(2)
    scores = generator.normal(size=20_000)
    labels = (generator.random(20_000) < 1 / (1 + np.exp(-(0.5 * scores - 1)))).astype(np.float64)
    slope, shift = calibrate(scores, labels)
    assert (slope, shift) == (pytest.approx(0.5, abs=0.06), pytest.approx(-1, abs=0.06))
