"""Names are found by what people type."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.search import Entry, Index, apart, entries, nearly, speller
from kg.store.store import open_store
from tests.serve.servers import Server, run


@pytest.fixture(scope="module")
def index(seeds_store) -> Index:
    with open_store(seeds_store, read_only=True) as store:
        return Index(entries(store), speller())


@pytest.mark.parametrize(
    ("asked", "name", "way"),
    [
        ("杭州市钱塘区总工会", "杭州市钱塘区总工会", "exact"),
        ("区总", "杭州市钱塘区总工会", "exact"),  # an alias
        ("“钱塘区” 总工会", "杭州市钱塘区总工会", "exact"),
        ("杭州市钱塘", "杭州市钱塘区总工会", "begins"),
        ("塘区总工", "杭州市钱塘区总工会", "within"),
        ("杭钱总工会", "杭州市钱塘区总工会", "short"),
        ("hzsqtqzgh", "杭州市钱塘区总工会", "pinyin"),
        ("QTQZGH", "杭州市钱塘区总工会", "pinyin"),
        ("qiantangqu", "杭州市钱塘区总工会", "pinyin"),
        ("钱唐区总工会", "杭州市钱塘区总工会", "near"),
        ("钱塘区总工公会", "杭州市钱塘区总工会", "near"),
        ("舟山市普驼区总工会", "舟山市普陀区总工会", "near"),
        ("市总工会", "杭州市总工会", "exact"),
    ],
)
def test_a_name_is_found(index, asked, name, way):
    hits = index.find(asked)
    assert (name, way) in [(hit.name, hit.way) for hit in hits[:8]]


def test_better_ways_come_first_and_each_entity_once(index):
    hits = index.find("总工会")
    order = ["exact", "begins", "within", "pinyin", "short", "near"]
    ranks = [order.index(hit.way) for hit in hits]
    assert ranks == sorted(ranks)
    assert len({hit.iri for hit in hits}) == len(hits) > 8


def test_a_type_narrows_and_a_hit_says_how_often_it_is_named(index):
    hits = index.find("钱塘", "Program")
    assert hits
    assert {hit.type for hit in hits} == {"Program"}
    [union] = [hit for hit in index.find("杭州市钱塘区总工会") if hit.way == "exact"]
    assert union.count > 20


@pytest.mark.parametrize("asked", ["", " ", "“”", "\n", "没有这样的名称呀", "xqzwv"])
def test_nothing_is_found_for_nothing(index, asked):
    assert index.find(asked) == []


@pytest.mark.parametrize("asked", [".*", "(", "[", "^工", "\\", "a" * 10_000, "总" * 40, "(a|a)*b"])
def test_a_query_is_text_and_no_pattern_and_ends_soon(asked):
    index = Index([Entry(f"e{i}", "Union", "总工会" * 30 + "a" * 60 + str(i), []) for i in range(2000)])
    began = time.perf_counter()
    index.find(asked)
    assert time.perf_counter() - began < 2
    assert Index([Entry("e", "Union", "甲(乙", [])]).find("(")[0].name == "甲(乙"


def test_without_pinyin_names_are_still_found(seeds_store):
    with open_store(seeds_store, read_only=True) as store:
        index = Index(entries(store))
    assert index.find("qtqzgh") == []
    assert index.find("区总")


names = st.lists(st.text(alphabet="甲乙丙丁ab", min_size=1, max_size=8), min_size=1, max_size=12, unique=True)


@given(names=names, asked=st.text(alphabet="甲乙丙丁ab", min_size=1, max_size=5))
def test_what_holds_the_query_is_found_and_what_is_found_holds_it_nearly(names, asked):
    hits = Index([Entry(name, "Union", name, []) for name in names]).find(asked)
    assert {name for name in names if asked in name} <= {hit.name for hit in hits}
    for hit in hits:
        rest = iter(hit.name)
        short = all(char in rest for char in asked)
        near = len(asked) > 2 and any(asked[:i] + asked[i + 1 :] for i in range(len(asked)))
        assert short or near


@given(text=st.text(alphabet="甲乙丙丁", min_size=3, max_size=7), at=st.integers(0, 6))
def test_one_wrong_character_in_the_middle_is_forgiven(text, at):
    import re

    at = 1 + at % (len(text) - 2)
    for wrong in (text[:at] + "错" + text[at + 1 :], text[:at] + "多" + text[at:]):
        assert re.search(nearly(wrong), text) if len(wrong) > 3 else True
    assert re.search(apart(text[0] + text[-1]), text)


# Served


def found(server: Server, path: str) -> list[dict[str, object]]:
    response = server.get(path, accept="application/json")
    assert response.status == 200, response.text
    return json.loads(response.body)  # type: ignore[no-any-return]


def test_the_server_searches_as_a_page_and_as_json(server: Server):
    assert found(server, "/search?q=区总")[0]["type"] == "Union"
    page = server.get("/search?q=区总", accept="text/html")
    assert page.type == "text/html"
    assert "杭州市钱塘区总工会" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert found(server, "/search?q=钱塘&type=Program")
    assert found(server, "/search?q=钱塘&type=Nothing") == found(server, "/search?q=钱塘")


def test_without_a_query_all_reports_are_listed(server: Server):
    page = server.get("/search").text
    assert page.count('href="/reader/') == 5


def test_markup_in_a_query_is_text(server: Server):
    page = server.get("/search?q=%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E", accept="text/html").text
    assert "<img" not in page
    assert "&lt;img" in page


def test_names_are_spelled_as_pypinyin_spells_them(index):
    from pypinyin import lazy_pinyin

    spell = speller()
    assert spell is not None
    whole = [name for one in index.entries for name in (one.name, *one.aliases)]
    turned = [name[::-1] for name in whole]  # words in places that nobody thought of
    for name in [*whole, *turned, "长江长乐重庆重阳行业银行", "ABC·123 工会", ""]:
        wanted = [part.lower() for part in lazy_pinyin(name, errors=list)]
        assert list(spell(name)) == wanted


def test_a_search_before_the_names_are_read_does_not_end_the_reading(tmp_path):
    from kg.serve import finder

    async def search_twice() -> tuple[int | None, int | None]:
        searching = finder.Finder(tmp_path / "nowhere", "http://h/")
        pids = []
        for _ in range(2):
            with pytest.raises(finder.Unready):
                await searching.find("区总")
            pids.append(searching._process.pid if searching._process else None)
        await searching.close()
        return pids[0], pids[1]

    first, second = run(search_twice())
    assert first is not None
    assert first == second
