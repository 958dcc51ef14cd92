"""Selection, places and sentences of the network page."""

from __future__ import annotations

import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.notebook import layout, selection
from kg.notebook.payload import payload, pieces, years
from kg.rdf.iris import mint
from tests.notebook.graphs import seed_graph

UNION = mint("Union", "杭州市钱塘区总工会")


@pytest.mark.parametrize(
    "name", ["杭州市钱塘区总工会", " 杭州市“钱塘区”总工会", UNION, "区总工会(筹)", "区总工会（筹）"]
)
def test_an_entity_is_found_by_name_iri_or_alias(name: str) -> None:
    assert selection.find(seed_graph(), name) == UNION


def test_an_entity_is_found_by_a_part_of_its_name_that_no_other_has() -> None:
    assert selection.find(seed_graph(), "豆腐包师傅") == mint("Program", "首届中国·建德豆腐包师傅擂台赛")


def test_a_full_name_goes_before_longer_names_that_hold_it() -> None:
    assert selection.find(seed_graph(), "杭州市") == mint("Place", "杭州市")


def test_an_observation_connects_its_subject_with_what_it_is_about() -> None:
    graph = seed_graph()
    honor = mint("Honor", "浙江省劳动模范")
    assert not graph.has_edge(UNION, honor)
    assert selection.simple(graph).has_edge(UNION, honor)


def test_the_core_keeps_a_clique_and_drops_what_hangs_on_it() -> None:
    pairs = nx.complete_graph(["a", "b", "c", "d"])
    pairs.add_edges_from([("a", "leaf"), ("leaf", "end"), ("b", "other")])
    pairs.add_node("alone")
    assert selection.core(pairs, 4) == ["a", "b", "c", "d"]


@given(st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30), st.integers(1, 12))
def test_the_core_has_the_size_asked_for_and_is_the_same_each_time(
    edges: set[tuple[int, int]], limit: int
) -> None:
    pairs: nx.Graph[str] = nx.Graph()
    pairs.add_edges_from((str(a), str(b)) for a, b in edges if a != b)
    shuffled: nx.Graph[str] = nx.Graph()
    shuffled.add_edges_from(reversed(list(pairs.edges())))
    assert len(selection.core(pairs, limit)) == min(limit, len(pairs))
    assert selection.core(pairs, limit) == selection.core(shuffled, limit)


def test_the_nearest_entities_come_before_the_far_ones() -> None:
    pairs = nx.path_graph(["a", "b", "c", "d"])
    assert selection.nearest(pairs, "a", depth=2, limit=2) == (["a", "b"], 3)


def test_reporting_unions_are_known_by_name_or_iri() -> None:
    graph = seed_graph()
    by_name = selection.reporters(graph)
    graph.graph["documents"]["qiantang-2021"]["union"] = UNION
    graph.graph["documents"]["qiantang-2023"]["union"] = UNION
    assert UNION in by_name
    assert selection.reporters(graph) == by_name


def overlaps(places: dict[str, tuple[float, float]], radii: dict[str, float]) -> list[tuple[str, str]]:
    nodes = sorted(places)
    return [
        (a, b)
        for i, a in enumerate(nodes)
        for b in nodes[i + 1 :]
        if math.dist(places[a], places[b]) < radii[a] + radii[b] - 1
    ]


def test_no_node_of_the_seeds_lies_on_another() -> None:
    pairs = selection.simple(seed_graph())
    radii = {node: 7.0 + min(25.0, pairs.degree(node) ** 0.5) for node in pairs}
    assert overlaps(layout.place(pairs, radii), radii) == []


@pytest.mark.parametrize(
    "pairs",
    [
        nx.empty_graph(0),
        nx.empty_graph(1),
        nx.empty_graph(40),
        nx.path_graph(2),
        nx.path_graph(3),
        nx.star_graph(60),
        nx.star_graph(3),
        nx.cycle_graph(12),
        nx.complete_graph(9),
        nx.complete_bipartite_graph(2, 20),
        nx.disjoint_union_all([nx.star_graph(n) for n in (30, 9, 5, 2, 2, 2, 1, 1, 0)]),
        nx.barabasi_albert_graph(120, 2, seed=1),
    ],
    ids=lambda graph: f"{len(graph)} nodes, {graph.number_of_edges()} edges",
)
def test_every_node_gets_a_place_of_its_own(pairs: nx.Graph) -> None:
    radii = dict.fromkeys(pairs, 8.0)
    places = layout.place(pairs, radii)
    assert set(places) == set(pairs)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())
    assert overlaps(places, radii) == []


