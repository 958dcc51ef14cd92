"""The explorer's side of the server: views from their state alone, paths, communities, evidence."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, urlencode

import networkx as nx
import pytest

from kg.facts.model import RELATION_TYPES
from kg.rdf.iris import BASE, mint
from kg.serve import evidence, sheet, views
from kg.serve.atlas import KIND_OF, KINDS, Atlas, Fact, Filter, Report, key, load
from kg.serve.communities import Tree, louvain
from kg.serve.rows import of_answer
from kg.serve.surveyor import Surveyor, view
from kg.serve.views import PAGE, Map, Near, shortest
from kg.store.store import open_store
from tests.facts.gold import gold
from tests.serve.servers import Server

UNION = mint("Union", "杭州市钱塘区总工会")


@pytest.fixture(scope="module")
def atlas(seeds_store: Path) -> Atlas:
    with open_store(seeds_store, read_only=True) as store:
        return load(store)


def made(count: int, pairs: list[tuple[int, int]], kinds: list[str] | None = None) -> Atlas:
    """A graph of unions with one fact for each pair."""
    ordered = sorted(((min(pair), max(pair)), at) for at, pair in enumerate(pairs))
    ends: list[tuple[int, int]] = []
    first, facts = [], []
    for pair, at in ordered:
        if not ends or ends[-1] != pair:
            ends.append(pair)
            first.append(len(facts))
        kind = KIND_OF[kinds[at] if kinds else "COOPERATES_WITH"]
        facts.append(
            Fact(kind, *pair, (2020 + at % 3, 2020 + at % 3), 0.5 + 0.05 * (at % 10), (at % 2,), False, "")
        )
    iris = [f"{BASE}id/union/{at:06}" for at in range(count)]
    reports = [Report(f"{BASE}id/report/{id}", id, id, 2020) for id in ("a", "b")]
    names = [f"第{at}工会" for at in range(count)]
    return Atlas(iris, names, [0] * count, reports, facts, ends, [*first, len(facts)])


def places(found: views.Json) -> dict[str, tuple[int, int]]:
    return {node["k"]: (node["x"], node["y"]) for node in found["nodes"]}


def ask(atlas: Atlas, **state: object) -> views.Json:
    found: views.Json = view(atlas, Map(atlas), {"do": "view", **state})
    return found


def test_the_atlas_has_the_entities_and_relations_of_the_graph(atlas, seeds_store):
    with open_store(seeds_store, read_only=True) as store:
        graph = store.networkx()
    assert set(atlas.iris) == set(graph)
    assert {(iri, atlas.names[atlas.number[iri]]) for iri in graph} == set(graph.nodes(data="label"))
    told = {(min(a, b), max(a, b), data["relation"]) for a, b, data in graph.edges(data=True) if a != b}
    found = {
        (*sorted((atlas.iris[fact.subject], atlas.iris[fact.object])), KINDS[fact.kind])
        for fact in atlas.facts
        if KINDS[fact.kind] in RELATION_TYPES
    }
    assert found == told
    assert len(set(atlas.keys)) == len(atlas.keys)
    assert all(fact.reports and fact.years[0] for fact in atlas.facts)


def test_the_same_state_gives_the_same_picture_and_an_expansion_moves_nothing(atlas):
    middle = key(UNION)
    first = ask(atlas, start=[middle], steps=[middle])
    assert len(first["nodes"]) == PAGE + 1
    assert ask(atlas, start=[middle], steps=[middle]) == first
    outer = next(node["k"] for node in first["nodes"][1:] if node["d"] > 2)
    second = ask(atlas, start=[middle], steps=[middle, outer])
    assert len(second["nodes"]) > len(first["nodes"])
    before, after = places(first), places(second)
    assert {name: after[name] for name in before} == before


def test_a_second_opening_brings_the_next_neighbours(atlas):
    middle = key(UNION)
    entity = atlas.number[middle]
    assert atlas.degree(entity) > PAGE
    first, both = (ask(atlas, start=[middle], steps=[step]) for step in (middle, f"{middle}*2"))
    assert first["chosen"]
    assert not both["chosen"]
    assert len(both["nodes"]) == atlas.degree(entity) + 1
    assert {name: places(both)[name] for name in places(first)} == places(first)


def test_nothing_that_is_added_lies_on_what_stands(atlas):
    middle = key(UNION)
    found = ask(atlas, start=[middle], steps=[middle])
    steps = [middle, *(node["k"] for node in found["nodes"][1:] if node["d"] > 3)][:6]
    nodes = ask(atlas, start=[middle], steps=steps)["nodes"]
    for at, one in enumerate(nodes):
        for other in nodes[at + 1 :]:
            apart = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
            assert apart > 0.7 * (one["r"] + other["r"]), (one, other)


def test_shortest_paths_are_those_of_networkx(atlas):
    graph = nx.Graph(atlas.ends)
    linked = [one for one in range(len(atlas.iris)) if atlas.near[one]]
    compared = 0
    for a in linked[::29]:
        for b in linked[::37]:
            routes = shortest(atlas, a, b, None, Filter())
            if a == b or not nx.has_path(graph, a, b):
                assert routes == ([[a]] if a == b else [])
                continue
            known = {tuple(route) for route in nx.all_shortest_paths(graph, a, b)}
            assert {tuple(route) for route in routes} <= known
            assert len(routes) == min(len(known), views.ROUTES)
            compared += 1
    assert compared > 20


def test_a_path_goes_only_over_what_passes_the_filter():
    kinds = ["COOPERATES_WITH", "COOPERATES_WITH", "PART_OF", "PART_OF", "PART_OF"]
    graph = made(5, [(0, 1), (1, 4), (0, 2), (2, 3), (3, 4)], kinds)
    wanted = Filter(kinds=frozenset({"COOPERATES_WITH"}))
    assert shortest(graph, 0, 4, None, Filter()) == [[0, 1, 4]]
    assert shortest(graph, 0, 4, graph.links_seen(wanted), wanted) == [[0, 2, 3, 4]]
    none = Filter(types=frozenset({"Union"}))
    assert shortest(graph, 0, 4, graph.links_seen(none), none) == []


def test_the_entities_of_a_path_join_the_picture(atlas):
    graph = nx.Graph(atlas.ends)
    near = nx.single_source_shortest_path_length(graph, atlas.number[UNION])
    far = max(near, key=lambda one: (near[one], one))
    assert near[far] >= 3
    step = f"{key(UNION)}.{atlas.keys[far]}"
    found = ask(atlas, start=[key(UNION)], steps=[step])
    (path,) = found["paths"]
    for route in path["routes"]:
        names = [found["nodes"][at]["k"] for at in route]
        assert [names[0], names[-1]] == step.split(".")
        assert len(route) == near[far] + 1
    ends = {frozenset(link[:2]) for link in found["links"]}
    assert all(frozenset(pair) in ends for route in path["routes"] for pair in pairwise(route))


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (Filter(), {0, 1, 2, 3, 4, 5}),
        (Filter(years=(2021, 2021)), {1, 4}),
        (Filter(years=(0, 2020)), {0, 3}),
        (Filter(confidence=0.7), {4, 5}),
        (Filter(reports=frozenset({"b"})), {1, 3, 5}),
        (Filter(kinds=frozenset({"PART_OF"})), {0, 2, 4}),
        (Filter(types=frozenset({"Union"})), set()),
        (Filter(types=frozenset({"Honor"}), kinds=frozenset({"no such"})), {0, 1, 2, 3, 4, 5}),
    ],
)
def test_a_filter_keeps_the_facts_it_says(wanted, kept):
    graph = made(7, [(0, at) for at in range(1, 7)], ["COOPERATES_WITH", "PART_OF"] * 3)
    assert set(graph.seen(wanted).nonzero()[0].tolist()) == kept


def test_where_not_all_neighbours_fit_those_that_pass_the_filter_come_first():
    pairs = [(0, at) for at in range(1, 201)]
    graph = made(201, pairs, ["PART_OF" if at > 150 else "COOPERATES_WITH" for at in range(1, 201)])
    found = ask(graph, start=[graph.keys[0]], steps=[graph.keys[0]], kinds=["COOPERATES_WITH"])
    assert found["chosen"]
    near = Near(graph, Filter(kinds=frozenset({"COOPERATES_WITH"})))
    near.start([0], graph.keys[0])
    assert {1, 2, 3} < set(near.placed)
    other = Near(graph, Filter(kinds=frozenset(set(KINDS) - {"PART_OF"})))
    other.start([0], graph.keys[0])
    assert set(range(151, 201)) < set(other.placed)


def test_louvain_is_as_good_as_that_of_networkx_and_always_the_same():
    graph = nx.planted_partition_graph(12, 30, 0.3, 0.01, seed=5)
    near = [dict.fromkeys(graph[one], 1.0) for one in graph]
    found = louvain(near)
    assert found == louvain(near)
    assert sorted(one for group in found for one in group) == sorted(graph)
    theirs = nx.community.louvain_communities(graph, seed=1)
    ours, best = (nx.community.modularity(graph, groups) for groups in (found, theirs))
    assert ours > best - 0.02


@pytest.fixture(scope="module")
def large() -> Atlas:
    """Forty stars of fifty, chained, and a hundred entities alone."""
    pairs = [(50 * hub, 50 * hub + leaf) for hub in range(40) for leaf in range(1, 50)]
    pairs += [(50 * hub, 50 * hub + 50) for hub in range(39)]
    return made(2100, pairs)


def test_a_large_graph_opens_as_communities_that_hold_everything(large):
    whole = Map(large)
    found = whole.view([], Filter())
    assert not found["whole"]
    assert 5 < len(found["nodes"]) < 60
    assert sum(node["c"] for node in found["nodes"]) == 2100
    assert {node["s"] for node in found["nodes"]} == {"community", "loose"}
    assert all(link[3] > 0 for link in found["links"])


def test_a_community_opens_in_its_place_and_nothing_else_moves(large):
    whole = Map(large)
    closed = whole.view([], Filter())
    first = closed["nodes"][0]
    opened = Map(large).view([first["k"]], Filter())
    rest, again = places(closed), places(opened)
    del rest[first["k"]]
    assert {name: again[name] for name in rest} == rest
    inside = [node for node in opened["nodes"] if node["k"] not in rest]
    assert len(inside) == first["c"]
    (ring,) = opened["rings"]
    for node in inside:
        apart = ((node["x"] - ring["x"]) ** 2 + (node["y"] - ring["y"]) ** 2) ** 0.5
        assert apart <= ring["r"] + 2


def test_filters_count_in_the_bundles_between_communities(large):
    whole = Map(large)
    every, some, none = (
        sum(link[3] for link in whole.view([], wanted)["links"])
        for wanted in (Filter(), Filter(years=(2020, 2020)), Filter(kinds=frozenset(KINDS)))
    )
    assert every > some > none == 0


def test_a_line_between_communities_tells_which_entities_it_connects(large):
    whole = Map(large)
    found = whole.view([], Filter())
    for a, b, _, count in found["links"]:
        told = whole.between([found["nodes"][a]["k"], found["nodes"][b]["k"]], Filter())
        assert sum(len(facts) for *_, facts in told["pairs"]) == count
        assert told["count"] == len(told["pairs"])
        for one, two, _ in told["pairs"]:
            assert [large.names[large.number[each["i"]]] for each in (one, two)] == [one["n"], two["n"]]
    assert whole.between(["~1nothing1", "x"], Filter()) == {"pairs": [], "count": 0}


def test_a_part_is_found_by_its_id_at_every_depth():
    pairs = [(at, at + 1) for at in range(4999)]
    graph = made(5000, pairs)
    tree = Tree(graph)
    part = tree.root
    while tree.open(part):
        part = tree.open(part)[-1]
        assert tree.find(part.id)[-1] is part
    assert tree.find("~9xxxxxxxx") == []


def test_a_hundred_thousand_entities_have_their_map_in_seconds():
    pairs = [(at - at % 60, at) for at in range(100_000) if at % 60]
    pairs += [(at * 60, (at * 7919 % 1600) * 60) for at in range(1600) if at != at * 7919 % 1600]
    graph = made(100_000, pairs)
    began = time.process_time()
    found = Map(graph).view([], Filter())
    assert time.process_time() - began < 30
    assert sum(node["c"] for node in found["nodes"]) == 100_000
    assert len(found["nodes"]) < 120


def test_evidence_of_a_link_has_the_sentences_of_both_ways(seeds_store, atlas):
    with open_store(seeds_store, read_only=True) as store:
        for link, (a, b) in list(enumerate(atlas.ends))[::9]:
            ends = atlas.iris[a], atlas.iris[b]
            rows = {name: of_answer(store.query(sparql)) for name, sparql in evidence.queries(*ends).items()}
            found = evidence.read(rows)
            kinds = {KINDS[fact.kind] for fact in atlas.of(link)}
            told = {one.get("relation") if one["what"] == "relation" else one["what"] for one in found}
            assert {"GIVER": "giver", "ABOUT": "number"}.keys() & kinds or kinds <= told
            for one in found:
                assert one["quotes"]
                for quote in one["quotes"]:
                    assert quote["report"] in {report.id for report in atlas.reports}
                    assert quote["stretch"].startswith("s")


def test_a_pyvis_page_holds_what_is_shown_at_its_place(seeds_store, atlas):
    entity = atlas.number[UNION]
    chosen = [entity, *(other for other, _ in atlas.near[entity])][:90]
    with open_store(seeds_store, read_only=True) as store:
        graph = sheet.network(store, atlas, chosen, Filter())
        whole = store.networkx()
        page = sheet.html(
            store, atlas, {one: (3.0 * at, 7.0) for at, one in enumerate(chosen)}, Filter(), "甲<b onx>"
        )
        less = sheet.network(store, atlas, chosen, Filter(kinds=frozenset({"ORGANIZES"})))
    wanted = whole.subgraph([atlas.iris[one] for one in chosen])
    assert set(graph) == set(wanted)
    assert {(a, b, data["relation"], data["sentence"]) for a, b, data in graph.edges(data=True)} == {
        (a, b, data["relation"], data["sentence"]) for a, b, data in wanted.edges(data=True)
    }
    assert all(data["marks"] for *_, data in graph.edges(data=True))
    assert len(less.edges) < len(graph.edges)
    assert "<b onx" not in page
    assert "甲&lt;b onx&gt;" in page
    assert '"x":3,"y":7' in page.replace(" ", "")


def test_the_server_answers_views_and_keeps_its_policy(server: Server):
    page = server.get("/explore")
    assert page.status == 200
    policy = page.headers["content-security-policy"]
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    for _ in range(40):
        answer = server.get("/explore/view?" + urlencode({"entity": UNION}))
        if answer.status != 202:
            break
        time.sleep(0.5)
    found = json.loads(answer.body)
    assert found["nodes"][0]["n"] == "杭州市钱塘区总工会"
    other = server.get("/explore/view?" + urlencode({"entity": "/id/" + quote(UNION.partition("/id/")[2])}))
    assert json.loads(other.body) == found
    assert server.get("/explore/view?q=q02").status == 200
    assert server.get("/explore/view?q=q99").status == 400
    assert server.get("/explore/view?sparql=SELECT").status == 400
    assert server.get("/explore/view?e=nothing").status == 404
    assert server.get("/explore/view?y=abc&c=x&s=~,..,a.b&p=1&ft=%3Cb%3E").status == 200


BAD = [b"", b"[]", b"{}", b'{"nodes": 3}', b'{"nodes": [["a"]]}', b'{"nodes": []}', b"\xff"]


@pytest.mark.parametrize("body", BAD)
def test_what_is_no_view_is_no_page(server: Server, body):
    assert server.send("POST", "/explore/page", body).status in (400, 422)


def test_a_question_from_the_graph_starts_a_picture(server: Server):
    sparql = "SELECT ?honor { ?honor a uw:Honor }"
    found = json.loads(server.get("/explore/view?" + urlencode({"sparql": sparql})).body)
    assert found["sort"] == "near"
    assert len(found["nodes"]) > 20
    assert server.get("/explore/view?" + urlencode({"sparql": "SELECT ?x { ?x a uw:Nothing }"})).status == 404


def test_a_rebuilt_store_is_seen(seeds_store, tmp_path):
    facts = gold()[0]
    surveyor = Surveyor(str(tmp_path / "graph"), BASE)
    with open_store(tmp_path / "graph") as store:
        store.replace(facts)
    surveyor.read("one")
    first = surveyor.answer({"do": "view"})
    with open_store(tmp_path / "graph") as store:
        store.replace(replace(facts, relations=(), observations=()))
    surveyor.read("two")
    second = surveyor.answer({"do": "view"})
    assert first["links"]
    assert second["links"] == []
    assert (first["state"], second["state"]) == ("one", "two")
