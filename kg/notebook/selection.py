"""Which part of a graph to draw: a neighbourhood, some types, the core.

The graphs are those of `Store.networkx()`: entities as nodes, facts as edges, observations in
`graph.graph["observations"]`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx

from kg.errors import QueryError
from kg.facts.model import ENTITY_TYPES
from kg.rdf.iris import fold

NAMED = 8  # candidates that an error lists


def simple(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """One edge for each two entities that a fact or an observation connects.

    An observation connects its subject with each entity it is about.
    """
    pairs: nx.Graph[str] = nx.Graph()
    pairs.add_nodes_from(graph)
    pairs.add_edges_from((a, b) for a, b in graph.edges() if a != b)
    for observation in graph.graph.get("observations", ()):
        subject = observation["subject"]
        pairs.add_edges_from(
            (subject, other)
            for other in observation.get("about", ())
            if other != subject and subject in graph and other in graph
        )
    return pairs


def find(graph: nx.MultiDiGraph[str], name: str) -> str:
    """The entity of that IRI or full name; else the one of that alias; else the one whose name or
    alias holds it. Raises QueryError, with candidates, where none or several do.
    """
    if name in graph:
        return name
    wanted = fold(name)
    exact, alias, partial = [], [], []
    for iri, data in graph.nodes(data=True):
        label = fold(data["label"])
        others = [fold(other) for other in data.get("aliases", ())]
        if wanted == label:
            exact.append(iri)
        elif wanted in others:
            alias.append(iri)
        elif wanted and (wanted in label or any(wanted in other for other in others)):
            partial.append(iri)
    for found in (exact, alias, partial):
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"entity {name!r}", f"{len(found)} entities match", _advice(graph, found))
    raise QueryError(f"entity {name!r}", "no entity has this name or alias", "try a shorter part of it")


def _advice(graph: nx.MultiDiGraph[str], found: Sequence[str]) -> str:
    ranked = sorted(found, key=lambda iri: (-graph.degree(iri), iri))
    names = [f"{graph.nodes[iri]['label']} ({graph.nodes[iri]['type']}, {iri})" for iri in ranked[:NAMED]]
    more = f" and {len(ranked) - NAMED} more" if len(ranked) > NAMED else ""
    return "give one full name or IRI: " + "; ".join(names) + more


def of_types(graph: nx.MultiDiGraph[str], types: Sequence[str], keep: str | None) -> set[str]:
    """The entities of these types, and `keep`. Raises QueryError for a type that there is not."""
    unknown = [type for type in types if type not in ENTITY_TYPES]
    if unknown:
        raise QueryError("types", f"no entity type {unknown[0]!r}", "types are " + ", ".join(ENTITY_TYPES))
    return {iri for iri, data in graph.nodes(data=True) if not types or data["type"] in types or iri == keep}


def nearest(pairs: nx.Graph[str], entity: str, depth: int, limit: int) -> tuple[list[str], int]:
    """The entities up to `depth` steps from one, nearest and best connected first, at most `limit`;
    and how many there are in all.
    """
    distance = nx.single_source_shortest_path_length(pairs, entity, cutoff=depth)
    ranked = sorted(distance, key=lambda node: (distance[node], -pairs.degree(node), node))
    return ranked[:limit], len(ranked)


def core(pairs: nx.Graph[str], limit: int) -> list[str]:
    """The `limit` entities that stay when the least connected is taken away again and again.

    Of several with as many connections left, the one that had fewer at first goes first, then the
    one of the later IRI.
    """
    ranks = {node: rank for rank, node in enumerate(sorted(pairs, reverse=True))}
    left = dict(pairs.degree())
    queue = [(degree, degree, ranks[node], node) for node, degree in left.items()]
    heapq.heapify(queue)
    while len(left) > limit:
        degree, _, _, node = heapq.heappop(queue)
        if left.get(node) != degree:
            continue  # an entry from before a neighbour went
        del left[node]
        for other in pairs[node]:
            if other in left:
                left[other] -= 1
                heapq.heappush(queue, (left[other], pairs.degree(other), ranks[other], other))
    return sorted(left)


def connected(pairs: nx.Graph[str], nodes: Iterable[str]) -> set[str]:
    """Those of the entities that have a connection among them."""
    within = pairs.subgraph(nodes)
    return {node for node in within if within.degree(node)}


def reporters(graph: nx.MultiDiGraph[Any]) -> set[str]:
    """The unions whose reports these are, by the name in the documents' metadata."""
    names = {document.get("union") for document in graph.graph.get("documents", {}).values()}
    return {
        iri
        for iri, data in graph.nodes(data=True)
        if iri in names or (data["type"] == "Union" and data["label"] in names)
    }
