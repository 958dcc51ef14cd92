"""Answers as tables, CSV, JSON and Turtle."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.rdf.terms import XSD, Literal
from kg.store.answer import Answer, columns
from kg.store.store import Store, open_store
from tests.facts.gold import by_id


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store(None) as opened:
        opened.replace(by_id("jiande-2021"))
        yield opened


def test_rows_are_plain_values(store: Store) -> None:
    answer = store.query(
        """SELECT ?union ?name ?value ?n ?yes ?nothing {
             ?o uw:indicator "医疗互助补助金额" ; uw:value ?value ; uw:subject ?union ; uw:firstYear ?n .
             ?union rdfs:label ?name BIND(?value > 1 AS ?yes) OPTIONAL { ?o uw:post ?nothing } }"""
    )
    (row,) = answer
    assert row[0] == "https://w3id.org/union-work/id/union/建德市总工会"
    assert row[1:] == ("建德市总工会", 2739700.0, 2021, True, None)
    assert [type(cell) for cell in row] == [str, str, float, int, bool, type(None)]


def test_a_table_for_pandas_has_numbers_as_numbers(store: Store) -> None:
    frame = store.query("SELECT ?unit (SUM(?v) AS ?sum) { ?o uw:unit ?unit ; uw:value ?v } GROUP BY ?unit")
    assert frame.to_dataframe()["sum"].sum() > 2_739_700
    assert list(frame.to_dataframe().columns) == ["unit", "sum"]


def test_an_ask_is_true_or_false(store: Store) -> None:
    yes = store.query("ASK { ?who rdfs:label '赵建明' ; uw:receivedHonor honor:杭州工匠 }")
    no = store.query("ASK { ?who rdfs:label '赵建明' ; uw:receivedHonor honor:浙江工匠 }")
    assert yes
    assert not no
    assert json.loads(no.to_json()) == {"head": {}, "boolean": False}
    assert no.to_csv() == "answer\nfalse\n"


def test_describe_gives_turtle_with_the_prefixes_it_uses(store: Store) -> None:
    answer = store.query("DESCRIBE honor:杭州工匠")
    turtle = answer.to_turtle()
    assert "honor:杭州工匠 a uw:Honor" in turtle
    assert "@prefix facility:" not in turtle
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == len(answer)


def test_a_select_has_no_turtle(store: Store) -> None:
    with pytest.raises(QueryError, match="CONSTRUCT"):
        store.query("SELECT * { ?s ?p ?o } LIMIT 1").to_turtle()


def test_json_is_that_of_the_w3c(store: Store) -> None:
    answer = store.query('SELECT ("甲"@zh AS ?a) (1 AS ?b) (uw:Union AS ?c) (?x AS ?d) {}')
    assert json.loads(answer.to_json()) == {
        "head": {"vars": ["a", "b", "c", "d"]},
        "results": {
            "bindings": [
                {
                    "a": {"type": "literal", "value": "甲", "xml:lang": "zh"},
                    "b": {"type": "literal", "value": "1", "datatype": XSD + "integer"},
                    "c": {"type": "uri", "value": "https://w3id.org/union-work/ontology#Union"},
                }
            ]
        },
    }


@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2))
def test_csv_brings_every_text_back(cells: list[str]) -> None:
    text = Answer("select", ("a", "b"), (tuple(Literal(cell) for cell in cells),)).to_csv()
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [cells]


def test_a_row_of_one_unbound_cell_is_no_blank_line_in_csv() -> None:
    text = Answer("select", ("a",), ((None,), (Literal("甲"),))).to_csv()
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["a"], [""], ["甲"]]


def test_columns_of_a_table_line_up_under_chinese_and_latin_text(store: Store) -> None:
    answer = store.query(
        "SELECT ?name ?n { VALUES (?name ?n) { ('建德市总工会' 3) ('Ada' 12) ('区总(筹)' UNDEF) } }"
    )
    lines = answer.to_table().splitlines()
    assert lines == [
        "name           n",
        "------------  --",
        "建德市总工会   3",
        "Ada           12",
        "区总(筹)",
    ]


def test_wide_cells_are_cut_and_line_breaks_kept_out(store: Store) -> None:
    answer = store.query('SELECT ("第一行\\n第二行很长很长" AS ?text) {}')
    assert answer.to_table(width=10).splitlines()[-1] == "第一行 第…"
    assert "很长很长" in answer.to_table(width=None)


@given(text=st.text(st.characters(exclude_categories=["Cs"])), width=st.integers(1, 40))
def test_no_cell_is_wider_than_asked(text: str, width: int) -> None:
    answer = Answer("select", ("x",), ((Literal(text),),))
    assert all(columns(line) <= max(width, 1) for line in answer.to_table(width=width).split("\n"))


def test_iris_are_shortened_by_the_longest_prefix(store: Store) -> None:
    table = store.query("SELECT ?honor { ?honor rdfs:label '杭州工匠' }").to_table()
    assert table.splitlines()[-1] == "honor:杭州工匠"


def test_an_answer_outlives_its_store() -> None:
    with open_store(None) as store:
        store.replace(by_id("putuo-2023"))
        answer = store.query("SELECT ?name { ?c a uw:Company ; rdfs:label ?name } ORDER BY ?name")
    assert [name for (name,) in answer] == ["万邦船舶重工(舟山)有限公司", "浙江飞鲸新材料科技股份有限公司"]
