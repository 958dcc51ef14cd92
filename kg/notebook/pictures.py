"""The network as one HTML file that needs nothing else; the only code that knows pyvis.

pyvis builds nodes, edges and options and renders the page, over a template of ours in place of
its own, which asks a CDN for bootstrap and puts `heading` and node ids into markup. Data stands
in the page as JSON and reaches the document as text only; the two scripts are admitted by their
hash, and nothing else may run or load (`docs/decisions/0005-network-page.md`).
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx as nx

from kg.errors import KgError, QueryError
from kg.notebook import layout, selection
from kg.notebook.payload import Json, payload
from kg.notebook.style import STYLES

PAGE = files("kg.notebook") / "page"
SCRIPTS = ("words.js", "data.js", "picture.js", "filters.js", "search.js", "panel.js", "main.js")
TITLE = "工会工作知识图谱"
SMALLEST = 7.0  # radius of a node with one connection, in pixels at zoom 1
LARGEST = 32.0
LABELLED = 14.0  # from this radius on the page always shows the label
LETTER = 20.0  # width of a letter of such a label, at the zoom that shows five reports


@dataclass(frozen=True, slots=True)
class NetworkSummary:
    """What a page shows. edges: facts. hidden_*: what the graph holds beside; notes: why, and the
    way to it, in English.
    """

    nodes: int
    edges: int
    hidden_nodes: int
    hidden_edges: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A network page. In a notebook it shows itself, in a frame that can do nothing to the rest."""

    html: str
    summary: NetworkSummary
    height: int = 640

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" width="100%" height="{int(self.height)}" '
            f'style="border:0" title="network" srcdoc="{html.escape(self.html)}"></iframe>'
        )

    def __repr__(self) -> str:
        return f"<Picture: {self.summary.nodes} entities, {self.summary.edges} facts>"


@dataclass(frozen=True, slots=True)
class _Note:
    zh: str
    en: str


def show(
    graph: nx.MultiDiGraph[str],
    *,
    entity: str | None = None,
    depth: int = 1,
    types: Sequence[str] = (),
    max_nodes: int = 1000,
    title: str = TITLE,
    height: int = 640,
) -> Picture:
    """The network in a notebook cell, also in its HTML export; needs no connection."""
    page, summary = _page(graph, entity, depth, types, max_nodes, title)
    return Picture(page, summary, height)


def network_html(
    graph: nx.MultiDiGraph[str],
    *,
    entity: str | None = None,
    depth: int = 1,
    types: Sequence[str] = (),
    max_nodes: int = 1000,
    title: str = TITLE,
) -> str:
    """The page as text."""
    return _page(graph, entity, depth, types, max_nodes, title)[0]


def placed_html(
    graph: nx.MultiDiGraph[str], places: Mapping[str, tuple[float, float]], *, title: str = TITLE
) -> str:
    """The page of all entities of a graph, each where `places` has it."""
    shown = sorted(graph)
    data = payload(graph, shown)
    links = _links(data)
    nodes, edges = _draw(data, links, {number: places[iri] for number, iri in enumerate(shown)})
    return _render(nodes, edges, data | {"notes": [], "start": None, "links": links}, title)


def write_network(
    graph: nx.MultiDiGraph[str],
    out: str | Path,
    *,
    entity: str | None = None,
    depth: int = 1,
    types: Sequence[str] = (),
    max_nodes: int = 1000,
    title: str = TITLE,
) -> NetworkSummary:
    """Write the page of a graph of `Store.networkx()` to one HTML file.

    entity: only what is within `depth` steps of it; its IRI, name, alias or a part of one that no
    other entity has. types: only entities of these (and `entity`). max_nodes: above, only the core.

    Raises QueryError for an entity or type that is not there, KgError if the file cannot be written.
    """
    page, summary = _page(graph, entity, depth, types, max_nodes, title)
    path = Path(out)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgError(path, f"the page cannot be written: {error.strerror}", "choose another file") from error
    return summary


def _page(
    graph: nx.MultiDiGraph[str],
    entity: str | None,
    depth: int,
    types: Sequence[str],
    max_nodes: int,
    title: str,
) -> tuple[str, NetworkSummary]:
    if max_nodes < 1 or depth < 0:
        raise QueryError("view", f"max_nodes {max_nodes}, depth {depth}", "give at least 1 node and depth 0")
    shown, notes = _select(graph, entity, depth, types, max_nodes)
    data = payload(graph, shown)
    links = _links(data)
    nodes, edges = _draw(data, links)
    summary = NetworkSummary(
        nodes=len(shown),
        edges=len(data["facts"]),
        hidden_nodes=graph.number_of_nodes() - len(shown),
        hidden_edges=graph.number_of_edges() - len(data["facts"]),
        notes=tuple(note.en for note in notes),
    )
    data["notes"] = [{"zh": note.zh, "en": note.en} for note in notes]
    data["start"] = None if entity is None else shown.index(selection.find(graph, entity))
    data["links"] = links
    return _render(nodes, edges, data, title), summary


