"""Floors that the figures must keep, for each set of annotated texts, pinned by its fingerprint.

    python -m kg.evaluate.gate SET GOLD.jsonl --texts DIR --floors FILE.toml [--ids FIRST LAST]
                               [--check | --lower]

pins the floors of one set anew: each rises to what is reached now, and none falls unless `--lower`
asks for it. `--check` only compares, and ends with 1 where a figure is under its floor. The gold may
lie anywhere; the floors file holds its fingerprint, not its path. `--ids` takes a part of the gold:
the documents from one id to another. A changed gold is pinned only on purpose: its floors speak about
other questions.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataFileError
from kg.evaluate.scores import FIGURES

DIGITS = 2
BARE = re.compile("[A-Za-z0-9_-]+")  # keys that TOML takes without quotation marks
HEADING = (
    "# Figures that `kg evaluate` must reach on each set of texts, which its gold's sha256 tells.\n"
    "# Pin anew with `python -m kg.evaluate.gate`, in the commit that earns it.\n"
)


@dataclass(frozen=True, slots=True)
class Floors:
    """The lowest figures that are let through. gold: sha256 of the gold's bytes."""

    gold: str
    figures: Mapping[str, float]


def fingerprint(gold: str | Path) -> str:
    """sha256 of a file's bytes, in hex."""
    return hashlib.sha256(Path(gold).read_bytes()).hexdigest()


def part(gold: str | Path, first: str, last: str) -> bytes:
    """The lines of a gold file from one document id to another, in their order, as they stand.

    Raises DataFileError where no document has such an id.
    """
    lines = Path(gold).read_bytes().splitlines(keepends=True)
    chosen = b"".join(line for line in lines if line.strip() and first <= json.loads(line)["id"] <= last)
    if not chosen:
        raise DataFileError(gold, f"no document from {first} to {last}", "give ids that the gold has")
    return chosen


def load(path: str | Path) -> dict[str, Floors]:
    """Read a floors file: floors by set. Raises DataFileError for what is no figure or no number."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataFileError(path, str(error), "write a table for each set: gold, and its floors") from error
    return {name: _floors(path, name, table) for name, table in data.items()}


def _floors(path: str | Path, name: str, table: object) -> Floors:
    gold = table.get("gold") if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(gold, str):
        raise DataFileError(path, f"set {name} without gold", "add gold = the sha256 of its gold file")
    figures = {figure: value for figure, value in table.items() if figure != "gold"}
    for figure, value in figures.items():
        if figure not in FIGURES or not isinstance(value, float) or not 0 <= value <= 1:
            raise DataFileError(
                path, f"{name}: {figure} = {value}", f"use {', '.join(FIGURES)}, each 0.0 to 1.0"
            )
    return Floors(gold, figures)


def check(figures: Mapping[str, float], gold: str | Path, floors: Floors) -> list[str]:
    """What is wrong, a line each; empty where every figure stands at or above its floor."""
    found = fingerprint(gold)
    if found != floors.gold:
        return [f"{gold}: sha256 {found}, but the floors were pinned on {floors.gold}; pin them anew"]
    return [
        f"{name}: {figures[name]:.4f} is under its floor of {floor}"
        for name, floor in floors.figures.items()
        if figures[name] < floor
    ]


def raised(figures: Mapping[str, float], gold: str | Path, floors: Floors, *, lower: bool = False) -> Floors:
    """Floors at what is reached now, cut to two digits; an old floor above that stays unless `lower`."""
    reached = {name: math.floor(figures[name] * 10**DIGITS + 1e-9) / 10**DIGITS for name in FIGURES}
    if not lower:
        reached = {name: max(value, floors.figures.get(name, 0.0)) for name, value in reached.items()}
    return Floors(fingerprint(gold), reached)


def dump(sets: Mapping[str, Floors]) -> str:
    """A floors file's text, the sets in their order."""
    tables = []
    for name, floors in sets.items():
        rows = "".join(f"{figure} = {value:.{DIGITS}f}\n" for figure, value in floors.figures.items())
        key = name if BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
        tables.append(f'[{key}]\ngold = "{floors.gold}"\n{rows}')
    return "\n".join([HEADING, *tables])


def main() -> int:
    """Pin the floors of one set at what is reached now, or check them."""
    import argparse

    from kg.evaluate.run import evaluate

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("set", help="the name of the set in the floors file")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path, required=True, help="the folder of the annotated texts")
    parser.add_argument("--floors", type=Path, required=True, help="the TOML file to write")
    parser.add_argument(
        "--ids", nargs=2, metavar=("FIRST", "LAST"), help="only the documents from here to there"
    )
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--check", action="store_true", help="compare, and write nothing")
    way.add_argument("--lower", action="store_true", help="let floors fall")
    arguments = parser.parse_args()
    sets = load(arguments.floors) if arguments.floors.exists() else {}
    with tempfile.TemporaryDirectory() as folder:
        gold = arguments.gold
        if arguments.ids:
            chosen = part(gold, *arguments.ids)
            gold = Path(folder) / "gold.jsonl"
            gold.write_bytes(chosen)
        old = sets.get(arguments.set, Floors(fingerprint(gold), {}))
        figures = evaluate(gold, texts=arguments.texts).figures
        if arguments.check:
            wrong = check(figures, gold, old)
            print(*(wrong or [f"{arguments.set}: every figure stands at its floor or above"]), sep="\n")
            return 1 if wrong else 0
        new = raised(figures, gold, old, lower=arguments.lower)
    arguments.floors.write_text(dump(sets | {arguments.set: new}), encoding="utf-8")
    for name, value in new.figures.items():
        print(f"{name}: {old.figures.get(name, 0.0)} -> {value} (reached {figures[name]:.4f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
