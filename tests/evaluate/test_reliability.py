"""Stated confidence against what was right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.evaluate import reliability
from kg.facts import jsonl

ROOT = Path(__file__).parents[2]
GOLD = next((ROOT / "seeds" / "gold").glob("*.jsonl"))


def test_facts_are_counted_in_the_stretch_that_their_confidence_lies_in() -> None:
    told = [(0.95, True), (0.9, False), (0.6, True), (1.0, True)]
    middle, high = reliability.table(told)
    assert (middle.low, middle.facts, middle.right) == (0.5, 1, 1.0)
    assert (high.facts, high.right, high.stated) == (3, pytest.approx(2 / 3), pytest.approx(0.95))


def test_a_fact_is_right_where_the_gold_has_it() -> None:
    gold = next(iter(jsonl.read(GOLD, ROOT / "seeds")))
    turned = replace(gold.relations[0], subject=gold.relations[0].object, object=gold.relations[0].subject)
    found = replace(gold, relations=(*gold.relations[:2], turned))
    assert reliability.judged([(gold, found)]) == [(1.0, True), (1.0, True), (1.0, False)]


def test_the_table_is_printed_for_facts_read_before(capsys: pytest.CaptureFixture[str]) -> None:
    reliability.main([str(GOLD), "--texts", str(ROOT / "seeds"), "--system", str(GOLD)])
    last = capsys.readouterr().out.splitlines()[-1].split()
    assert last[:5] == ["0.0", "to", "1.0", "1.00", "1.00"]
