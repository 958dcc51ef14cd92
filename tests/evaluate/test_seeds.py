"""The figures on each set of texts stay at or above their floors, which only ever rise.

The seeds are always here. Another set of the floors file is checked where two variables say where it
is, for the set `news`: `KG_GOLD_NEWS`, a gold file with this set's documents alone, and
`KG_TEXTS_NEWS`, the folder of the texts.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from kg.evaluate import gate

SEEDS = Path(__file__).parents[2] / "seeds"
FLOORS = gate.load(Path(__file__).parent / "floors.toml")
HERE = {"seeds": (SEEDS / "gold" / "seeds.jsonl", SEEDS)}


@pytest.mark.parametrize("name", FLOORS)
def test_extraction_reaches_every_floor_of_a_set(name):
    gold, texts = HERE.get(name) or (
        os.environ.get(f"KG_{kind}_{name.upper()}") for kind in ("GOLD", "TEXTS")
    )
    if not gold or not texts:
        pytest.skip(f"the set {name} is not here: set KG_GOLD_{name.upper()} and KG_TEXTS_{name.upper()}")
    report = kg.evaluate(gold, texts)
    assert report.failures == ()
    assert gate.check(report.figures, gold, FLOORS[name]) == []


def test_the_seeds_have_floors():
    assert "seeds" in FLOORS
