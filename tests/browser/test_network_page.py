"""What a person meets who opens the network page, in a real browser without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from kg.notebook.pictures import show
from tests.notebook.graphs import seed_graph

pytestmark = pytest.mark.browser
View = Callable[..., Any]

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "<!--<script>",
    "{{ 7*7 }}\u2028alert(1)",
]


def search(page: Page, text: str) -> None:
    page.fill("#query", text)
    page.press("#query", "Enter")


def number(graph: nx.MultiDiGraph, name: str) -> int:
    """The page's number for the entity of this name: its rank among all IRIs."""
    return sorted(graph).index(next(iri for iri, label in graph.nodes(data="label") if label == name))


def where(page: Page, graph: nx.MultiDiGraph, name: str) -> dict[str, float]:
    place: dict[str, float] = page.evaluate("id => window.network.whereIs(id)", number(graph, name))
    return place


def counts(page: Page) -> tuple[int, int]:
    entities, facts = re.findall(r"\d+", page.inner_text("#count"))
    return int(entities), int(facts)


def small(**changes: Any) -> nx.MultiDiGraph:
    """A union that gave a person an honor, twice; `changes` go into the first fact."""
    graph = nx.MultiDiGraph(
        documents={"a": {"title": "报告甲", "published": "2023", "period": "2022", "union": "市总工会"}},
        observations=[],
    )
    names = {"u:1": ("市总工会", "Union"), "p:1": ("王心平", "Person"), "h:1": ("市劳动模范", "Honor")}
    for iri, (label, type) in names.items():
        graph.add_node(iri, label=label, type=type, aliases=[], reports=["a"])
    fact = {
        "relation": "CONFERRED", "label_zh": "获得", "label_en": "received", "time": "2022", "post": None,
        "by": "u:1", "planned": False, "report": "a", "report_title": "报告甲", "published": "2023",
        "sentence": "王心平获得市劳动模范", "sentence_start": 0, "marks": [[0, 3], [5, 10]],
        "confidence": 0.9, "rule": "r",
    }  # fmt: skip
    graph.add_edge("p:1", "h:1", key="f:1", **{**fact, **changes})
    earlier = {"time": "2021", "sentence": "2021年再次获得市劳动模范", "marks": []}
    work = {"relation": "EMPLOYED_BY", "label_zh": "就职于", "time": None}
    graph.add_edge("p:1", "h:1", key="f:2", **{**fact, **earlier})
    graph.add_edge("p:1", "u:1", key="f:3", **{**fact, **work})
    return graph


def test_the_page_opens_offline_asks_for_nothing_and_complains_of_nothing(view: View) -> None:
    opened = view(seed_graph())
    search(opened.page, "浙江省劳动模范")
    opened.page.click("#language")
    opened.page.wait_for_timeout(150)
    assert [url.split("/")[-1] for url in opened.requests] == ["network.html"]
    assert opened.complaints == []


def test_connected_entities_are_drawn_and_the_others_on_demand(view: View) -> None:
    graph = seed_graph()
    page = view(graph).page
    connected, facts = counts(page)
    assert facts == graph.number_of_edges()
    page.check("text=没有联系的实体")
    assert counts(page) == (graph.number_of_nodes(), facts)
    assert connected < graph.number_of_nodes()


def test_the_canvas_shows_the_nodes_in_the_colours_of_their_types(view: View) -> None:
    page = view(seed_graph()).page
    colours = page.evaluate(
        """() => {
            const canvas = document.querySelector('#network canvas');
            const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const counts = {};
            for (let i = 0; i < data.length; i += 4) {
                const key = [data[i], data[i+1], data[i+2]].join();
                counts[key] = (counts[key] ?? 0) + 1;
            }
            return counts;
        }"""
    )
    assert colours.get("0,103,172", 0) > 1000  # unions
    assert colours.get("10,154,116", 0) > 1000  # programs


@pytest.mark.parametrize("typed", ["浙江省劳动模范", "浙江省劳模"])
def test_search_by_name_or_alias_jumps_to_the_entity(view: View, typed: str) -> None:
    graph = seed_graph()
    page = view(graph).page
    search(page, typed)
    expect(page.locator("#panel h2")).to_have_text("浙江省劳动模范")
    place = where(page, graph, "浙江省劳动模范")
    assert 240 < place["x"] < 1040  # between filters and panel
    assert 150 < place["y"] < 800


