"""The explorer in Chromium: every way to walk, to leave out, to come back and to take a view along."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote
from xml.etree import ElementTree

import networkx as nx
import pytest
from playwright.sync_api import Locator, Page

from kg.rdf.iris import mint
from tests.bench.bench_explorer import store_of
from tests.browser.conftest import Opened, own
from tests.serve.servers import Server, served

UNION = "杭州市钱塘区总工会"
START = "/explore?entity=" + quote(mint("Union", UNION), safe="")
Walk = Callable[..., Opened]


@pytest.fixture
def walk(server, go) -> Walk:
    """Opens the explorer and waits until it stands."""

    def walk_(path: str = START, **window: int) -> Opened:
        opened: Opened = go(server.url + path, **window)
        ready(opened.page)
        return opened

    return walk_


def ready(page: Page) -> None:
    page.wait_for_selector("html[data-ready=yes]", state="attached", timeout=30_000)


def until(page: Page, expression: str, arg: object = None) -> None:
    """Wait for what a script says; Playwright's own way needs `eval`, which the page forbids."""
    for _ in range(200):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {expression}")


def shown(page: Page) -> dict[str, list[int]]:
    """The entities in the picture, with their places."""
    found: dict[str, list[int]] = page.evaluate(
        "Object.fromEntries(explorer.graph.nodes.filter((n) => n.shown).map((n) => [n.n, [n.px, n.py]]))"
    )
    return found


def links(page: Page) -> int:
    return int(page.evaluate("explorer.graph.links.filter((one) => one.shown).length"))


def at(page: Page, name: str) -> tuple[float, float]:
    spot = page.evaluate("(n) => explorer.whereIs(explorer.graph.nodes.find((one) => one.n === n))", name)
    return spot["x"], spot["y"]


def click(page: Page, name: str) -> None:
    page.mouse.click(*at(page, name))


def drag(page: Page, name: str, dx: float, dy: float) -> tuple[float, float]:
    """Drag an entity by so many pixels, at the pace of a hand; where it stood before."""
    x, y = at(page, name)
    page.mouse.move(x, y)
    page.wait_for_timeout(150)
    page.mouse.down()
    for part in range(1, 6):
        page.wait_for_timeout(60)
        page.mouse.move(x + dx * part / 5, y + dy * part / 5)
    page.wait_for_timeout(150)
    page.mouse.up()
    until(page, "explorer.graph.nodes.some((one) => one.pinned)")
    return x, y


def outer(page: Page, least: int = 2) -> str:
    """A neighbour that has neighbours the picture has not."""
    found = page.evaluate(
        """(least) => explorer.graph.nodes.slice(1).filter((one) => one.d - new Set(one.links.map(
            (link) => link.a + link.b)).size >= least).sort((a, b) => b.d - a.d)[0]?.n""",
        least,
    )
    assert found
    return str(found)


def button(page: Page, text: str) -> Locator:
    return page.locator("#chosen .actions button", has_text=text)


def view(page: Page) -> dict[str, object]:
    """All that makes a picture what it is."""
    found: dict[str, object] = page.evaluate(
        """({ nodes: explorer.graph.nodes.filter((n) => n.shown).map((n) => [n.k, n.px, n.py, n.pinned]),
              links: explorer.graph.links.filter((l) => l.shown).map((l) => [l.a, l.b, l.passing.length]),
              camera: Object.values(explorer.camera()).map((n) => Math.round(n * 20)) })"""
    )
    return found


def test_an_entity_shows_its_neighbours_its_page_and_what_connects_them(walk, server):
    opened = walk()
    page = opened.page
    assert UNION in shown(page)
    assert len(shown(page)) == 81
    assert page.locator("#chosen h2 a").inner_text() == UNION
    assert page.locator("#chosen .lines li").count() == 80
    page.locator("#chosen h2 a").click()
    page.wait_for_selector("main.entity")
    assert page.locator("h1").inner_text() == UNION
    assert opened.complaints == []
    assert own(opened, server)


def test_the_page_of_an_entity_leads_here(server, go):
    page = go(server.url + quote("/id/" + mint("Union", UNION).partition("/id/")[2], safe="/%")).page
    page.locator(".data a", has_text="在图中浏览").click()
    ready(page)
    assert len(shown(page)) == 81


