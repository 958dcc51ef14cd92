"""The figures on the seeds stay at or above their floors, which only ever rise."""

from __future__ import annotations

from pathlib import Path

import kg
from kg.evaluate import gate

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "seeds.jsonl"
FLOORS = Path(__file__).parent / "floors.toml"


def test_extraction_from_the_seeds_reaches_every_floor():
    report = kg.evaluate(GOLD, SEEDS)
    assert report.failures == ()
    assert gate.check(report.figures, GOLD, gate.load(FLOORS)) == []
