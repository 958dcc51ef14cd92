"""The store: what it holds after documents come, come again and go."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from kg.errors import StoreError
from kg.facts.model import DocumentFacts
from kg.rdf.iris import ONTOLOGY
from kg.rdf.quads import Maker, to_quads
from kg.store.store import Store, open_store
from tests.facts.gold import by_id, documents, gold

COUNT_EVERYTHING = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNTS = (
    "SELECT (COUNT(?honor) AS ?n) { ?who uw:receivedHonor ?honor }",
    "SELECT (COUNT(?c) AS ?n) { ?c a uw:Conferral ; uw:recipient/rdfs:label ?who }",
    "SELECT (SUM(?v) AS ?n) { ?o a uw:Observation ; uw:value ?v ; uw:subject/rdfs:label ?u }",
    "SELECT (COUNT(?name) AS ?n) { ?e a uw:Program ; rdfs:label ?name }",
)


def number(store: Store, sparql: str) -> float:
    ((value,),) = store.query(sparql).rows
    assert isinstance(value, int | float)
    return value


@cache
def xiacheng() -> DocumentFacts:
    """A seed without its mentions, which weigh most and count for nothing here."""
    facts = by_id("xiacheng-2015")
    return replace(facts, entities=tuple(replace(entity, mentions=()) for entity in facts.entities))


def reprint(facts: DocumentFacts) -> DocumentFacts:
    """The same report in another paper."""
    return replace(facts, id=f"{facts.id}-reprint", title="转载")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store(None) as opened:
        yield opened


# Two reports that say the same


@pytest.mark.parametrize("sparql", COUNTS)
def test_a_second_report_that_says_the_same_changes_no_count_and_no_sum(store: Store, sparql: str) -> None:
    store.replace(xiacheng())
    before = number(store, sparql)
    store.replace(reprint(xiacheng()))
    assert before > 0
    assert number(store, sparql) == before


@pytest.mark.parametrize("sparql", COUNTS)
@pytest.mark.parametrize("first", [True, False], ids=["first removed", "second removed"])
def test_what_two_reports_say_stays_when_one_goes(store: Store, sparql: str, first: bool) -> None:
    facts = xiacheng()
    store.replace(facts)
    before = number(store, sparql)
    store.replace(reprint(facts))
    store.remove(facts.id if first else reprint(facts).id)
    assert number(store, sparql) == before


@pytest.mark.parametrize("sparql", COUNTS)
def test_what_two_reports_say_goes_with_the_last(store: Store, sparql: str) -> None:
    facts = xiacheng()
    for one in (facts, reprint(facts)):
        store.replace(one)
    for one in (facts, reprint(facts)):
        store.remove(one.id)
    assert number(store, sparql) == 0
    assert number(store, COUNT_EVERYTHING) == 0


def test_each_report_keeps_its_own_evidence_of_a_shared_fact(store: Store) -> None:
    store.replace(xiacheng())
    store.replace(reprint(xiacheng()))
    answer = store.query(
        """SELECT ?id { honor:浙江省模范集体 ^uw:honor ?c . ?c uw:evidence/oa:hasSource ?report .
                        ?report dcterms:identifier ?id } ORDER BY ?id"""
    )
    assert answer.rows == [("xiacheng-2015",), ("xiacheng-2015-reprint",)]


def test_the_graph_of_a_report_tells_what_it_says(store: Store) -> None:
    store.replace(by_id("jiande-2021"))
    store.replace(by_id("qiantang-2021"))
    answer = store.query(
        """SELECT ?id { GRAPH ?g { ?union uw:organizes program:职工医疗互助 .
                                   ?report dcterms:identifier ?id } } ORDER BY ?id"""
    )
    assert answer.rows == [("jiande-2021",), ("qiantang-2021",)]


# Replacing


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph") as store:
        for facts in gold():
            store.replace(facts)
        before = store.serialize("nquads")
    with open_store(tmp_path / "graph") as store:
        for facts in gold():
            store.replace(facts)
        assert store.serialize("nquads") == before


@settings(max_examples=25, deadline=None)
@given(one=documents(), other=documents())
def test_the_merge_is_always_the_union_of_the_graphs(one: DocumentFacts, other: DocumentFacts) -> None:
    other = replace(other, id=one.id + "2")
    with open_store(None) as store:
        for facts in (one, other, replace(other, id=one.id), reprint(one)):
            store.replace(facts)
            assert merged(store) == said(store)
        for id in list(store.documents()):
            store.remove(id)
            assert merged(store) == said(store)


def said(store: Store) -> set[tuple[object, ...]]:
    """What all reports say, each statement once."""
    graphs = {store.iris.graph(id) for id in store.documents()}
    return {quad[:3] for quad in store.quads() if quad.graph in graphs}


def merged(store: Store) -> set[tuple[object, ...]]:
    return set(store.query("SELECT ?s ?p ?o { ?s ?p ?o }").terms)


@settings(max_examples=50, deadline=None)
@given(facts=documents())
def test_quads_come_back_from_the_store_as_they_went_in(facts: DocumentFacts) -> None:
    maker = Maker(version="1")
    with open_store(None) as store:
        store.replace(facts, maker)
        graph = store.iris.graph(facts.id)
        assert {quad for quad in store.quads() if quad.graph == graph} == set(to_quads(facts, maker))


@settings(max_examples=50, deadline=None)
@given(facts=documents())
def test_nquads_read_elsewhere_hold_the_same(facts: DocumentFacts) -> None:
    with open_store(None) as store:
        store.replace(facts)
        parsed = set(ox.parse(store.serialize("nquads"), format=ox.RdfFormat.N_QUADS))
        assert len(parsed) == len(list(store.quads())) == len(store.serialize("nquads").splitlines())


def test_a_corrected_report_loses_what_it_no_longer_says(store: Store) -> None:
    facts = by_id("xiacheng-2015")
    store.replace(facts)
    kept = tuple(one for one in facts.relations if one.type != "CONFERRED")
    store.replace(replace(facts, relations=kept))
    assert not store.query("ASK { ?c a uw:Conferral }")
    assert store.query("ASK { union:杭州市下城区总工会 uw:organizes program:安康杯竞赛 }")


def test_replacing_one_report_leaves_the_others_alone(store: Store) -> None:
    store.replace(by_id("jiande-2021"))
    alone = {quad for quad in store.quads() if "jiande" in quad.graph}
    store.replace(by_id("putuo-2023"))
    store.replace(replace(by_id("putuo-2023"), relations=()))
    assert {quad for quad in store.quads() if "jiande" in quad.graph} == alone


def test_the_order_of_building_leaves_no_trace() -> None:
    exports = []
    for order in (gold(), gold()[::-1]):
        with open_store(None) as store:
            for facts in order:
                store.replace(facts)
            exports.append(store.serialize("nquads"))
    assert exports[0] == exports[1]


class Breaking:
    """An engine whose every update ends with a step that fails, after all the others."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def extend(self, quads: list[ox.Quad]) -> None:
        def broken() -> Iterator[ox.Quad]:
            yield from quads
            raise OSError("No space left on device")

        self.inner.extend(broken())

    def update(self, update: str) -> None:
        self.inner.update(update + " ; LOAD <file:///nowhere>")