def test_the_same_graph_gets_the_same_places() -> None:
    pairs = selection.simple(seed_graph())
    radii = dict.fromkeys(pairs, 8.0)
    assert layout.place(pairs, radii) == layout.place(pairs, radii)


def test_the_leaves_of_a_union_stand_around_it_kind_by_kind() -> None:
    pairs = nx.star_graph(24)
    kinds = {node: "honor" if node % 2 else "program" for node in pairs}
    places = layout.place(pairs, dict.fromkeys(pairs, 7.0), kinds)
    x, y = places[0]
    turn = sorted(range(1, 25), key=lambda node: math.atan2(places[node][1] - y, places[node][0] - x))
    changes = sum(kinds[a] != kinds[b] for a, b in zip(turn, [*turn[1:], turn[0]], strict=True))
    assert changes == 2


def test_the_picture_is_about_as_wide_as_a_screen() -> None:
    places = layout.place(nx.empty_graph(200), dict.fromkeys(range(200), 8.0)).values()
    width, height = (max(axis) - min(axis) for axis in zip(*places, strict=True))
    assert 1.2 < width / height < 2.2


@pytest.mark.parametrize(
    ("sentence", "marks", "expected"),
    [
        ("走访慰问职工3万人", [[6, 9]], ["走访慰问职工", "3万人", ""]),
        ("𠮷王心平获奖", [[1, 4]], ["𠮷", "王心平", "获奖"]),
        ("甲乙丙丁", [[2, 4], [0, 1]], ["", "甲", "乙", "丙丁", ""]),
        ("甲乙丙丁", [[0, 3], [1, 2], [2, 4]], ["", "甲乙丙丁", ""]),
        ("甲乙", [[0, 1], [1, 2]], ["", "甲", "", "乙", ""]),
        ("甲乙", [[-3, 1], [1, 1], [5, 9]], ["", "甲", "乙"]),
        ("没有标记", [], ["没有标记"]),
        ("", [], [""]),
        ("钱塘游学一\n\n码通 上线", [[0, 9]], ["", "钱塘游学一码通", "上线"]),
        ("第 3 期 GDP up  2 %", [[2, 3]], ["第", "3", "期GDP up 2 %"]),
    ],
)
def test_a_sentence_is_cut_at_its_marks_and_freed_of_layout(
    sentence: str, marks: list[list[int]], expected: list[str]
) -> None:
    assert pieces(sentence, marks) == expected


@given(
    st.text(alphabet="甲乙𠮷a1", max_size=20),
    st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted), max_size=4),
)
def test_pieces_lose_nothing_and_mark_what_the_marks_cover(sentence: str, marks: list[list[int]]) -> None:
    cut = pieces(sentence, marks)
    assert "".join(cut) == sentence
    marked = [i % 2 == 1 for i, piece in enumerate(cut) for _ in piece]
    assert marked == [any(start <= at < end for start, end in marks) for at in range(len(sentence))]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("2021-06-25", [2021]),
        ("2018-03/2021", [2018, 2019, 2020, 2021]),
        ("2021-01/2021-06", [2021]),
        ("1900/2024", [1900]),
        ("20230", []),
        ("今年", []),
        (None, []),
    ],
)
def test_a_time_touches_these_years(time: str | None, expected: list[int]) -> None:
    assert years(time) == expected


def test_a_giver_outside_the_picture_is_named_all_the_same() -> None:
    graph = seed_graph()
    a, b, key, data = next((a, b, k, d) for a, b, k, d in graph.edges(keys=True, data=True) if d["by"])
    fact = next(fact for fact in payload(graph, [a, b])["facts"] if fact["id"] == key)
    assert fact["by"] is None
    assert fact["giver"] == graph.nodes[data["by"]]["label"]
