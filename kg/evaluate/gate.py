"""Floors that the figures must keep, pinned to one gold file by its fingerprint.

    python -m kg.evaluate.gate GOLD.jsonl --texts DIR --floors FILE.toml [--lower]

pins the floors anew: each rises to what is reached now, and none falls unless `--lower` asks for
it. A changed gold is pinned only on purpose: its floors speak about other questions.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataFileError
from kg.evaluate.scores import FIGURES

DIGITS = 2


@dataclass(frozen=True, slots=True)
class Floors:
    """The lowest figures that are let through. gold: sha256 of the gold file's bytes."""

    gold: str
    figures: Mapping[str, float]


def fingerprint(gold: str | Path) -> str:
    """sha256 of a file's bytes, in hex."""
    return hashlib.sha256(Path(gold).read_bytes()).hexdigest()


def load(path: str | Path) -> Floors:
    """Read a floors file. Raises DataFileError for a figure that does not exist or is no number."""
    try:
        data = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataFileError(path, str(error), "write gold and one floor per figure") from error
    gold, figures = data.get("gold"), data.get("floors", {})
    if not isinstance(gold, str):
        raise DataFileError(path, "no gold", "add gold = the sha256 of the gold file")
    for name, value in figures.items():
        if name not in FIGURES or not isinstance(value, float) or not 0 <= value <= 1:
            raise DataFileError(path, f"{name} = {value}", f"use {', '.join(FIGURES)}, each 0.0 to 1.0")
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


def dump(floors: Floors) -> str:
    """A floors file's text."""
    rows = "\n".join(f"{name} = {value:.{DIGITS}f}" for name, value in floors.figures.items())
    return (
        "# Figures that `kg evaluate` must reach on this gold. Pin anew with `python -m kg.evaluate.gate`.\n"
        f'gold = "{floors.gold}"\n\n[floors]\n{rows}\n'
    )


def main() -> None:
    """Pin the floors of a gold file at what is reached now."""
    import argparse

    from kg.evaluate.run import evaluate

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path, required=True, help="the folder of the annotated texts")
    parser.add_argument("--floors", type=Path, required=True, help="the TOML file to write")
    parser.add_argument("--lower", action="store_true", help="let floors fall")
    arguments = parser.parse_args()
    old = load(arguments.floors) if arguments.floors.exists() else Floors(fingerprint(arguments.gold), {})
    figures = evaluate(arguments.gold, texts=arguments.texts).figures
    new = raised(figures, arguments.gold, old, lower=arguments.lower)
    arguments.floors.write_text(dump(new), encoding="utf-8")
    for name, value in new.figures.items():
        print(f"{name}: {old.figures.get(name, 0.0)} -> {value} (reached {figures[name]:.4f})")


if __name__ == "__main__":
    main()
