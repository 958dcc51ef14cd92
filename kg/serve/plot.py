"""Where entities stand in the explorer. What stands already never moves: an expansion goes where
there is room, as near to the opened entity as may be, so the same steps give the same picture.

Coordinates are those of `kg.notebook.layout`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from kg.notebook import layout
from kg.serve.atlas import Atlas

Places = dict[int, tuple[float, float]]
Array = NDArray[np.float64]

SMALLEST, LARGEST = 7.0, 32.0  # radii of entities, as on the network page
LABELLED, LETTER = 14.0, 20.0  # radius from which a label is given room, and width of one letter
APART = 22.0  # free space about what is added
TURNS = 24  # directions in which room is looked for
STEP = 40.0  # and how far apart


def radius(degree: int) -> float:
    """Of a drawn entity; never changes, whatever else is in the picture."""
    return min(LARGEST, SMALLEST + 2.6 * math.sqrt(max(degree, 1) - 1))


def together(atlas: Atlas, entities: Iterable[int]) -> Places:
    """Places for entities that stand alone in a picture."""
    graph = induced(atlas, sorted(set(entities)))
    radii = {one: radius(atlas.degree(one)) for one in graph}
    kinds = {one: (atlas.types[one], atlas.names[one]) for one in graph}
    labels = {one: LETTER * len(atlas.names[one]) for one in graph if radii[one] >= LABELLED}
    return {one: (float(x), float(y)) for one, (x, y) in layout.place(graph, radii, kinds, labels).items()}


def induced(atlas: Atlas, entities: Sequence[int]) -> nx.Graph[int]:
    """The entities and the links among them."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(entities)
    within = set(entities)
    for one in entities:
        graph.add_edges_from((one, other) for other, _ in atlas.near[one] if other > one and other in within)
    return graph


def around(atlas: Atlas, placed: Places, middle: int, fresh: Sequence[int]) -> Places:
    """Places for the new neighbours of an entity that stands already."""
    if not fresh:
        return {}
    own = together(atlas, [middle, *fresh])
    x, y = own.pop(middle)
    offsets = np.array([(own[one][0] - x, own[one][1] - y) for one in fresh])
    radii = np.array([radius(atlas.degree(one)) for one in fresh])
    room = _Room(atlas, placed, middle)
    at = placed[middle]
    if len(placed) > 1 and not room.free(np.array([at]), _reach(offsets, radii))[0]:
        if len(fresh) > 1:
            offsets = offsets - (offsets.min(0) + offsets.max(0)) / 2  # it will stand beside, so centre it
        at = room.nearest(at, _reach(offsets, radii))
    return {one: (at[0] + float(dx), at[1] + float(dy)) for one, (dx, dy) in zip(fresh, offsets, strict=True)}


def along(atlas: Atlas, placed: Places, route: Sequence[int]) -> Places:
    """Places for the entities of a path that do not stand yet: on the way between those that do."""
    found: Places = {}
    known = [at for at, one in enumerate(route) if one in placed]
    for before, after in pairwise(known):
        (ax, ay), (bx, by) = placed[route[before]], placed[route[after]]
        for at in range(before + 1, after):
            share = (at - before) / (after - before)
            spot = (ax + share * (bx - ax), ay + share * (by - ay))
            room = _Room(atlas, placed | found, None)
            found[route[at]] = room.nearest(spot, radius(atlas.degree(route[at])))
    return found


def _reach(offsets: Array, radii: Array) -> float:
    return float((np.hypot(offsets[:, 0], offsets[:, 1]) + radii).max())


class _Room:
    """What stands, and where there is room beside it. but: an entity that is not in the way."""

    def __init__(self, atlas: Atlas, placed: Places, but: int | None) -> None:
        others = [one for one in placed if one != but]
        self.points = np.array([placed[one] for one in others]).reshape(-1, 2)
        self.radii = np.array([radius(atlas.degree(one)) for one in others]) / 2
        self.middle = np.mean(list(placed.values()), axis=0)

    def free(self, centres: Array, reach: float) -> NDArray[np.bool_]:
        """Whether discs of a radius are free of what stands."""
        if not len(self.points):
            return np.ones(len(centres), dtype=bool)
        clear = cdist(centres, self.points) - self.radii
        return np.asarray(clear.min(1) >= reach + APART)

    def nearest(self, wanted: tuple[float, float], reach: float) -> tuple[float, float]:
        """The nearest centre at which a disc is free; first outwards, then to the sides."""
        x, y = wanted
        if self.free(np.array([wanted]), reach)[0]:
            return x, y
        away = np.array(wanted) - self.middle
        first = math.atan2(away[1], away[0]) if np.hypot(*away) > 1 else 0.0
        turns = np.array([(turn + 1) // 2 * (-1) ** turn for turn in range(TURNS)])
        angles = first + turns * 2 * math.pi / TURNS
        ring = np.column_stack([np.cos(angles), np.sin(angles)])
        far = float(cdist(np.array([wanted]), self.points).max()) + 2 * reach + 4 * APART
        distance = STEP
        while distance < far:
            centres = np.array(wanted) + distance * ring
            fits = np.flatnonzero(self.free(centres, reach))
            if len(fits):
                return float(centres[fits[0], 0]), float(centres[fits[0], 1])
            distance += STEP
        return x + far * math.cos(first), y + far * math.sin(first)
