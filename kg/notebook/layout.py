"""Where each node of a picture stands; the same graph always gets the same places.

Most entities of a report hang on one other, its union, and a force layout turns them into a
tangle. Here such leaves stand in rings about their node, a wedge for each kind; that flower is one
disc. Discs are then set by stress majorisation (Gansner, Koren and North, 2004): distances on
paper as near as may be to distances in the graph, a large disc keeping its neighbours further
off. Components are laid alone and packed about the largest, in the shape of a screen.

Coordinates are those of vis-network at zoom 1: CSS pixels, y downwards.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse.csgraph import shortest_path
from scipy.spatial.distance import cdist

Array = NDArray[np.float64]
Node = Hashable

ASPECT = 1.55  # width by height of a usual drawing area
GAP = 26.0  # free space between two discs
RING = 30.0  # between two rings of leaves
SPACING = 27.0  # between two leaves of a ring
LINE = 38.0  # height kept free below a node for its label
FAN = 7  # so few leaves open away from the rest of the picture, more stand all around
SWEEPS = 100
TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True)
class Disc:
    """A node and the leaves around it. slots: each leaf's angle and distance, nearest angle first."""

    node: Node
    radius: float
    leaves: tuple[Node, ...]
    slots: tuple[tuple[float, float], ...]


def place(
    graph: nx.Graph[Any],
    radii: Mapping[Any, float],
    kinds: Mapping[Any, Any] | None = None,
    labels: Mapping[Any, float] | None = None,
) -> dict[Any, tuple[float, float]]:
    """Places of all nodes. radii: of the drawn nodes; kinds: sorts the leaves about a node; labels:
    width of the label below a node that its leaves keep clear of.
    """
    kinds, labels = kinds or {}, labels or {}
    order = {node: rank for rank, node in enumerate(graph)}
    placed: dict[Any, tuple[float, float]] = {}
    components = [sorted(component, key=order.__getitem__) for component in nx.connected_components(graph)]
    packer = _Packer(sum((2 * radii[node] + GAP) ** 2 for node in graph))
    for members in sorted(components, key=lambda members: (-len(members), order[members[0]])):
        discs = _discs(graph, members, radii, kinds, labels)
        centres = _flatten(_stress(graph, discs))
        shift = packer.add(centres, np.array([disc.radius for disc in discs]))
        centres = centres + shift
        for disc, (x, y), turn in zip(discs, centres, _outward(graph, discs, centres), strict=True):
            placed[disc.node] = (float(x), float(y))
            for leaf, (angle, distance) in zip(disc.leaves, disc.slots, strict=True):
                at = angle + turn
                placed[leaf] = (float(x + distance * math.cos(at)), float(y + distance * math.sin(at)))
    return placed


def _discs(
    graph: nx.Graph[Any],
    members: Sequence[Any],
    radii: Mapping[Any, float],
    kinds: Mapping[Any, Any],
    labels: Mapping[Any, float],
) -> list[Disc]:
    leaves: dict[Any, list[Any]] = {}
    for node in members:
        if graph.degree(node) == 1:
            (neighbour,) = graph[node]
            if graph.degree(neighbour) > 1:
                leaves.setdefault(neighbour, []).append(node)
    hanging = {leaf for group in leaves.values() for leaf in group}
    discs = []
    for node in members:
        if node in hanging:
            continue
        group = sorted(leaves.get(node, ()), key=lambda leaf: (str(kinds.get(leaf, "")), str(leaf)))
        size = max((radii[leaf] for leaf in group), default=0.0)
        slots = _slots(len(group), radii[node] + size, labels.get(node, 0.0))
        outer = max((distance for _, distance in slots), default=0.0)
        discs.append(Disc(node, max(radii[node], outer + size), tuple(group), tuple(slots)))
    return discs


