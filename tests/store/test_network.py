"""The network of a store, and what other tools get of it."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.facts.model import DocumentFacts, Entity, Evidence, Mention, Observation, Relation
from kg.rdf.iris import mint
from kg.store.export import FORMATS
from kg.store.store import Store, open_store
from tests.facts.gold import by_id, gold, iris_of

NASTY = "<img src=x onerror=alert(1)>\x0b&\"'\u0000甲"


@pytest.fixture(scope="module")
def graph(store: Store) -> networkx.MultiDiGraph[str]:
    return store.networkx()


def nasty() -> DocumentFacts:
    """A report whose every text tries to be something else."""
    raw = f"{NASTY}总工会举办{NASTY}活动3场"
    evidence = Evidence(0, len(raw), raw, NASTY, 0.5)
    union = Entity("u", "Union", f"{NASTY}总工会", (NASTY,), (Mention(0, 5, raw[:5], "Union"),))
    program = Entity("p", "Program", f"{NASTY}活动")
    number = Observation("u", NASTY, 3, "场", len(raw) - 2, len(raw), "3场", evidence)
    return DocumentFacts(
        "nasty",
        "nasty.txt",
        "",
        raw,
        title=NASTY,
        entities=(union, program),
        relations=(Relation("ORGANIZES", "u", "p", evidence, post=NASTY),),
        observations=(number,),
    )


def test_nodes_are_the_entities_of_all_reports(graph: networkx.MultiDiGraph[str]) -> None:
    named = {iri for facts in gold() for iri in iris_of(facts).values()}
    assert set(graph) == named
    node = graph.nodes[mint("Union", "杭州市总工会")]
    assert node["label"] == "杭州市总工会"
    assert node["type"] == "Union"
    assert node["aliases"] == ["市总", "市总工会"]
    assert node["reports"] == ["jiande-2021", "qiantang-2023", "xiacheng-2015"]


def test_every_relation_of_every_report_is_an_edge_once(graph: networkx.MultiDiGraph[str]) -> None:
    stated = sum(len(facts.relations) for facts in gold())
    assert graph.number_of_edges() == stated
    assert len(graph.graph["observations"]) == sum(len(facts.observations) for facts in gold())


def test_an_edge_tells_what_is_said_and_where(graph: networkx.MultiDiGraph[str]) -> None:
    firm = "浙江飞鲸新材料科技股份有限公司"
    ((key, edge),) = graph[mint("Person", "沈明杰", firm)][mint("Company", firm)].items()
    assert key == edge["fact"]
    assert (edge["relation"], edge["label_zh"], edge["label_en"]) == (
        "HOLDS_POST",
        "任职于",
        "holds a post in",
    )
    assert (edge["post"], edge["time"], edge["by"], edge["planned"]) == ("工会主席", None, None, False)
    assert (edge["report"], edge["published"]) == ("putuo-2023", "2023")
    assert edge["report_title"].startswith("挺膺担当建新功")
    raw, start = by_id("putuo-2023").raw, edge["sentence_start"]
    assert raw[start : start + len(edge["sentence"])] == edge["sentence"]
    assert [edge["sentence"][a:b] for a, b in edge["marks"]] == ["沈明杰"]


def test_every_mark_is_a_name_of_one_of_the_ends(graph: networkx.MultiDiGraph[str]) -> None:
    surfaces = {
        (facts.id, iris_of(facts)[entity.id]): {mention.surface for mention in entity.mentions}
        for facts in gold()
        for entity in facts.entities
    }
    marked = 0
    for source, target, edge in graph.edges(data=True):
        for start, end in edge["marks"]:
            names = surfaces[edge["report"], source] | surfaces[edge["report"], target]
            assert edge["sentence"][start:end] in names
            marked += 1
    assert marked > graph.number_of_edges() / 2


def test_an_observation_tells_its_number_and_what_it_is_about(graph: networkx.MultiDiGraph[str]) -> None:
    (found,) = [one for one in graph.graph["observations"] if one["indicator"] == "医疗互助补助金额"][:1]
    assert found["subject"] == mint("Union", "建德市总工会")
    assert (found["value"], found["unit"], found["period"]) == (2739700, "元", "2021-01/2021-11")
    assert found["about"] == [mint("Program", "职工医疗互助")]
    assert [found["sentence"][start:end] for start, end in found["marks"]] == ["273.97万元"]


def test_a_fact_of_two_reports_is_an_edge_for_each() -> None:
    with open_store(None) as store:
        store.replace(by_id("putuo-2023"))
        store.replace(replace(by_id("putuo-2023"), id="reprint"))
        firm = "浙江飞鲸新材料科技股份有限公司"
        edges = store.networkx()[mint("Person", "沈明杰", firm)][mint("Company", firm)]
    assert sorted(edge["report"] for edge in edges.values()) == ["putuo-2023", "reprint"]
    assert len({edge["fact"] for edge in edges.values()}) == 1


def test_an_empty_store_is_an_empty_network() -> None:
    with open_store(None) as store:
        graph = store.networkx()
    assert (len(graph), graph.graph) == (0, {"documents": {}, "observations": []})


# Exports


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_network_files_are_read_back_whole(
    store: Store, graph: networkx.MultiDiGraph[str], tmp_path: Path, format: str
) -> None:
    path = tmp_path / f"graph.{format}"
    store.export(format, path)
    read = getattr(networkx, f"read_{format}")(str(path))
    assert set(read) == set(graph)
    assert read.number_of_edges() == graph.number_of_edges()
    assert read.nodes[mint("Union", "杭州市总工会")]["label"] == "杭州市总工会"
    assert {edge["relation"] for *_, edge in read.edges(data=True)} >= {"ORGANIZES", "CONFERRED"}


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_breaks_no_export(tmp_path: Path, format: str) -> None:
    path = tmp_path / "out"
    with open_store(None) as store:
        store.replace(nasty())
        store.export(format, path)
    text = (path / "edges.csv" if format == "csv" else path).read_text(encoding="utf-8-sig")
    if format in ("graphml", "gexf"):
        assert len(getattr(networkx, f"read_{format}")(str(path))) == 2
        assert "<img" not in text
    elif format == "csv":
        with (path / "edges.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row["relation"] for row in csv.DictReader(file)] == ["ORGANIZES"]
    else:
        formats = {
            "nquads": ox.RdfFormat.N_QUADS,
            "trig": ox.RdfFormat.TRIG,
            "jsonld": ox.RdfFormat.JSON_LD,
        }
        literals = {str(getattr(quad.object, "value", "")) for quad in ox.parse(text, format=formats[format])}
        assert nasty().raw in literals


def test_rdf_exports_hold_the_same_statements(store: Store) -> None:
    read = {
        format: set(ox.parse(store.serialize(format), format=kind))
        for format, kind in (
            ("nquads", ox.RdfFormat.N_QUADS),
            ("trig", ox.RdfFormat.TRIG),
            ("jsonld", ox.RdfFormat.JSON_LD),
        )
    }
    assert read["nquads"] == read["trig"] == read["jsonld"]


def test_json_ld_is_json(store: Store) -> None:
    assert isinstance(json.loads(store.serialize("jsonld")), dict | list)


def test_tables_hold_a_row_for_each_node_edge_and_number(
    store: Store, graph: networkx.MultiDiGraph[str], tmp_path: Path
) -> None:
    store.export("csv", tmp_path / "tables")
    rows = {}
    for name in ("nodes", "edges", "observations"):
        with (tmp_path / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            rows[name] = list(csv.DictReader(file))
    assert len(rows["nodes"]) == len(graph)
    assert len(rows["edges"]) == graph.number_of_edges()
    assert len(rows["observations"]) == len(graph.graph["observations"])
    assert {row["Source"] for row in rows["edges"]} <= {row["Id"] for row in rows["nodes"]}


def test_an_unknown_format_or_place_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="one of nquads"):
        store.export("pdf", tmp_path / "graph.pdf")
    with pytest.raises(StoreError, match="cannot be written"):
        store.export("nquads", tmp_path / "nowhere" / "graph.nq")
