"""Fitting the classifiers of facts: what they learn from, what is written and printed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from kg.annotate.relations.candidates import FREE
from kg.annotate.relations.classifiers import read
from kg.annotate.relations.features import names
from kg.resources import read_weights

train_facts = import_module("kg.evaluate.train_facts")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


def test_the_command_prints_figures_and_writes_trees_for_each_relation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = ["--on", "packaged", str(GOLD), str(TEXTS)]
    train_facts.main([*reports, "--folds", "2", "--trees", "4", "--out", str(tmp_path)])
    fitted = read((tmp_path / "facts.json").read_text("utf-8"), names()).by_relation
    assert {"ORGANIZES", "PARTICIPATES_IN", "COOPERATES_WITH"} <= set(fitted)
    assert {len(trees.leaves) for trees in fitted.values()} == {4}
    assert any(run.startswith("ORGANIZES/") for run in read_weights(tmp_path, "facts.csv"))
    printed = capsys.readouterr().out
    assert "entities given" in printed
    assert all(kind in printed for kind in FREE)
