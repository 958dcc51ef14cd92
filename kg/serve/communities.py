"""A large graph as communities that open: Louvain's method (Blondel and others, 2008), part by part.

The same graph gives the same parts: entities are visited in their order, and of two communities
that are as good the one of the lower number is taken. networkx has the method, and took more than
ten minutes for 100,000 entities where this takes seconds.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx

from kg.notebook import layout
from kg.serve import plot
from kg.serve.atlas import Atlas
from kg.serve.plot import Places

Weights = dict[int, float]

LEAF = 400  # so many entities are shown as such when a part opens
MOST = 100  # parts that one part opens into; the smallest are one more
UNIT = 30.0  # radius of a part is this times the root of its size
KEY = 8  # characters of an entity's key
COARSE = 6.0  # the same where parts are laid out


def louvain(near: Sequence[Mapping[int, float]]) -> list[list[int]]:
    """Communities of 0…n-1, each sorted, the largest first. near: of each its neighbours, weighted."""
    groups = [[one] for one in range(len(near))]
    level: list[Weights] = [dict(each) for each in near]
    own = [0.0] * len(near)  # weight within each node of this level, both ways
    while True:
        of = _moved(level, own)
        numbers = {name: number for number, name in enumerate(dict.fromkeys(of))}
        if len(numbers) == len(level):
            break
        merged: list[list[int]] = [[] for _ in numbers]
        above: list[Weights] = [{} for _ in numbers]
        within = [0.0] * len(numbers)
        for one, name in enumerate(of):
            number = numbers[name]
            merged[number] += groups[one]
            within[number] += own[one]
            into = above[number]
            for other, weight in level[one].items():
                target = numbers[of[other]]
                if target == number:
                    within[number] += weight
                else:
                    into[target] = into.get(target, 0.0) + weight
        groups, level, own = merged, above, within
    found = [sorted(group) for group in groups]
    return sorted(found, key=lambda group: (-len(group), group[0]))


def _moved(near: Sequence[Mapping[int, float]], own: Sequence[float]) -> list[int]:
    """One level: the community of each node, after moving nodes while that gains anything."""
    weight = [sum(each.values()) + inside for each, inside in zip(near, own, strict=True)]
    total = sum(weight) or 1.0
    of, held = list(range(len(near))), list(weight)
    queue, queued = deque(range(len(near))), [True] * len(near)
    while queue:
        one = queue.popleft()
        queued[one] = False
        mine, share = of[one], weight[one] / total
        held[mine] -= weight[one]
        links: dict[int, float] = {mine: 0.0}
        for other, each in near[one].items():
            community = of[other]
            links[community] = links.get(community, 0.0) + each
        best, most = mine, links[mine] - held[mine] * share + 1e-9
        for community, strength in links.items():
            gain = strength - held[community] * share
            if gain > most + 1e-9 or (gain > most - 1e-12 and community < best and best != mine):
                best, most = community, gain
        held[best] += weight[one]
        if best != mine:
            of[one] = best
            for other in near[one]:
                if of[other] != best and not queued[other]:
                    queued[other] = True
                    queue.append(other)
    return of


@dataclass(slots=True)
class Part:
    """Entities that are one in the picture until it opens.

    hub: the best connected, whose name it bears. id: by depth and hub, so that it outlives a rebuilt
    store. sort: `community`, `rest` (the small ones), `loose` (entities nothing is connected with).
    """

    members: list[int]
    hub: int
    depth: int
    id: str
    sort: str = "community"
    parts: list[Part] | None = None
    places: Places | None = None
    given: list[list[int]] = field(default_factory=list)  # what a rest opens into


class Tree:
    """The parts of a graph. They are made when they are opened, the first ones at once."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        everything = list(range(len(atlas.iris)))
        self.root = Part(everything, self._hub(everything) if everything else 0, 0, "")
        self.open(self.root)

    def open(self, part: Part) -> list[Part]:
        """What a part opens into; empty where it opens into its entities."""
        if part.parts is None:
            part.parts = self._split(part) if len(part.members) > LEAF else []
        return part.parts

    def find(self, id: str) -> list[Part]:
        """The parts on the way to one, the outermost first; empty where there is none."""
        way, part = [], self.root
        while True:
            inside = next((one for one in self.open(part) if _on_way(one, id, self.atlas)), None)
            if inside is None:
                return []
            way.append(inside)
            if inside.id == id:
                return way
            part = inside

    def places(self, part: Part) -> Places:
        """Of the parts of a part by their order, or of its entities, about (0, 0)."""
        if part.places is None:
            parts = self.open(part)
            if not parts and part.sort == "loose":
                part.places = _sunflower(part.members)
            elif not parts:
                part.places = _filled(plot.together(self.atlas, part.members))
            else:
                part.places = self._between(parts)
        return part.places

    def _between(self, parts: Sequence[Part]) -> Places:
        graph: nx.Graph[int] = nx.Graph()
        graph.add_nodes_from(range(len(parts)))
        of = {one: number for number, part in enumerate(parts) for one in part.members}
        strength: Counter[tuple[int, int]] = Counter()
        for a, b in self.atlas.ends:
            first, second = of.get(a, -1), of.get(b, -1)
            if first != second and first >= 0 and second >= 0:
                strength[min(first, second), max(first, second)] += 1
        # the weakest of many lines pull all into one heap, and are seen all the same
        limit = 4 * len(parts)
        strongest = sorted(strength.items(), key=lambda one: (-one[1], one[0]))
        graph.add_edges_from(pair for pair, _ in strongest[:limit])
        radii = {number: COARSE * math.sqrt(len(part.members)) + 4 for number, part in enumerate(parts)}
        scale = UNIT / COARSE
        return {one: (scale * x, scale * y) for one, (x, y) in layout.place(graph, radii).items()}

    def _split(self, part: Part) -> list[Part]:
        if part.given:
            groups = part.given
        elif part.sort == "loose":
            return self._loose(part)
        else:
            linked = [one for one in part.members if self.atlas.near[one]]
            groups = self._communities(linked)
            if len(groups) == 1 and len(linked) == len(part.members):
                groups = [linked[at : at + LEAF] for at in range(0, len(linked), LEAF)]
        shown, rest = groups[:MOST], groups[MOST:]
        if len(rest) == 1:
            shown, rest = groups, []
        parts = [self._part(group, part.depth + 1) for group in shown]
        if rest:
            inside = sorted(one for group in rest for one in group)
            parts.append(self._part(inside, part.depth + 1, "rest", rest))
        alone = [one for one in part.members if not self.atlas.near[one]] if not part.given else []
        if alone:
            parts.append(self._part(alone, part.depth + 1, "loose"))
        return parts

    def _loose(self, part: Part) -> list[Part]:
        """By type, then by name, as nothing else tells them apart."""
        types = {self.atlas.types[one] for one in part.members}
        ordered = sorted(part.members, key=lambda one: (self.atlas.types[one], self.atlas.names[one], one))
        if len(types) > 1:
            groups = [[one for one in ordered if self.atlas.types[one] == type] for type in sorted(types)]
        else:
            size = max(LEAF, math.ceil(len(ordered) / MOST))
            groups = [ordered[at : at + size] for at in range(0, len(ordered), size)]
        return [self._part(group, part.depth + 1, "loose") for group in groups]

    def _communities(self, members: Sequence[int]) -> list[list[int]]:
        number = {one: at for at, one in enumerate(members)}
        near = [
            {
                number[other]: 1.0 + math.log2(self.atlas.first[link + 1] - self.atlas.first[link])
                for other, link in self.atlas.near[one]
                if other in number
            }
            for one in members
        ]
        return [[members[at] for at in group] for group in louvain(near)]

    def _part(
        self, members: list[int], depth: int, sort: str = "community", given: Iterable[list[int]] = ()
    ) -> Part:
        hub = self._hub(members)
        return Part(sorted(members), hub, depth, f"~{depth}{self.atlas.keys[hub]}", sort, given=list(given))

    def _hub(self, members: Sequence[int]) -> int:
        return max(members, key=lambda one: (self.atlas.degree(one), -one))


