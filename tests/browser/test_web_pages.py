"""The pages of the server in Chromium: nothing leaves their origin, nothing complains, nothing runs."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from kg.rdf.iris import mint
from tests.browser.conftest import own
from tests.browser.test_web_reader import HOSTILE, hostile, seed
from tests.facts.gold import iris_of

UNION = mint("Union", "杭州市钱塘区总工会")


def path(iri: str) -> str:
    return quote("/id/" + iri.partition("/id/")[2], safe="/%")


def test_from_a_line_of_an_entity_to_its_sentence_in_the_report_and_back(server, go):
    opened = go(server.url + path(UNION))
    page = opened.page
    assert page.locator("svg.chart").count() >= 3
    page.locator("section.numbers cite a").first.click()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.locator(".s:target").count() == 1
    page.locator("a.m.Union").first.click()
    page.locator(".entry.sel .iri a").click()
    page.wait_for_selector("main.entity")
    assert "工会" in page.locator("h1").inner_text()
    assert opened.complaints == []
    assert own(opened, server)


def test_the_language_is_kept_from_page_to_page(server, go):
    page = go(server.url + path(UNION)).page
    page.locator("#en").check()
    assert page.locator("section.numbers h2").inner_text().startswith("Statistics")
    page.goto(server.url + "/reader/putuo-2023")
    assert page.locator("h2#numbers").inner_text() == "Numbers"
    assert go(server.url + "/reader/putuo-2023?lang=en").page.locator("#en").is_checked()


@pytest.mark.parametrize("asked", ["区总", "qtqzgh", "钱唐区总工会"])
def test_a_search_leads_to_an_entity(server, go, asked):
    opened = go(server.url + "/reader/putuo-2023")
    page = opened.page
    page.locator("input[name=q]").fill(asked)
    page.keyboard.press("Enter")
    page.locator(".hits a", has_text="钱塘区总工会").first.click()
    page.wait_for_selector("main.entity")
    assert page.locator("h1").inner_text() == "杭州市钱塘区总工会"
    assert opened.complaints == []
    assert own(opened, server)


@pytest.mark.parametrize("asked", HOSTILE)
def test_markup_in_a_search_and_in_what_it_finds_never_runs(bad_server, go, asked):
    opened = go(bad_server.url + "/search?q=" + quote(asked, safe=""))
    assert opened.complaints == []
    assert own(opened, bad_server)
    assert opened.page.locator("img, iframe, main script, a[href^='javascript:']").count() == 0
    assert asked in opened.page.locator("h1").inner_text()
    assert opened.page.locator(".hits li").count() >= 1


@pytest.mark.parametrize("width", [1440, 360])
def test_no_page_is_wider_than_its_window(server, go, width):
    for address in (path(UNION), "/reader/xiacheng-2015", "/search?q=%E5%B7%A5%E4%BC%9A", "/search"):
        page = go(server.url + address, width=width, height=740).page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_markup_in_the_graph_is_shown_and_never_runs(bad_server, go):
    for iri in list(iris_of(hostile(seed())).values())[:6]:
        opened = go(bad_server.url + path(iri))
        page = opened.page
        assert opened.complaints == []
        assert own(opened, bad_server)
        assert page.locator("img, iframe, main script, a[href^='javascript:']").count() == 0
        assert page.locator("main.entity h1").count() == 1
    opened = go(bad_server.url + "/reader/qiantang-2023")
    opened.page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert opened.complaints == []
    assert own(opened, bad_server)
    assert opened.page.locator("img, iframe, main script, a[href^='javascript:']").count() == 0
    assert HOSTILE[0] in opened.page.locator("#text").inner_text()
