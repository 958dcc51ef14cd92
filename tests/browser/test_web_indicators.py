"""The pages of indicators in Chromium."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.browser.conftest import Opened, own
from tests.browser.test_web_reader import HOSTILE
from tests.serve.servers import Server

Go = Callable[..., Opened]
AID = "/indicators/mutual-medical-participants"
NEW = "/indicators/new-grassroots-unions"


def test_an_indicator_is_found_and_leads_to_the_sentence_of_a_number(server: Server, go: Go) -> None:
    opened = go(server.url + "/indicators")
    page = opened.page
    everything = page.locator("li[data-find]:visible").count()
    page.locator("#find").fill("医疗互助 参保")
    assert 1 <= page.locator("li[data-find]:visible").count() < 5 < everything
    page.locator("li[data-find]:visible a", has_text="医疗互助参保人数").click()
    page.wait_for_selector("main.indicator")
    assert page.locator("h1").inner_text() == "医疗互助参保人数"
    page.locator("td button", has_text="58,000").click()
    card = page.locator(".card:popover-open")
    assert "为5.8万名参加医疗互助的职工会员" in card.locator("blockquote").inner_text()
    assert card.locator("mark").inner_text() == "5.8万名"
    card.locator("cite a").click()
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    assert page.locator(".s:target").count() == 1
    assert opened.complaints == []
    assert own(opened, server)


def test_breaks_are_marked_in_the_table_and_the_picture(server: Server, go: Go) -> None:
    page = go(server.url + AID).page
    cell = page.locator("td", has=page.get_by_text("78,051")).first
    assert cell.locator(".number > .break").all_inner_texts() == ["≠ 单位", "≠ 时期"]
    assert page.locator("svg.trend .hollow").count() >= 2


def test_what_is_chosen_stands_in_the_address(server: Server, go: Go) -> None:
    page = go(server.url + NEW).page
    page.locator("input[name=alike]").check()
    page.wait_for_url("**alike=on**")
    assert page.locator("td .number > button").all_inner_texts() == ["553家"]
    page.locator("input[name=alike]").uncheck()
    page.wait_for_url(lambda url: "alike" not in url)
    page.locator("select[name=from]").select_option("2021")
    page.wait_for_url("**from=2021**")
    assert page.locator("tbody tr").count() == 2
    page.locator("main details summary").click()
    page.get_by_role("checkbox", name="建德市总工会").check()
    page.wait_for_url("**union=**")
    assert page.locator("tbody tr").count() == 1
    again = go(page.url).page
    assert again.locator("tbody th").inner_text() == "建德市总工会"


def test_the_table_is_saved_as_csv_that_excel_reads(server: Server, go: Go) -> None:
    opened = go(server.url + AID)
    opened.page.locator("#en").check()
    with opened.page.expect_download() as waiting:
        opened.page.locator("#csv").click()
    text = waiting.value.path().read_bytes().decode()
    assert waiting.value.suggested_filename == "医疗互助参保人数.csv"
    assert text.startswith("\ufeffsubject,year,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["year"] for row in rows] == sorted(row["year"] for row in rows)
    found = next(row for row in rows if row["value"] == "78051")
    assert found["differs from most in"] == "unit；period"
    assert found["sentence"].startswith("动员78051人次职工参加职工医疗互助")
    assert server.get(found["link"].removeprefix(server.url).partition("#")[0]).status == 200
    assert opened.complaints == []


def test_both_pages_speak_both_languages(server: Server, go: Go) -> None:
    page = go(server.url + AID + "?lang=en").page
    assert page.locator("h1").inner_text() == "mutual-medical-aid participants"
    assert "Only comparable" in page.locator("form.choose").inner_text()
    page.goto(server.url + "/indicators")
    assert page.locator("h1").inner_text() == "Indicators"
    assert page.locator("#find").get_attribute("placeholder") == "Filter"


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_in_the_words_of_a_number_never_runs(bad_server: Server, go: Go, words: str) -> None:
    opened = go(bad_server.url + "/indicators?words=" + quote(words, safe=""))
    page = opened.page
    assert page.locator("h1").inner_text() == words.strip()
    page.locator("td button").first.click()
    assert page.locator(".card:popover-open").count() == 1
    assert page.locator("img, iframe, main script, [onerror], a[href^='javascript:']").count() == 0
    page.goto(bad_server.url + "/indicators")
    assert words in page.locator(".words").inner_text()
    assert opened.complaints == []
    assert own(opened, bad_server)


@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window(server: Server, go: Go, width: int) -> None:
    for address in ("/indicators", AID, "/indicators/outdoor-stations"):
        page = go(server.url + address, width=width, height=800).page
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
