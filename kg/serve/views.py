"""What the explorer shows, as plain JSON: surroundings of entities, paths, and the map of all.

A view is made of its state alone, step by step, so that a link to it gives it again: the entities
it starts from, then each entity opened and each path asked for, in their order. The page hides and
moves things by itself, and filters too, except where filtered facts decide what is chosen.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from kg.facts.model import ENTITY_TYPES
from kg.serve import plot
from kg.serve.atlas import KINDS, Atlas, Fact, Filter, Mask
from kg.serve.communities import UNIT, Part, Tree
from kg.serve.plot import Places

Json = dict[str, Any]

PAGE = 80  # neighbours that one opening adds
MOST = 5000  # entities in a picture
ROUTES = 6  # shortest paths that are shown of many
EASY = 1500  # entities in a graph that needs no communities
LISTED = 3000  # reports that a map of communities may be filtered by
PAIRS = 50  # pairs of entities that are told of a line between communities
OPENED, PATHS = 200, 12  # steps of a view, each of which takes time
STARTS = 500  # entities that a picture starts from


def filter_of(state: Mapping[str, Any]) -> Filter:
    """The filter of a state; what is not understood is left out."""

    def names(key: str) -> frozenset[str]:
        return frozenset(str(one) for one in state.get(key, ()))

    def year(at: int) -> int:
        given = state.get("years", ())
        return int(given[at]) if len(given) == 2 else 0

    return Filter(
        names("types"),
        names("kinds"),
        names("reports"),
        (year(0), year(1)),
        float(state.get("confidence", 0)),
    )


class Near:
    """Some entities, what was opened, and paths between them."""

    def __init__(self, atlas: Atlas, wanted: Filter) -> None:
        self.atlas, self.wanted = atlas, wanted
        self.links = atlas.links_seen(wanted)
        self.placed: Places = {}
        self.by: dict[int, int] = {}  # entity -> the one whose opening brought it
        self.paths: list[Json] = []
        self.chosen = False  # whether more fitted than was taken
        self.opened: list[int] = []

    def start(self, entities: Sequence[int], first: str | None) -> None:
        """Set the entities a picture starts from; a single one that is opened first is in the middle
        of what that brings."""
        within = list(dict.fromkeys(entities))[:STARTS]
        self.placed = {within[0]: (0.0, 0.0)} if len(within) == 1 else plot.together(self.atlas, within)
        if first is not None and len(within) == 1:
            self.open(within[0], int(first.partition("*")[2] or 1))

    def step(self, step: str) -> None:
        """Open an entity, or find a path: `KEY`, `KEY*PAGES`, `KEY.KEY`; what is none of them is nothing."""
        if "." in step:
            a, _, b = step.partition(".")
            if a in self.atlas.number and b in self.atlas.number and len(self.paths) < PATHS:
                self.path(self.atlas.number[a], self.atlas.number[b])
            return
        name, _, times = step.partition("*")
        entity = self.atlas.number.get(name)
        if entity in self.placed and len(self.opened) < OPENED:
            self.open(entity, int(times) if times.isdigit() else 1)

    def open(self, entity: int, pages: int = 1) -> None:
        """Show the neighbours of an entity, those first that most connects it with."""
        first = self.atlas.first
        ranked = sorted(
            self.atlas.near[entity],
            key=lambda one: (
                self.links is not None and not self.links[one[1]],
                first[one[1]] - first[one[1] + 1],
                -self.atlas.degree(one[0]),
                one[0],
            ),
        )
        self.opened.append(entity)
        pages = min(pages, MOST // PAGE)
        for page in range(pages):
            taken = [other for other, _ in ranked[page * PAGE : (page + 1) * PAGE]]
            self._add(entity, [one for one in taken if one not in self.placed])
        self.chosen |= len(ranked) > pages * PAGE

    def _add(self, by: int, fresh: Sequence[int]) -> None:
        fresh = fresh[: max(0, MOST - len(self.placed))]
        self.placed |= plot.around(self.atlas, self.placed, by, fresh)
        self.by |= dict.fromkeys(fresh, by)

    def path(self, a: int, b: int) -> None:
        """Show the shortest paths between two entities."""
        routes = shortest(self.atlas, a, b, self.links, self.wanted)
        for one in (a, b):
            if one not in self.placed:
                self.placed |= (
                    plot.around(self.atlas, self.placed, next(iter(self.placed), one), [one])
                    if (self.placed)
                    else {one: (0.0, 0.0)}
                )
        for route in routes:
            self.placed |= plot.along(self.atlas, self.placed, route)
        self.paths.append({"a": a, "b": b, "routes": routes})

    def view(self) -> Json:
        place = {one: at for at, one in enumerate(self.placed)}
        return {
            "sort": "near",
            "nodes": [
                _node(self.atlas, one, x, y) | ({"v": place[self.by[one]]} if one in self.by else {})
                for one, (x, y) in self.placed.items()
            ],
            "links": _links(self.atlas, place),
            "opened": [self.atlas.keys[one] for one in self.opened],
            "paths": [
                {
                    "a": place[path["a"]],
                    "b": place[path["b"]],
                    "routes": [[place[one] for one in route] for route in path["routes"]],
                }
                for path in self.paths
            ],
            "chosen": self.chosen,
            "full": len(self.placed) >= MOST,
        }


def shortest(atlas: Atlas, a: int, b: int, links: Mask | None, wanted: Filter) -> list[list[int]]:
    """The shortest paths between two entities over facts that pass, both ends in each; of many those
    of lower numbers.
    """
    if a == b:
        return [[a]]
    out = {at for at, type in enumerate(ENTITY_TYPES) if type in wanted.types}
    distance, queue = {b: 0}, deque([b])
    while queue and a not in distance:
        one = queue.popleft()
        for other, link in atlas.near[one]:
            if other in distance or (links is not None and not links[link]):
                continue
            if other != a and atlas.types[other] in out:
                continue
            distance[other] = distance[one] + 1
            queue.append(other)
    if a not in distance:
        return []
    routes: list[list[int]] = []
    stack = [[a]]
    while stack and len(routes) < ROUTES:
        route = stack.pop()
        if route[-1] == b:
            routes.append(route)
            continue
        further = {
            other
            for other, link in atlas.near[route[-1]]
            if distance.get(other, -1) == distance[route[-1]] - 1 and (links is None or links[link])
        }
        stack += [[*route, other] for other in sorted(further, reverse=True)]
    return routes


class Map:
    """The whole graph: all entities of a small one, communities of a large one."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._tree: Tree | None = None
        self._one = threading.Lock()

    @property
    def easy(self) -> bool:
        return len(self.atlas.iris) <= EASY

    def prepare(self) -> Tree:
        """What takes long, so that the first who asks need not wait."""
        with self._one:
            if self._tree is None:
                self._tree = Tree(self.atlas)
                self._tree.places(self._tree.root)
            return self._tree

    def view(self, opened: Sequence[str], wanted: Filter) -> Json:
        tree = self.prepare()
        items: list[tuple[Part | int, float, float, float]] = []
        rings: list[Json] = []
        wide = set(opened)

        def show(part: Part, x: float, y: float, stretch: float) -> None:
            """Lay a part out about a point."""
            parts = tree.open(part)
            for one, (dx, dy) in tree.places(part).items():
                at = (x + dx * stretch, y + dy * stretch)
                if not parts:
                    items.append((one, *at, plot.radius(self.atlas.degree(one)) * stretch))
                    continue
                inner = parts[one]
                extent = UNIT * len(inner.members) ** 0.5 * stretch
                if self.easy or inner.id in wide:
                    ring = {"k": inner.id, "n": self.atlas.names[inner.hub], "c": len(inner.members)}
                    rings.append(ring | {"x": round(at[0]), "y": round(at[1]), "r": round(extent)})
                    show(inner, *at, extent / self._extent(tree, inner))
                else:
                    items.append((inner, *at, extent * 0.8))

        show(tree.root, 0.0, 0.0, 1.0)
        return self._json(items, rings, wanted)

    def between(self, ends: Sequence[str], wanted: Filter) -> Json:
        """What a line between two communities is made of: pairs of entities, those first that most
        connects. ends: ids of parts or keys of entities."""
        atlas, tree = self.atlas, self.prepare()
        of = np.zeros(len(atlas.iris), dtype=np.int64)
        for side, id in enumerate(ends, 1):
            way = tree.find(id)
            of[way[-1].members if way else [atlas.number[id]] if id in atlas.number else []] = side
        held = atlas.columns
        sides = of[held["ends"][held["link"]]]
        mask = atlas.seen(wanted) & (sides.min(1) == 1) & (sides.max(1) == 2)
        links, counts = np.unique(held["link"][mask], return_counts=True)
        ranked = sorted(zip((-counts).tolist(), links.tolist(), strict=True))[:PAIRS]
        pairs = []
        for _, link in ranked:
            a, b = sorted(atlas.ends[link], key=lambda one: int(of[one]))
            facts = [_fact(fact, fact.subject == a) for fact in atlas.of(link)]
            pairs.append([_node(atlas, a, 0, 0), _node(atlas, b, 0, 0), facts])
        return {"pairs": pairs, "count": len(links)}

    def _extent(self, tree: Tree, part: Part) -> float:
        """How far a part's own layout reaches from its middle."""
        parts = tree.open(part)
        reach = 1.0
        for one, (x, y) in tree.places(part).items():
            size = UNIT * len(parts[one].members) ** 0.5 if parts else plot.radius(self.atlas.degree(one))
            reach = max(reach, (x * x + y * y) ** 0.5 + size)
        return reach

    def _json(
        self, items: Sequence[tuple[Part | int, float, float, float]], rings: list[Json], wanted: Filter
    ) -> Json:
        atlas = self.atlas
        cut = items[:MOST]
        of = np.full(len(atlas.iris), -1, dtype=np.int64)
        nodes: list[Json] = []
        types = atlas.columns["type"]
        whole = True
        for at, (item, x, y, size) in enumerate(cut):
            if isinstance(item, int):
                of[item] = at
                nodes.append(_node(atlas, item, x, y) | {"r": round(size, 1)})
                continue
            whole = False
            of[item.members] = at
            counts = Counter(types[item.members].tolist())
            nodes.append(
                {
                    "k": item.id,
                    "n": atlas.names[item.hub],
                    "s": item.sort,
                    "c": len(item.members),
                    "h": atlas.keys[item.hub],
                    "t": counts.most_common(1)[0][0],
                    "types": [[type, count] for type, count in counts.most_common()],
                    "x": round(x),
                    "y": round(y),
                    "r": round(size, 1),
                    "d": 0,
                }
            )
        if whole:
            links = _links(atlas, {item: at for at, (item, *_) in enumerate(cut) if isinstance(item, int)})
        else:
            links = self._bundles(of, wanted, [isinstance(item, int) for item, *_ in cut])
        found = {"sort": "map", "whole": whole, "nodes": nodes, "links": links, "rings": rings}
        if not whole:
            dated, many = np.unique(atlas.columns["to"], return_counts=True)
            found["years"] = [one for one in zip(dated.tolist(), many.tolist(), strict=True) if one[0]]
        return found | {"paths": [], "opened": [], "chosen": not whole, "full": len(items) > MOST}

    def _bundles(self, of: Any, wanted: Filter, single: Sequence[bool]) -> list[list[Any]]:
        """Links among what is shown; of those between communities only how many facts they are."""
        atlas = self.atlas
        held = atlas.columns
        mask = atlas.seen(wanted)
        ends = of[held["ends"][held["link"]]]
        mask &= (ends >= 0).all(1) & (ends[:, 0] != ends[:, 1])
        low, high = ends.min(1)[mask].astype(np.int64), ends.max(1)[mask].astype(np.int64)
        pairs, counts = np.unique(low * (1 << 32) + high, return_counts=True)
        inner = {item for item, one in enumerate(single) if one}
        plain = np.flatnonzero(mask)
        exact: dict[tuple[int, int], list[list[Any]]] = {}
        for fact in plain.tolist():
            a, b = int(ends[fact].min()), int(ends[fact].max())
            if a in inner and b in inner:
                told = atlas.facts[fact]
                exact.setdefault((a, b), []).append(_fact(told, a == int(of[told.subject])))
        found: list[list[Any]] = []
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
            a, b = pair >> 32, pair & 0xFFFFFFFF
            found.append([a, b, exact.get((a, b), []), count])
        return found