def test_a_write_that_fails_at_its_end_leaves_the_store_as_it_was(store: Store) -> None:
    store.replace(by_id("jiande-2021"))
    before, inner = store.serialize("nquads"), store._inner
    store._inner = Breaking(inner)  # type: ignore[assignment]
    with pytest.raises(StoreError):
        store.replace(replace(by_id("jiande-2021"), relations=()))
    with pytest.raises(StoreError):
        store.replace(by_id("putuo-2023"))
    store._inner = inner
    assert store.serialize("nquads") == before
    assert merged(store) == said(store)


# Documents


def test_documents_are_listed_with_what_is_known_of_them(store: Store) -> None:
    for facts in gold():
        store.replace(facts)
    documents = store.documents()
    assert list(documents) == sorted(facts.id for facts in gold())
    putuo = documents["putuo-2023"]
    assert (putuo["published"], putuo["period"], putuo["url"]) == ("2023", "2018/2023", None)
    assert str(putuo["union"]).endswith("union/舟山市普陀区总工会")


def test_the_raw_text_is_kept_so_that_offsets_mean_something(store: Store) -> None:
    facts = by_id("qiantang-2021")
    store.replace(facts)
    ((raw,),) = store.query("SELECT ?raw { ?report uw:text ?raw }").rows
    assert raw == facts.raw


