"""Boosted trees as arrays: how a fitted classifier is kept, read and asked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataFileError
from kg.resources import ROOT

Doubles = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trees:
    """Binary trees of one depth, each node's children at 2n + 1 and 2n + 2.

    names: the features, by column. columns, limits: for each tree and inner node the column that it
    looks at and the limit above which it goes right. leaves: what each leaf adds to the score. base:
    the score before any tree. slope, shift: from the score to the log-odds.
    """

    names: tuple[str, ...]
    columns: Integers
    limits: Doubles
    leaves: Doubles
    base: float
    slope: float = 1.0
    shift: float = 0.0

    def scores(self, features: NDArray[np.float32]) -> Doubles:
        """The score of each row of features."""
        many, inner = self.columns.shape
        node: Integers = np.zeros((len(features), many), dtype=np.int64)
        rows = np.arange(len(features))[:, None] * features.shape[1]
        first = np.arange(many)[None, :] * inner
        values, columns, limits = features.ravel(), self.columns.ravel(), self.limits.ravel()
        while inner:
            at = first + node
            node = 2 * node + 1 + (values[rows + columns[at]] > limits[at])
            inner //= 2
        first = np.arange(many)[None, :] * self.leaves.shape[1]
        total: Doubles = self.base + self.leaves.ravel()[first + node - self.columns.shape[1]].sum(axis=1)
        return total

    def chances(self, features: NDArray[np.float32]) -> Doubles:
        """The probability of each row of features."""
        return probability(self.slope * self.scores(features) + self.shift)


def probability(odds: Doubles) -> Doubles:
    """The probabilities of log-odds."""
    chances: Doubles = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    return chances


def dump(trees: Trees) -> str:
    """A model file's text."""
    data = {
        "names": list(trees.names),
        "base": round(trees.base, 5),
        "slope": round(trees.slope, 4),
        "shift": round(trees.shift, 4),
        "columns": trees.columns.tolist(),
        "limits": [[round(x, 5) if np.isfinite(x) else None for x in row] for row in trees.limits.tolist()],
        "leaves": [[round(x, 5) for x in row] for row in trees.leaves.tolist()],
    }
    rows = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in data.items()
    )
    return "{\n" + rows + "\n}\n"


def read(text: str, names: tuple[str, ...], where: str) -> Trees:
    """Trees from the text of a model file. Raises DataFileError where its features are not `names`."""
    try:
        trees = of(json.loads(text))
    except (KeyError, TypeError, ValueError) as error:
        raise broken(where, str(error)) from error
    require(trees.names, names, where)
    return trees


def of(data: Mapping[str, Any]) -> Trees:
    """Trees from what JSON keeps of them. Raises KeyError, TypeError or ValueError where that is broken."""
    return Trees(
        tuple(data["names"]),
        np.array(data["columns"], dtype=np.int64),
        np.array([[np.inf if x is None else x for x in row] for row in data["limits"]]),
        np.array(data["leaves"], dtype=np.float64),
        *(float(data[key]) for key in ("base", "slope", "shift")),
    )


def require(known: tuple[str, ...], names: tuple[str, ...], where: str) -> None:
    """Raise DataFileError where a model file knows other features than `names`."""
    if known != names:
        raise broken(where, f"features {sorted(set(known) ^ set(names))[:3]}")


def broken(where: str, found: str) -> DataFileError:
    """The error of a model file, which says how to fit it anew."""
    return DataFileError(where, found, f"fit it anew: python -m kg.evaluate.train_{PurePath(where).stem}")


@cache
def load(model: str, names: tuple[str, ...]) -> Trees:
    """The packaged classifier `model` (counted, period), which looks at the features `names`."""
    where = f"models/{model}.json"
    return read(ROOT.joinpath(where).read_text("utf-8"), names, where)
