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

from kg.notebook import layout
from kg.serve.atlas import Atlas

Places = dict[int, tuple[float, float]]

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
    alone = len(placed) == 1
    if len(fresh) > 1 and not alone and not _free(atlas, placed, middle, offsets, radii, placed[middle]):
        offsets = offsets - (offsets.min(0) + offsets.max(0)) / 2  # it will stand beside, so centre it
    at = placed[middle] if alone else _room(atlas, placed, middle, offsets, radii)
    return {one: (at[0] + float(dx), at[1] + float(dy)) for one, (dx, dy) in zip(fresh, offsets, strict=True)}


def along(atlas: Atlas, placed: Places, route: Sequence[int]) -> Places:
    """Places for the entities of a path that do not stand yet: on the way between those that do."""
    found: Places = {}
    known = [at for at, one in enumerate(route) if one in placed]
    for before, after in pairwise(known):
        steps = after - before
        (ax, ay), (bx, by) = placed[route[before]], placed[route[after]]
        for at in range(before + 1, after):
            share = (at - before) / steps
            spot = (ax + share * (bx - ax), ay + share * (by - ay))
            one = route[at]
            found[one] = _room(
                atlas,
                placed | found,
                -1,
                np.zeros((1, 2)),
                np.array([radius(atlas.degree(one))]),
                spot,
            )
    return found


def _room(
    atlas: Atlas,
    placed: Places,
    middle: int,
    offsets: NDArray[np.float64],
    radii: NDArray[np.float64],
    wanted: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """The nearest centre at which nothing stands in the way; first outwards, then to the sides."""
    x, y = placed[middle] if wanted is None else wanted
    everything = np.array(list(placed.values()))
    away = np.array([x, y]) - everything.mean(0)
    first = math.atan2(away[1], away[0]) if np.hypot(*away) > 1 else 0.0
    reach = float((np.hypot(offsets[:, 0], offsets[:, 1]) + radii).max())
    far = float(np.hypot(*(everything - (x, y)).T).max()) + 2 * reach + 4 * APART
    if _free(atlas, placed, middle, offsets, radii, (x, y)):
        return x, y
    distance = STEP
    while distance < far:
        for turn in range(TURNS):
            angle = first + (turn + 1) // 2 * (-1) ** turn * 2 * math.pi / TURNS
            spot = (x + distance * math.cos(angle), y + distance * math.sin(angle))
            if _free(atlas, placed, middle, offsets, radii, spot):
                return spot
        distance += STEP
    return x + far * math.cos(first), y + far * math.sin(first)


def _free(
    atlas: Atlas,
    placed: Places,
    middle: int,
    offsets: NDArray[np.float64],
    radii: NDArray[np.float64],
    at: tuple[float, float],
) -> bool:
    """Whether the disc about all that is to be added there is free of what stands, `middle` aside."""
    reach = float((np.hypot(offsets[:, 0], offsets[:, 1]) + radii).max()) + APART
    return all(
        math.hypot(x - at[0], y - at[1]) >= reach + radius(atlas.degree(one)) / 2
        for one, (x, y) in placed.items()
        if one != middle
    )
