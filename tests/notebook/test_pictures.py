"""The network page as text: what goes into it, and what never does. How it behaves: tests/browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import KgError, QueryError
from kg.facts.model import ENTITY_TYPES
from kg.notebook.pictures import network_html, show, write_network
from kg.notebook.style import STYLES
from kg.rdf.iris import mint
from tests.notebook.graphs import seed_graph


class Elements(HTMLParser):
    """Start tags with their attributes, and the text of script and style elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style") and data.strip():
            self.raw.append((*self.tags[-1], data))


def block(page: str, id: str) -> object:
    return json.loads(next(text for _, attributes, text in Elements(page).raw if attributes.get("id") == id))


@pytest.fixture(scope="module")
def page() -> str:
    return network_html(seed_graph())


def test_the_page_refers_to_nothing_outside_itself(page: str) -> None:
    for tag, attributes in Elements(page).tags:
        assert not {"src", "href", "srcset", "action", "data"} & set(attributes), tag
    style = next(text for tag, _, text in Elements(page).raw if tag == "style")
    assert "url(" not in style
    assert "@import" not in style


def test_web_addresses_are_iris_or_stand_in_comments_and_namespaces(page: str) -> None:
    assert "cdn" not in page.replace("cdn_resources", "").lower()
    found = set(re.findall(r"https?://[^\s\"'<>)]+", page))
    comments = (
        "almende.com",
        "apache.org",
        "opensource.org",
        "visjs",
        "uuidjs",
        "zloirock",
        "w3.org/2000/svg",
    )
    assert all("w3id.org/union-work/" in url or any(part in url for part in comments) for url in found)


def test_the_policy_admits_the_scripts_and_the_sheet_of_the_page_by_hash_alone(page: str) -> None:
    elements = Elements(page)
    policy = next(
        attributes["content"] or ""
        for tag, attributes in elements.tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    for tag, attributes, text in elements.raw:
        if "type" not in attributes:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            hashes[tag].add(f"'sha256-{digest}'")
    assert rules["default-src"] == "'none'"
    assert set(rules["script-src"].split()) == hashes["script"]
    assert set(rules["style-src"].split()) == hashes["style"]
    assert len(hashes["script"]) == 2
    assert "unsafe" not in policy


def test_no_element_carries_a_style_or_a_handler(page: str) -> None:
    for _, attributes in Elements(page).tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028", "&lt;b&gt;"]
)
def test_data_cannot_leave_its_script_element(text: str) -> None:
    graph = seed_graph()
    iri = mint("Honor", "浙江省劳动模范")
    graph.nodes[iri]["label"] = text
    written = network_html(graph, title=text)
    assert len(Elements(written).raw) == 7  # sheet, four blocks of data, two scripts
    names = [entity["name"] for entity in block(written, "data")["entities"]]  # type: ignore[index]
    assert text in names


def test_a_lone_surrogate_does_not_stop_the_page(tmp_path: Path) -> None:
    graph = seed_graph()
    graph.nodes[mint("Honor", "浙江省劳动模范")]["label"] = "劳模\ud800"
    write_network(graph, tmp_path / "page.html")
    assert "劳模?" in (tmp_path / "page.html").read_text("utf-8")


def test_the_same_graph_gives_the_same_page(page: str) -> None:
    assert network_html(seed_graph()) == page


def test_labels_are_never_tooltips(page: str) -> None:
    """vis-network takes `title` for the text of a tooltip, pyvis looks for links in it."""
    assert all("title" not in node for node in block(page, "nodes"))  # type: ignore[attr-defined]


def test_physics_is_off_and_lines_are_straight(page: str) -> None:
    options = block(page, "options")
    assert options["physics"] == {"enabled": False}  # type: ignore[index]
    assert options["edges"]["smooth"] is False  # type: ignore[index]


def test_facts_between_two_entities_make_one_line_that_lists_them_all(page: str) -> None:
    graph = seed_graph()
    data: dict = block(page, "data")  # type: ignore[type-arg, assignment]
    listed = [fact for link in data["links"] for fact in link["facts"]]
    assert sorted(listed) == list(range(graph.number_of_edges()))
    assert len(block(page, "edges")) == len(data["links"])  # type: ignore[arg-type]
    pairs = [(link["a"], link["b"]) for link in data["links"]]
    assert len(pairs) == len(set(pairs))


