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
    sets = {"seeds": floors, "四川 news": gate.Floors("0", {"facts": 0.5})}
    path.write_text(gate.dump(sets), encoding="utf-8")
    assert gate.load(path) == sets


def test_a_set_can_be_a_part_of_a_gold_file(tmp_path):
    path = tmp_path / "gold.jsonl"
    lines = [f'{{"id": "t{number:02}"}}\n' for number in range(1, 6)]
    path.write_text("".join(lines), encoding="utf-8")
    assert gate.part(path, "t02", "t04") == "".join(lines[1:4]).encode()
    with pytest.raises(DataFileError, match="no document from x to y"):
        gate.part(path, "x", "y")


@pytest.fixture
def pinned(tmp_path):
    """A set of one seed, pinned, and the arguments of the command for it."""
    seeds = Path(__file__).parents[2] / "seeds"
    path = tmp_path / "floors.toml"
    ids = ("--ids", "qiantang-2021", "qiantang-2021")
    told = [str(seeds / "gold" / "seeds.jsonl"), "--texts", str(seeds), "--floors", str(path), *ids]
    assert run("one", *told) == 0
    return path, told


def run(*arguments):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["gate", *arguments])
        return gate.main()


def test_the_command_pins_a_set_beside_the_others_and_checks_it(pinned, capsys):
    path, told = pinned
    assert run("two", *told) == 0
    floors = gate.load(path)
    assert floors["one"] == floors["two"]
    assert run("one", *told, "--check") == 0
    too_high = {**floors, "one": gate.Floors(floors["one"].gold, {"mentions": 1.0})}
    path.write_text(gate.dump(too_high), encoding="utf-8")
    capsys.readouterr()
    assert run("one", *told, "--check") == 1
    assert "is under its floor of 1.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "[seeds]\nfacts = 0.5\n",
        'gold = "0"\n',
        '[seeds]\ngold = "0"\nfact = 0.5\n',
        '[seeds]\ngold = "0"\nfacts = 7\n',
        "x",
    ],
)
def test_a_wrong_floors_file_is_refused(tmp_path, text):
    path = tmp_path / "floors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"floors\.toml"):
        gate.load(path)
