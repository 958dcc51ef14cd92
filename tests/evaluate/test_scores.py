"""The figures are those of the reference scorer, kept beside the outputs they were given for."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InterchangeError
from kg.evaluate.bootstrap import intervals
from kg.evaluate.report import lines
from kg.evaluate.scores import FIGURES, Count, score
from kg.facts import jsonl

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold" / "seeds.jsonl"
OUTPUTS = Path(__file__).parent / "outputs"
NAMES = ("light", "heavy", "one-report", "nothing")


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def gold() -> list[dict[str, Any]]:
    return records(GOLD)


def reference(name: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((OUTPUTS / f"{name}.json").read_text(encoding="utf-8"))
    return stored


@pytest.mark.parametrize("name", NAMES)
def test_headline_figures_are_those_of_the_reference_scorer(gold, name):
    figures = score(gold, records(OUTPUTS / f"{name}.jsonl")).figures
    assert {key: round(value, 4) for key, value in figures.items()} == reference(name)["figures"]


@pytest.mark.parametrize("name", NAMES)
def test_figures_by_document_are_those_of_the_reference_scorer(gold, name):
    by_document = score(gold, records(OUTPUTS / f"{name}.jsonl")).by_document
    found = {id: {k: round(v, 4) for k, v in scores.figures.items()} for id, scores in by_document.items()}
    assert found == reference(name)["by_document"]


@pytest.mark.parametrize("name", NAMES)
def test_every_count_is_that_of_the_reference_scorer(gold, name):
    total = score(gold, records(OUTPUTS / f"{name}.jsonl")).total
    stored = reference(name)
    found = {key: [round(c.hits, 4), c.gold, c.system] for key, c in total.counts.items()}
    assert found == {key: count for key, count in stored["counts"].items() if key in found}
    assert all(stored["counts"][key] == [0, 0, 0] for key in stored["counts"].keys() - found.keys())
    assert len(total.disagreements) == stored["disagreements"]


def test_the_gold_against_itself_is_perfect(gold):
    evaluation = score(gold, gold)
    assert evaluation.figures == dict.fromkeys(FIGURES, 1.0)
    assert evaluation.total.disagreements == ()


def test_facts_as_dataclasses_score_as_their_lines_do(gold):
    loaded = list(jsonl.read(GOLD, texts=SEEDS))
    assert score(gold, loaded).figures == score(gold, gold).figures


def test_a_gold_made_on_another_text_is_refused(gold):
    other = copy.deepcopy(gold[:1])
    other[0]["sha256"] = "0" * 64
    with pytest.raises(InterchangeError, match=gold[0]["id"]):
        score(gold, other)


def test_a_name_counts_when_it_is_an_alias_but_not_as_the_full_one(gold):
    system = copy.deepcopy(gold)
    union = next(e for e in system[0]["entities"] if e["type"] == "Union" and e["aliases"])
    union["name"] = union["aliases"][0]
    total = score(gold, system).total
    assert total["names"].hits == total["names"].gold
    assert total["names full"].hits == total["names full"].gold - 1


def test_medical_workers_in_人_match_those_in_名(gold):
    system = copy.deepcopy(gold)
    for record in system:
        for observation in record["observations"]:
            observation["unit"] = {"人": "名", "名": "人"}.get(observation["unit"], observation["unit"])
    assert score(gold, system).figures["observations_full"] == 1.0


def test_a_count_of_nothing_is_perfect_and_one_of_nothing_found_is_not():
    assert (Count(0, 0, 0).f1, Count(0, 3, 0).f1, Count(0, 0, 3).f1) == (1.0, 0.0, 0.0)


def test_intervals_hold_the_figure_and_repeat(gold):
    evaluation = score(gold, records(OUTPUTS / "light.jsonl"))
    bounds = intervals(evaluation, samples=200)
    assert bounds == intervals(evaluation, samples=200)
    for name, value in evaluation.figures.items():
        low, high = bounds[name]
        assert low <= value <= high
    assert bounds["headline"][0] < bounds["headline"][1]


def test_intervals_of_one_document_are_its_figures(gold):
    evaluation = score(gold[:1], records(OUTPUTS / "light.jsonl"))
    assert intervals(evaluation, samples=20)["facts"] == pytest.approx((evaluation.figures["facts"],) * 2)


def test_the_report_shows_documents_and_errors_only_when_asked(gold):
    evaluation = score(gold, records(OUTPUTS / "light.jsonl"))
    plain = "\n".join(lines(evaluation))
    assert "0.7391" in plain
    assert "putuo-2023" not in plain
    assert "putuo-2023 " in "\n".join(lines(evaluation, by_doc=True))
    asked = list(lines(evaluation, errors=3))
    assert tuple(asked[-4:-1]) == evaluation.total.disagreements[:3]
    assert asked[-1] == f"... and {len(evaluation.total.disagreements) - 3} more"