def _slots(count: int, inner: float, label: float) -> list[tuple[float, float]]:
    """Places for `count` leaves as (angle, distance), by angle. Those of a fan are angles from its
    middle; rings are not turned, as the label below their node stays below.
    """
    if count <= FAN:
        step = math.pi / 4
        return [((i - (count - 1) / 2) * step, inner + RING * (1.3 if i % 2 else 0.8)) for i in range(count)]
    wanted = count
    while True:
        slots = [slot for slot in _rings(wanted, inner) if not _covered(slot, inner, label)]
        if len(slots) >= count:
            return sorted(sorted(slots, key=lambda slot: slot[1])[:count])
        wanted += count - len(slots)


def _covered(slot: tuple[float, float], inner: float, label: float) -> bool:
    x, y = slot[1] * math.cos(slot[0]), slot[1] * math.sin(slot[0])
    return abs(x) < label / 2 and 0 < y < inner + LINE


def _rings(count: int, inner: float) -> list[tuple[float, float]]:
    distances: list[float] = []
    room = 0
    while room < count:
        distances.append(inner + RING * (0.6 + len(distances)))
        room += int(2 * math.pi * distances[-1] / SPACING)
    total = sum(distances)
    shares = [int(count * distance / total) for distance in distances]
    for i in range(count - sum(shares)):
        shares[-1 - i % len(shares)] += 1
    slots = []
    for ring, (distance, share) in enumerate(zip(distances, shares, strict=True)):
        offset = 0.5 * (ring % 2)
        slots += [(2 * math.pi * (i + offset) / share - math.pi, distance) for i in range(share)]
    return slots


def _outward(graph: nx.Graph[Any], discs: Sequence[Disc], centres: Array) -> list[float]:
    """How far to turn each disc: a fan opens away from the neighbours that are not its leaves."""
    where = {disc.node: centre for disc, centre in zip(discs, centres, strict=True)}
    turns = []
    for disc, centre in zip(discs, centres, strict=True):
        if len(disc.leaves) > FAN:
            turns.append(0.0)
            continue
        near = [where[node] for node in graph[disc.node] if node in where]
        away = centre - np.mean(near, axis=0) if near else np.array([0.0, 1.0])
        turns.append(math.atan2(away[1], away[0]) if np.hypot(*away) > 1 else math.pi / 2)
    return turns


def _stress(graph: nx.Graph[Any], discs: Sequence[Disc]) -> Array:
    """Centres of the discs of one component."""
    count = len(discs)
    if count == 1:
        return np.zeros((1, 2))
    index = {disc.node: i for i, disc in enumerate(discs)}
    radii = np.array([disc.radius for disc in discs])
    lengths = np.zeros((count, count))
    for i, disc in enumerate(discs):
        for neighbour in graph[disc.node]:
            j = index.get(neighbour)
            if j is not None:
                lengths[i, j] = radii[i] + radii[j] + GAP
    wanted = shortest_path(lengths, directed=False)
    np.maximum(wanted, radii[:, None] + radii[None, :] + GAP / 2, out=wanted)
    np.fill_diagonal(wanted, 1.0)
    weights = wanted**-2
    np.fill_diagonal(weights, 0.0)
    centres = _classical(wanted)
    # V of the quadratic form, made regular by fixing the centre of gravity
    form = np.diag(weights.sum(1)) - weights + weights.max() / count
    inverse = cho_solve(cho_factor(form), np.eye(count))
    pull = weights * wanted
    for _ in range(SWEEPS):
        ratio = _distances(centres)
        np.maximum(ratio, 1e-9, out=ratio)
        np.divide(pull, ratio, out=ratio)
        moved = inverse @ (ratio.sum(1)[:, None] * centres - ratio @ centres)
        step = float(np.abs(moved - centres).max())
        centres = moved
        if step < TOLERANCE * float(np.ptp(centres, axis=0).max()):
            break
    return _part(centres, radii)