def test_a_click_opens_an_entity_and_nothing_that_stood_moves(walk):
    page = walk().page
    before, name = shown(page), outer(page)
    click(page, name)
    until(page, "(count) => explorer.graph.nodes.length > count", len(before))
    ready(page)
    after = shown(page)
    assert {one: after[one] for one in before} == before
    assert page.locator("#chosen h2").first.inner_text() == name
    button(page, "收起").click()
    until(page, "(count) => explorer.graph.nodes.length === count", len(before))
    assert shown(page) == before


def test_the_rest_of_many_neighbours_comes_with_a_second_opening(walk):
    page = walk().page
    button(page, "再展开").click()
    until(page, "explorer.graph.nodes.length === 96")
    assert not button(page, "展开").count()


def test_what_is_hidden_goes_with_what_hangs_on_it_alone_and_comes_back(walk):
    page = walk().page
    before, name = shown(page), outer(page)
    click(page, name)
    until(page, "(count) => explorer.graph.nodes.length > count", len(before))
    ready(page)
    both = len(shown(page))
    leaves = page.evaluate(
        """(name) => explorer.graph.nodes.filter(({ links }) => links.length === 1 && links.every(
            ({ a, b }) => [a, b].some((end) => explorer.graph.nodes[end].n === name))).map((one) => one.n)""",
        name,
    )
    assert leaves
    button(page, "隐藏").click()
    assert not {name, *leaves} & set(shown(page))
    assert len(shown(page)) == both - 1 - len(leaves)
    page.locator("#tab-filters").click()
    page.locator("#unhide").click()
    assert len(shown(page)) == both


def test_what_is_dragged_is_pinned_where_it_was_put(walk):
    page = walk().page
    name = outer(page)
    x, _ = drag(page, name, 60, 30)
    where = shown(page)[name]
    assert abs(at(page, name)[0] - x - 60) < 6
    assert re.search(r"[?&]p=", page.evaluate("location.search"))
    page.reload()
    ready(page)
    assert [round(one) for one in shown(page)[name]] == [round(one) for one in where]
    page.locator("#tab-lists").click()
    page.fill("#within", name)
    page.locator("#entities .chip").first.click()
    button(page, "取消固定").click()
    assert not page.evaluate("explorer.graph.nodes.some((one) => one.pinned)")


def test_a_path_between_two_entities_is_drawn_and_told(walk):
    page = walk().page
    button(page, "找路径").click()
    page.fill("#from", "杭州市下城区总工会")
    page.locator("#hits [role=option]", has_text="杭州市下城区总工会").first.click()
    until(page, "explorer.graph.paths.length === 1")
    ready(page)
    routes = page.locator("#chosen .path li")
    assert routes.count() >= 1
    assert routes.first.locator(".chip").first.inner_text() == UNION
    assert routes.first.locator(".chip").last.inner_text() == "杭州市下城区总工会"
    routes.first.locator(".relation").first.click()
    page.wait_for_selector("#evidence blockquote mark")
    page.reload()
    ready(page)
    assert page.evaluate("explorer.graph.paths.length") == 1


def test_a_line_has_its_sentences_and_the_way_to_their_place_in_the_report(walk, server):
    opened = walk()
    page = opened.page
    page.locator("#chosen .lines .relation").first.click()
    page.wait_for_selector("#evidence blockquote mark")
    assert page.locator("#evidence cite code").count() >= 1
    told = page.locator("#evidence").inner_text()
    assert UNION in told
    assert "[object" not in told
    page.locator("#evidence cite a").first.click()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.locator(".s:target").count() == 1
    assert opened.complaints == []
    assert own(opened, server)


def test_a_line_can_be_clicked_in_the_picture(walk):
    page = walk().page
    middle = page.evaluate(
        """() => { const [a, b] = [explorer.graph.nodes[0], explorer.graph.nodes.slice(1)
              .sort((one, other) => Math.hypot(other.px, other.py) - Math.hypot(one.px, one.py))[0]];
            const [p, q] = [explorer.whereIs(a), explorer.whereIs(b)];
            return [p.x + 0.8 * (q.x - p.x), p.y + 0.8 * (q.y - p.y)]; }"""
    )
    page.mouse.click(*middle)
    page.wait_for_selector("#evidence blockquote")


