"""The reader in Chromium: it asks nobody, complains of nothing, and leads both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import kg
from kg.facts.model import DocumentFacts
from tests.browser.conftest import Opened
from tests.facts.gold import by_id

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "javascript:alert(3)",
    '"><svg onload=alert(4)>',
    "{{ 7*7 }}{% raw %}",
    "-->]]></style></title><b>",
)


def seed() -> DocumentFacts:
    return by_id("qiantang-2023")


def hostile(facts: DocumentFacts) -> DocumentFacts:
    """The same facts, of a text full of markup, with names, words and metadata to match."""
    tail = "\n\n" + "\n".join(HOSTILE) + "\n"
    bad = HOSTILE * 20
    entities = tuple(
        replace(one, name=one.name + word, aliases=(word,))
        for one, word in zip(facts.entities, bad, strict=False)
    )
    kept = {one.id for one in entities}
    numbers = tuple(
        replace(one, indicator=word, unit=word, about=())
        for one, word in zip(facts.observations, bad, strict=False)
        if one.subject in kept
    )
    relations = tuple(
        replace(one, post=word, time=word, by=None)
        for one, word in zip(facts.relations, bad, strict=False)
        if {one.subject, one.object} <= kept
    )
    return replace(
        facts, raw=facts.raw + tail, title=HOSTILE[1], publisher=HOSTILE[0], url=HOSTILE[2],
        entities=entities, observations=numbers, relations=relations,
    )  # fmt: skip


@pytest.fixture
def read(seeds_store, open_page: Callable[..., Opened], tmp_path) -> Callable[..., Opened]:
    def read_(id: str = "qiantang-2023", **window: object) -> Opened:
        kg.reader(id, seeds_store, tmp_path / "page.html")
        opened = open_page(tmp_path / "page.html", **window)
        opened.page.wait_for_selector("html[data-ready=yes]", state="attached")
        return opened

    return read_


def test_the_page_asks_for_nothing_and_complains_of_nothing(read):
    opened = read()
    for entry in opened.page.locator(".entry summary").all()[:5]:
        entry.click()
    assert len(opened.requests) == 1
    assert opened.complaints == []


def test_a_click_on_a_number_shows_what_it_says_and_marks_its_sentence(read):
    page = read().page
    page.locator("a.m.number", has_text="1537名").click()
    entry = page.locator(".entry.sel")
    told = entry.locator(".body").inner_text()
    for word in ("健康体检", "杭州市钱塘区总工会", "1,537", "名", "2023", "gold", "100%"):
        assert word in told
    assert "1537名" in page.locator(".s.on").first.inner_text()
    box = entry.locator("summary").bounding_box()
    assert 0 < box["y"] < 800


def test_a_click_on_a_fact_of_the_list_brings_its_sentence_into_view(read):
    page = read().page
    page.locator(".entry.told summary").last.click()
    box = page.locator(".s.on").first.bounding_box()
    assert 0 < box["y"] < 900
    assert page.locator("a.m.sel").count() >= 1


def test_a_click_on_a_name_shows_its_entity_and_its_facts_lead_on(read):
    page = read().page
    page.locator("a.m.Honor").first.click()
    page.locator(".entry.sel .body dd li a").first.click()
    assert page.locator(".entry.sel.told, .entry.sel.number").count() == 1


def test_pointing_at_a_fact_lights_its_sentence_and_the_other_way_round(read):
    page = read().page
    page.locator(".entry.number summary").first.hover()
    assert page.locator(".s.hot").count() >= 1
    page.locator(".s:has(a.m.number)").first.hover()
    assert page.locator(".entry.hot").count() >= 1


def test_it_is_used_with_the_keyboard_alone(read):
    page = read().page
    page.locator("a.m.number").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.entry.sel') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('a.m')")
    assert page.locator(".entry.sel").count() == 0


def test_a_kind_that_is_switched_off_is_not_marked(read):
    page = read().page
    mark = page.locator("a.m.number").first
    painted = "one => getComputedStyle(one).backgroundColor"
    before = mark.evaluate(painted)
    page.locator("#show-number").uncheck()
    assert before != mark.evaluate(painted) == "rgba(0, 0, 0, 0)"


def test_the_words_of_the_page_are_english_when_asked_and_the_report_stays(read):
    page = read().page
    assert page.locator("h2#numbers").inner_text() == "数字"
    page.locator("#en").check()
    assert page.locator("h2#numbers").inner_text() == "Numbers"
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "区总工会" in page.locator("#text h1").inner_text()


def test_without_javascript_a_mark_leads_to_its_entry_and_back(seeds_store, browser, tmp_path):
    kg.reader("qiantang-2023", seeds_store, tmp_path / "page.html")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    page.locator("a.m.number").nth(3).click()
    body = page.locator(".body:target")
    assert body.is_visible()
    body.locator("a.back").first.click()
    assert page.locator("a.m.number:target").count() == 1
    page.locator("#en").check()
    assert page.locator("h2#numbers").inner_text() == "Numbers"
    context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen_and_entries_come_up_from_below(read):
    page = read(width=360, height=740).page
    wide = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wide)
    assert not page.locator("#lists").is_visible()
    page.locator("a.m.number").nth(8).click()
    assert page.locator(".entry.sel .body").is_visible()
    mark, sheet = (page.locator(one).first.bounding_box() for one in ("a.m.sel", "#facts"))
    assert mark["y"] + mark["height"] <= sheet["y"]
    assert page.evaluate(wide)


def test_an_address_with_a_stretch_of_text_leads_there(seeds_store, open_page, tmp_path):
    number = seed().observations[-1]
    kg.reader("qiantang-2023", seeds_store, tmp_path / "page.html")
    page = open_page(tmp_path / "page.html").page
    page.evaluate(f"location.hash = 'char={number.start},{number.end}'")
    page.wait_for_selector(".s.on")
    box = page.locator(f"#m{number.start}-{number.end}-number").bounding_box()
    assert 0 < box["y"] < 900


def test_markup_in_texts_names_and_metadata_is_shown_and_never_runs(open_page, tmp_path):
    with kg.open_store(tmp_path / "graph") as opened_store:
        opened_store.replace(hostile(seed()))
    kg.reader("qiantang-2023", tmp_path / "graph", tmp_path / "page.html")
    opened = open_page(tmp_path / "page.html")
    page = opened.page
    page.wait_for_selector("html[data-ready=yes]", state="attached")
    for entry in page.locator(".entry summary").all()[:8]:
        entry.click()
    assert opened.complaints == []
    assert len(opened.requests) == 1
    assert page.locator("img, #text script, #text svg, #text b, iframe").count() == 0
    assert page.locator("a[href^='javascript:']").count() == 0
    text = page.locator("#text").inner_text()
    for word in HOSTILE:
        assert word in text
    assert page.locator("h1").inner_text() == HOSTILE[1]
