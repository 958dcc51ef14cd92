"""The whole graph for other tools: RDF as it is stored, networks through networkx, tables as CSV."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx

from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.store.store import Store

FORMATS = ("nquads", "trig", "jsonld", "graphml", "gexf", "csv")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# `Id`, `Label`, `Source` and `Target` are the headings that Gephi's importer looks for.
SAID = ("report", "report_title", "published", "sentence", "confidence", "rule", "fact")
NODES = ("Id", "Label", "type", "aliases", "reports")
EDGES = ("Source", "Target", "Label", "relation", "time", "post", "by", "planned", *SAID)
OBSERVATIONS = ("subject", "indicator", "value", "unit", "modifier", "period", "about", *SAID)
# What serves to mark words in a sentence.
LEFT_OUT = {"marks", "sentence_start"}


def export(store: Store, format: str, path: str | Path) -> None:
    """Write the graph to `path`: a file, or for `csv` a folder with nodes, edges and observations.

    Raises StoreError for an unknown format, or where the file cannot be written.
    """
    if format not in FORMATS:
        raise StoreError(path, f"format {format!r}", f"one of {', '.join(FORMATS)}")
    path = Path(path)
    try:
        if format == "csv":
            path.mkdir(parents=True, exist_ok=True)
            _write_tables(store.networkx(), path)
        elif format in ("graphml", "gexf"):
            write: Callable[..., None] = getattr(networkx, f"write_{format}")
            write(plain(store.networkx()), str(path), encoding="utf-8")
        else:
            path.write_bytes(store.serialize(format))
    except OSError as error:
        raise StoreError(
            path, f"cannot be written: {error.strerror or error}", "give another path"
        ) from error


def plain(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same network with attributes that GraphML and GEXF can hold: no lists, no `None`, no
    characters that XML forbids. A fact's IRI moves from the edge's key to its attribute `fact`."""
    result: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, attributes in graph.nodes(data=True):
        result.add_node(node, **_flat(attributes))
    for number, (source, target, attributes) in enumerate(graph.edges(data=True)):
        flat = _flat(attributes)
        result.add_edge(source, target, key=str(number), label=flat["label_zh"], **flat)
    return result


def _flat(attributes: Mapping[str, Any]) -> dict[str, Any]:
    flat = {}
    for name, value in attributes.items():
        if value is None or name in LEFT_OUT:
            continue
        if isinstance(value, list):
            value = "; ".join(str(item) for item in value)
        flat[name] = NOT_IN_XML.sub(" ", value) if isinstance(value, str) else value
    return flat


def _write_tables(graph: networkx.MultiDiGraph[str], folder: Path) -> None:
    nodes = [{"Id": node, "Label": data["label"], **_flat(data)} for node, data in graph.nodes(data=True)]
    edges = [
        {"Source": source, "Target": target, "Label": data["label_zh"], **_flat(data)}
        for source, target, data in graph.edges(data=True)
    ]
    _write_table(folder / "nodes.csv", NODES, nodes)
    _write_table(folder / "edges.csv", EDGES, edges)
    observations = [_flat(observation) for observation in graph.graph["observations"]]
    _write_table(folder / "observations.csv", OBSERVATIONS, observations)


def _write_table(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    """UTF-8 with a byte order mark, without which Excel takes Chinese for something else."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
