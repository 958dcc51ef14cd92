"""A report as a page: the text stays what it was, and all that was read in it has its entry."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli.main import run
from kg.errors import QueryError
from kg.serve.charts import Point, columns
from kg.serve.marks import Mark, cut, paragraphs, stretch_id
from kg.serve.reader import load
from kg.serve.rows import number, quoted
from kg.store.store import open_store
from tests.facts.gold import SEEDS, gold
from tests.serve.servers import Server

IDS = [path.stem for path in sorted(SEEDS.glob("*.txt"))]
FACTS = {facts.id: facts for facts in gold()}
VOID = {"meta", "link", "input", "line", "rect", "br"}


class Article(HTMLParser):
    """The paragraphs of a page, the names of its places, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self._inside = self._aside = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.tags.append(tag)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
            self._aside = given.get("class") == "told"
        if tag == "p" and given.get("class") in (None, "heading"):
            self.paragraphs.append("")
            self._inside = True

    def handle_endtag(self, tag):
        if tag == "p":
            self._inside = False
        if tag == "a":
            self._aside = False

    def handle_data(self, data):
        if self._inside and not self._aside:
            self.paragraphs[-1] += data


@pytest.fixture(scope="module")
def pages(seeds_store, tmp_path_factory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    for id in IDS:
        kg.reader(id, seeds_store, folder / f"{id}.html")
    return {id: (folder / f"{id}.html").read_text(encoding="utf-8") for id in IDS}


@pytest.mark.parametrize("id", IDS)
def test_the_text_is_printed_whole_in_its_paragraphs(pages, id):
    raw = (SEEDS / f"{id}.txt").read_bytes().decode()
    assert Article(pages[id]).paragraphs == [raw[start:end] for start, end in paragraphs(raw)]
    assert "".join("".join(Article(pages[id]).paragraphs).split()) == "".join(raw.split())


@pytest.mark.parametrize("id", IDS)
def test_every_mention_and_number_has_a_place_and_every_fact_an_entry(seeds_store, pages, id):
    article, facts = Article(pages[id]), FACTS[id]
    ids = set(article.ids)
    assert len(ids) == len(article.ids)
    mentions = {f"m{m.start}-{m.end}-{e.type.lower()}" for e in facts.entities for m in e.mentions}
    assert mentions | {f"m{one.start}-{one.end}-number" for one in facts.observations} <= ids
    with open_store(seeds_store, read_only=True) as store:
        report = load(store, id)
    assert {one.key for one in (*report.names, *report.told, *report.numbers)} <= ids
    assert len({one.iri for one in report.told}) == len(set(facts.relations))
    assert {one.indicator for one in report.numbers} == {one.indicator for one in facts.observations}


@pytest.mark.parametrize("id", IDS)
def test_every_link_of_a_page_that_stands_alone_leads_to_a_place_in_it(pages, id):
    article = Article(pages[id])
    assert {link[1:] for link in article.links if link} <= set(article.ids)
    assert all(link.startswith("#") for link in article.links)


@pytest.mark.parametrize("id", IDS)
def test_a_page_that_stands_alone_names_nothing_outside_it(pages, id):
    assert re.findall(r"""(?:src|href|action)=["']?(?!#|")[^>]*""", pages[id]) == []
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', pages[id])
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; script-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(
        r"\son[a-z]+=|\sstyle=", re.sub(r"<script>.*?</script>|<style>.*?</style>", "", pages[id], flags=re.S)
    )


def test_a_number_is_compared_with_the_same_indicator_of_other_reports(seeds_store):
    with open_store(seeds_store, read_only=True) as store:
        report = load(store, "qiantang-2023")
    compared = [one for one in report.numbers if {other.report for other in one.others} - {report.id}]
    assert len(compared) >= 15
    assert all(one.chart.columns for one in compared if one.chart)
    assert any(one.chart for one in compared)
    for one in compared:
        same = [other.same for other in one.others]
        assert same == sorted(same, reverse=True)


def test_facts_stand_at_the_sentence_they_were_read_from(seeds_store):
    with open_store(seeds_store, read_only=True) as store:
        report = load(store, "putuo-2023")
    stretches = {one.id: one for each in report.text for one in each.stretches}
    text = {id: "".join(piece.text for piece in one.pieces) for id, one in stretches.items()}
    quotes = {relation.evidence.quote.strip() for relation in FACTS["putuo-2023"].relations}
    read = {"".join(text[id] for id in place.stretches) for one in report.told for place in one.places}
    assert {"".join(quote.split()) for quote in quotes} == {"".join(quote.split()) for quote in read}


def test_an_unknown_report_is_an_error_that_names_those_there_are(seeds_store, capsys, tmp_path):
    with pytest.raises(QueryError, match="putuo-2023"):
        kg.reader("nowhere", seeds_store, tmp_path / "page.html")
    assert run(["reader", "nowhere", "--store", str(seeds_store), "--out", str(tmp_path / "p.html")]) == 2
    assert not (tmp_path / "p.html").exists()
    assert run(["reader", IDS[0], "--store", str(seeds_store), "--out", str(tmp_path / "p.html")]) == 0
    assert (tmp_path / "p.html").stat().st_size > 100_000
    assert "numbers" in capsys.readouterr().out


# Served


def test_the_server_has_the_page_under_two_addresses_with_a_strict_policy(server: Server):
    response = server.get("/reader/putuo-2023", accept="text/html")
    assert response.status == 200
    assert response.type == "text/html"
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert server.get("/id/report/putuo-2023", accept="text/html").body == response.body
    assert server.get("/reader/putuo-2023", accept_encoding="gzip").headers["content-encoding"] == "gzip"


def test_a_client_of_data_gets_data_from_the_report(server: Server):
    assert server.get("/id/report/putuo-2023", accept="text/turtle").type == "text/turtle"


def test_a_page_that_has_not_changed_is_not_sent_again(server: Server):
    tag = server.get("/reader/putuo-2023").headers["etag"]
    assert server.get("/reader/putuo-2023", if_none_match=tag).status == 304
    assert server.get("/reader/putuo-2023?lang=en", if_none_match=tag).status == 200


def test_sheets_and_scripts_are_kept_for_ever_under_their_version(server: Server):
    page = server.get("/reader/putuo-2023").text
    found = re.findall(r'"(/static/[^"]+)"', page)
    assert len(found) == 3
    for address in found:
        response = server.get(address)
        assert response.status == 200
        assert "immutable" in response.headers["cache-control"]
    assert server.get("/static/page.html").status == 404
    assert server.get("/static/..%2Fapp.py").status == 404


def test_a_report_that_is_not_there_is_404(server: Server):
    for path in ("/reader/nowhere", "/reader/", '/reader/a"b> } { ?s', "/reader/a/b"):
        assert server.get(path).status == 404, path


# Parts

marks = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 12), st.sampled_from(["Union", "Place", "number"])),
    max_size=9,
)