def _classical(wanted: Array) -> Array:
    """A start from classical scaling, nudged so that twins do not coincide."""
    count = len(wanted)
    square = wanted**2
    np.fill_diagonal(square, 0.0)
    centred = -0.5 * (square - square.mean(0)[None, :] - square.mean(1)[:, None] + square.mean())
    nudge = np.random.default_rng(7).normal(scale=0.02 * wanted.mean(), size=(count, 2))
    basis = np.random.default_rng(11).normal(size=(count, 4))
    for _ in range(40):  # subspace iteration: two axes of a matrix need no full decomposition
        basis, _ = np.linalg.qr(centred @ basis)
    values, vectors = np.linalg.eigh(basis.T @ centred @ basis)
    axes = basis @ vectors[:, ::-1][:, :2]
    scale = np.sqrt(np.maximum(values[::-1][:2], 0.0))
    signs = np.sign(axes[np.abs(axes).argmax(0), range(axes.shape[1])])
    start = np.zeros((count, 2))
    start[:, : axes.shape[1]] = axes * scale * signs
    return start + nudge


def _distances(centres: Array) -> Array:
    return np.asarray(cdist(centres, centres))


def _part(centres: Array, radii: Array) -> Array:
    """Push overlapping discs apart."""
    apart = radii[:, None] + radii[None, :] + GAP / 2
    np.fill_diagonal(apart, 0.0)
    share = radii[None, :] / (radii[:, None] + radii[None, :])  # the smaller gives way
    for _ in range(80):
        distances = _distances(centres)
        near = np.nonzero(distances < apart)
        overlap = apart[near] - distances[near]
        if not len(overlap) or overlap.max() < 1.0:
            break
        push = np.zeros_like(distances)
        push[near] = overlap * share[near] / np.maximum(distances[near], 1e-6)
        centres = centres + 0.6 * (push.sum(1)[:, None] * centres - push @ centres)
    return centres


def _flatten(centres: Array) -> Array:
    """Turn the longest extent into the horizontal, and centre it."""
    centres = centres - centres.mean(0)
    if len(centres) > 1:
        _, _, axes = np.linalg.svd(centres)
        axes = axes * np.sign(axes[range(len(axes)), np.abs(axes).argmax(1)])[:, None]
        centres = centres @ axes.T
    low, high = centres.min(0), centres.max(0)
    return np.asarray(centres - (low + high) / 2)


class _Packer:
    """Sets one component after another where the nearest free place to the middle is.

    Free places are points of a grid, nearest first; of each, the distance to the next disc is
    kept up to date, so that a component asks once.
    """

    def __init__(self, area: float) -> None:
        self.area = area
        self.points = np.zeros((0, 2))
        self.free = np.zeros(0)

    def add(self, centres: Array, radii: Array) -> Array:
        if not len(self.points):
            self._grid(centres, radii)
            shift = np.zeros(2)
        else:
            reach = float((np.hypot(centres[:, 0], centres[:, 1]) + radii).max()) + GAP
            fits = np.flatnonzero(self.free >= reach)
            shift = self.points[fits[0]] if len(fits) else np.array([0.0, self._below(reach)])
        for (x, y), radius in zip(centres + shift, radii, strict=True):
            far = np.hypot(self.points[:, 0] - x, self.points[:, 1] - y) - radius
            np.minimum(self.free, far, out=self.free)
        return shift

    def _grid(self, centres: Array, radii: Array) -> None:
        extent = (np.abs(centres) + radii[:, None]).max(0)
        half = max(extent[1], extent[0] / ASPECT) + math.sqrt(self.area) + 4 * GAP
        step = max(14.0, half / 70)
        y, x = np.mgrid[-half : half + step : step, -half * ASPECT : half * ASPECT + step : step]
        points = np.column_stack([x.ravel(), y.ravel()])
        self.points = points[np.lexsort((points[:, 0], np.hypot(points[:, 0] / ASPECT, points[:, 1])))]
        self.free = np.full(len(points), np.inf)

    def _below(self, reach: float) -> float:
        """No grid point fits: a row of its own under everything so far."""
        bottom = float(self.points[:, 1].max()) + 2 * reach
        self.points = np.vstack([self.points, [[0.0, bottom]]])
        self.free = np.append(self.free, np.inf)
        return bottom
