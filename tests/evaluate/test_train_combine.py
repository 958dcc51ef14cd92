"""Fitting the classifier that decides between rules and tagger: what is printed and written."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from kg.annotate.own_tagger import OWN_MODEL
from kg.annotate.rivals import NAMES, Rivals
from kg.annotate.trees import read
from kg.facts.model import ENTITY_TYPES

train_combine = import_module("kg.evaluate.train_combine")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


def test_the_command_prints_figures_by_type_and_writes_trees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "combine.json"
    train_combine.main(["--on", str(OWN_MODEL), str(GOLD), str(TEXTS), "--folds", "2", "--out", str(out)])
    assert read(out.read_text("utf-8"), NAMES, str(out)).names == NAMES
    printed = capsys.readouterr().out
    assert printed.startswith("5 reports, ")
    assert all(kind in printed for kind in (*ENTITY_TYPES, "all"))
    assert float(printed.splitlines()[-1].rsplit(maxsplit=1)[-1]) > 0.8


def test_it_says_how_to_call_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        train_combine.main([str(GOLD), str(TEXTS)])
    assert "--on TAGGER GOLD TEXTS" in capsys.readouterr().err


def test_trees_learn_whom_to_believe() -> None:
    text, lots = "江南市总工会。" * 40, []
    for number in range(40):
        start = 7 * number
        right, wrong = (start, start + 6, "Union"), (start, start + 3, "Place")
        rivals = Rivals(text, [], [], {right: 0.9, wrong: 0.2})
        lots.append(train_combine.Sample(str(number), rivals, rivals.features(), frozenset((right,))))
    chances = train_combine.train(lots).chances(lots[0].features)
    assert np.array_equal(chances > 0.5, lots[0].labels > 0)