def test_a_summary_counts_what_is_shown_and_what_is_not(tmp_path: Path) -> None:
    graph = seed_graph()
    summary = write_network(graph, tmp_path / "all.html")
    assert (summary.nodes, summary.edges) == (graph.number_of_nodes(), graph.number_of_edges())
    assert (summary.hidden_nodes, summary.hidden_edges, summary.notes) == (0, 0, ())


def test_above_the_limit_the_core_is_shown_and_the_way_to_more_named(tmp_path: Path) -> None:
    graph = seed_graph()
    summary = write_network(graph, tmp_path / "core.html", max_nodes=50)
    assert summary.nodes == 50
    assert summary.hidden_nodes == graph.number_of_nodes() - 50
    assert summary.hidden_edges == graph.number_of_edges() - summary.edges > 0
    assert all(way in summary.notes[0] for way in ("--entity", "--depth", "--types"))


def test_an_entity_is_shown_with_what_surrounds_it(tmp_path: Path) -> None:
    summary = write_network(seed_graph(), tmp_path / "ego.html", entity="浙江省劳动模范")
    written = (tmp_path / "ego.html").read_text("utf-8")
    names = {entity["name"] for entity in block(written, "data")["entities"]}  # type: ignore[index]
    assert names == {"浙江省劳动模范", "徐宝庆", "郑长峰", "阮建军", "杭州市钱塘区总工会"}
    assert summary.nodes == len(names)


def test_two_steps_show_more_than_one(tmp_path: Path) -> None:
    one, two = (
        write_network(seed_graph(), tmp_path / "ego.html", entity="杭州市总工会", depth=depth).nodes
        for depth in (1, 2)
    )
    assert 2 < one < two


def test_types_leave_only_entities_of_these(tmp_path: Path) -> None:
    write_network(seed_graph(), tmp_path / "types.html", types=["Person", "Honor"])
    data = block((tmp_path / "types.html").read_text("utf-8"), "data")
    assert {entity["type"] for entity in data["entities"]} == {"Person", "Honor"}  # type: ignore[index]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"entity": "没有这个名字"}, "no entity has this name"),
        ({"entity": "劳动模范"}, "give one full name or IRI: .*浙江省劳动模范"),
        ({"entity": ""}, "no entity has this name"),
        ({"types": ["Robot"]}, "no entity type 'Robot'; types are Union, "),
        ({"max_nodes": 0}, "at least 1 node"),
        ({"depth": -1}, "at least 1 node and depth 0"),
    ],
)
def test_a_wish_that_cannot_be_met_is_answered_with_advice(options: dict[str, object], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        network_html(seed_graph(), **options)  # type: ignore[arg-type]


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match=r"file/page\.html: the page cannot be written"):
        write_network(seed_graph(), tmp_path / "file" / "page.html")


def test_an_empty_graph_gives_a_page(tmp_path: Path) -> None:
    assert write_network(nx.MultiDiGraph(), tmp_path / "empty.html").nodes == 0


def test_a_notebook_frame_runs_scripts_and_nothing_else() -> None:
    shown = show(seed_graph(), height=400)._repr_html_()
    ((tag, attributes),) = Elements(shown).tags
    assert tag == "iframe"
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["srcdoc"] == network_html(seed_graph())


def test_every_type_has_a_look_and_no_two_of_one_shape_look_alike_to_the_colour_blind() -> None:
    assert set(STYLES) == set(ENTITY_TYPES)
    styles = list(STYLES.values())
    for i, one in enumerate(styles):
        for other in styles[i + 1 :]:
            if one.shape != other.shape:
                continue
            for deficiency in MATRICES:
                for scheme in ("light", "dark"):
                    near = distance(getattr(one, scheme), getattr(other, scheme), deficiency)
                    assert near > 20, (one.en, other.en, scheme)


# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB: as it is, then as it is seen
# with protanopia, deuteranopia, tritanopia.
MATRICES = (
    ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
)
Matrix = tuple[tuple[float, ...], ...]


def distance(one: str, other: str, deficiency: Matrix) -> float:
    """CIE76 difference of two colours as someone with that deficiency sees them."""
    a, b = lab(one, deficiency), lab(other, deficiency)
    return float(sum((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5)


def lab(colour: str, deficiency: Matrix) -> tuple[float, float, float]:
    srgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in srgb]
    seen = [min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in deficiency]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (
        sum(m * c for m, c in zip(row, seen, strict=True)) / w for row, w in zip(to_xyz, white, strict=True)
    )
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