def test_filters_leave_out_types_relations_reports_and_doubts(walk):
    page = walk("/explore").page
    whole, lines = len(shown(page)), links(page)
    page.locator("#tab-filters").click()
    page.locator("#type-Program").uncheck()
    without = len(shown(page))
    assert without < whole
    assert page.locator("#filtered").inner_text() == "1"
    page.locator("#type-Program").check()
    assert len(shown(page)) == whole
    page.locator("#kind-ORGANIZES").uncheck()
    assert links(page) < lines
    page.locator("#kind-ORGANIZES").check()
    page.locator("#report-putuo-2023").check()
    assert 0 < links(page) < lines / 2
    assert "舟山市普陀区总工会" in shown(page)
    assert UNION not in shown(page)
    page.reload()
    ready(page)
    assert 0 < links(page) < lines / 2
    page.locator("#tab-filters").click()
    page.locator("#report-putuo-2023").uncheck()
    page.locator("#sure").evaluate("(one) => { one.value = 100; one.dispatchEvent(new Event('input')); }")
    assert links(page) == lines  # people are sure


def test_the_time_slider_shows_the_facts_of_its_years(walk):
    page = walk().page
    lines = links(page)
    for end in ("#year-from", "#year-to"):
        page.locator(end).focus()
    page.locator("#year-to").press("ArrowLeft")
    page.locator("#year-to").press("ArrowLeft")
    assert page.locator("#time output").inner_text() == "2021"
    assert 0 < links(page) < lines
    until(page, "location.search.includes('y=2021-2021')")
    ready(page)
    kept = links(page)
    page.locator("#ever").click()
    until(page, "(kept) => explorer.graph.links.filter((one) => one.shown).length > kept", kept)
    page.locator("#play").click()
    assert page.locator("#time output").inner_text() == "2021"
    until(page, "document.querySelector('#time output').textContent === '2022'")
    page.locator("#play").click()


def test_a_link_restores_the_view_in_another_browser(walk, go, server):
    page = walk().page
    click(page, outer(page))
    until(page, "explorer.graph.nodes.length > 81")
    ready(page)
    page.locator("#tab-lists").click()
    page.locator("#entities .chip").nth(4).click()
    button(page, "隐藏").click()
    page.locator("#tab-filters").click()
    page.locator("#type-Honor").uncheck()
    page.locator("[data-zoom='1.4']").click()
    page.wait_for_timeout(700)
    ready(page)
    again = go(page.url).page
    ready(again)
    assert view(again) == view(page)
    page.locator("#back").click()
    until(page, "explorer.graph.nodes.filter((one) => one.shown && one.n).length > 0")
    assert page.url != again.url


def test_a_question_starts_a_picture(walk):
    page = walk("/explore").page
    page.select_option("#question", "q02")
    until(page, "location.search.includes('q=q02') && explorer.graph.sort === 'near'")
    ready(page)
    types = set(page.evaluate("explorer.graph.nodes.map((one) => one.type.key)"))
    assert types == {"Union", "Honor"}
    assert page.locator("#question").input_value() == "q02"


