"""The gate lets figures rise and stops them from falling."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import DataFileError
from kg.evaluate import gate
from kg.evaluate.scores import FIGURES

REACHED = dict(zip(FIGURES, (0.8512, 0.9, 0.61, 0.88, 0.655, 0.779), strict=True))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    return path


def test_a_figure_under_its_floor_is_named(gold):
    floors = gate.Floors(gate.fingerprint(gold), {"facts": 0.62, "mentions": 0.85})
    assert gate.check(REACHED, gold, floors) == ["facts: 0.6100 is under its floor of 0.62"]


def test_floors_of_another_gold_are_refused(gold):
    floors = gate.Floors(gate.fingerprint(gold), {"facts": 0.5})
    gold.write_text("{} \n", encoding="utf-8")
    assert "pin them anew" in gate.check(REACHED, gold, floors)[0]


def test_pinning_anew_raises_and_never_lowers_unasked(gold):
    old = gate.Floors(gate.fingerprint(gold), {"facts": 0.62, "mentions": 0.80})
    new = gate.raised(REACHED, gold, old)
    assert (new.figures["facts"], new.figures["mentions"]) == (0.62, 0.85)
    assert gate.raised(REACHED, gold, old, lower=True).figures["facts"] == 0.61
    assert gate.check(REACHED, gold, gate.raised(REACHED, gold, old, lower=True)) == []


def test_a_floors_file_reads_back_as_it_was_written(gold, tmp_path):
    floors = gate.raised(REACHED, gold, gate.Floors("", {}))
    path = tmp_path / "floors.toml"
    path.write_text(gate.dump(floors), encoding="utf-8")
    assert gate.load(path) == floors


@pytest.mark.parametrize(
    "text",
    [
        "[floors]\nfacts = 0.5\n",
        'gold = "0"\n[floors]\nfact = 0.5\n',
        'gold = "0"\n[floors]\nfacts = 7\n',
        "x",
    ],
)
def test_a_wrong_floors_file_is_refused(tmp_path, text):
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"floors\.toml"):
        gate.load(path)