def _on_way(part: Part, id: str, atlas: Atlas) -> bool:
    """Whether the part of that id is this one or inside it. An id is `~`, the depth, and a key."""
    wanted = atlas.number.get(id[-KEY:], -1)
    at = bisect_left(part.members, wanted)
    return part.id == id or part.members[at : at + 1] == [wanted]


def _filled(places: Places) -> Places:
    """Places moved towards or away from the middle, so that they fill a disc more evenly."""
    if len(places) < 3:
        return places
    middle = tuple(sum(at[axis] for at in places.values()) / len(places) for axis in (0, 1))
    apart = {one: math.hypot(x - middle[0], y - middle[1]) for one, (x, y) in places.items()}
    ranked = sorted(places, key=lambda one: (apart[one], one))
    reach = UNIT * math.sqrt(len(places))
    found = {}
    for rank, one in enumerate(ranked):
        wanted = (
            0.6 * apart[one] / (apart[ranked[-1]] or 1) + 0.4 * math.sqrt((rank + 0.5) / len(ranked))
        ) * reach
        (x, y), share = places[one], wanted / (apart[one] or 1)
        found[one] = ((x - middle[0]) * share, (y - middle[1]) * share)
    return {one: found[one] for one in places}


def _sunflower(members: Sequence[int]) -> Places:
    """Places on a disc, as far apart from each other as from the next."""
    turn = math.pi * (3 - math.sqrt(5))
    return {
        one: (26 * math.sqrt(at) * math.cos(at * turn), 26 * math.sqrt(at) * math.sin(at * turn))
        for at, one in enumerate(members)
    }