def test_an_entity_is_found_by_its_initials_with_the_keyboard_alone(walk):
    page = walk("/explore").page
    page.locator("#from").focus()
    page.keyboard.type("hzsqtqzgh")
    page.wait_for_selector("#hits [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.locator("#from").get_attribute("aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    until(page, "explorer.graph.sort === 'near'")
    assert UNION in shown(page)


def test_the_picture_and_the_list_serve_the_keyboard(walk):
    page = walk().page
    page.locator("#picture").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    assert page.locator("#chosen h2").first.inner_text() == UNION
    page.keyboard.press("ArrowRight")
    chosen = page.locator("#chosen h2").first.inner_text()
    assert chosen != UNION
    assert chosen in page.locator("#note").inner_text()
    page.keyboard.press("h")
    assert chosen not in shown(page)
    page.keyboard.press("l")
    assert page.evaluate("document.activeElement.id") == "within"
    assert page.locator("#entities tbody tr").count() == len(shown(page))
    page.locator("#tab-lists").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#filters").is_visible()
    opener = page.locator("#tab-lists")
    opener.click()
    first = page.locator("#entities button[aria-label^='展开']").first
    count = len(shown(page))
    first.focus()
    page.keyboard.press("Enter")
    until(page, "(count) => explorer.graph.nodes.length > count", count)


def test_everything_speaks_both_languages(walk):
    page = walk().page
    page.locator("#en").check()
    assert page.locator("#tabs").inner_text().split() == ["Selection", "List", "Filter"]
    assert "entities" in page.locator("#note").inner_text()
    assert page.locator("#question option").nth(2).inner_text().isascii()
    page.locator("#tab-filters").click()
    assert page.locator("#filters h2").first.inner_text().startswith("Types")
    visible = page.locator("#side").inner_text() + page.locator("#bar").inner_text()
    names = set(
        "".join(shown(page)) + "".join(page.evaluate("explorer.graph.reports.map((one) => one.title)"))
    )
    assert {char for char in visible if "\u4e00" <= char <= "\u9fff"} <= names


def saved(page: Page, way: str) -> bytes:
    page.locator("#save summary").click()
    with page.expect_download() as waiting:
        page.locator(f"[data-save={way}]").click()
    return waiting.value.path().read_bytes()


def test_a_view_is_saved_as_png_svg_graphml_and_pyvis_page(walk, server, open_page, tmp_path):
    opened = walk()
    page = opened.page
    names = shown(page)
    picture = saved(page, "png")
    assert picture.startswith(b"\x89PNG")
    assert len(picture) > 20_000
    drawing = ElementTree.fromstring(saved(page, "svg"))
    space = "{http://www.w3.org/2000/svg}"
    assert {one.text for one in drawing.iterfind(f".//{space}circle/{space}title")} | {
        one.text for one in drawing.iterfind(f".//{space}polygon/{space}title")
    } == set(names)
    (tmp_path / "view.graphml").write_bytes(saved(page, "graphml"))
    graph = nx.read_graphml(tmp_path / "view.graphml", force_multigraph=True)
    assert {data["label"] for _, data in graph.nodes(data=True)} == set(names)
    assert mint("Union", UNION) in graph
    assert graph.number_of_edges() >= links(page)
    assert all(data["relation"] and data["confidence"] == 1 for *_, data in graph.edges(data=True))
    (tmp_path / "view.html").write_bytes(saved(page, "pyvis"))
    alone = open_page(tmp_path / "view.html")
    alone.page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert alone.page.locator("canvas").count() == 1
    assert alone.complaints == []
    assert opened.complaints == []
    assert own(opened, server)


def test_the_link_can_be_copied(server, browser):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(server.url + START)
    ready(page)
    page.locator("#save summary").click()
    page.locator("[data-save=link]").click()
    until(page, "document.querySelector('#note').innerText.includes('已复制')")
    copied = page.evaluate("navigator.clipboard.readText()")
    context.close()
    assert copied.startswith(server.url + "/explore?e=")


def test_markup_in_names_and_sentences_never_runs(bad_server, go):
    opened = go(bad_server.url + "/explore")
    page = opened.page
    ready(page)
    assert any("<script>alert(2)" in name for name in shown(page))
    page.locator("#tab-lists").click()
    for place in range(3):
        page.locator("#tab-lists").click()
        page.locator("#links .relation").nth(place).click()
        page.wait_for_selector("#evidence blockquote")
    for place in range(4):
        page.locator("#tab-lists").click()
        page.locator("#entities .chip").nth(place).click()
    page.mouse.move(*at(page, next(iter(shown(page)))))
    for way in ("svg", "graphml"):
        text = saved(page, way)
        ElementTree.fromstring(text)
        assert b"<img" not in text
        assert b"<script" not in text
    saved(page, "pyvis")
    for asked in (
        "?e=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "?q=%3Cscript%3E",
        "?sparql=%3C/script%3E",
        "?on=__proto__",
        "?entity=javascript:alert(1)",
    ):
        page.goto(bad_server.url + "/explore" + asked)
        ready(page)
    assert page.locator("img, iframe, main script:not([type]), a[href^='javascript:']").count() == 0
    assert [one for one in opened.complaints if "Failed to load resource" not in one] == []
    assert own(opened, bad_server)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_fits_its_window_and_touch_works(server, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, has_touch=width < 500)
    page = context.new_page()
    page.goto(server.url + START)
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if width < 500:
        name = outer(page)
        page.touchscreen.tap(*at(page, name))
        until(page, "explorer.graph.nodes.length > 81")
        assert page.locator("#chosen h2").first.inner_text() == name
    context.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store of more entities than are drawn at once."""
    folder = tmp_path_factory.mktemp("large")
    store_of(1600, folder / "graph")
    with served(folder / "graph", folder / "log", "--workers", "2") as running:
        yield running


def test_a_large_graph_comes_as_communities_that_open_and_close(large, go):
    opened = go(large.url + "/explore")
    page = opened.page
    ready(page)
    closed = shown(page)
    assert page.evaluate("explorer.graph.nodes.filter((one) => one.community).length") > 5
    assert "个社区" in page.locator("#note").inner_text()
    first = page.evaluate(
        "(({ k, c }) => [k, c])(explorer.graph.nodes.find((one) => one.community && one.s !== 'loose'))"
    )
    spot = page.evaluate("(k) => explorer.whereIs(explorer.graph.place.get(k))", first[0])
    page.mouse.click(spot["x"], spot["y"])
    until(page, "(k) => explorer.graph.rings.some((one) => one.k === k)", first[0])
    ready(page)
    assert page.evaluate("explorer.graph.nodes.filter((one) => !one.community).length") >= first[1]
    page.wait_for_timeout(500)
    assert page.evaluate("explorer.camera().scale") > 0.1
    again = go(page.url).page
    ready(again)
    assert view(again) == view(page)
    page.locator(f"[data-close='{first[0]}']").click()
    until(page, "explorer.graph.rings.length === 0")
    assert shown(page) == closed
    assert opened.complaints == []


def test_a_line_between_communities_leads_to_sentences(large, go):
    page = go(large.url + "/explore").page
    ready(page)
    page.locator("#tab-lists").click()
    page.locator("#links .relation").first.click()
    page.locator("#evidence .relation").first.click()
    page.wait_for_selector("#evidence blockquote mark")


def test_thousands_are_drawn_by_sigma_and_behave_alike(large, go):
    opened = go(large.url + "/explore")
    page = opened.page
    ready(page)
    keys = page.evaluate("explorer.graph.nodes.filter((one) => one.community).map((one) => one.k)")
    page.goto(large.url + "/explore?s=" + ",".join(keys))
    ready(page)
    assert page.evaluate("document.documentElement.dataset.artist") == "sigma"
    assert len(shown(page)) > 1000
    hub = page.evaluate("[...explorer.graph.nodes].sort((a, b) => b.d - a.d)[0].n")
    click(page, hub)
    until(page, "(name) => document.querySelector('#chosen h2')?.innerText === name", hub)
    x, y = drag(page, hub, 40, 30)
    moved = at(page, hub)
    assert abs(moved[0] - x - 40) < 4
    assert abs(moved[1] - y - 30) < 4
    before = links(page)
    page.locator("#legend [data-type=Program]").click()
    assert links(page) < before
    page.locator("#legend [data-type=Program]").click()
    page.locator("[data-zoom='1.4']").click()
    page.wait_for_timeout(600)
    again = go(page.url).page
    ready(again)
    assert view(again)["nodes"] == view(page)["nodes"]
    ours, theirs = (one.evaluate("explorer.camera()") for one in (page, again))
    assert all(abs(ours[name] - theirs[name]) < 2 for name in ("x", "y"))
    assert theirs["scale"] == pytest.approx(ours["scale"], rel=0.01)
    assert saved(page, "png").startswith(b"\x89PNG")
    assert [one for one in opened.complaints if "GL Driver Message" not in one] == []
    assert own(opened, large)


def test_filters_of_a_map_of_communities_count_on_the_server(large, go):
    page = go(large.url + "/explore").page
    ready(page)
    every = page.evaluate("explorer.graph.links.reduce((sum, one) => sum + one.count, 0)")
    page.locator("#year-to").focus()
    for _ in range(4):
        page.locator("#year-to").press("ArrowLeft")
    until(page, "(every) => explorer.graph.links.reduce((sum, one) => sum + one.count, 0) < every", every)


def test_without_webgl_all_is_drawn_by_vis_network(large, browser):
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    page.add_init_script(
        """const get = HTMLCanvasElement.prototype.getContext;
           HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
             return kind.startsWith("webgl") ? null : get.call(this, kind, ...rest); };"""
    )
    page.goto(large.url + "/explore")
    ready(page)
    keys = page.evaluate("explorer.graph.nodes.filter((one) => one.community).map((one) => one.k)")
    page.goto(large.url + "/explore?s=" + ",".join(keys))
    ready(page)
    assert page.evaluate("document.documentElement.dataset.artist") == "vis"
    assert len(shown(page)) > 1000
    context.close()
