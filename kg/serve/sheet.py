"""A view as a pyvis page: the entities of a view at their places, with the sentences behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx

from kg.facts.model import ENTITY_TYPES
from kg.notebook import pictures
from kg.notebook.payload import years
from kg.serve.atlas import ABOUT, Atlas, Filter
from kg.serve.rows import Row, of_answer
from kg.store.network import RELATIONS
from kg.store.store import Store

MOST = 1000  # entities of a page, as of `kg view`
SENTENCES = 50_000  # that are read for a page
SAID = """?evidence oa:hasSource ?source ; oa:hasSelector ?place ; uw:confidence ?confidence ; uw:rule ?rule .
  ?place oa:start ?start ; oa:exact ?sentence . ?source dcterms:identifier ?report"""
TOLD = f"""SELECT * {{ VALUES ?subject {{ %(iris)s }} VALUES ?object {{ %(iris)s }}
  ?fact uw:subject ?subject ; uw:object ?object ; uw:predicate ?predicate ; uw:planned ?planned ;
    uw:evidence ?evidence . {SAID}
  OPTIONAL {{ ?fact uw:time ?time }} OPTIONAL {{ ?fact uw:post ?post }} OPTIONAL {{ ?fact uw:giver ?by }}
}} ORDER BY ?fact ?evidence ?by LIMIT {SENTENCES}"""
NUMBERS = f"""SELECT * {{ VALUES ?subject {{ %(iris)s }} VALUES ?about {{ %(iris)s }}
  ?fact uw:subject ?subject ; uw:about ?about ; uw:indicator ?indicator ; uw:value ?value ; uw:unit ?unit ;
    uw:modifier ?modifier ; uw:evidence ?evidence . {SAID} .
  ?evidence uw:number ?stretch . ?stretch oa:start ?from ; oa:end ?to OPTIONAL {{ ?fact uw:period ?period }}
}} ORDER BY ?fact ?evidence ?about LIMIT {SENTENCES}"""
MENTIONS = f"""SELECT ?entity ?source ?from ?to {{ VALUES ?entity {{ %(iris)s }}
  ?mention uw:entity ?entity ; oa:hasSource ?source ; oa:hasSelector ?spot . ?spot oa:start ?from ; oa:end ?to
}} LIMIT {SENTENCES}"""
Spans = Mapping[tuple[str, str], Sequence[tuple[int, int]]]


def html(
    store: Store, atlas: Atlas, places: Mapping[int, tuple[float, float]], wanted: Filter, title: str
) -> str:
    """The page. places: of the entities, by number; at most MOST of them."""
    graph = network(store, atlas, list(places), wanted)
    return pictures.placed_html(graph, {atlas.iris[one]: at for one, at in places.items()}, title=title)


def network(store: Store, atlas: Atlas, entities: Sequence[int], wanted: Filter) -> nx.MultiDiGraph[str]:
    """Entities and what is said among them, as `Store.networkx()` gives the whole."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(documents=store.documents(), observations=[])
    for one in entities:
        data = {
            "label": atlas.names[one],
            "type": ENTITY_TYPES[atlas.types[one]],
            "aliases": [],
            "reports": [],
        }
        graph.add_node(atlas.iris[one], **data)
    iris = {"iris": " ".join(f"<{atlas.iris[one]}>" for one in entities)}
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for row in of_answer(store.query(MENTIONS % iris)):
        spans[row["source"], row["entity"]].append((int(row["from"]), int(row["to"])))
    for row in of_answer(store.query(TOLD % iris)):
        relation = RELATIONS.get(row["predicate"])
        ends = row["subject"], row["object"]
        if relation is None or not _passes(row, relation, row.get("time"), wanted, graph):
            continue
        zh, en = atlas.labels.get(relation, (relation, relation))
        found = [span for end in ends for span in spans.get((row["source"], end), ())]
        told = _said(row, found) | {
            "relation": relation,
            "label_zh": zh,
            "label_en": en,
            "time": row.get("time"),
            "post": row.get("post"),
            "by": row.get("by"),
            "planned": row["planned"] in ("true", "1"),
        }
        key = row["evidence"] if graph.has_edge(*ends, key=row["fact"]) else row["fact"]
        if not graph.has_edge(*ends, key=key):
            graph.add_edge(*ends, key=key, **told)
    numbers: dict[tuple[str, str], dict[str, Any]] = {}
    for row in of_answer(store.query(NUMBERS % iris)):
        if not _passes(row, ABOUT, row.get("period"), wanted, graph):
            continue
        kept = {name: row[name] for name in ("subject", "indicator", "value", "unit", "modifier")}
        told = _said(row, [(int(row["from"]), int(row["to"]))])
        kept |= told | {"period": row.get("period"), "about": []}
        held = numbers.setdefault((row["fact"], row["evidence"]), kept)
        if row["about"] not in held["about"]:
            held["about"].append(row["about"])
    graph.graph["observations"] = list(numbers.values())
    return graph


def _said(row: Row, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    start = int(row["start"])
    end = start + len(row["sentence"])
    inside = sorted({span for span in spans if start <= span[0] and span[1] <= end})
    return {
        "report": row["report"],
        "sentence": row["sentence"],
        "sentence_start": start,
        "marks": [[one - start, other - start] for one, other in inside],
        "confidence": float(row["confidence"]),
        "rule": row["rule"],
    }


def _passes(row: Row, kind: str, time: str | None, wanted: Filter, graph: nx.MultiDiGraph[str]) -> bool:
    if kind in wanted.kinds or float(row["confidence"]) < wanted.confidence:
        return False
    if wanted.reports and row["report"] not in wanted.reports:
        return False
    document = graph.graph["documents"].get(row["report"], {})
    of_report = years(document.get("period")) or years(document.get("published"))
    told = years(time) or of_report[-1:]
    first, last = wanted.years
    return not told or ((not first or told[-1] >= first) and (not last or told[0] <= last))
