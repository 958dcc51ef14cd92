"""Packaged data hold closed classes: no person or company of the gold stands in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.resources import weights

ROOT = Path(__file__).parents[2]
DATA = sorted(
    path
    for path in (ROOT / "kg" / "resources").rglob("*")
    if path.suffix in {".csv", ".jsonl", ".toml"} and "models" not in path.parts
)
HEADS_OF_STATE = {"习近平"}


def gold_names() -> set[str]:
    names: set[str] = set()
    for line in (ROOT / "seeds" / "gold" / "seeds.jsonl").read_text("utf-8").splitlines():
        for entity in json.loads(line)["entities"]:
            if entity["type"] in ("Person", "Company"):
                names |= {entity["name"], *entity.get("aliases", ())}
    return names - HEADS_OF_STATE


@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_no_person_or_company_of_the_gold_stands_in_a_data_file(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [name for name in sorted(gold_names()) if name in text] == []


@pytest.mark.parametrize("model", ["facts", "counted", "period"])
def test_no_weighed_run_of_characters_is_a_person_or_company_of_the_gold(model: str) -> None:
    runs = {feature.rpartition("/")[2] for feature in weights(model)}
    assert [name for name in sorted(gold_names()) if any(name in run for run in runs)] == []


def test_no_id_of_a_seed_stands_in_the_code() -> None:
    ids = [path.stem for path in (ROOT / "seeds").glob("*.txt")]
    assert ids
    code = [path for path in (ROOT / "kg").rglob("*") if path.suffix in {".py", ".csv", ".jsonl", ".toml"}]
    assert [(path.name, id) for path in code for id in ids if id in path.read_text("utf-8")] == []
