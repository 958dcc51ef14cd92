"""Gradient-boosted trees on binary labels, in numpy: small, deterministic, no library needed.

Logistic loss, Newton steps, features cut into bins at quantiles, all trees of one depth (Friedman,
2001, with the histograms of later systems). The same input and seed give the same trees.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.annotate.trees import Trees

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Settings:
    """How trees are grown. share: of features and rows that each tree sees. weight: least of a leaf."""

    trees: int = 120
    depth: int = 4
    rate: float = 0.1
    bins: int = 24
    features: float = 0.12
    rows: float = 0.8
    penalty: float = 5.0
    weight: float = 2.0
    seed: int = 1


def fit(
    names: Sequence[str],
    features: Floats,
    labels: Doubles,
    weights: Doubles,
    settings: Settings | None = None,
    choices: Sequence[int] = (),
) -> Trees:
    """Trees that tell the probability of a label of 1.

    choices: where rows are candidates of choices, how many each choice has, in order. Then the labels of
    a choice are shares of one, and the probability is that of a row among its rivals (softmax).
    """
    s = settings or Settings()
    generator = np.random.default_rng(s.seed)
    edges = [_edges(features[:, column], s.bins) for column in range(features.shape[1])]
    binned = np.stack(
        [np.searchsorted(edge, features[:, column]) for column, edge in enumerate(edges)], axis=1
    ).astype(np.int32)
    useful = np.array([column for column, edge in enumerate(edges) if len(edge)])
    mean = float(np.average(labels, weights=weights))
    base = float(np.log(mean / (1 - mean)))
    if len(choices):
        base = 0.0
    scores = np.full(len(labels), base)
    columns, limits, leaves = [], [], []
    for _ in range(s.trees):
        chance = _among(scores, choices) if len(choices) else 1 / (1 + np.exp(-scores))
        slope = weights * (chance - labels)
        curve = weights * chance * (1 - chance)
        chosen = np.sort(generator.choice(useful, max(1, int(s.features * len(useful))), replace=False))
        seen = generator.random(len(labels)) < s.rows
        shown = binned[:, chosen]
        tree = _grow(shown[seen], slope[seen], curve[seen], s)
        at = np.where(tree.split >= 0, chosen[np.maximum(tree.split, 0)], 0)
        limit = [
            edges[column][cut] if split >= 0 else np.inf
            for column, cut, split in zip(at.tolist(), tree.cut.tolist(), tree.split.tolist(), strict=True)
        ]
        scores = scores + tree.values[_leaves(tree, shown, s.depth)]
        columns.append(at)
        limits.append(limit)
        leaves.append(tree.values)
    return Trees(tuple(names), np.array(columns), np.array(limits), np.array(leaves), base)


def _among(scores: Doubles, choices: Sequence[int]) -> Doubles:
    """The probability of each row among the rows of its choice."""
    first = np.concatenate(([0], np.cumsum(choices)[:-1]))
    odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), choices))
    chances: Doubles = odds / np.repeat(np.add.reduceat(odds, first), choices)
    return chances


@dataclass(frozen=True, slots=True)
class _Tree:
    """split: column by inner node, -1 for none; cut: bin up to which rows go left; values: by leaf."""

    split: NDArray[np.int64]
    cut: NDArray[np.int64]
    values: Doubles


def _leaves(tree: _Tree, binned: NDArray[np.int32], depth: int) -> NDArray[np.int64]:
    """The leaf of every row."""
    rows = np.arange(len(binned))
    node: NDArray[np.int64] = np.zeros(len(binned), dtype=np.int64)
    for level in range(depth):
        at = 2**level - 1 + node
        own = tree.split[at]
        node = 2 * node + ((own >= 0) & (binned[rows, np.maximum(own, 0)] > tree.cut[at]))
    return node


def _edges(values: Floats, bins: int) -> Doubles:
    """Limits between the bins of a feature; none where it never changes. A value at a limit goes left."""
    kept = np.unique(values)
    if len(kept) > bins:
        kept = np.unique(np.quantile(values, np.linspace(0, 1, bins + 1)[:-1]))
    return np.round((kept[:-1] + kept[1:]) / 2, 5).astype(np.float64)


def _grow(binned: NDArray[np.int32], slope: Doubles, curve: Doubles, s: Settings) -> _Tree:
    rows, width = binned.shape
    bins = s.bins + 1
    node: NDArray[np.int64] = np.zeros(rows, dtype=np.int64)
    split: NDArray[np.int64] = np.full(2**s.depth - 1, -1)
    cut: NDArray[np.int64] = np.zeros(2**s.depth - 1, dtype=np.int64)
    cells = binned + np.arange(width, dtype=np.int32) * bins
    sums = np.zeros((0, 2, width, bins))
    for level in range(s.depth):
        first, nodes = 2**level - 1, 2**level
        sums = _histograms(cells, np.stack([slope, curve]), node, bins, sums)
        g, h = sums[:, 0].cumsum(axis=2), sums[:, 1].cumsum(axis=2)
        all_g, all_h = g[:, :, -1:], h[:, :, -1:]
        gain = _worth(g, h, s.penalty) + _worth(all_g - g, all_h - h, s.penalty)
        gain = gain - _worth(all_g, all_h, s.penalty)
        gain[(h < s.weight) | (all_h - h < s.weight)] = 0
        best = gain.reshape(nodes, -1).argmax(axis=1)
        good = gain.reshape(nodes, -1)[np.arange(nodes), best] > 1e-9
        split[first : first + nodes] = np.where(good, best // bins, -1)
        cut[first : first + nodes] = best % bins
        own = split[first + node]
        goes = (own >= 0) & (binned[np.arange(rows), np.maximum(own, 0)] > cut[first + node])
        node = 2 * node + goes
    leaves = 2**s.depth
    g_leaf = np.bincount(node, slope, leaves)
    h_leaf = np.bincount(node, curve, leaves)
    values: Doubles = np.round(-s.rate * g_leaf / (h_leaf + s.penalty), 5).astype(np.float64)
    return _Tree(split, cut, values)


def _histograms(
    cells: NDArray[np.int32], sums: Doubles, node: NDArray[np.int64], bins: int, above: Doubles
) -> Doubles:
    """For each node, both sums of its rows by feature and bin; of two children the smaller is counted."""
    width = cells.shape[1]
    size, nodes = width * bins, max(1, 2 * len(above))
    counted = np.arange(nodes)
    if len(above):
        many = np.bincount(node, minlength=nodes)
        counted = 2 * np.arange(nodes // 2) + (many[0::2] > many[1::2])
    place = np.full(nodes, -1)
    place[counted] = np.arange(len(counted))
    here = np.flatnonzero(place[node] >= 0)
    index = (cells[here] + place[node[here], None] * size).ravel()
    found = [np.bincount(index, np.repeat(each[here], width), len(counted) * size) for each in sums]
    shape = (len(counted), width, bins)
    told: Doubles = np.stack([each.reshape(shape) for each in found], axis=1)
    if not len(above):
        return told
    both = np.empty((nodes, *told.shape[1:]))
    both[counted], both[counted ^ 1] = told, above - told
    return both


def _worth(g: Doubles, h: Doubles, penalty: float) -> Doubles:
    worth: Doubles = g * g / (h + penalty)
    return worth


def calibrate(scores: Doubles, labels: Doubles, rounds: int = 50) -> tuple[float, float]:
    """Slope and shift from scores to log-odds, by logistic regression (Platt, 1999)."""
    slope, shift = 1.0, 0.0
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(slope * scores + shift, -30, 30)))
        off, curve = chance - labels, chance * (1 - chance) + 1e-9
        gradient = np.array([off @ scores, off.sum()])
        cross = float(curve @ scores)
        matrix = np.array([[curve @ scores**2, cross], [cross, curve.sum()]]) + 1e-6 * np.eye(2)
        step = np.linalg.solve(matrix, gradient)
        slope, shift = slope - float(step[0]), shift - float(step[1])
        if float(np.abs(step).max()) < 1e-8:
            break
    return slope, shift
