"""The weights of runs of characters, one set for each of some kinds, fitted by logistic regression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from kg.annotate.run_table import BIAS
from kg.evaluate import linear

Doubles = NDArray[np.float64]
Numbers = NDArray[np.int32]

PENALTY, OF_BIAS = 12.0, 0.01  # of a squared weight, halved
SEEN = 8  # reports that a run must be seen in
LEAST = 0.1  # of a weight that is kept
PARTS = 2  # that reports are cut into, so that no weight of a run has seen the report that trees learn from


class Numbering(dict[str, int]):
    """Numbers for runs, given as they are met; 0 is that of the run that everything has."""

    def __init__(self) -> None:
        super().__init__({BIAS: 0})

    def __missing__(self, run: str) -> int:
        self[run] = number = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Met:
    """The runs of what one report has to decide (pairs of names, numbers): rows, each of a kind.

    numbers: all of them, row by row; starts: where each row's begin; shares: what a row counts in fitting.
    """

    report: str
    kinds: NDArray[np.int64]
    numbers: Numbers
    starts: NDArray[np.int64]
    labels: Doubles
    shares: Doubles

    @classmethod
    def of(
        cls,
        report: str,
        rows: Sequence[tuple[int, Iterable[str]]],
        labels: Sequence[bool],
        share: float,
        runs: Numbering,
    ) -> Met:
        """The runs of a report. rows: the kind and the runs of each; share: what each counts."""
        numbers = [[runs[run] for run in own] for _, own in rows]
        lengths = np.array([len(own) for own in numbers], dtype=np.int64)
        return cls(
            report,
            np.array([kind for kind, _ in rows], dtype=np.int64),
            np.array([number for own in numbers for number in own], dtype=np.int32),
            np.cumsum(lengths) - lengths,
            np.array(labels, dtype=np.float64),
            np.full(len(rows), share),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """By kind, the runs that have a weight, in order, and the weights."""

    by_kind: dict[int, tuple[NDArray[np.int64], Doubles]]

    def sums(self, met: Met) -> NDArray[np.float32]:
        """What the weights of each row's runs add up to."""
        total = np.zeros(len(met.kinds), dtype=np.float32)
        for kind, (columns, values) in self.by_kind.items():
            rows = np.flatnonzero(met.kinds == kind)
            if len(rows) and len(columns):
                own, lengths = _runs(met, rows)
                at = np.minimum(np.searchsorted(columns, own), len(columns) - 1)
                worth = np.where(columns[at] == own, values[at], 0.0)
                total[rows] = np.add.reduceat(worth, np.cumsum(lengths) - lengths)
        return total

    def named(self, runs: Numbering, prefixes: Sequence[str]) -> list[tuple[str, float]]:
        """Each weight by the prefix of its kind and its run, in order."""
        names = list(runs)
        return sorted(
            (prefixes[kind] + names[column], round(value, 3))
            for kind, (columns, values) in self.by_kind.items()
            for column, value in zip(columns.tolist(), values.tolist(), strict=True)
        )


def weigh(reports: Sequence[Met], least: float = LEAST) -> Weights:
    """The weights of each kind. least: of a weight that is kept."""
    found: dict[int, tuple[NDArray[np.int64], Doubles]] = {}
    for kind in range(max((int(met.kinds.max(initial=0)) for met in reports), default=-1) + 1):
        rows = [np.flatnonzero(met.kinds == kind) for met in reports]
        labels = np.concatenate([met.labels[own] for met, own in zip(reports, rows, strict=True)])
        if not 0 < labels.sum() < len(labels):
            continue
        parts = [_runs(met, own) for met, own in zip(reports, rows, strict=True)]
        shares = np.concatenate([met.shares[own] for met, own in zip(reports, rows, strict=True)])
        columns = _seen_often([(met.report, runs) for met, (runs, _) in zip(reports, parts, strict=True)])
        x = _matrix(
            np.concatenate([runs for runs, _ in parts]), np.concatenate([n for _, n in parts]), columns
        )
        penalties = np.where(columns == 0, OF_BIAS, PENALTY)
        values = linear.fit(x, labels, shares, penalties).round(3)
        kept = np.abs(values) >= least
        found[kind] = (columns[kept], values[kept])
    return Weights(found)


def _runs(met: Met, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The runs of some rows one after another, and how many each has."""
    ends = np.append(met.starts[1:], len(met.numbers))
    own = [met.numbers[met.starts[row] : ends[row]] for row in rows.tolist()]
    numbers = np.concatenate(own).astype(np.int64) if own else np.zeros(0, dtype=np.int64)
    return numbers, np.array([len(runs) for runs in own], dtype=np.int64)


def _seen_often(met: Sequence[tuple[str, NDArray[np.int64]]]) -> NDArray[np.int64]:
    """The runs that enough reports have, in order."""
    by_report: dict[str, list[NDArray[np.int64]]] = {}
    for report, runs in met:
        by_report.setdefault(report, []).append(runs)
    size = max(int(runs.max(initial=0)) for _, runs in met) + 1
    counts = np.zeros(size, dtype=np.int64)
    for own in by_report.values():
        counts[np.unique(np.concatenate(own))] += 1
    counts[0] = SEEN
    return np.flatnonzero(counts >= SEEN)


def _matrix(runs: NDArray[np.int64], lengths: NDArray[np.int64], columns: NDArray[np.int64]) -> csr_array:
    """How often each row has each of the runs `columns`."""
    at = np.minimum(np.searchsorted(columns, runs), len(columns) - 1)
    known = columns[at] == runs
    rows = np.repeat(np.arange(len(lengths)), lengths)[known]
    x = csr_array((np.ones(len(rows)), (rows, at[known])), shape=(len(lengths), len(columns)))
    x.sum_duplicates()
    return x


def part_of(report: str) -> int:
    """Into which part a report goes; these are not the parts that commands leave out."""
    return crc32(f"runs {report}".encode()) % PARTS


def unseen_sums(reports: Sequence[Met], least: float = LEAST) -> list[NDArray[np.float32]]:
    """For each report, its sums by weights fitted to the reports of other parts."""
    parts = [part_of(met.report) for met in reports]
    fitted = {
        part: weigh([met for met, own in zip(reports, parts, strict=True) if own != part], least)
        for part in sorted(set(parts))
    }
    return [fitted[part].sums(met) for met, part in zip(reports, parts, strict=True)]


def with_column(
    features: NDArray[np.float32], names: Sequence[str], name: str, values: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Features, of which `names` are the columns, with other values in the one called `name`."""
    changed = features.copy()
    changed[:, names.index(name)] = values
    return changed