def _select(
    graph: nx.MultiDiGraph[str], entity: str | None, depth: int, types: Sequence[str], max_nodes: int
) -> tuple[list[str], list[_Note]]:
    """The entities to show, in an order that does not change, and what to say of the others."""
    middle = None if entity is None else selection.find(graph, entity)
    pairs = selection.simple(graph).subgraph(selection.of_types(graph, types, middle))
    notes = []
    if middle is None:
        shown, total = sorted(pairs), len(pairs)
        if total > max_nodes:
            shown = selection.core(pairs, max_nodes)
    else:
        shown, total = selection.nearest(pairs, middle, depth, max_nodes)
        label = graph.nodes[middle]["label"]
        notes.append(_Note(f"“{label}”周围 {depth} 步之内。", f"Within {depth} steps of {label}."))
    if types:
        chosen = [STYLES[type] for type in STYLES if type in types]
        notes.append(
            _Note(
                f"只含:{'、'.join(style.zh for style in chosen)}。",
                f"Only {', '.join(style.en for style in chosen)}.",
            )
        )
    if total > len(shown):
        notes.append(
            _Note(
                f"共 {total} 个实体,图中只画联系最密的 {len(shown)} 个。要看其余的,请用 kg view 的 "
                f"--entity 名称、--depth 步数或 --types 类型。",
                f"Of {total} entities, the {len(shown)} best connected are drawn. For the others use "
                f"kg view with --entity NAME, --depth N or --types TYPE.",
            )
        )
    return sorted(shown), notes


def _links(data: Json) -> list[Json]:
    """One line for each two entities: their facts and observations by number."""
    found: dict[tuple[int, int], Json] = {}

    def link(a: int, b: int) -> Json:
        return found.setdefault((min(a, b), max(a, b)), {"facts": [], "numbers": []})

    for i, fact in enumerate(data["facts"]):
        if fact["s"] != fact["o"]:
            link(fact["s"], fact["o"])["facts"].append(i)
    for i, number in enumerate(data["observations"]):
        for other in number["about"]:
            if number["s"] is not None and other != number["s"]:
                link(number["s"], other)["numbers"].append(i)
    return [{"a": a, "b": b, **kept} for (a, b), kept in sorted(found.items())]


def _draw(
    data: Json, links: Sequence[Json], places: Mapping[int, tuple[float, float]] | None = None
) -> tuple[list[Json], list[Json]]:
    """Nodes and edges as pyvis takes them. places: where they stand already."""
    entities = data["entities"]
    pairs: nx.Graph[int] = nx.Graph()
    pairs.add_nodes_from(range(len(entities)))
    pairs.add_edges_from((link["a"], link["b"]) for link in links)
    radii = {i: min(LARGEST, SMALLEST + 2.6 * (max(pairs.degree(i), 1) - 1) ** 0.5) for i in pairs}
    ranks = {type: rank for rank, type in enumerate(STYLES)}
    kinds = {i: (ranks[entity["type"]], entity["name"]) for i, entity in enumerate(entities)}
    labels = {i: LETTER * len(entities[i]["name"]) for i in pairs if radii[i] >= LABELLED}
    places = layout.place(pairs, radii, kinds, labels) if places is None else places
    nodes = []
    for i, entity in enumerate(entities):
        style = STYLES[entity["type"]]
        x, y = places[i]
        nodes.append(
            {
                "n_id": i,
                "label": entity["name"],
                "shape": style.shape,
                "color": style.light,
                "size": round(radii[i], 1),
                "x": round(x),
                "y": round(y),
            }
        )
    edges = [
        {
            "source": link["a"],
            "to": link["b"],
            "id": i,
            "width": round(min(5.0, 1.0 + 0.7 * (max(len(link["facts"]), 1) - 1)), 1),
            "dashes": not link["facts"],
            "arrows": "",  # pyvis would draw all of them
        }
        for i, link in enumerate(links)
    ]
    return nodes, edges


def _render(nodes: Sequence[Json], edges: Sequence[Json], data: Json, title: str) -> str:
    from pyvis.network import Network  # here, as it loads IPython

    network = Network(directed=True, cdn_resources="in_line")
    network.set_template_dir(str(PAGE), "page.html")
    network.options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "interaction": {"hover": True, "hideEdgesOnDrag": len(edges) > 1500},
        "nodes": {"borderWidth": 1.2, "borderWidthSelected": 3},
        "edges": {"smooth": False, "arrows": {"to": {"enabled": False}}, "selectionWidth": 1.5},
    }
    for node in nodes:
        network.add_node(**node)
    for edge in edges:
        network.add_edge(**edge)
    network.templateEnv.filters["json"] = _json
    vis, page, style = vis_network(), _script(), (PAGE / "page.css").read_text("utf-8")
    network.templateEnv.globals |= {
        "vis": vis,
        "page": page,
        "style": style,
        "data": data,
        "title": _clean(title),
        "policy": _policy([vis, page], style),
    }
    rendered: str = network.generate_html()
    return rendered.encode("utf-8", "replace").decode("utf-8")


def _json(value: Any) -> str:
    """JSON for a script element of a data type: no `<` ends it, no line break of JavaScript's own.

    pyvis hands its options over as JSON already.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _clean(text: str) -> str:
    return html.escape(" ".join(text.split()))


@cache
def vis_network() -> str:
    """vis-network as pyvis brings it, its licence at its head."""
    spec = find_spec("pyvis")  # not imported, as it loads IPython
    folders = [] if spec is None else [Path(folder) for folder in spec.submodule_search_locations or ()]
    found = sorted(one for folder in folders for one in folder.glob("templates/lib/vis-*/vis-network.min.js"))
    if not found:
        raise KgError("pyvis", "vis-network is not in the installed package", "install pyvis 0.3.2")
    # a parser reads CRLF as LF, and the hash is of what it reads
    return found[-1].read_text("utf-8").replace("\r\n", "\n").replace("//# sourceMappingURL=", "// ")


@cache
def _script() -> str:
    parts = [(PAGE / name).read_text("utf-8") for name in SCRIPTS]
    return '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _policy(scripts: Sequence[str], style: str) -> str:
    """Only these scripts run, only this sheet applies, nothing is loaded or sent anywhere."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
