"""Fitting the classifiers of facts: what they learn from, what is written and printed."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

from kg.annotate.relations.candidates import FREE
from kg.annotate.relations.classifiers import read
from kg.annotate.relations.features import names

train_facts = import_module("kg.evaluate.train_facts")
GOLD, TEXTS = Path("seeds/gold/seeds.jsonl"), Path("seeds")


def test_the_command_prints_figures_and_writes_trees_for_each_relation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "facts.json"
    reports = ["--on", "packaged", str(GOLD), str(TEXTS)]
    train_facts.main([*reports, "--folds", "2", "--trees", "4", "--out", str(out)])
    fitted = read(out.read_text("utf-8"), names()).by_relation
    assert {"ORGANIZES", "PARTICIPATES_IN", "COOPERATES_WITH"} <= set(fitted)
    assert {len(trees.leaves) for trees in fitted.values()} == {4}
    printed = capsys.readouterr().out
    assert "entities given" in printed
    assert all(kind in printed for kind in FREE)
