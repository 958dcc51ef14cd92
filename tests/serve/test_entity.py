"""The page of an entity: what reports say of it, each line with its sentence and the way there."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import kg
from kg.facts.model import DocumentFacts, Entity, Evidence, Mention, Relation
from kg.rdf.iris import mint
from kg.serve import entity
from kg.serve.rows import of_answer
from tests.facts.gold import SEEDS, gold
from tests.serve.servers import Server

UNION = mint("Union", "杭州市钱塘区总工会")


def path(iri: str) -> str:
    return "/id/" + iri.partition("/id/")[2]


def read(store, iri: str) -> entity.Entity | None:
    answers = {name: of_answer(store.query(sparql)) for name, sparql in entity.queries(iri).items()}
    return entity.read(iri, answers)


def test_every_line_has_a_sentence_with_a_mark_and_a_report(store):
    found = read(store, UNION)
    assert found is not None
    assert (found.type, found.name) == ("Union", "杭州市钱塘区总工会")
    assert "区总工会" in found.aliases
    lines = [line for group in found.groups for line in group.lines]
    values = [value for series in found.series for value in series.values]
    assert len(lines) > 40
    assert len(values) > 60
    for one in (*lines, *values):
        assert one.quotes
        assert all(quote.report.startswith("qiantang") for quote in one.quotes)
    assert all(len(quote.pieces) >= 3 for value in values for quote in value.quotes)
    raw = {
        id: "".join((SEEDS / f"{id}.txt").read_text("utf-8").split())
        for id in ("qiantang-2021", "qiantang-2023")
    }
    for one in values:
        assert "".join("".join(one.quotes[0].pieces).split()) in raw[one.quotes[0].report]


def test_the_same_indicator_of_two_years_is_one_series_with_a_chart(store):
    found = read(store, UNION)
    assert found is not None
    charted = [one for one in found.series if one.chart]
    assert charted
    assert found.series[: len(charted)] == charted
    for one in charted:
        assert len({value.period for value in one.values}) >= 2


def test_facts_are_grouped_by_what_they_are_from_this_side(store):
    union, honor = read(store, UNION), read(store, mint("Honor", "浙江省劳动模范"))
    assert union is not None
    assert "Programs organized" in {group.en for group in union.groups}
    assert honor is not None
    assert "Recipients" in {group.en for group in honor.groups}


def test_every_entity_of_the_seeds_has_a_page(store):
    rows = store.query(
        "SELECT DISTINCT ?e { ?e a/rdfs:subClassOf? ?t ; rdfs:label ?n . ?m uw:entity ?e }"
    ).rows
    for (iri,) in rows[::5]:
        found = read(store, str(iri))
        assert found is not None
        assert found.name
        assert found.appearances


def test_what_is_no_entity_has_no_such_page(store):
    assert read(store, mint("Union", "没有这个工会")) is None


def test_namesakes_of_another_type_and_of_a_shared_alias_are_listed(tmp_path):
    facts = gold()[0]
    first, second, third = facts.entities[:3]
    changed = (
        replace(first, type="Program", name="职工之家", aliases=()),
        replace(second, type="Facility", name="职工之家", aliases=()),
        replace(third, type="Honor", name="先进职工之家", aliases=("职工之家",)),
    )
    with kg.open_store(tmp_path / "graph") as opened:
        opened.replace(replace(facts, entities=changed, relations=(), observations=(), union=None))
        found = read(opened, mint("Program", "职工之家"))
    assert found is not None
    assert [(one.type, one.name) for one in found.namesakes] == [
        ("Facility", "职工之家"),
        ("Honor", "先进职工之家"),
    ]


def test_the_words_that_reports_use_for_it_are_listed_with_the_reason(store):
    found = read(store, UNION)
    assert found is not None
    told = {one.words: (one.reason, len(one.places)) for one in found.joins}
    assert told["区总工会(筹)"] == ("place", 1)
    assert told["区总工会"][0] == told["钱塘区总工会"][0] == "place"
    assert sum(one.count for one in found.joins) == sum(one.count for one in found.appearances)
    assert all(place.mark for one in found.joins for place in one.places)


def test_persons_of_one_name_are_told_apart_by_what_reports_tell(tmp_path):
    def report(id: str, *facts: Relation) -> DocumentFacts:
        entities = (
            Entity("u", "Union", "绍兴市总工会"),
            Entity("f", "Company", "绍兴甲纺织有限公司"),
            Entity("g", "Company", "绍兴乙机械有限公司"),
            Entity("h", "Honor", "浙江省五一劳动奖章"),
            Entity("p", "Person", "王涛", mentions=(Mention(0, 2, "王涛", "Person"),)),
        )
        return DocumentFacts(id, f"{id}.txt", "", "王涛", entities=entities, relations=facts)

    said = Evidence(0, 2, "王涛", "test", 1.0)
    won = Relation("CONFERRED", "p", "h", said, time="2020")
    with kg.open_store(tmp_path / "graph") as opened:
        opened.replace(report("a", Relation("EMPLOYED_BY", "p", "f", said), won))
        opened.replace(report("b", Relation("EMPLOYED_BY", "p", "g", said)))
        iris = {row["p"] for row in of_answer(opened.query("SELECT DISTINCT ?p { ?p a uw:Person }"))}
        first = next(iri for iri in iris if iri.endswith("绍兴甲纺织有限公司"))
        found = read(opened, first)
    assert found is not None
    assert [one.name for one in found.known_by] == ["绍兴甲纺织有限公司"]
    assert [(one.name, one.by) for one in found.namesakes] == [("王涛", ("绍兴乙机械有限公司",))]
    assert [one.by for one in found.same] == [("2020浙江省五一劳动奖章",)]


def test_a_person_has_a_page(server: Server, store):
    person = of_answer(store.query("SELECT ?p ?n { ?p a uw:Person ; rdfs:label ?n }"))[0]
    page = server.get(path(person["p"]), accept="text/html")
    assert page.status == 200
    assert 'class="entity"' in page.text
    assert "凭此识别" in page.text


def test_the_server_shows_it_and_its_links_lead_to_the_place_in_the_report(server: Server):
    response = server.get(path(UNION), accept="text/html")
    assert response.status == 200
    assert "unsafe" not in response.headers["content-security-policy"]
    links = {unescape(link) for link in re.findall(r'href="(/reader/[^"]+)"', response.text)}
    assert len(links) > 40
    readers = {id: server.get(f"/reader/{id}").text for id in ("qiantang-2021", "qiantang-2023")}
    for link in links:
        report, _, place = link.removeprefix("/reader/").partition("#")
        assert f'id="{place}"' in readers[report], link
    for link in list(dict.fromkeys(re.findall(r'href="(/id/[^"]+)"', response.text)))[:6]:
        assert server.get(unquote(unescape(link)), accept="text/html").status == 200


def test_a_series_and_a_number_lead_to_their_indicator(server: Server):
    page = server.get(path(UNION), accept="text/html").text
    links = set(re.findall(r'href="(/indicators/[^"]+)"', page))
    assert "/indicators/mutual-medical-participants" in links
    assert all(server.get(link, accept="text/html").status == 200 for link in sorted(links)[:4])
    report = server.get("/reader/qiantang-2021", accept="text/html").text
    assert '<a href="/indicators/mutual-medical-participants">' in report


def test_clients_of_data_still_get_data_and_all_statements_have_a_page(server: Server):
    assert server.get(path(UNION), accept="text/turtle").type == "text/turtle"
    assert server.get(path(UNION) + "?format=jsonld", accept="text/html").type == "application/ld+json"
    assert "全部陈述" not in server.get(path(UNION) + "?statements", accept="text/html").text