def test_terms_of_the_ontology_can_be_asked_for_and_stay_out_of_the_data(store: Store) -> None:
    asked = "ASK { GRAPH <https://w3id.org/union-work/ontology> { uw:Union rdfs:label '工会'@zh } }"
    assert store.query(asked)
    assert number(store, COUNT_EVERYTHING) == 0


# Opening


def test_a_missing_store_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_store(tmp_path / "graph", read_only=True)
    assert not (tmp_path / "graph").exists()


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("亲爱的", encoding="utf-8")
    with pytest.raises(StoreError, match="not a store"):
        open_store(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_store_in_use_says_so(tmp_path: Path) -> None:
    with open_store(tmp_path / "graph"), pytest.raises(StoreError, match="in use"):
        open_store(tmp_path / "graph")


def test_a_closed_store_can_be_opened_by_others(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    store.close()
    store.close()
    open_store(tmp_path / "graph").close()
    with pytest.raises(StoreError, match="closed"):
        store.documents()


def test_a_damaged_store_says_so(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreError, match="damaged"):
        open_store(tmp_path)


def test_a_store_open_for_reading_is_not_written(tmp_path: Path) -> None:
    open_store(tmp_path / "graph").close()
    with open_store(tmp_path / "graph", read_only=True) as store:
        with pytest.raises(StoreError, match="reading only"):
            store.replace(by_id("jiande-2021"))
        with pytest.raises(StoreError):
            store.remove("jiande-2021")


def test_an_unknown_document_cannot_be_removed(store: Store) -> None:
    with pytest.raises(StoreError, match="no document 'nobody'"):
        store.remove("nobody")


def test_one_base_serves_all_iris_but_the_ontology_s() -> None:
    with open_store(None, base="https://example.org/graph/") as store:
        store.replace(by_id("putuo-2023"))
        assert store.query("ASK { union:舟山市普陀区总工会 uw:operates ?site }")
        ours = {quad.subject for quad in store.quads() if "ontology" not in quad.graph}
        assert all(subject.startswith("https://example.org/graph/id/") for subject in ours)


def test_a_query_on_a_closed_store_is_a_store_error_not_a_query_error(store: Store) -> None:
    store.close()
    with pytest.raises(StoreError):
        store.query("ASK {}")


def test_the_history_of_divisions_is_there_when_asked_for() -> None:
    old = """SELECT ?name { ?place uw:divisionCode "330103" ; uw:concept ?now
      GRAPH concept:division { ?now dcterms:isReplacedBy/skos:prefLabel ?name } }"""
    with open_store(None) as store:
        store.replace(by_id("xiacheng-2015"))
        assert store.query(old).rows == []
        before = store.query("SELECT (COUNT(*) AS ?all) { ?s ?p ?o }").rows
        store.load_divisions()
        assert store.query(old).rows == [("拱墅区",)]
        assert store.query("SELECT (COUNT(*) AS ?all) { ?s ?p ?o }").rows == before


def test_labels_of_concepts_can_be_asked_for_in_the_graph_of_the_ontology() -> None:
    asked = f"""SELECT DISTINCT ?label {{ union:杭州市总工会 uw:level ?level
      GRAPH <{ONTOLOGY}> {{ ?level skos:prefLabel ?label FILTER(LANG(?label) = "en") }} }}"""
    with open_store(None) as store:
        store.replace(by_id("xiacheng-2015"))
        assert store.query(asked).rows == [("municipal (prefecture)",)]


def test_csv_quotes_iris_that_hold_a_comma(tmp_path: Path) -> None:
    store = open_store(tmp_path / "graph")
    out = io.BytesIO()
    store.results('SELECT ?a ?b ?c { BIND(<http://e.org/a,b> AS ?a) BIND("x\\"y" AS ?b) }').write(
        out, "text/csv"
    )
    assert out.getvalue() == b'a,b,c\r\n"http://e.org/a,b","x""y",\r\n'
