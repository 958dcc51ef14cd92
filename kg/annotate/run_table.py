"""Weights of runs of characters: how those of a model file are kept and added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

BIAS = "bias"  # the run that everything has
LINE_END = "⏎"


@dataclass(frozen=True, slots=True)
class RunTable:
    """Weights of runs, for some kinds at once.

    rows: where in `matrix` each run stands, 0 for none; matrix: a column for each kind.
    """

    rows: Mapping[str, int]
    matrix: Doubles

    @classmethod
    def of(cls, weights: Mapping[str, float], kinds: Sequence[str]) -> RunTable:
        """Weights by kind and run, as a model file has them: ORGANIZES/o-举办."""
        columns = {kind: number for number, kind in enumerate(kinds)}
        rows: dict[str, int] = {}
        matrix = np.zeros((len({name.split("/", 1)[1] for name in weights}) + 1, len(kinds)))
        for name, weight in weights.items():
            kind, run = name.split("/", 1)
            matrix[rows.setdefault(run, len(rows) + 1), columns[kind]] = weight
        return cls(rows, matrix)

    def sum(self, runs: Iterable[str]) -> Doubles:
        """What the weights of some runs add up to, for each kind."""
        find = self.rows.get
        total: Doubles = self.matrix[[find(run, 0) for run in runs]].sum(axis=0)
        return total

    def running(self, text: str, sign: str, size: int) -> Doubles:
        """Sums of the weights of all runs of a size that begin in a text before each of its places."""
        find = self.rows.get
        found = [find(sign + text[at : at + size], 0) for at in range(len(text) - size + 1)]
        total: Doubles = np.zeros((len(text) + 1, self.matrix.shape[1]))
        total[1 : len(found) + 1] = self.matrix[found].cumsum(axis=0)
        return total