@given(
    raw=st.text(alphabet="甲乙😀𠀀 \n\r。", max_size=60),
    marks=marks,
    evidence=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=5),
)
def test_the_pieces_of_a_text_are_the_text_and_each_mark_covers_its_own_surface(raw, marks, evidence):
    given = [
        Mark(start, start + length, kind, f"{start}-{length}-{kind}")
        for start, length, kind in dict.fromkeys(marks)
        if start + length <= len(raw)
    ]
    text = cut(raw, given, [(start, start + length) for start, length in evidence])
    joined = ["".join(p.text for s in each.stretches for p in s.pieces) for each in text]
    assert joined == [raw[start:end] for start, end in paragraphs(raw)]
    pieces = [piece for each in text for s in each.stretches for piece in s.pieces]
    for mark in given:
        covered = "".join(piece.text for piece in pieces if mark in piece.marks)
        inside = [
            raw[max(a, mark.start) : min(b, mark.end)]
            for a, b in paragraphs(raw)
            if a < mark.end and mark.start < b
        ]
        assert covered == "".join(inside)
        assert sum(mark in piece.first for piece in pieces) == (1 if covered else 0)
    assert all(piece.marks for piece in pieces if piece.first)


def test_overlapping_marks_belong_to_the_shortest():
    [paragraph] = cut("省总工会主席", [Mark(0, 6, "Organization", "a"), Mark(0, 1, "Place", "b")], [])
    [stretch] = paragraph.stretches
    assert [(p.text, [m.key for m in p.marks]) for p in stretch.pieces] == [
        ("省", ["b", "a"]),
        ("总工会主席", ["a"]),
    ]


def test_a_sentence_that_begins_with_blanks_is_named_by_its_first_character():
    [_, second] = cut("甲。\n\n 乙。", [], [(2, 7)])
    assert stretch_id(2, "\n\n 乙。") in [one.id for one in second.stretches]


@pytest.mark.parametrize("text", ['a"b', "a\\", "a\nb", "}"])
def test_a_text_as_a_sparql_string_comes_back(text, seeds_store: Path):
    with open_store(seeds_store, read_only=True) as store:
        assert store.query(f"SELECT ({quoted(text)} AS ?x) {{}}").rows == [(text,)]


def test_columns_need_two_periods_and_stand_in_the_order_of_time():
    def point(period: str, value: str) -> Point:
        return Point(period, number(value) or 0, value, "")  # type: ignore[arg-type]

    assert columns([point("2021", "3"), point("2021", "4")]) is None
    assert columns([point("2021", "-3"), point("2022", "4")]) is None
    chart = columns([point("2023", "30"), point("2021", "15")])
    assert chart is not None
    assert [one.label for one in chart.columns] == ["2021", "2023"]
    assert chart.columns[1].height == 2 * chart.columns[0].height
