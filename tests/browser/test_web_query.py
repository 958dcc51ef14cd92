"""The query page in Chromium: it asks, shows, says where a query is wrong, and runs nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from kg.store.queries import questions
from tests.browser.conftest import Opened, own
from tests.browser.test_web_reader import HOSTILE
from tests.serve.servers import Server

Go = Callable[..., Opened]
REFUSED = "Failed to load resource: the server responded with a status of 400 (Bad Request)"
UNIONS = "SELECT ?union ?name { ?union a uw:Union ; rdfs:label ?name } ORDER BY ?name"


def ready(opened: Opened) -> Page:
    opened.page.wait_for_selector("html[data-ready=yes]", state="attached")
    return opened.page


def asking(go: Go, server: Server, query: str, **more: str) -> Opened:
    """The page as a link with this query opens it, with its answer."""
    opened = go(f"{server.url}/query?{urlencode({'query': query, **more})}")
    ready(opened)
    return opened


def write(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def test_a_query_is_typed_and_its_answer_is_a_table(server: Server, go: Go) -> None:
    opened = go(server.url + "/query")
    page = ready(opened)
    write(page, UNIONS)
    page.keyboard.press("ControlOrMeta+Enter")
    page.locator("#view td a", has_text="union:杭州市钱塘区总工会").first.wait_for()
    assert page.locator("#view thead th").all_inner_texts() == ["union", "name"]
    page.locator("#view td a", has_text="union:杭州市钱塘区总工会").first.click()
    page.wait_for_selector("main.entity")
    assert opened.complaints == []
    assert own(opened, server)


def test_typing_over_coloured_words_leaves_the_policy_in_peace(server: Server, go: Go) -> None:
    opened = go(server.url + "/query")
    page = ready(opened)
    write(page, UNIONS)
    page.keyboard.press("Shift+Home")
    page.keyboard.type("(")
    assert page.locator(".cm-content").inner_text() == f"({UNIONS})"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("ASK { }")
    assert page.locator(".cm-content").inner_text() == "ASK { }"
    assert opened.complaints == []


def test_every_question_can_be_chosen_and_is_answered(server: Server, go: Go) -> None:
    opened = go(server.url + "/query")
    page = ready(opened)
    assert page.locator("#examples li").count() == len(questions()) == 30
    for question in questions():
        page.locator(f"#examples a[data-name={question.name}]").click()
        expect(page.locator("#said")).to_have_text(re.compile(" 秒"), timeout=60_000)
        assert f"example={question.name}" in page.url
        assert page.locator("#said.wrong").count() == 0
        assert page.locator(".cm-lintRange-error").count() == 0
    assert opened.complaints == []
    assert own(opened, server)


def test_questions_are_told_in_both_languages(server: Server, go: Go) -> None:
    page = ready(go(server.url + "/query?example=q09"))
    first = questions()[0]
    assert first.title_zh in page.locator("#examples").inner_text()
    page.locator("#en").check()
    assert first.title_en in page.locator("#examples").inner_text()
    assert first.title_zh not in page.locator("#examples").inner_text()
    assert page.locator("button.run").inner_text() == "Run"
    assert " rows, " in page.locator("#said").inner_text()


@pytest.mark.parametrize(
    ("query", "line", "column", "word"),
    [
        ('SELECT ?x { ?x a "杭州" oops }', 1, 23, "oops"),
        ("SELECT ?x {\n  ?x a uw:Union\n  ?y a uw:Union\n}", 3, 3, "?y"),
        ("SELECT ?x\nWHER { ?x a uw:Union }", 2, 1, "WHER"),
        ("SELECT ?x { ?x a uw:Union } LIMT 3", 1, 29, "LIMT"),
        ('SELECT ?x {\n ?x a uw:Union ; rdfs:label "a:b" .\n ?x ex:名 ?y }', 3, 5, "ex:名"),
        ("SELECT ?x {\n SERVICE <http://example.org/> { ?x a ?y } }", 2, 2, "SERVICE"),
    ],
)
def test_an_error_shows_its_place(
    server: Server, go: Go, query: str, line: int, column: int, word: str
) -> None:
    opened = asking(go, server, query)
    page = opened.page
    assert page.locator("#said.wrong button").inner_text() == f"第 {line} 行第 {column} 个字"
    assert page.locator("#said.wrong code").inner_text() == word
    assert page.locator(".cm-lintRange-error").first.inner_text() in word + " "
    page.wait_for_timeout(1500)  # the editor looks again by itself, and forgets nothing
    assert page.locator(".cm-lintRange-error").count() >= 1
    assert page.locator("#answer").is_hidden()
    assert set(opened.complaints) == {REFUSED}  # the browser's own line for the endpoint's 400
    write(page, UNIONS)
    page.locator("button.run").click()
    page.locator("#view td").first.wait_for()
    assert page.locator(".cm-lintRange-error").count() == 0


def test_a_class_is_completed_by_its_name_or_its_chinese_label(server: Server, go: Go) -> None:
    page = ready(go(server.url + "/query"))
    for typed, found in (("uw:Uni", "uw:Union"), ("工会", "uw:Union"), ("获得荣", "uw:receivedHonor")):
        write(page, "SELECT ?x { ?x a ")
        page.keyboard.type(typed)
        page.locator(".cm-tooltip-autocomplete li", has_text=found).first.click()
        assert page.locator(".cm-content").inner_text().endswith(found)


def test_a_concept_brings_its_prefix(server: Server, go: Go) -> None:
    page = ready(go(server.url + "/query"))
    write(page, "SELECT ?x { ?x uw:indicatorConcept ")
    page.keyboard.type("indicator:new-grass")
    page.locator(".cm-tooltip-autocomplete li", has_text="indicator:new-grassroots-unions").first.click()
    assert page.locator(".cm-line").first.inner_text().startswith("PREFIX indicator: <https://w3id.org/")


def test_an_answer_is_drawn_as_a_chart_and_the_link_restores_it(server: Server, go: Go) -> None:
    opened = go(server.url + "/query?example=q21")
    page = ready(opened)
    page.locator("[data-view=chart]").click()
    assert page.locator("#view svg circle").count() >= 3
    page.locator("select[data-axis=x]").select_option("union")
    assert page.locator("#view svg rect").count() == 3
    again = go(page.url)
    assert ready(again).locator("#view svg rect").count() == 3
    assert opened.complaints == again.complaints == []


def test_an_answer_is_drawn_as_a_network(server: Server, go: Go) -> None:
    query = "CONSTRUCT { ?a uw:organizes ?b } { ?a uw:organizes ?b } LIMIT 40"
    opened = asking(go, server, query, view="network")
    page = opened.page
    assert page.locator("#view svg.network line").count() == 40
    page.locator("#view svg.network a").first.click()
    page.wait_for_selector("main.entity")
    assert opened.complaints == []
    assert own(opened, server)


@pytest.mark.parametrize(
    ("query", "ending", "begins"),
    [
        (UNIONS, "csv", "\ufeffunion,name\r\n"),
        (UNIONS, "json", '{"head":'),
        ("CONSTRUCT { ?a a uw:Union } { ?a a uw:Union } LIMIT 3", "ttl", "@prefix "),
    ],
)
def test_an_answer_is_saved_as_a_file(server: Server, go: Go, query: str, ending: str, begins: str) -> None:
    opened = asking(go, server, query)
    with opened.page.expect_download() as waiting:
        opened.page.locator(f"[data-ending={ending}]").click()
    assert waiting.value.suggested_filename == f"query.{ending}"
    text = waiting.value.path().read_bytes().decode()
    assert text.startswith(begins)
    if ending == "json":
        assert len(json.loads(text)["results"]["bindings"]) > 5
    assert opened.complaints == []


def test_a_link_restores_the_query_and_its_language(server: Server, go: Go) -> None:
    page = asking(go, server, UNIONS, lang="en").page
    assert page.locator("#en").is_checked()
    page.locator("#share").click()
    expect(page.locator("#said, #said input").last).to_be_visible()
    assert "lang=en" in page.url
    again = ready(go(page.url))
    assert again.locator(".cm-content").inner_text() == UNIONS
    assert again.locator("#view tbody tr").count() == page.locator("#view tbody tr").count() > 5


@pytest.mark.parametrize("view", ["table", "chart", "network"])
def test_markup_in_an_answer_never_runs(server: Server, go: Go, view: str) -> None:
    texts = " ".join(json.dumps(text) for text in HOSTILE)
    query = f"""SELECT ?text ?iri ?other ?n {{ VALUES ?text {{ {texts} }}
      VALUES ?iri {{ <javascript:alert(5)> <data:text/html,x>
                     <https://w3id.org/union-work/id/union/%3Cimg%20src=x%3E> }}
      BIND(<http://example.org/a?%3Cscript%3E> AS ?other) BIND(STRLEN(?text) AS ?n) }}"""
    opened = asking(go, server, query, view=view)
    page = opened.page
    assert page.locator("#view").get_attribute("data-shown") == view
    assert page.locator("img, iframe, main script, [onerror], [onload]").count() == 0
    assert page.locator("a[href^='javascript:'], a[href^='data:']").count() == 0
    if view == "table":
        assert HOSTILE[0] in page.locator("#view").inner_text()
        assert page.locator("#view td", has_text="javascript:alert(5)").locator("a").count() == 0
    assert opened.complaints == []
    assert own(opened, server)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_query_never_runs(server: Server, go: Go, text: str) -> None:
    opened = asking(go, server, text)
    assert set(opened.complaints) <= {REFUSED}
    assert opened.page.locator("img, iframe, main script").count() == 0
    assert text in opened.page.locator(".cm-content").inner_text()
    assert own(opened, server)


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("view", ["table", "chart", "network"])
def test_the_page_is_no_wider_than_its_window(server: Server, go: Go, width: int, view: str) -> None:
    page = ready(go(f"{server.url}/query?example=q17&view={view}", width=width, height=800))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_a_script_the_form_asks_all_the_same(server: Server) -> None:
    response = server.get("/query?example=q09", accept="text/html")
    assert '<textarea id="query" name="query"' in response.text
    assert 'action="/sparql"' in response.text
    assert "uw:subordinateTo" in response.text