def test_arrow_keys_choose_among_the_hits_and_escape_closes_the_panel(view: View) -> None:
    page = view(seed_graph()).page
    page.keyboard.press("/")
    page.keyboard.type("总工会")
    second = page.locator("#hits li .name").nth(1).inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(second)
    expect(page.locator("#panel h2")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#query")).to_be_focused()


def test_an_isolated_entity_is_found_by_search_and_then_drawn(view: View) -> None:
    page = view(seed_graph()).page
    before, _ = counts(page)
    search(page, "徐霞丽")
    expect(page.locator("#panel h2")).to_have_text("徐霞丽")
    assert counts(page)[0] == before + 1


def test_a_type_is_hidden_and_shown_by_its_box(view: View) -> None:
    page = view(seed_graph()).page
    before, facts = counts(page)
    box = page.locator("section[data-group=types] input[data-key=Person]")
    box.uncheck()
    entities, fewer = counts(page)
    assert 10 < before - entities < 31
    assert fewer < facts
    box.check()
    assert counts(page) == (before, facts)


def test_only_one_report_leaves_its_facts(view: View) -> None:
    graph = seed_graph()
    page = view(graph).page
    row = page.locator("section[data-group=reports] li").filter(has_text="2018–2023 舟山市普陀区总工会")
    row.hover()
    row.locator(".only").click()
    assert counts(page)[1] == sum(data["report"] == "putuo-2023" for *_, data in graph.edges(data=True))


def test_a_year_leaves_the_facts_of_that_year_ranges_included(view: View) -> None:
    page = view(small(time="2019/2022")).page
    assert counts(page) == (3, 3)
    page.click("section[data-group=years] [data-key='2020']")
    assert counts(page) == (2, 1)
    page.click("section[data-group=years] [data-key=undated]")
    assert counts(page) == (3, 2)


def test_a_click_on_a_node_shows_its_facts_with_the_sentence_marked(view: View) -> None:
    graph = seed_graph()
    page = view(graph).page
    page.mouse.click(**where(page, graph, "杭州市五一劳动奖章"))
    expect(page.locator("#panel h2")).to_have_text("杭州市五一劳动奖章")
    fact = page.locator("#panel .facts > li").filter(has=page.get_by_text("王健", exact=True)).first
    expect(fact.locator("mark").filter(has_text="王健")).to_have_count(1)
    expect(fact.locator("cite")).to_contain_text("精准服务大局")
    sentences = [data["sentence"] for *_, data in graph.edges(data=True)]
    shown = fact.locator("blockquote").inner_text()
    assert any(shown == "".join(sentence.split()) or shown == sentence for sentence in sentences)


def test_an_entity_in_a_fact_leads_there(view: View) -> None:
    page = view(seed_graph()).page
    search(page, "浙江省劳动模范")
    page.click("#panel .entity >> text=徐宝庆")
    expect(page.locator("#panel h2")).to_have_text("徐宝庆")


def test_numbers_stand_with_their_sentence_and_the_number_marked(view: View) -> None:
    page = view(seed_graph()).page
    search(page, "党史学习教育")
    item = page.locator("#panel .facts > li").filter(has_text="开展线上线下宣讲活动")
    expect(item.locator("strong")).to_have_text("超130 场")
    expect(item.locator("mark")).to_have_text("130余场")


def test_a_line_between_two_entities_lists_every_fact_it_stands_for(view: View) -> None:
    graph = small()
    page = view(graph).page
    person, honor = where(page, graph, "王心平"), where(page, graph, "市劳动模范")
    page.mouse.click((person["x"] + honor["x"]) / 2, (person["y"] + honor["y"]) / 2)
    expect(page.locator("#panel .facts > li")).to_have_count(2)
    assert {"王心平", "市劳动模范"} == set(page.locator("#panel mark").all_inner_texts())
    expect(page.locator("#panel")).to_contain_text("2021年再次获得市劳动模范")


def test_a_long_list_opens_step_by_step(view: View) -> None:
    page = view(seed_graph()).page
    search(page, "杭州市钱塘区总工会")
    first = page.locator("#panel section").first
    shown = first.locator(".facts > li")
    expect(shown).to_have_count(5)
    total = int(first.locator("h3 .number").inner_text())
    first.locator(".more").click()
    expect(shown).to_have_count(total)


def test_marks_are_right_behind_characters_outside_the_basic_plane(view: View) -> None:
    sentence = "𠮷𡈽厂😀王心平获得市劳动模范"
    page = view(small(sentence=sentence, marks=[[4, 7], [9, 14]])).page
    search(page, "王心平")
    marks = page.locator("#panel blockquote").filter(has_text="𠮷").locator("mark")
    expect(marks).to_have_text(["王心平", "市劳动模范"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_shown_and_never_run(view: View, text: str) -> None:
    graph = small(sentence=text + "王心平", marks=[[0, len(text)]], post=text, time=text, by=text, rule=text)
    graph.graph["documents"]["a"] = dict.fromkeys(("title", "url", "union", "published", "period"), text)
    graph.add_node(text, label=text, type="Person", aliases=[text], reports=["a"])
    graph.add_edge(text, "h:1", key=text, **graph.edges["p:1", "h:1", "f:1"])
    graph.graph["observations"].append(
        {"subject": text, "indicator": text, "value": 3.0, "unit": text, "modifier": "exact", "period": text,
         "about": ["h:1"], "report": "a", "sentence": text, "sentence_start": 0, "marks": [[0, 2]],
         "confidence": 1.0, "rule": text}
    )  # fmt: skip
    opened = view(graph, entity=text, depth=4, title=text)
    page = opened.page
    expect(page.locator("#panel h2")).to_have_text(text.replace("\u2028", " "), use_inner_text=True)
    expect(page.locator("#title")).to_contain_text(text.split("\u2028")[0])
    expect(page.locator("#panel blockquote").first).to_contain_text(text.split("\u2028")[0])
    page.fill("#query", text)
    page.click("#language")
    page.hover("#panel cite >> nth=0")
    page.mouse.move(**where(page, graph, text))
    page.wait_for_timeout(100)
    assert opened.complaints == []
    assert page.locator("img, iframe, object, link, a, [onerror], [onload], [src], [href]").count() == 0
    assert page.locator("script").count() == 6
    assert len(opened.requests) == 1


def test_the_policy_stops_a_script_that_slipped_in(view: View) -> None:
    page = view(small()).page
    stopped = page.evaluate(
        """() => {
            try {
                const script = document.createElement('script');
                script.append('window.ran = true');
                document.body.append(script);
            } catch { /* refused even earlier */ }
            try { document.body.innerHTML = '<img src=x>'; return 'markup'; } catch {}
            return window.ran ?? 'stopped';
        }"""
    )
    assert stopped == "stopped"


def test_the_page_cannot_send_anything_away(view: View) -> None:
    opened = view(small())
    send = "fetch('https://example.org/').then(() => 'sent', () => 'stopped')"
    assert opened.page.evaluate(send) == "stopped"
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)


def test_a_page_that_shows_the_core_says_how_to_see_more(view: View) -> None:
    page = view(seed_graph(), max_nodes=40).page
    assert counts(page)[0] <= 40
    for way in ("325", "40", "--entity", "--depth", "--types"):
        expect(page.locator("#notes")).to_contain_text(way)


def test_the_page_speaks_english_on_demand(view: View) -> None:
    page = view(seed_graph()).page
    page.click("#language")
    search(page, "浙江省劳动模范")
    expect(page.locator("#groups")).to_contain_text("Honor")
    expect(page.locator("#panel")).to_contain_text("received")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_window_needs_no_sideways_scrolling(view: View, scheme: str) -> None:
    graph = seed_graph()
    page = view(graph, width=400, height=800, scheme=scheme).page
    search(page, "浙江省劳动模范")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    place = where(page, graph, "浙江省劳动模范")
    assert place["y"] < page.locator("#panel").bounding_box()["y"]


def test_a_notebook_cell_shows_the_network_in_a_frame(open_page: View, tmp_path: Any) -> None:
    cell = tmp_path / "cell.html"
    shown = show(seed_graph())._repr_html_()
    cell.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{shown}", encoding="utf-8")
    opened = open_page(cell)
    frame = opened.page.frame_locator("iframe")
    expect(frame.locator("#count")).to_contain_text("300")
    frame.locator("#query").fill("浙江省劳动模范")
    frame.locator("#query").press("Enter")
    expect(frame.locator("#panel mark").first).to_be_visible()
    assert opened.complaints == []
    assert [url for url in opened.requests if not url.startswith(("file:", "about:"))] == []