def _node(atlas: Atlas, one: int, x: float, y: float) -> Json:
    return {
        "k": atlas.keys[one],
        "i": atlas.iris[one],
        "n": atlas.names[one],
        "t": atlas.types[one],
        "x": round(x),
        "y": round(y),
        "r": round(plot.radius(atlas.degree(one)), 1),
        "d": atlas.degree(one),
    }


def _fact(fact: Fact, forward: bool) -> list[Any]:
    """kind, whether from the first end to the second, years, confidence in %, reports, time, planned."""
    return [
        fact.kind,
        int(forward),
        *fact.years,
        round(fact.confidence * 100),
        fact.reports,
        fact.said,
        int(fact.planned),
    ]


def _links(atlas: Atlas, place: Mapping[int, int]) -> list[list[Any]]:
    """The links among entities: two places in the list, and the facts."""
    found = []
    for one, at in place.items():
        for other, link in atlas.near[one]:
            if other > one and other in place:
                facts = [_fact(fact, fact.subject == one) for fact in atlas.of(link)]
                found.append([at, place[other], facts, len(facts)])
    return found


def reports_of(atlas: Atlas, view: Json) -> Json:
    """A view with the reports its facts name, numbered anew."""
    used = sorted({report for link in view["links"] for fact in link[2] for report in fact[5]})
    if not view.get("whole", True) and len(atlas.reports) <= LISTED:
        used = list(range(len(atlas.reports)))  # what is bundled may be said in any of them
    place = {report: at for at, report in enumerate(used)}
    for link in view["links"]:
        for fact in link[2]:
            fact[5] = [place[report] for report in fact[5]]
    view["reports"] = [
        {"id": one.id, "title": one.title, "year": one.year} for one in (atlas.reports[at] for at in used)
    ]
    return view


def labels(atlas: Atlas) -> list[list[str]]:
    return [[kind, *atlas.labels.get(kind, (kind, kind))] for kind in KINDS]


def entities_of(atlas: Atlas, cells: Iterable[str]) -> list[int]:
    """The entities that the cells of an answer name, by IRI or by their full name."""
    by_name: dict[str, list[int]] = {}
    for number, name in enumerate(atlas.names):
        by_name.setdefault(name, []).append(number)
    found: dict[int, None] = {}
    for cell in cells:
        if cell in atlas.number:
            found[atlas.number[cell]] = None
        else:
            found |= dict.fromkeys(by_name.get(cell, ()))
    return list(found)[:STARTS]
